"""The list of answers on the last page, as a person reads it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reporting.journey.steps import Step, asked
from reporting.questions import Question, label_of

_SHOWN = 2_000
_DIGITS_OF_A_NUMBER = 7


@dataclass(frozen=True)
class Row:
    """One question: what was answered, whether there is more than is shown, and a gentle note where one helps."""

    step: Step
    draft_id: uuid.UUID
    question: Question
    label: str
    value: str
    is_cut: bool = False
    note: str = ""


def summary_of(answers: Mapping[str, Any], draft_id: uuid.UUID | None) -> list[Row]:
    """A row for each question that these answers lead through, answered or not."""
    return [
        _row(step, question, answers.get(question.name), draft_id or uuid.UUID(int=0))
        for step in asked(answers)
        for question in step.questions
    ]


def _row(step: Step, question: Question, answer: Any, draft_id: uuid.UUID) -> Row:
    value = in_words(question, answer) if answer else ""
    return Row(
        step,
        draft_id,
        question,
        _(question.short),
        value[:_SHOWN],
        len(value) > _SHOWN,
        note_on(question, value),
    )


def in_words(question: Question, answer: Any) -> str:
    """An answer as a person would say it."""
    match question.kind:
        case "choice":
            return _(label_of(question, answer))
        case "choices":
            return "\n".join(_(label_of(question, key)) for key in answer)
        case "date":
            try:
                return date_format(date.fromisoformat(answer), "j F Y")
            except ValueError:
                return str(answer)
    return str(answer)


def note_on(question: Question, value: str) -> str:
    """What may be worth a second look. Nothing here stops a report."""
    if not value:
        return ""
    if question.limit is not None and len(value) > question.limit:
        return _("This is long. We will keep all of it, and reading it may take us longer.")
    if question.kind == "email" and ("@" not in value.strip("@") or " " in value.strip()):
        return _("This may not be a whole e-mail address.")
    if question.kind == "phone" and sum(character.isdigit() for character in value) < _DIGITS_OF_A_NUMBER:
        return _("This may not be a whole phone number.")
    return ""
