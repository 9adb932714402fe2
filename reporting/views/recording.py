"""“What happened”, spoken or signed: recorded in the browser, or a recording that is there already."""

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from reporting.domain import drafts
from reporting.journey import cookie, steps
from reporting.views import evidence, report
from reporting.views.draft import step_address, tab_of
from reporting.views.language import in_asked_language
from reporting.views.page import page, permissions

_FIRST = steps.BY_SLUG[steps.FIRST]


@csp_update({"media-src": ["blob:"]})  # to listen to it before it is kept
@page("GET", "POST")
def record(request: HttpRequest) -> HttpResponse:
    """The only page that may use microphone and camera, once the person presses a button for it."""
    tab = tab_of(request)
    if tab.draft is None:
        return report.lost(request)
    if drafts.was_sent(tab.draft):
        return report.sent_before(request, tab.draft)
    failures = evidence.take_form(request, tab.draft, recordings=True) if request.method == "POST" else []
    if elsewhere := None if failures else in_asked_language(request, request.get_full_path()):
        return report.on(tab, elsewhere)
    shown = evidence.shown(request, tab.draft, failures, recordings=True)
    is_on = request.method == "POST" and not {"add", "remove"} & set(request.POST) and not failures
    is_answered = bool(shown["rows"] or tab.draft.answers.get("what_happened"))
    if is_on and is_answered:
        there = step_address(None if "change" in request.GET else steps.after(_FIRST, tab.draft.answers), tab.draft.id)
        return report.on(tab, there)
    missing = _("Record your answer, choose a recording, or go back and write.") if is_on else ""
    context = {**shown, "back": step_address(_FIRST, tab.draft.id), "missing": missing}
    response = render(request, "reporting/record.html", context, status=422 if failures or missing else 200)
    response["Permissions-Policy"] = permissions("microphone", "camera")
    cookie.keep_key(response, tab.key)
    return response
