"""What a new database must know before the first report: units, promises, rules, templates, emergency lines, forces."""

import json
import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from cases.enums import OrganisationKind
from cases.models import (
    AlarmRule,
    BankHoliday,
    DecisionRule,
    EnhancedGround,
    MessageTemplate,
    NamedRecordRule,
    OfferRule,
    Organisation,
    PromiseRule,
    RoutingRule,
    TriggerEvent,
    Unit,
)  # fmt: skip
from reporting.equality import FIRST_SET, Asked
from reporting.equality import SOURCE as SOURCE_OF_EQUALITY
from reporting.models import EmergencyLine, EqualityQuestion, ReviewRule, SupportOrganisation

FOLDER = Path(__file__).resolve().parent.parent / "reference"
IN_FORCE_FROM = date(2026, 1, 1)
DELIVERED = datetime(2026, 1, 1, tzinfo=UTC)
_BEFORE = ("supervisor_before", "anyone_before", "language_before")
SOURCE = "Delivered with Heard; to be confirmed by the operator."
VICTIMS_CODE = (
    "Code of Practice for Victims of Crime in England and Wales, in force from 1 April 2021: enhanced rights, "
    "1 working day where others wait up to 5. Hours elapsed are never later. To be confirmed by the operator."
)


@transaction.atomic
def load_reference() -> dict[str, int]:
    """Add what is missing and return how many rows of each kind that was.

    What an administrator has changed stays as it is, so a second call adds nothing. Emergency lines may be deleted by
    an administrator; they are therefore loaded only where there is none at all. Bank holidays and organisations that
    help likewise; of most of these nobody has asked yet how they are reached.
    """
    return {
        "units": sum(_add_unit(row) for row in _rows("units")),
        "promise rules": sum(_add_promise(row) for row in _rows("promise_rules")),
        "enhanced grounds": sum(_add_ground(row) for row in _rows("enhanced_grounds")),
        "decision rules": sum(_add_decision_rule(row) for row in _rows("decision_rules")),
        "rules on named records": sum(_add_named_record_rule(row) for row in _rows("named_record_rules")),
        "routing rules": sum(_add_routing_rule(row) for row in _rows("routing_rules")),
        "offer rules": sum(_add_offer_rule(row) for row in _rows("offer_rules")),
        "review rules": sum(_add_review_rule(row) for row in _rows("review_rules")),
        "alarm rules": sum(_add_alarm_rule(row) for row in _rows("alarm_rules")),
        "message templates": _add_message_templates(),
        "questions about the person": sum(
            _add_equality_question(place, row) for place, row in enumerate(FIRST_SET, start=1)
        ),
        "emergency lines": _add_emergency_lines(_rows("emergency_lines")),
        "organisations that help": _add_support(_rows("support_organisations")),
        "trigger events": sum(_add_event(row) for row in _rows("trigger_events")),
        "forces": sum(_add_force(row) for row in _rows("forces")),
        "bank holidays": _add_bank_holidays(_rows("bank_holidays")),
    }


