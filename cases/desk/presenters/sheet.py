"""The sheet of a referral: exactly what the partner is given."""

from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cases.desk.presenters import contact, labels, passing_on, times
from cases.domain import contact_card, persons
from cases.domain.shareable import BECAUSE, WHEN, WHERE
from cases.enums import Shareable
from cases.models import Person, Referral
from cases.queries.pack_file import first_words
from cases.queries.passing_on import consent_in_force
from reporting.domain.sealing import CannotOpen

SHOWN = 100_000  # characters of what happened


@dataclass
class Sheet:
    """`given` are the keys of what stands here; `taken_back` what was agreed once and is no longer."""

    lines: list[tuple[str, str]] = field(default_factory=list)
    given: list[str] = field(default_factory=list)
    taken_back: list[str] = field(default_factory=list)
    secrets: str = ""
    cannot_open: bool = False
    is_cut: bool = False


def sheet(referral: Referral) -> Sheet:
    """What was agreed when it was sent and still is."""
    consent = consent_in_force(referral.person, referral.organisation)
    agreed = consent.fields if consent else []
    shown = Sheet(
        given=[key for key in referral.fields if key in agreed],
        taken_back=passing_on.fields(key for key in referral.fields if key not in agreed),
    )
    try:
        shown.secrets = persons.secrets_of(referral.person)
        values = _values(referral.person, shown.given)
        shown.is_cut = any(len(value) > SHOWN for _name, value in values[Shareable.WORDS])
    except CannotOpen:
        shown.cannot_open = True
        return shown
    for key in shown.given:
        said = values[Shareable(key)]
        shown.lines += [(name, value[:SHOWN]) for name, value in said] or [
            (passing_on.fields([key])[0], _("They told us nothing of it."))
        ]
    return shown


def _values(person: Person, wanted: Container[str]) -> dict[Shareable, list[tuple[str, str]]]:
    report = person.report
    known = persons.identity(person)
    answers: dict[str, Any] = dict(report.answers)
    where = str(persons.sealed_answers(report).get("where", "")) if Shareable.WHERE in wanted else ""
    words = first_words(report.pk, SHOWN + 1) if Shareable.WORDS in wanted else ""
    return {
        Shareable.NAME: _line(Shareable.NAME, known.get("name", "")),
        Shareable.PHONE: _line(Shareable.PHONE, known.get("phone", "")),
        Shareable.EMAIL: _line(Shareable.EMAIL, known.get("email", "")),
        Shareable.SAFE_CONTACT: contact.lines_of(contact_card.card_of(person), known),
        Shareable.NEEDS: [
            (labels.asked(name), labels.answer(name, value, answers.get("happened_to")))
            for name, value in person.needs.items()
        ],
        Shareable.WORDS: _line(Shareable.WORDS, words),
        Shareable.WHEN: [
            (labels.asked(name), times.day(answers[name]) if name == "happened_on" else labels.answer(name, answers[name]))
            for name in WHEN
            if name in answers
        ],
        Shareable.WHERE: [
            *((labels.asked(name), labels.answer(name, answers[name])) for name in WHERE if name in answers),
            *([(labels.asked("where"), where)] if where else []),
        ],
        Shareable.BECAUSE: [
            (labels.asked(name), labels.answer(name, answers[name])) for name in BECAUSE if name in answers
        ],
    }  # fmt: skip


def _line(key: Shareable, value: str) -> list[tuple[str, str]]:
    return [(passing_on.fields([key])[0], value)] if value else []
