"""A complaint: one form, a page with its reference and code, and the page that says where it stands."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from reporting.danger import danger_cues
from reporting.domain import complaints, follow_up
from reporting.domain.submission import TooManyWords
from reporting.journey.forms.complaint import ComplaintForm
from reporting.journey.forms.typed import as_typed
from reporting.journey.promises import answer_of
from reporting.queries.emergency import emergency_lines
from reporting.views import failures
from reporting.views.draft import token_of
from reporting.views.language import ASKED
from reporting.views.page import page
from reporting.views.visit import ended, forgotten, remembered, visit_of


@page("GET", "POST")
def complain(request: HttpRequest) -> HttpResponse:
    """Ask what went wrong. POST keeps it and shows reference and code; sent again it shows the same ones."""
    form = ComplaintForm(request.POST if request.method == "POST" else None)
    if ASKED in request.POST:
        as_typed(form)
    is_sent = request.method == "POST" and ASKED not in request.POST
    if not is_sent or not form.is_valid() or form.point_out_slips(now=timezone.now()):
        context = {"form": form, "form_keeps_words": True, "token": token_of(request)}
        return render(request, "reporting/complain.html", context)
    given = form.cleaned_data
    try:
        receipt = complaints.make_complaint(
            words=given["message"],
            about=given["about"],
            report=given["report"],
            contact=given["contact"],
            token=token_of(request),
            language=get_language() or settings.LANGUAGE_CODE,
            now=timezone.now(),
        )
    except TooManyWords:
        return failures.too_long(request)
    is_danger = bool(danger_cues(given["message"]))
    context = {
        "receipt": receipt,
        "is_reachable": bool(given["contact"].strip()),
        "is_danger": is_danger,
        "lines": emergency_lines() if is_danger else [],
    }
    return render(request, "reporting/complain_sent.html", context)


@page("GET", "POST")
def follow(request: HttpRequest) -> HttpResponse:
    """Where the complaints stand that this visit opens; a press shows what was answered, another stops the code.

    What somebody complained of is not shown: somebody else may look at the screen, or have the code.
    """
    visit, now = visit_of(request), timezone.now()
    found = complaints.followed(visit) if visit else []
    if visit is None or not found:
        return ended()
    if "stop" in request.POST and complaints.stop_code(visit):
        return forgotten(render(request, "reporting/follow_up/complaint_stopped.html"))
    context = {
        "complaints": [(one, answer_of(one, now=now)) for one in found],
        "has_answer": any(one.answered_at for one in found),
        "is_opened": "open" in request.POST,
        "of_report": follow_up.status(visit, now=now) is not None,
    }
    return remembered(render(request, "reporting/follow_up/complaint.html", context), visit)