def _rows(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return rows


def _add_unit(row: dict[str, Any]) -> bool:
    if row["is_default"] and Unit.objects.filter(is_default=True).exists():
        row = {**row, "is_default": False}  # the operator has named another
    if row.get("takes_police_reports") and Unit.objects.filter(takes_police_reports=True).exists():
        row = {**row, "takes_police_reports": False}
    return Unit.objects.get_or_create(key=row["key"], defaults=row)[1]


def _add_promise(row: dict[str, Any]) -> bool:
    return PromiseRule.objects.get_or_create(
        kind=row["kind"],
        priority=row["priority"],
        is_enhanced=row.get("enhanced", False),
        in_force_from=IN_FORCE_FROM,
        defaults={
            "within": timedelta(hours=row["hours"]),
            "source": VICTIMS_CODE if row.get("enhanced") else SOURCE,
        },
    )[1]


def _add_ground(row: dict[str, Any]) -> bool:
    return EnhancedGround.objects.get_or_create(
        key=row["key"],
        in_force_from=IN_FORCE_FROM,
        defaults={"label": row["label"], "hint": row["hint"], "source": VICTIMS_CODE},
    )[1]


def _add_decision_rule(row: dict[str, Any]) -> bool:
    return DecisionRule.objects.get_or_create(
        recording=row["recording"],
        in_force_from=IN_FORCE_FROM,
        defaults={"is_allowed": row["is_allowed"], "source": SOURCE},
    )[1]


def _add_named_record_rule(row: dict[str, Any]) -> bool:
    return NamedRecordRule.objects.get_or_create(
        in_force_from=IN_FORCE_FROM, defaults={"threshold": row["threshold"], "source": SOURCE}
    )[1]


def _add_routing_rule(row: dict[str, Any]) -> bool:
    """Switched off: an administrator tries it first."""
    defaults = {**row, "unit": Unit.objects.get(key=row["unit"]), "in_force_from": IN_FORCE_FROM}
    return RoutingRule.objects.get_or_create(name=row["name"], defaults=defaults)[1]


def _add_offer_rule(row: dict[str, Any]) -> bool:
    minutes = {key: timedelta(minutes=row[f"{key}_minutes"]) for key in _BEFORE}
    given = {"hard_cases_a_day": row["hard_cases_a_day"], "hard_kinds": row["hard_kinds"], "source": SOURCE}
    return OfferRule.objects.get_or_create(in_force_from=IN_FORCE_FROM, defaults={**given, **minutes})[1]


def _add_alarm_rule(row: dict[str, Any]) -> bool:
    within = timedelta(minutes=row["act_within_minutes"])
    defaults = {"act_within": within, "source": SOURCE}
    return AlarmRule.objects.get_or_create(in_force_from=IN_FORCE_FROM, defaults=defaults)[1]


def _add_review_rule(row: dict[str, Any]) -> bool:
    defaults = {"within": timedelta(days=row["days"]), "source": SOURCE}
    return ReviewRule.objects.get_or_create(in_force_from=IN_FORCE_FROM, defaults=defaults)[1]


def _add_message_templates() -> int:
    """Only the English ones count as reviewed: nobody who holds the other languages has agreed to them yet."""
    languages = {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted((FOLDER / "message_templates").glob("*.toml"))
    }
    return sum(
        MessageTemplate.objects.get_or_create(
            key=key,
            language=language,
            replaced_at=None,
            defaults={
                "title": known["title"], "text": messages[key]["text"].strip(), "asks": known.get("asks", False),
                "acknowledges": known.get("acknowledges", False),
                "is_reviewed": language == "en", "reviewed_by": SOURCE if language == "en" else "",
            },
        )[1]
        for key, known in languages["en"].items()
        for language, messages in languages.items()
        if key in messages
    )  # fmt: skip


def _add_equality_question(place: int, asked: Asked) -> bool:
    if EqualityQuestion.objects.filter(key=asked.key).exists():
        return False
    EqualityQuestion.objects.create(
        key=asked.key, label=asked.label, hint=asked.hint, answers=[list(one) for one in asked.answers], place=place,
        in_force_from=IN_FORCE_FROM, source=SOURCE_OF_EQUALITY,
    )  # fmt: skip
    return True


def _add_emergency_lines(rows: list[dict[str, Any]]) -> int:
    if EmergencyLine.objects.exists():
        return 0
    lines = [EmergencyLine(place=place, **row) for place, row in enumerate(rows, start=1)]
    return len(EmergencyLine.objects.bulk_create(lines))


def _add_support(rows: list[dict[str, Any]]) -> int:
    if SupportOrganisation.objects.exists():
        return 0
    organisations = [SupportOrganisation(place=place, **row) for place, row in enumerate(rows, start=1)]
    return len(SupportOrganisation.objects.bulk_create(organisations))


def _add_event(row: dict[str, Any]) -> bool:
    defaults = {"told": row["told"], "added_by": "delivered with Heard", "added_at": DELIVERED}
    return TriggerEvent.objects.get_or_create(on=date.fromisoformat(row["on"]), name=row["name"], defaults=defaults)[1]


def _add_force(row: dict[str, Any]) -> bool:
    defaults = {"kind": OrganisationKind.FORCE, "helps_with": row["helps_with"]}
    return Organisation.objects.get_or_create(name=row["name"], defaults=defaults)[1]


def _add_bank_holidays(rows: list[dict[str, Any]]) -> int:
    if BankHoliday.objects.exists():
        return 0
    days = [BankHoliday(on=date.fromisoformat(row["on"]), name=row["name"]) for row in rows]
    return len(BankHoliday.objects.bulk_create(days))
