"""Protected sites at the desk: near which incidents gather, whom to warn there, and that somebody did. Never a whole list."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.desk.consultation import acting, reading
from cases.desk.fields import new_token
from cases.desk.methods import only
from cases.desk.opening import account_of
from cases.desk.site_forms import WarningSite
from cases.domain.refusals import Refused
from cases.domain.sites import came_since, contact_of, warn_site
from cases.models import Case, ProtectedSite, SiteNotice
from cases.permissions import may_see_sites
from cases.queries.boroughs import boroughs

_SHOWN = timedelta(days=28)
_FOUND = 10
_SHORTEST = 3


@reading("sites.list")
@only("GET")
def sites(request: HttpRequest) -> HttpResponse:
    """Notices of the last four weeks; any other site is found by its name, ten at most."""
    _check(request)
    notices = SiteNotice.objects.filter(found_at__gt=timezone.now() - _SHOWN).order_by("-found_at", "-pk")
    asked = request.GET.get("name", "").replace("\0", "").strip()[:100]
    found = []
    if len(asked) >= _SHORTEST:
        found = list(ProtectedSite.objects.filter(is_active=True, name__icontains=asked).order_by("name")[: _FOUND + 1])
    rows = list(notices.select_related("site").prefetch_related("warnings__by"))
    context = {
        "nav": "trends", "notices": rows, "asked": asked, "found": found[:_FOUND], "is_cut": len(found) > _FOUND,
        "is_short": bool(asked) and len(asked) < _SHORTEST,
    }  # fmt: skip
    request.consultation.details["sites"] = sorted({one.site_id for one in rows} | {one.pk for one in found[:_FOUND]})  # type: ignore[attr-defined]
    return render(request, "desk/sites.html", context)


@reading("sites.open")
@only("GET")
def site(request: HttpRequest, site_id: int) -> HttpResponse:
    """One site with its agreed contact, its notices, and a form to note that it was warned."""
    _check(request)
    return _page(request, site_id)


@acting("site.warn")
@only("POST")
def warn(request: HttpRequest, site_id: int) -> HttpResponse:
    """Note the warning; a mistaken form comes back with what was typed."""
    _check(request)
    form = WarningSite(request.POST)
    if not form.is_valid():
        return _page(request, site_id, failed=form)
    given = form.cleaned_data
    try:
        warn_site(
            site_id, notice_id=given["notice"], told=given["told"], token=given["token"] or new_token(),
            by=account_of(request), now=timezone.now(),
        )  # fmt: skip
    except Refused as refused:
        form.take_refusal(refused)
        return _page(request, site_id, failed=form)
    messages.success(request, _("The warning is noted."))
    return redirect("desk:site", site_id)


def _check(request: HttpRequest) -> None:
    if not may_see_sites(account_of(request)):
        raise Http404


def _page(request: HttpRequest, site_id: int, *, failed: WarningSite | None = None) -> HttpResponse:
    account = account_of(request)
    one = get_object_or_404(ProtectedSite, pk=site_id)
    notices = list(one.notices.order_by("-found_at", "-pk")[:10])
    newest = notices[0].pk if notices else None
    ids = {case_id for notice in notices for case_id in notice.case_ids}
    now = timezone.now()
    since = came_since(one, notices[0], by=account, now=now) if notices and one.is_active else []
    visible = Case.objects.visible_to(account).filter(pk__in=[*ids, *since]).order_by("-received_at")
    references = dict(visible.values_list("pk", "reference"))
    cases = [reference for pk, reference in references.items() if pk in ids]
    newer = [reference for pk, reference in references.items() if pk not in ids]
    context = {
        "nav": "trends", "site": one, "borough": boroughs()[one.borough].name, "contact": contact_of(one, by=account),
        "notices": notices, "cases": cases, "hidden": len(ids) - len(cases),
        "since": len(since), "newer": newer, "hidden_since": len(since) - len(newer),
        "warnings": one.warnings.select_related("by").order_by("-at", "-pk")[:20],
        "form": failed or WarningSite(initial={"notice": newest}),
    }  # fmt: skip
    request.consultation.shows(*references.values())  # type: ignore[attr-defined]
    request.consultation.details["sites"] = [one.pk]  # type: ignore[attr-defined]
    return render(request, "desk/site.html", context, status=422 if failed else 200)
