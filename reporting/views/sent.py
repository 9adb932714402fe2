"""After sending: reference, code, and what happens by when. Opens again after reload, Back or a double click."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from reporting.domain.receipt import Receipt, receipt_for
from reporting.journey.promises import at_time, by_clock
from reporting.journey.reaching import how_answered, what_is_lacking
from reporting.queries.emergency import emergency_lines
from reporting.views.draft import Tab, address, tab_of
from reporting.views.page import page

_SOON = timedelta(hours=1)


@page("GET")
def sent(request: HttpRequest) -> HttpResponse:
    """The receipt of this tab's report."""
    tab = tab_of(request)
    receipt = _receipt(tab)
    if receipt is None:
        return _not_sent(request, tab)
    now = timezone.now()
    is_soon = receipt.rings and now < receipt.read_by < now + _SOON
    context = {
        "receipt": receipt,
        "is_told_now": receipt.rings and now < receipt.read_by,
        "is_past": receipt.read_by <= now,
        "read_by": by_clock(receipt.read_by) if is_soon else at_time(receipt.read_by),
        "print": tab.address("sent_print"),
        "missed": _missed(request),
        "lines": emergency_lines(),
        "is_child": tab.draft is not None and tab.draft.is_child,
        "lacking": what_is_lacking(tab.draft.lacks) if tab.draft else [],
        "how_answered": how_answered(is_reachable=tab.draft is not None and tab.draft.is_reachable),
    }
    return render(request, "reporting/sent.html", context)


@page("GET")
def sent_print(request: HttpRequest) -> HttpResponse:
    """A sheet that gives nothing away: a number and a time, and the code only where it was asked for."""
    tab = tab_of(request)
    receipt = _receipt(tab)
    if receipt is None:
        return _not_sent(request, tab)
    there = tab.address("sent_print")
    context = {
        "receipt": receipt,
        "read_by": at_time(receipt.read_by),
        "is_past": receipt.read_by <= timezone.now(),
        "with_code": request.GET.get("with") == "code",
        "plain": there,
        "coded": f"{there}&with=code",
        "back": tab.address("sent"),
    }
    return render(request, "reporting/sent_print.html", context)


def _missed(request: HttpRequest) -> int:
    """How many files could not be kept, as the page before says it."""
    said = request.GET.get("missed", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 0


def _receipt(tab: Tab) -> Receipt | None:
    return receipt_for(tab.draft.token) if tab.draft else None


def _not_sent(request: HttpRequest, tab: Tab) -> HttpResponse:
    if tab.draft is not None:  # answers that are not sent yet: show them
        return redirect(address("check", tab.draft.id))
    return render(request, "reporting/sent_gone.html", {"opens_nothing": True}, status=404)
