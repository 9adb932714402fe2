"""The way out of every page, and how to cover one's tracks."""

import logging

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from reporting.domain import drafts
from reporting.views.coming_back import KEYS
from reporting.views.draft import tab_of
from reporting.views.page import page

_log = logging.getLogger("heard.leaving")


@page("GET", "POST")
def leave(request: HttpRequest) -> HttpResponse:
    """To a harmless page at once. The keys to drafts and to the thread go, so that Back opens nothing.

    A link changes nothing but the browser's keys: without them the answers can be read by nobody, and their row goes
    when its time is over. A form, which scripts send, deletes the row of this tab at once.
    """
    if request.method == "POST":
        _forget(request)
    response = HttpResponseRedirect(settings.EXIT_URL)
    for name in KEYS:
        response.delete_cookie(name, samesite="Lax")
    response["Clear-Site-Data"] = '"cookies", "storage"'
    return response


@page("GET")
def tracks(request: HttpRequest) -> HttpResponse:
    """What leaving does and cannot do, and how to remove what is left behind."""
    return render(request, "reporting/pages/tracks.html")


def _forget(request: HttpRequest) -> None:
    """Nothing that goes wrong here may keep somebody on the page."""
    try:
        tab = tab_of(request)
        if tab.id is not None:
            drafts.forget(tab.id, key=tab.key, now=timezone.now())
    except DatabaseError as error:
        _log.warning("a draft was not deleted at leaving: %s", type(error).__name__)
