"""The first page, and the way out of every page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from reporting.queries.emergency import emergency_lines
from reporting.views.page import page

_COOKIES = (settings.DRAFT_COOKIE_NAME, settings.FOLLOW_UP_COOKIE_NAME, settings.CSRF_COOKIE_NAME)


@page("GET")
def start(request: HttpRequest) -> HttpResponse:
    """What Heard is, what to do in an emergency, and the button. Nothing is stored, in the browser or with us."""
    return render(request, "reporting/start.html", {"lines": emergency_lines()})


@page("GET", "POST")
def leave(request: HttpRequest) -> HttpResponse:
    """To a harmless page at once. The keys to drafts and to the thread go, so that Back opens nothing."""
    response = HttpResponseRedirect(settings.EXIT_URL)
    for name in _COOKIES:
        response.delete_cookie(name, samesite="Lax")
    response["Clear-Site-Data"] = '"cookies", "storage"'
    return response
