"""Translations: the work list of those who hold the languages, and one request with its words."""

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from cases.desk.consultation import View, acting, reading
from cases.desk.drafted import TRANSLATION, keep_refused, send_once
from cases.desk.forms import DeskForm
from cases.desk.methods import only
from cases.desk.opening import account_of
from cases.desk.presenters import cards, hidden, labels, story
from cases.desk.presenters import translations as presenter
from cases.desk.presenters.drafts import Drafts
from cases.desk.revealing import asked_for, has_asked
from cases.desk.translation_forms import EnteringTranslation, Sending, Starting, Withdrawing
from cases.domain import translated_answers, translation
from cases.domain.drafts import On
from cases.domain.languages import holds
from cases.domain.refusals import Refused
from cases.enums import State, TranslationOf
from cases.models import Account, TranslationRequest
from cases.permissions import may_work
from cases.queries.case_file import SHOWN
from cases.queries.drafts import drafts_of
from cases.queries.translations import MOST, answers_to_send, open_translations, translation_for


@reading("translation.list")
@only("GET")
def work_list(request: HttpRequest) -> HttpResponse:
    """What is asked for or under way, those first whose languages the account holds; and its own answers to send."""
    account, now = account_of(request), timezone.now()
    waiting, ready = open_translations(account), answers_to_send(account)
    request.consultation.shows(*(one.case.reference for one in (*waiting, *ready)))  # type: ignore[attr-defined]
    veils = hidden.Veils(account, asked_for(request))
    rows = [(_is_for(account, one), _row(one, veils, account, now)) for one in waiting]
    context = {
        "nav": "translations",
        "mine": [row for is_mine, row in rows if is_mine],
        "others": [row for is_mine, row in rows if not is_mine],
        "ready": [_row(one, veils, account, now) for one in ready],
        "is_cut": len(waiting) == MOST,
        "most": MOST,
        "veils": veils,
    }
    if veils.shown:
        request.consultation.details["hard_words"] = veils.shown  # type: ignore[attr-defined]
    return render(request, "desk/translations.html", context)


@reading("translation.open")
@only("GET")
def one(request: HttpRequest, request_id: int) -> HttpResponse:
    """The words, and a place for the translation."""
    return _page(request, _asked(request, request_id))


def _act(action: str, form_class: type[DeskForm], do: Callable[..., Any], done: Any) -> View:
    @acting(action)
    @only("POST")
    def view(request: HttpRequest, request_id: int) -> HttpResponse:
        asked = _asked(request, request_id)
        form, on = _of(form_class, request_id, request.POST), On(asked.case_id)
        if not form.is_valid():
            keep_refused(request, on, form)
            return _page(request, asked, failed=form, status=422)
        try:
            given, by, now = form.cleaned_data, account_of(request), timezone.now()
            send_once(request, on, form, action, lambda: do(request_id, **given, by=by, now=now))
        except Refused as refused:
            form.take_refusal(refused)
            keep_refused(request, on, form)
            return _page(request, _asked(request, request_id), failed=form, status=422)
        messages.success(request, done)
        if form_class is Starting or (form_class is EnteringTranslation and asked.of == TranslationOf.ANSWER):
            return redirect("desk:translation", request_id)
        anchor = "reports" if asked.of == TranslationOf.REPORT else "messages"
        return redirect(reverse("desk:case", args=[asked.case.reference]) + f"#{anchor}")

    return view


start = _act("case.translation_started", Starting, translation.start_translation, gettext_lazy("You translate it now."))
enter = _act(
    "case.translated", EnteringTranslation, translation.enter_translation, gettext_lazy("The translation is kept.")
)
withdraw = _act(
    "case.translation_withdrawn", Withdrawing, translation.withdraw_translation,
    gettext_lazy("The translation is not asked for any more."),
)  # fmt: skip
send = _act(
    "case.reply", Sending, translated_answers.send_translated_answer, gettext_lazy("The translated answer is sent.")
)


def _asked(request: HttpRequest, request_id: int) -> TranslationRequest:
    account = account_of(request)
    asked = translation_for(account, request_id)
    if asked is None or not may_work(account, asked.case):
        raise Http404
    return asked


