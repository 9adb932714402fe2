"""What a person can ask for with their code, one page each. None of them shows what was told before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reporting.danger import danger_cues
from reporting.domain import drafts, follow_up, wishes
from reporting.domain.visits import Visit
from reporting.domain.wishes import WishReceipt
from reporting.enums import PublicStatus, WishKind
from reporting.journey import cookie, steps
from reporting.journey.forms.typed import as_typed
from reporting.journey.forms.wishes import CardForm, HelpedForm, NoFurtherForm, ReviewForm
from reporting.journey.safety import safe_words_lazy
from reporting.queries.emergency import emergency_lines
from reporting.queries.reviews import review_within
from reporting.views import failures
from reporting.views.draft import step_address, tab_of, token_of
from reporting.views.language import ASKED
from reporting.views.page import View, page
from reporting.views.visit import WITH_CARD, ended, gone, remembered, visit_of


@dataclass(frozen=True)
class Asking:
    """One wish: its form, its heading, the button, and what is said once it is kept."""

    kind: WishKind
    form: type[forms.Form]
    title: Any
    button: Any
    done: Any
    then: Any
    only_closed: bool = False


def asking(this: Asking) -> View:
    """The page of one wish: a form, and the confirmation in its place."""

    @page("GET", "POST")
    def show(request: HttpRequest) -> HttpResponse:
        visit = visit_of(request)
        if visit is None:
            return gone(request, goes_on=WITH_CARD if this.kind == WishKind.CONTACT else "1")
        if request.method == "POST":
            return _asked(request, visit, this)
        status = follow_up.status(visit, now=timezone.now())
        if status is None or (this.only_closed and status.public_status != PublicStatus.CLOSED):
            return ended() if status is None else redirect("reporting:follow_up_status")
        return _form(request, visit, this, _made(this, visit))

    return show


@page("GET", "POST")
def again(request: HttpRequest) -> HttpResponse:
    """It happened again: another report, which says by itself that it belongs to this one."""
    visit = visit_of(request)
    if visit is None:
        return ended()
    if request.method != "POST":
        return remembered(render(request, "reporting/follow_up/again.html"), visit)
    tab = tab_of(request)
    draft = wishes.begin_again(visit, key=tab.key, token=drafts.new_token(), now=timezone.now())
    if draft is None:
        return ended()
    response = HttpResponseRedirect(step_address(steps.BY_SLUG[steps.FIRST], draft.id), status=303)
    cookie.keep_key(response, tab.key)
    return remembered(response, visit)


def _made(this: Asking, visit: Visit, data: Mapping[str, Any] | None = None) -> forms.Form:
    if this.kind == WishKind.CONTACT:
        return CardForm(data, who=follow_up.who_reported(visit))
    return this.form(data)


def _asked(request: HttpRequest, visit: Visit, this: Asking) -> HttpResponse:
    form = _made(this, visit, request.POST)
    if ASKED in request.POST:
        return _form(request, visit, this, as_typed(form))
    if not form.is_valid() or (isinstance(form, CardForm) and form.point_out_slips(today=timezone.localdate())):
        return _form(request, visit, this, form)
    given = form.cleaned_data
    if sum(len(answer.encode()) for answer in given.values() if isinstance(answer, str)) > settings.WORDS_LIMIT:
        return failures.too_long(request)
    kept = wishes.send_wish(
        visit, kind=this.kind, choice=given.get("choice", ""), words=given.get("words", ""),
        answers=given if this.kind == WishKind.CONTACT else None, token=token_of(request), now=timezone.now(),
    )  # fmt: skip
    return gone(request) if kept is None else _kept(request, this, kept, given.get("words", ""))


def _kept(request: HttpRequest, this: Asking, kept: WishReceipt, words: str) -> HttpResponse:
    is_danger = bool(danger_cues(words))
    context = {"this": this, "kept": kept, "is_danger": is_danger, "lines": emergency_lines() if is_danger else []}
    return remembered(render(request, "reporting/follow_up/kept.html", context), kept.visit)


def _form(request: HttpRequest, visit: Visit, this: Asking, form: forms.Form) -> HttpResponse:
    token = token_of(request) if form.is_bound else drafts.new_token()
    context = {"this": this, "form": form, "form_keeps_words": True, "token": token}
    if this.kind == WishKind.REVIEW:
        context["review_by"] = timezone.now() + review_within(timezone.localdate())
    return remembered(render(request, f"reporting/follow_up/ask_{this.kind}.html", context), visit)


contact_again = asking(Asking(
    WishKind.CONTACT, CardForm, safe_words_lazy("Change how we may reach you"), _("Save"),
    safe_words_lazy("We have your new wishes."),
    safe_words_lazy("They count from this moment. We do not show them here, in case somebody else looks at your screen."),
))  # fmt: skip
no_further = asking(Asking(
    WishKind.NO_FURTHER, NoFurtherForm, safe_words_lazy("I do not want this taken further"), _("Tell the officer"),
    safe_words_lazy("We have your wish."),
    safe_words_lazy(
        "An officer reads it and keeps to it wherever they can. "
        "If somebody’s life or a child is in danger, they may have to act."
    ),
))  # fmt: skip
review = asking(Asking(
    WishKind.REVIEW, ReviewForm, _("Ask for somebody else to look again"), _("Ask for it"),
    _("Somebody else looks at it again."),
    _("It is a person who did not decide about your report. With your code you see by when they write to you here."),
))  # fmt: skip
helped = asking(Asking(
    WishKind.HELPED, HelpedForm, _("Did it help?"), _("Send"),
    _("Thank you for telling us."),
    _("It changes nothing about your report. We use it to do better."),
    only_closed=True,
))  # fmt: skip
