"""A complaint: one form, and a page with its reference."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from reporting.danger import danger_cues
from reporting.domain import complaints
from reporting.domain.submission import TooManyWords
from reporting.journey.forms.complaint import ComplaintForm
from reporting.queries.emergency import emergency_lines
from reporting.views import failures
from reporting.views.draft import token_of
from reporting.views.page import page


@page("GET", "POST")
def complain(request: HttpRequest) -> HttpResponse:
    """Ask what went wrong. POST keeps it and shows the reference; sent again it shows the same one."""
    form = ComplaintForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "reporting/complain.html", {"form": form, "token": token_of(request)})
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
