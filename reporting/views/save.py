"""Save and come back later: a code on request, and the page that takes it. Nothing is stored on the device."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from reporting.domain import drafts, resuming
from reporting.journey.forms.resume import ResumeForm
from reporting.journey.going_on import goes_on_at
from reporting.views.backoff import slow_down
from reporting.views.codes import WRONG_CODE, opened_with
from reporting.views.draft import address, step_address, tab_of
from reporting.views.page import page


@page("GET", "POST")
def save(request: HttpRequest) -> HttpResponse:
    """Explain the code; POST shows it, the same one however often it is asked for."""
    tab = tab_of(request)
    if tab.id is None or tab.draft is None:
        return render(
            request, "reporting/lost.html", {"start": reverse("reporting:start"), "opens_nothing": True}, status=404
        )
    if drafts.was_sent(tab.draft):
        return redirect(address("sent", tab.id))
    context = {"on": step_address(goes_on_at(tab.draft.answers), tab.id), "draft": tab.draft}
    if request.method == "POST":
        asked = resuming.ask_code(tab.id, key=tab.key, language=get_language() or "", now=timezone.now())
        if asked is None:
            return redirect(address("sent", tab.id))
        context["code"], context["kept_until"] = asked
    return render(request, "reporting/save.html", context)


@page("GET", "POST")
def resume(request: HttpRequest) -> HttpResponse:
    """Take the code, and go on where the person stopped. Wrong, unknown, too old: one sentence for all of them."""
    form = ResumeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        if opened := opened_with(request, code):
            return opened
        slow_down(code)
        form.add_error("code", WRONG_CODE)
    return render(request, "reporting/resume.html", {"form": form})


@page("POST")
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the answers of this tab for longer, without leaving the page; says for how many seconds."""
    tab, now = tab_of(request), timezone.now()
    draft = drafts.keep_open(tab.id, key=tab.key, now=now) if tab.id else None
    if draft is None or draft.kept_until is None:
        return JsonResponse({"seconds": 0}, status=404)
    return JsonResponse({"seconds": int((draft.kept_until - now).total_seconds())})
