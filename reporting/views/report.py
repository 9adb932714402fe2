"""The questions, one page each, and sending: from any page after the first."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from reporting.domain import draft_files, drafts
from reporting.domain.about_you import AboutYou
from reporting.domain.submission import TooManyWords
from reporting.journey import cookie, evidence, steps
from reporting.journey.forms.page import PageForm
from reporting.journey.safety import said, shown
from reporting.journey.summary import in_words, summary_of, whose_work
from reporting.places import BOROUGHS
from reporting.queries.emergency import emergency_lines
from reporting.questions import QUESTIONS, asked_as, is_child_reporting
from reporting.views import failures
from reporting.views.draft import Tab, address, new_showing, showing_of, step_address, tab_of, token_of
from reporting.views.language import ASKED, in_asked_language
from reporting.views.page import page

KEEP_OTHER = "keep_other"  # the button that takes what another tab has saved
_FIRST = steps.BY_SLUG[steps.FIRST]


@page("GET", "POST")
def step(request: HttpRequest, step: str) -> HttpResponse:
    """One page of questions. POST keeps its answers and goes on, or sends all of them."""
    this = steps.BY_SLUG.get(step)
    if this is None:
        raise Http404
    tab = tab_of(request)
    return _answered(request, this, tab) if request.method == "POST" else _asked(request, this, tab)


@page("GET", "POST")
def check(request: HttpRequest) -> HttpResponse:
    """All answers with links to change them. POST sends the report, once what stands on the page is what is sent."""
    tab, is_changed = tab_of(request), False
    if request.method == "POST":
        try:
            return send(request, tab, {}, shows=request.POST.get("shows", ""))
        except drafts.ChangedMeanwhile as changed:
            tab, is_changed = replace(tab, draft=changed.draft), True
    if tab.draft is None:
        return lost(request)
    if drafts.was_sent(tab.draft):
        return sent_before(request, tab.draft)
    rows = summary_of(tab.draft.answers, tab.id, today=timezone.localdate())
    files = draft_files.files_of(tab.draft.id, token=tab.draft.token)
    recordings = evidence.rows(files, recordings=True)
    context = {
        "answered": [row for row in rows if row.value or row.note],
        "unanswered": [row for row in rows if not (row.value or row.note)],
        "back": step_address(steps.asked(tab.draft.answers)[-1], tab.id),
        "draft": tab.draft,
        "shows": drafts.fingerprint_of(tab.draft),
        "changed": is_changed,
        "whose_work": whose_work(tab.draft.answers),
        "is_danger": tab.draft.answers.get("in_danger_now") == "yes",
        "can_send": "what_happened" in tab.draft.answers or bool(recordings),
        "about_you": address("about_you", tab.id),
        "recordings": recordings,
        "files": evidence.rows(files),
        "unfinished": evidence.unfinished(files),
        "change_files": address("evidence", tab.id, change=True),
        "change_recording": address("record", tab.id, change=True),
        "first": step_address(_FIRST, tab.id, change=True),
    }
    return render(request, "reporting/check.html", context)


def _asked(request: HttpRequest, this: steps.Step, tab: Tab) -> HttpResponse:
    if tab.id is None:
        return redirect(step_address(_FIRST, uuid.uuid4()))
    if tab.draft is None and this is not _FIRST:
        return lost(request)
    if tab.draft is not None and drafts.was_sent(tab.draft):
        return sent_before(request, tab.draft)
    answers = tab.draft.answers if tab.draft else {}
    # Asked to send without a word: the page says what is missing at once.
    data: dict[str, Any] | None = (
        {} if this is _FIRST and "missing" in request.GET and not answers.get("what_happened") else None
    )
    return _page(request, this, tab, _form(this, tab, data, answers))


def _answered(request: HttpRequest, this: steps.Step, tab: Tab) -> HttpResponse:
    if KEEP_OTHER in request.POST and tab.draft is not None:
        return on(tab, _next(request, this, tab, tab.draft))
    form = _form(this, tab, request.POST, tab.draft.answers if tab.draft else {})
    records = this is _FIRST and "record" in request.POST
    if records:
        form.fields["what_happened"].required = False
    if not form.is_valid():
        elsewhere = in_asked_language(request, request.get_full_path())
        if elsewhere:  # there is nothing to keep
            return on(tab, elsewhere)
        return _page(request, this, tab, form)
    answers = form.answers()
    if any(len(answer.encode()) > settings.WORDS_LIMIT for answer in answers.values() if isinstance(answer, str)):
        return failures.too_long(request)
    is_sent_now = "send_now" in request.POST and this is not _FIRST
    is_left = bool({ASKED, "save"} & set(request.POST))  # to be looked at again, in another language or later
    if not is_sent_now and not is_left and form.point_out_slips(today=timezone.localdate()):
        return _page(request, this, tab, form)
    try:
        return _kept(request, this, tab, answers, records=records, is_sent_now=is_sent_now)
    except drafts.ChangedMeanwhile as changed:
        return _page(request, this, tab, form, changed.draft)


def _kept(
    request: HttpRequest, this: steps.Step, tab: Tab, answers: dict[str, Any], *, records: bool, is_sent_now: bool
) -> HttpResponse:
    """Keep the answers and go where the button leads. Raises `ChangedMeanwhile`."""
    showing = showing_of(request, this.slug)
    if is_sent_now:
        return send(request, tab, answers, showing=showing)
    draft = drafts.keep_answers(
        tab.id or uuid.uuid4(),
        key=tab.key,
        token=token_of(request),
        answers=answers,
        begins=this is _FIRST,
        now=timezone.now(),
        showing=showing,
    )
    if draft.sent:
        return sent_before(request, draft, answers)
    elsewhere = in_asked_language(request, step_address(this, draft.id, change="change" in request.GET))
    if elsewhere:
        return on(tab, elsewhere)
    if records:
        return on(tab, address("record", draft.id, change="change" in request.GET))
    if draft.earlier_lost and "what_happened" not in draft.answers:
        return on(tab, step_address(_FIRST, draft.id))
    if "save" in request.POST:
        return on(tab, address("save", draft.id))
    return on(tab, _next(request, this, tab, draft))


def _form(
    this: steps.Step, tab: Tab, data: Mapping[str, Any] | None, answers: dict[str, Any] | None = None
) -> PageForm:
    """The page's form; nobody who has spoken or signed has to write."""
    form = PageForm(this, data, answers)
    if this is _FIRST and tab.recording:
        form.fields["what_happened"].required = False
    return form


