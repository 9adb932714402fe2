"""Asking for words that are hidden because they hurt to read; each time is a row of the log."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme

from cases.desk.consultation import acting
from cases.desk.methods import only
from cases.desk.opening import account_of, open_by_reference
from cases.domain.accounts import show_hard_words
from cases.domain.revealing import record_reveal
from cases.models import Case
from cases.queries.case_file import reports_of
from cases.queries.revealing import known_of
from reporting.domain.crockford import read_reference

HOLDS = timedelta(minutes=30)
MOST = 100  # cases of one list
_REVEALED = "revealed"


@acting("case.reveal")
@only("POST")
def reveal(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the hidden words of this case, in this session, for half an hour; the row is written before they leave.

    Asked again within that time nothing is written: it is one look.
    """
    opened = open_by_reference(request, reference)
    if opened.needs_reason:
        raise Http404
    lift(request, {opened.case.reference: reports_of(opened.case)}, reason=opened.reason)
    return redirect(reverse("desk:case", args=[opened.case.reference]) + "#reports")


@acting("case.reveal")
@only("POST")
def reveal_list(request: HttpRequest) -> HttpResponse:
    """The same for the cases that a list shows, as far as the account may see them; back to the list."""
    meant = filter(None, map(read_reference, request.POST.getlist("case")[:MOST]))
    lift(request, known_of(meant, account_of(request)))
    back = request.POST.get("back", "")
    is_ours = back.startswith("/desk/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if is_ours else "desk:queue")


def lift(request: HttpRequest, reports: Mapping[str, Sequence[str]], *, reason: str = "") -> None:
    """Show the hidden words of these cases (with the references of their reports) in this session for half an hour."""
    now, held = timezone.now(), dict.fromkeys(asked_for(request))
    newly = [reference for reference in reports if reference not in held]
    if not newly:
        return
    named = [*newly, *(report for reference in newly for report in reports[reference])]
    record_reveal(named, address=request.path, reason=reason, by=account_of(request), now=now)
    still = {key: until for key, until in request.session.get(_REVEALED, {}).items() if key in held}
    request.session[_REVEALED] = still | dict.fromkeys(newly, (now + HOLDS).isoformat())


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
    return case.reference in asked_for(request)


def asked_for(request: HttpRequest) -> set[str]:
    """References of the cases whose hidden words were asked for in this session, less than half an hour ago."""
    now = timezone.now()
    return {reference for reference, until in request.session.get(_REVEALED, {}).items() if _holds(until, now)}


def _holds(until: str, now: datetime) -> bool:
    ends = parse_datetime(until) if until else None
    return bool(ends and now < ends)
