"""Recorded against a named person: apart from every other decision, by few people, past a dated threshold."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases import permissions
from cases.domain.access import case_for_work
from cases.domain.audit import record_event
from cases.domain.commitments import keep_due_time
from cases.domain.refusals import NotThere, Refused
from cases.domain.timeline import write_entry
from cases.enums import State
from cases.models import Account, Case, NamedRecord, NamedRecordRule, NamedRecordStep, RecordingDecision
from reporting.domain import sealing

_WORKED_ON = (State.IN_PROGRESS, State.WAITING)
_STEPS = {"told": "named_record_told", "withdrawn": "named_record_withdrawn"}


@dataclass(frozen=True)
class Opened:
    """A record and its steps with the words unsealed."""

    record: NamedRecord
    name: str
    grounds: str
    telling: str
    steps: list[tuple[NamedRecordStep, str]]

    @property
    def done(self) -> set[str]:
        """Which steps there are."""
        return {step.step for step, _ in self.steps}


def rule_in_force(on: date) -> NamedRecordRule | None:
    """The newest rule of this day, or None."""
    return NamedRecordRule.objects.filter(in_force_from__lte=on).order_by("-in_force_from").first()


def records_of(case: Case) -> list[Opened]:
    """Every record of the case, oldest first; the caller has logged the look. Raises `CannotOpen`."""
    records = NamedRecord.objects.filter(case=case).select_related("by", "rule").prefetch_related("steps__by")
    return [_opened(one) for one in records.order_by("at", "pk")]


def record_person(
    case_id: int,
    *,
    name: str,
    grounds: str,
    is_reached: bool,
    was_told: str,
    telling: str,
    by: Account,
    now: datetime,
) -> Case:
    """Record the incident against one named person, under the rule of this day and beside the decision in force.

    Name, grounds and what the person was told are sealed. A second call for the same name is refused while the first
    record counts. Raises `Refused` for whatever is missing; `NotThere` without the permission.
    """
    if not name.strip():
        raise Refused("Enter the person's name.", about="name")
    if not is_reached:
        raise Refused("Say that the threshold is reached, or record nobody.", about="is_reached")
    if not grounds.strip():
        raise Refused("Write why the threshold is reached.", about="grounds")
    if was_told not in ("yes", "no"):
        raise Refused("Say whether the person was told.", about="was_told")
    if not telling.strip():
        raise Refused("Write how and when they were told, or why not.", about="telling")
    rule = rule_in_force(timezone.localdate(now))
    if rule is None or not rule.is_allowed:
        raise Refused("No rule in force allows a record against a named person.")
    with transaction.atomic():
        case = _case(case_id, by=by)
        decision = RecordingDecision.objects.filter(case=case).order_by("-at", "-pk").first()
        if decision is None or decision.recording == "nothing_recorded":
            raise Refused("Decide first how the incident is recorded: nobody is recorded where nothing is.")
        if _counts_already(case, name):
            raise Refused("This person is recorded in this case already.", about="name")
        record = NamedRecord(case=case, decision=decision, rule=rule, was_told=was_told == "yes", by=by, at=now)
        for field, words in (("name", name), ("grounds", grounds), ("telling", telling)):
            setattr(record, f"sealed_{field}", _sealed(record, field, words.strip()))
        record.save()
        _write_down(case, "named_record", by=by, now=now, rule=rule.in_force_from.isoformat())
    return case


def add_step(case_id: int, record_id: int, *, step: str, note: str, by: Account, now: datetime) -> Case:
    """The person was told after all (`told`), or the record counts no longer (`withdrawn`). Each once; then nothing changes.

    Raises `Refused` without a note or for an unknown step; `NotThere` without the permission.
    """
    if step not in _STEPS:
        raise Refused("Choose what became of the record.", about="step")
    if not note.strip():
        raise Refused("Write how and when, or why.", about="note")
    with transaction.atomic():
        case = _case(case_id, by=by)
        record = NamedRecord.objects.filter(pk=record_id, case=case).first()
        if record is None:
            raise NotThere
        if record.steps.filter(step=step).exists():
            return case
        sealed = _sealed(record, step, note.strip())
        NamedRecordStep.objects.create(record=record, step=step, sealed_note=sealed, by=by, at=now)
        _write_down(case, _STEPS[step], by=by, now=now)
    return case


def _opened(record: NamedRecord) -> Opened:
    steps = sorted(record.steps.all(), key=_age)
    return Opened(
        record,
        name=_unsealed(record, "name", record.sealed_name),
        grounds=_unsealed(record, "grounds", record.sealed_grounds),
        telling=_unsealed(record, "telling", record.sealed_telling),
        steps=[(step, _unsealed(record, step.step, step.sealed_note)) for step in steps],
    )


def _case(case_id: int, *, by: Account) -> Case:
    case = case_for_work(case_id, by=by, states=(*_WORKED_ON, State.CLOSED))
    if not permissions.may_record_names(by, case):
        raise NotThere
    return case


def _write_down(case: Case, what: str, *, by: Account, now: datetime, **details: str) -> None:
    """No name and no words of it: the timeline is read by everybody who reads the case, and search knows it."""
    write_entry(case, what, by=by, now=now, **details)
    record_event(account=by, action=f"case.{what}", address="", references=[case.reference], now=now)
    keep_due_time(case, now=now)


def _counts_already(case: Case, name: str) -> bool:
    try:
        return any(_same(one.name, name) and "withdrawn" not in one.done for one in records_of(case))
    except sealing.CannotOpen:
        raise Refused("Earlier records of this case cannot be opened. Tell the administrator.") from None


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _age(step: NamedRecordStep) -> Any:
    return step.at, step.pk


def _sealed(record: NamedRecord, field: str, words: str) -> bytes:
    return sealing.seal(words, table="named_record", row=str(record.seal_id), field=field)


def _unsealed(record: NamedRecord, field: str, sealed: bytes | memoryview) -> str:
    return str(sealing.unseal(sealed, table="named_record", row=str(record.seal_id), field=field))
