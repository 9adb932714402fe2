"""Questions about the person, after the list of answers and only for those who want them. Sending is its button too."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from reporting.domain.drafts import was_sent
from reporting.journey.forms.about_you import AboutYouForm
from reporting.journey.forms.typed import as_typed
from reporting.queries.equality import questions_in_force
from reporting.views.draft import address, tab_of
from reporting.views.language import ASKED
from reporting.views.page import page
from reporting.views.report import lost, send, sent_before


@page("GET", "POST")
def about_you(request: HttpRequest) -> HttpResponse:
    """The questions in force today. POST sends the report, with what was said here where it may be used."""
    tab = tab_of(request)
    form = AboutYouForm(questions_in_force(timezone.localdate()), request.POST if request.method == "POST" else None)
    if ASKED in request.POST:
        as_typed(form)
    elif request.method == "POST" and form.is_valid():
        return send(request, tab, {}, about_you=form.about_you())
    if tab.draft is None:
        return lost(request)
    if was_sent(tab.draft):
        return sent_before(request, tab.draft)
    context = {"form": form, "form_keeps_words": True, "draft": tab.draft, "back": address("check", tab.id)}
    return render(request, "reporting/about_you.html", context)
