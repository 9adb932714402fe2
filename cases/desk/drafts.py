"""Keeping what is typed, and throwing it away: what `static/heard/drafts.js` and the button "Discard" ask for."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from cases.desk import drafted
from cases.desk.consultation import acting
from cases.desk.methods import only
from cases.desk.opening import account_of, case_to_work_on
from cases.desk.presenters import times
from cases.domain import drafts
from cases.domain.drafts import On
from cases.domain.refusals import Refused
from cases.models import Series


@acting("case.draft")
@only("POST")
def keep(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep a form as it now stands. Answers with the time, never with words."""
    return _keep(request, On(case_to_work_on(request, reference).pk), drafted.FORMS)


@acting("series.draft")
@only("POST")
def keep_on_series(request: HttpRequest, series_id: int) -> HttpResponse:
    """The same for a form of a series."""
    return _keep(request, On(series_id=_series(request, series_id)), drafted.ON_SERIES)


@acting("case.draft_discarded")
@only("POST")
def discard(request: HttpRequest, reference: str) -> HttpResponse:
    """Throw one's own draft away."""
    case = case_to_work_on(request, reference)
    _discard(request, On(case.pk), drafted.FORMS)
    back = request.POST.get("back", "")
    is_ours = back.startswith("/desk/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back) if is_ours else redirect("desk:case", case.reference)


@acting("series.draft_discarded")
@only("POST")
def discard_on_series(request: HttpRequest, series_id: int) -> HttpResponse:
    """The same for a form of a series."""
    _discard(request, On(series_id=_series(request, series_id)), drafted.ON_SERIES)
    return redirect("desk:series", series_id)


def _keep(request: HttpRequest, on: On, known: drafted.Forms) -> HttpResponse:
    now, named = timezone.now(), drafted.named(request.POST.get("draft", ""), known)
    if named is None:
        return JsonResponse({"refused": _("This form is not kept while you type.")}, status=422)
    sent = drafted.sent_as(request, "case.draft", *named, known)
    try:
        kept = drafts.keep_draft(
            on, form=sent.form, about=sent.about, values=drafted.typed(sent, known), page=sent.page, took=sent.took,
            version=sent.version, entry=sent.entry or 0, by=account_of(request), now=now,
        )  # fmt: skip
    except Refused as refused:
        return JsonResponse({"refused": _(refused.sentence)}, status=422)
    told = {"kept": times.clock(now) if kept else ""}
    if kept and kept.is_one_of_two:
        told["other"] = _("Another tab holds other words for this form. Both are kept.")
    return JsonResponse(told)


def _discard(request: HttpRequest, on: On, known: drafted.Forms) -> None:
    key, is_one, typed_on = request.POST.get("draft", "").partition("@")
    named = drafted.named(key, known)
    if named is not None:
        drafts.discard_draft(
            on, form=named[0], about=named[1], page=drafted.page_of(request.POST.get("page", "")),
            typed_on=drafted.page_of(typed_on) if is_one else None, by=account_of(request), now=timezone.now(),
        )  # fmt: skip


def _series(request: HttpRequest, series_id: int) -> int:
    if not Series.objects.visible_to(account_of(request)).filter(pk=series_id).exists():
        raise Http404
    return series_id
