"""Moving a case to another unit: by a person, with a reason; what is owed keeps its time."""

from datetime import datetime

from django.db import transaction

from cases.domain.access import case_for_work
from cases.domain.audit import record_event
from cases.domain.commitments import keep_due_time, owe_next_action_if_nothing_is_owed
from cases.domain.refusals import Refused
from cases.domain.timeline import write_entry
from cases.domain.transitions import move
from cases.enums import OPEN_STATES, Move, State
from cases.models import Account, Case, Unit
from cases.permissions import may_work
from cases.queries.readers import may_be_sent_to


def move_to_unit(case_id: int, *, to: Unit, reason: str, by: Account, now: datetime) -> Case:
    """Give an open case to another unit, where it waits in the queue; every commitment keeps its time.

    The officer who had it gives it up. Moving it to the unit that has it changes nothing. Raises `Refused` without a
    reason and for a unit where nobody may read the case; `NotThere` when `by` may neither work on it nor manage it.
    """
    if not reason.strip():
        raise Refused("Write why the other unit should have it.", about="reason")
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=OPEN_STATES, managing=True)
        if case.unit_id == to.pk:
            return case
        _give(case, to, what="moved", note=reason.strip(), by=by, now=now)
    return case


def follow_suggestion(case: Case, to: Unit, *, rule: str, by: Account, now: datetime) -> None:
    """Move a locked case to the unit that a rule suggested, which is reason enough; part of the caller's transaction."""
    _give(case, to, what="moved", note="", by=by, now=now, rule=rule)


def put_before(case: Case, to: Unit) -> None:
    """Set the unit of a locked case. An officer who is not of it gives the case up; the caller writes down and saves."""
    case.unit = to
    if case.officer is not None and not may_work(case.officer, case):
        if case.state in (State.IN_PROGRESS, State.WAITING):
            move(case, Move.HAND_BACK)
        case.officer, case.waiting_until, case.waiting_for = None, None, ""


def _give(case: Case, to: Unit, *, what: str, note: str, by: Account, now: datetime, **details: str) -> None:
    if not may_be_sent_to(case).filter(pk=to.pk).exists():
        raise Refused(_nobody_there(to, case), about="to")
    before = case.unit
    put_before(case, to)
    owe_next_action_if_nothing_is_owed(case, now=now)
    write_entry(
        case, what, by=by, now=now, note=note, **{"from": before.name, "to": to.name, "unit": to.key}, **details
    )
    record_event(
        account=by,
        action="case.move",
        address="",
        references=[case.reference],
        reason=note,
        details={"from": before.key, "to": to.key, **details},
        now=now,
    )
    keep_due_time(case, now=now)


def _nobody_there(to: Unit, case: Case) -> str:
    if case.is_restricted:
        return f"Nobody in {to} is named to read restricted cases: choose another unit."
    return f"Nobody works in {to}: choose another unit."
