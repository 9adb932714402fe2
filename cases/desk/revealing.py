"""Asking for words that are hidden because they hurt to read; each time is a row of the log."""

from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cases.desk.consultation import acting, reading
from cases.desk.methods import only
from cases.desk.opening import account_of, open_by_reference
from cases.domain.accounts import show_hard_words
from cases.models import Case
from cases.queries.case_file import reports_of

HOLDS = timedelta(minutes=30)
_REVEALED = "revealed"


@reading("case.reveal")
@only("POST")
def reveal(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the hidden words of this case, in this session, for half an hour; the row is written before they leave."""
    opened = open_by_reference(request, reference)
    if opened.needs_reason:
        raise Http404
    consultation, now = request.consultation, timezone.now()  # type: ignore[attr-defined]
    consultation.shows(opened.case.reference, *reports_of(opened.case))
    consultation.reason = opened.reason
    held = {key: until for key, until in request.session.get(_REVEALED, {}).items() if _holds(until, now)}
    request.session[_REVEALED] = held | {opened.case.reference: (now + HOLDS).isoformat()}
    return redirect(reverse("desk:case", args=[opened.case.reference]) + "#reports")


@acting("account.hard_words")
@only("POST")
def hard_words(request: HttpRequest, reference: str) -> HttpResponse:
    """The account's own wish, for every case: hidden until asked for, or never hidden. Back to the case it was said on."""
    opened = open_by_reference(request, reference)
    if opened.needs_reason:
        raise Http404
    show_hard_words(account_of(request), always=request.POST.get("always") == "yes", now=timezone.now())
    request.session[_REVEALED] = {}
    return redirect(reverse("desk:case", args=[opened.case.reference]) + "#reports")


def has_asked(request: HttpRequest, case: Case) -> bool:
    """Whether the hidden words of this case were asked for in this session, less than half an hour ago."""
    until = request.session.get(_REVEALED, {}).get(case.reference, "")
    return _holds(until, timezone.now())


def _holds(until: str, now: datetime) -> bool:
    ends = parse_datetime(until) if until else None
    return bool(ends and now < ends)
