"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reporting.queries.emergency import emergency_lines
from reporting.views.page import page


@page("GET")
def start(request: HttpRequest) -> HttpResponse:
    """What Heard is, what to do in an emergency, and the button. Nothing is stored, in the browser or with us."""
    return render(request, "reporting/start.html", {"lines": emergency_lines()})