def _page(
    request: HttpRequest, asked: TranslationRequest, *, failed: DeskForm | None = None, status: int = 200
) -> HttpResponse:
    account = account_of(request)
    consultation = request.consultation  # type: ignore[attr-defined]
    consultation.shows(asked.case.reference, asked.report.reference)
    if status != 200:
        consultation.details["status"] = status
    is_answer = asked.of == TranslationOf.ANSWER
    veil = hidden.veil_for(account, has_asked=has_asked(request, asked.case))
    context = {
        "veil": veil,
        "note": veil.over(asked.note),
        "withdrawn_because": veil.over(asked.withdrawn_because),
        "nav": "translations",
        "form": failed,
        "asked": asked,
        "case": asked.case,
        "what": story.translated(asked.of) % asked.report.reference,
        "languages": presenter.languages_of(asked),
        "state": presenter.state_words(asked),
        "outlived": presenter.outlived_by(asked, asked.case, account),
        "words": presenter.text(labels.language(asked.from_language), veil.over(_words(asked)), asked.from_language),
        "is_cut": asked.of == TranslationOf.REPORT and len(asked.report.words) > SHOWN,
        "translation": presenter.text(
            labels.language(asked.to_language), veil.over(asked.voice.text), asked.to_language
        )
        if asked.voice
        else None,
        "into": presenter.text("", "", asked.to_language),
        "by": asked.voice.by if asked.voice else "",
        "is_answer": is_answer,
        "is_ready": _is_ready(asked),
        "secrets": _secrets(asked) if is_answer else [],
        "forms": _forms(account, asked, failed),
        "may_act": True,
        "page_key": secrets.token_urlsafe(12),
    }
    typed = Drafts(drafts_of(asked.case, account), page=TRANSLATION, about=f"-{asked.pk}")
    for form in context["forms"].values():
        typed.give(form)
    context["drafts"] = typed
    if veil.is_lifted and veil.count:
        consultation.details["hard_words"] = veil.count
    return render(request, "desk/translation.html", context, status=status)


def _forms(account: Account, asked: TranslationRequest, failed: DeskForm | None) -> dict[str, DeskForm]:
    """Those that fit where it stands; the one that was refused keeps what was typed."""
    is_open = asked.done_at is None and asked.withdrawn_at is None
    fitting: list[type[DeskForm]] = [Withdrawing] if is_open else []
    has_another = asked.done_at is not None and asked.of != TranslationOf.ANSWER
    if is_open or has_another or isinstance(failed, EnteringTranslation):
        fitting.append(EnteringTranslation)
    if is_open and asked.started_by_id is None and _is_for(account, asked):
        fitting.append(Starting)
    if _is_ready(asked) and asked.case.state in (State.IN_PROGRESS, State.WAITING):
        fitting.append(Sending)
    return {form.section: failed if isinstance(failed, form) else _of(form, asked.pk) for form in fitting}


def _of(form_class: type[DeskForm], request_id: int, data: Any = None) -> DeskForm:
    form = form_class(data)
    form.about = f"-{request_id}"
    return form


def _is_ready(asked: TranslationRequest) -> bool:
    return asked.of == TranslationOf.ANSWER and asked.done_at is not None and asked.sent_as_id is None


def _secrets(asked: TranslationRequest) -> list[str]:
    """What an answer must not give away."""
    return cards.secrets_in(asked.case.persons.filter(report=asked.report_id).order_by("pk"))


def _words(asked: TranslationRequest) -> str:
    if asked.of == TranslationOf.REPORT:
        return str(asked.report.words[:SHOWN])
    return str(asked.message.words) if asked.message else asked.words


def _is_for(account: Account, asked: TranslationRequest) -> bool:
    return holds(account, asked.from_language) and holds(account, asked.to_language)


def _row(asked: TranslationRequest, veils: hidden.Veils, account: Account, now: Any) -> dict[str, Any]:
    return {
        "asked": asked,
        "note": veils.of(asked.case.reference).over(asked.note),
        "case": asked.case,
        "what": story.translated(asked.of) % asked.report.reference,
        "languages": presenter.languages_of(asked),
        "state": presenter.state_words(asked),
        "outlived": presenter.outlived_by(asked, asked.case, account),
        "waits": presenter.waiting_since(asked.asked_at, now),
        "due": story.times.due_words(asked.case.next_due_at, now) if asked.case.next_due_at else "",
        "is_late": bool(asked.case.next_due_at and asked.case.next_due_at < now),
    }
