"""The list of answers on the last page, as a person reads it."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reporting.journey.doubts import about_length, about_no_way, doubt_about
from reporting.journey.numerals import in_digits
from reporting.journey.reaching import how_answered
from reporting.journey.safety import said, shown
from reporting.journey.steps import Step, asked
from reporting.places import FORCES, force_of
from reporting.questions import Question, is_child_reporting, is_reachable, label_of

_SHOWN = 2_000
_CHOSEN = ("choice", "choices")  # as long as the answers on offer, and not always plain text
_KNOWN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True)
class Row:
    """One question: what was answered, whether there is more than is shown, and a gentle note where one helps.

    `label` is its short name as it is read, with the English beneath it where somebody's safety hangs on it; `short` the
    same on one line.
    """

    step: Step
    draft_id: uuid.UUID
    question: Question
    short: str
    label: SafeString | str
    value: SafeString | str
    is_cut: bool = False
    note: SafeString | str = ""


def summary_of(answers: Mapping[str, Any], draft_id: uuid.UUID | None, *, today: date) -> list[Row]:
    """A row for each question that these answers lead through, answered or not."""
    return [
        _row(step, question, answers, draft_id or uuid.UUID(int=0), today)
        for step in asked(answers)
        for question in step.asks(answers)
    ]


def _row(step: Step, question: Question, answers: Mapping[str, Any], draft_id: uuid.UUID, today: date) -> Row:
    answer = answers.get(question.name)
    value = in_words(question, answer, answers.get("happened_to")) if answer else ""
    is_cut = question.kind not in _CHOSEN and len(value) > _SHOWN
    return Row(
        step,
        draft_id,
        question,
        said(question, question.short),
        shown(question, question.short),
        value[:_SHOWN] if is_cut else value,
        is_cut,
        note_on(question, answers, today=today),
    )


def in_words(question: Question, answer: Any, happened_to: str | None) -> SafeString | str:
    """An answer as a person would say it; what was chosen, with the English beneath it where safety hangs on it."""
    match question.kind:
        case "choice":
            return shown(question, label_of(question, answer, happened_to))
        case "choices":
            chosen = (shown(question, label_of(question, key, happened_to)) for key in answer)
            return format_html_join("\n", "{}", ((one,) for one in chosen))
        case "date":
            return day_in_words(str(answer))
    return str(answer)


def day_in_words(answer: str) -> str:
    """A day, month or year as a person would say it; what is none, as it was typed."""
    known = _KNOWN.fullmatch(answer)
    if known is None:
        return answer.strip("/")
    year, month, day = known.groups()
    written = "DATE_FORMAT" if day else "YEAR_MONTH_FORMAT" if month else "Y"
    return in_digits(date_format(date(int(year), int(month or 1), int(day or 1)), written))


def whose_work(answers: Mapping[str, Any]) -> str:
    """A sentence for somebody whose report another police force will get; empty where it is the work of the Met or unknown."""
    force = force_of(answers)
    if force in ("", "met"):
        return ""
    if force == "elsewhere":
        return _(
            "This may be the work of a police force outside London. Send it here all the same: we make sure that it reaches them."
        )
    return _("This may be the work of the %(force)s. Send it here all the same: we make sure that it reaches them.") % {
        "force": FORCES[force]
    }


def note_on(question: Question, answers: Mapping[str, Any], *, today: date) -> SafeString | str:
    """What may be worth a second look. Nothing here stops a report."""
    answer = answers.get(question.name)
    found: SafeString | str = about_length(question, answer) or doubt_about(question, answer, today=today)
    if lacks := about_no_way(question, answers):
        found = format_html("{} {}", lacks, how_answered(is_reachable=is_reachable(answers)))
    if question.name == "contact_address" and is_child_reporting(answers):
        return format_html_join(" ", "{}", ((one,) for one in (found, shown(question, question.hint_to_child)) if one))
    return found
