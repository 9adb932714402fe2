"""More evidence for a report that was sent: opened with the code, by a press of a button."""

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from reporting.domain import drafts, evidence, follow_up
from reporting.domain.visits import Visit
from reporting.journey import cookie
from reporting.views import evidence as files
from reporting.views.draft import address, tab_of
from reporting.views.page import page
from reporting.views.visit import ended, remembered, visit_of


@page("GET", "POST")
def add_files(request: HttpRequest) -> HttpResponse:
    """First what may be sent; after a press the page that takes files; then they belong to the report."""
    visit = visit_of(request)
    if visit is None or follow_up.status(visit, now=timezone.now()) is None:
        return ended()
    tab = tab_of(request)
    if tab.draft is None or tab.draft.sent:
        return _begun(request, tab.key) if request.method == "POST" else _first(request, visit)
    failures = files.take_form(request, tab.draft) if request.method == "POST" else []
    is_sent = request.method == "POST" and not {"add", "remove"} & set(request.POST) and not failures
    if is_sent:
        added = evidence.add_to_report(visit, tab.draft.id, token=tab.draft.token, now=timezone.now())
        if added is None:
            return ended()
        return remembered(render(request, "reporting/follow_up/files_added.html", {"added": added}), visit)
    context = files.shown(request, tab.draft, failures)
    response = render(request, "reporting/follow_up/files.html", context, status=422 if failures else 200)
    cookie.keep_key(response, tab.key)
    return remembered(response, visit)


def _first(request: HttpRequest, visit: Visit) -> HttpResponse:
    return remembered(render(request, "reporting/follow_up/files_first.html"), visit)


def _begun(request: HttpRequest, key: str) -> HttpResponse:
    """A draft without answers holds the files until they are sent; left alone it goes like any other."""
    draft = drafts.keep_answers(
        uuid.uuid4(), key=key, token=drafts.new_token(), answers={}, begins=True, now=timezone.now()
    )
    response = HttpResponseRedirect(address("follow_up_files", draft.id), status=303)
    cookie.keep_key(response, key)
    return response
