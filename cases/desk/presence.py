"""Who else has a case open: what an open case page asks for a few times a minute."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cases.desk.consultation import reading
from cases.desk.methods import only
from cases.desk.opening import account_of, open_by_reference
from cases.desk.presenters.presence import also_here
from cases.domain import presence


@reading("case.presence", repeats=True)
@only("GET")
def others(request: HttpRequest, reference: str) -> HttpResponse:
    """The line alone, for pages that are open, and whether the case has changed since.

    A row of the log is written when this session first asks about the case, and whenever the answer is that there is
    no such case. A row each time would bury what people did look at, and the page that asks has written its own.
    """
    opened = open_by_reference(request, reference)
    if opened.needs_reason:
        raise Http404
    account, now = account_of(request), timezone.now()
    request.consultation.shows(opened.case.reference)  # type: ignore[attr-defined]
    shown = request.GET.get("version", "")
    context = {
        "case": opened.case,
        "also_here": also_here(presence.be_here(opened.case, by=account, now=now), account),
        "has_changed": shown.isdigit() and shown != str(opened.case.version),
    }
    return render(request, "desk/_presence.html", context)