def _next(request: HttpRequest, this: steps.Step, tab: Tab, draft: drafts.OpenDraft) -> str:
    if "change" not in request.GET:
        return step_address(steps.after(this, draft.answers), draft.id)
    new = steps.newly_asked(tab.draft.answers if tab.draft else {}, draft.answers)
    new = new or steps.comes_with(this, draft.answers)
    return step_address(new, draft.id, change=new is not None)


def send(
    request: HttpRequest,
    tab: Tab,
    answers: dict[str, Any],
    *,
    about_you: AboutYou | None = None,
    missed: int = 0,
    showing: drafts.Showing | None = None,
    shows: str = "",
) -> HttpResponse:
    """Keep these answers and send all there are; on to the receipt, or back to the first page where nothing was said.

    `missed`: files that could not be kept, which the next page then says. Raises `ChangedMeanwhile` for `showing` and
    `shows`.
    """
    try:
        draft = drafts.send_answers(
            tab.id or uuid.uuid4(),
            key=tab.key,
            token=token_of(request),
            answers=answers,
            choose=steps.to_send,
            language=get_language() or settings.LANGUAGE_CODE,
            now=timezone.now(),
            about_you=about_you,
            showing=showing,
            shows=shows,
        )
    except TooManyWords:
        return failures.too_long(request)
    sent = address("sent", draft.id) + (f"&missed={missed}" if missed else "")
    return on(tab, sent if draft.sent else step_address(_FIRST, draft.id) + "&missing=1")


def on(tab: Tab, there: str) -> HttpResponse:
    """To the next page, with the key of this browser's drafts."""
    response = HttpResponseRedirect(there, status=303)
    cookie.keep_key(response, tab.key)
    return response


def _page(
    request: HttpRequest, this: steps.Step, tab: Tab, form: PageForm, changed: drafts.OpenDraft | None = None
) -> HttpResponse:
    """`changed`: what another tab has made of the draft meanwhile; both are shown, and which is kept is asked."""
    showing = showing_of(request, this.slug) if form.is_bound and changed is None else None
    showing = showing or new_showing(this.slug, changed or tab.draft)
    answers = tab.draft.answers if tab.draft else {}
    is_child = is_child_reporting(answers)
    earlier = steps.before(this, answers)
    back = step_address(earlier, tab.id)
    if "change" in request.GET and tab.draft is not None:
        back = address("check", tab.id)
    is_urgent = this.slug == "get-help-now"
    context = {
        "form": form,
        "form_keeps_words": True,
        "version": f"{showing.own}.{showing.seen}",
        "other": _said_elsewhere(form, changed.answers) if changed else None,
        "draft": tab.draft,
        "step": this,
        "title": this.title
        or said(form.questions[0], asked_as(form.questions[0], answers.get("happened_to"), is_child=is_child)),
        "inset": f"reporting/{this.inset}" if this.inset else "",
        "is_first": this is _FIRST,
        "opens_nothing": tab.draft is None and cookie.key_of(request) is None,
        "is_child": is_child,
        "back": back if earlier or "change" in request.GET else None,
        "token": tab.draft.token if tab.draft else token_of(request),
        "earlier_lost": this is _FIRST and tab.draft is not None and tab.draft.earlier_lost,
        "kept": [
            said(QUESTIONS[name], QUESTIONS[name].short)
            for name in answers
            if name in QUESTIONS and name != "what_happened"
        ],
        "lines": emergency_lines() if is_urgent else [],
        "is_urgent": is_urgent,
        "boroughs": BOROUGHS if "borough" in this.names else {},
        "recording": tab.recording if this is _FIRST else None,
    }
    response = render(request, "reporting/step.html", context)
    cookie.keep_key(response, tab.key)
    return response


def _said_elsewhere(form: PageForm, answers: dict[str, Any]) -> list[tuple[str, str]]:
    """What stands for the questions that are answered in another way on this page: short name, and the answer in words."""
    return [
        (
            shown(question, question.short),
            in_words(question, answers.get(question.name) or "", answers.get("happened_to")),
        )
        for question in form.questions
        if (answers.get(question.name) or None) != (form.cleaned_data[question.name] or None)
    ]


def lost(request: HttpRequest) -> HttpResponse:
    """The draft of this address cannot be opened here."""
    context = {"start": address("step", uuid.uuid4(), step=steps.FIRST), "opens_nothing": True}
    return render(request, "reporting/lost.html", context, status=404)


def sent_before(request: HttpRequest, draft: drafts.OpenDraft, answers: dict[str, Any] | None = None) -> HttpResponse:
    """Say that the draft is a report already. What was typed since is offered as the beginning of another one."""
    typed = [answer for name, answer in (answers or {}).items() if QUESTIONS[name].kind in ("words", "line") and answer]
    context = {
        "sent": address("sent", draft.id),
        "another": step_address(_FIRST, uuid.uuid4()),
        "words": "\n\n".join(typed),
        "token": drafts.new_token(),
    }
    return render(request, "reporting/sent_before.html", context)
