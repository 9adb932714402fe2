"""More evidence for a report that was sent: opened with the code, by a press of a button."""

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from reporting.domain import added_files, draft_files, drafts, evidence, follow_up
from reporting.journey import cookie
from reporting.views import evidence as files
from reporting.views.draft import address, tab_of
from reporting.views.language import in_asked_language
from reporting.views.page import page
from reporting.views.visit import WITH_FILES, ended, remembered, renewed, visit_of


@page("GET", "POST")
def add_files(request: HttpRequest) -> HttpResponse:
    """First what may be sent; after a press the page that takes files; then they belong to the report.

    What a form brings is kept before anything is asked of the visit: a long upload may outlive it, and the code finds
    the files again.
    """
    tab, now = tab_of(request), timezone.now()
    draft = None if tab.draft is None or tab.draft.sent else tab.draft
    failures = files.take_form(request, draft) if request.method == "POST" and draft else []
    if files.KEEP_CAPTIONS in request.POST and draft:
        return renewed(request, HttpResponse(status=404 if failures else 204))
    visit = visit_of(request)
    if visit is None or follow_up.status(visit, now=now) is None:
        has_files = bool(draft and draft_files.files_of(draft.id, token=draft.token))
        return ended(goes_on=WITH_FILES if has_files else "1")
    if draft is None:
        find = added_files.begun if request.method == "POST" else added_files.reopened
        found = find(visit, key=tab.key, now=now)
        first = render(request, "reporting/follow_up/files_first.html")
        return remembered(_to(found, tab.key) if found else first, visit)
    if elsewhere := None if failures else in_asked_language(request, request.get_full_path()):
        return remembered(HttpResponseRedirect(elsewhere, status=303), visit)
    if "back" in request.POST and not failures:
        return remembered(HttpResponseRedirect(reverse("reporting:follow_up_status"), status=303), visit)
    is_sent = request.method == "POST" and not {"add", "remove"} & set(request.POST) and not failures
    if is_sent:
        added = evidence.add_to_report(visit, draft.id, token=draft.token, now=now)
        if added is None:
            return ended()
        return remembered(render(request, "reporting/follow_up/files_added.html", {"added": added}), visit)
    context = files.shown(request, draft, failures) | {"begin": address("follow_up_begin", draft.id)}
    response = render(request, "reporting/follow_up/files.html", context, status=422 if failures else 200)
    cookie.keep_key(response, tab.key)
    return remembered(response, visit)


@page("POST")
def begin(request: HttpRequest) -> HttpResponse:
    """As of any draft; and whoever sends a file is here: the visit goes on."""
    return renewed(request, files.begin(request))


@page("GET", "POST")
def piece(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    """As of any draft; and the visit goes on with each piece, however long the whole file takes."""
    return renewed(request, files.piece(request, file_id))


def _to(draft: drafts.OpenDraft, key: str) -> HttpResponse:
    response = HttpResponseRedirect(address("follow_up_files", draft.id), status=303)
    cookie.keep_key(response, key)
    return response
