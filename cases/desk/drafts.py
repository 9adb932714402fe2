"""Keeping what is typed, and throwing it away: what `static/heard/drafts.js` and the button "Discard" ask for."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from cases.desk import drafted
from cases.desk.consultation import acting
from cases.desk.fields import number_in
from cases.desk.methods import only
from cases.desk.opening import account_of, case_to_work_on
from cases.desk.presenters import times
from cases.domain import drafts
from cases.domain.drafts import On
from cases.domain.refusals import Refused
from cases.models import Account, Case, Commitment, Series
from cases.permissions import may_handle_complaints, may_see_missed
from cases.queries.alarms import answered_for
from cases.queries.complaints import complaint_for


@acting("case.draft")
@only("POST")
def keep(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep a form as it now stands. Answers with the time, never with words."""
    return _keep(request, On(case_to_work_on(request, reference).pk), drafted.FORMS)


@acting("desk.draft")
@only("POST")
def keep_on_desk(request: HttpRequest) -> HttpResponse:
    """The same for a form that stands on no case: an alarm, a missed promise, a complaint."""
    return _keep(request, On(), _of_the_desk())


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
    return _back(request) or redirect("desk:case", case.reference)


@acting("desk.draft_discarded")
@only("POST")
def discard_on_desk(request: HttpRequest) -> HttpResponse:
    """The same for a form that stands on no case."""
    _discard(request, On(), _of_the_desk())
    return _back(request) or redirect("desk:queue")


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
            _on(request, on, *named), form=sent.form, about=sent.about, values=drafted.typed(sent, known),
            page=sent.page, took=sent.took, version=sent.version, entry=sent.entry or 0, by=account_of(request), now=now,
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
            _on(request, on, *named), form=named[0], about=named[1], page=drafted.page_of(request.POST.get("page", "")),
            typed_on=drafted.page_of(typed_on) if is_one else None, by=account_of(request), now=timezone.now(),
        )  # fmt: skip


def _of_the_desk() -> drafted.Forms:
    return {section: drafted.FORMS[section] for section in drafted.OF_THE_DESK}


def _on(request: HttpRequest, on: On, form: str, about: str) -> On:
    """A form of the desk stands on a case page too, as an alarm does: what it is about is not the case then."""
    if form not in drafted.OF_THE_DESK or on.series_id is not None:
        return on
    if not _may_answer(account_of(request), drafted.OF_THE_DESK[form], number_in(about.strip("-")) or 0):
        raise Http404
    return On()


def _may_answer(account: Account, page: str, number: int) -> bool:
    if page == drafted.DUTY:
        return len(answered_for(account, number)) > 0
    if page == drafted.COMPLAINT:
        work = complaint_for(account, number) if may_handle_complaints(account) else None
        return work is not None and work.taken_by_id == account.pk
    held = Commitment.objects.filter(pk=number, case__in=Case.objects.visible_to(account))
    return may_see_missed(account) and held.exists()


def _back(request: HttpRequest) -> HttpResponse | None:
    back = request.POST.get("back", "")
    is_ours = back.startswith("/desk/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back) if is_ours else None


def _series(request: HttpRequest, series_id: int) -> int:
    if not Series.objects.visible_to(account_of(request)).filter(pk=series_id).exists():
        raise Http404
    return series_id
