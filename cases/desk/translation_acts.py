"""Acts of the case page that ask for a translation, or promise an update."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy

from cases.desk import forms
from cases.desk.acts import Act, view_of
from cases.desk.promise_forms import PromisingUpdate
from cases.desk.translation_forms import AskingTranslation
from cases.domain import promises, translated_answers, translation
from cases.models import Account, Case
from cases.queries.days import end_of_work


def _ask(case: Case, given: dict[str, Any], by: Account, now: datetime) -> Any:
    return translation.ask_translation(case.pk, given.pop("of_report"), **given, by=by, now=now)


def _ask_of_answer(case: Case, given: dict[str, Any], by: Account, now: datetime) -> Any:
    return translated_answers.ask_answer_translation(
        case.pk,
        given["report_id"],
        message=given["message"],
        in_language=given["in_language"],
        wait_until=given["wait_until"],
        days_differ=given["days_differ"],
        by=by,
        now=now,
    )


def _promise(case: Case, given: dict[str, Any], by: Account, now: datetime) -> Any:
    due_at = end_of_work(given["due_on"])
    return promises.promise_update(case.pk, given["of_report"], due_at=due_at, by=by, now=now)


ask = view_of("case.translation_asked", Act(
    AskingTranslation, _ask, gettext_lazy("The translation is asked for. What is owed keeps its time."),
))  # fmt: skip
ask_of_answer = view_of("case.translation_asked", Act(
    forms.Replying, _ask_of_answer,
    gettext_lazy("Your answer waits for its translation. Nothing has been sent yet, and what is owed keeps its time."),
    anchor="messages",
))  # fmt: skip
promise_update = view_of("case.promise_update", Act(
    PromisingUpdate, _promise, gettext_lazy("The update is promised. They are told the day."),
))  # fmt: skip
