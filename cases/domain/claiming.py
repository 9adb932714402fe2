"""Who works on a case: taking, handing over, assigning, handing back, waiting."""

from datetime import date, datetime

from django.db import transaction

from cases.domain.access import case_for_work
from cases.domain.audit import record_event
from cases.domain.commitments import keep_due_time, owe_next_action_if_nothing_is_owed
from cases.domain.refusals import Refused
from cases.domain.timeline import write_entry
from cases.domain.transitions import move
from cases.enums import OPEN_STATES, Move, State
from cases.models import Account, Case
from cases.permissions import may_use_desk, may_work


def claim_next(*, by: Account, now: datetime) -> Case | None:
    """Take the case that is due first among those that nobody has, or None when there is none.

    Guarantees: of any number of officers at once each gets another case (`SKIP LOCKED`). A second call takes a second case.
    """
    if not may_use_desk(by):
        raise Refused("Your account does not take cases.")
    with transaction.atomic():
        waiting = Case.objects.visible_to(by).filter(state=State.NEW, unit=by.unit).by_due_time()
        case = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if case is None:
            return None
        _give_to(case, by, Move.TAKE)
        _finish(case, "taken", by=by, now=now)
    return case


def take_case(case_id: int, *, by: Account, now: datetime) -> Case:
    """Take this very case. Taking what one has already changes nothing; another's is refused with their name."""
    with transaction.atomic():
        case = case_for_work(case_id, by=by)
        if case.officer_id == by.pk and case.state in (State.IN_PROGRESS, State.WAITING):
            return case
        if case.officer_id is not None and case.officer_id != by.pk and case.state in OPEN_STATES:
            raise Refused(f"{_name(case.officer)} has taken this case.")
        _give_to(case, by, Move.TAKE)
        _finish(case, "taken", by=by, now=now)
    return case


def hand_over(case_id: int, *, to: Account, note: str, by: Account, now: datetime) -> Case:
    """Give the case to a colleague of the unit, with a note.

    Raises `Refused` without a note, or for somebody who may not work on it.
    """
    if not note.strip():
        raise Refused("Write what your colleague needs to know.", about="note")
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=(State.IN_PROGRESS, State.WAITING))
        if not may_work(to, case):
            raise Refused(f"{_name(to)} cannot work on this case.", about="to")
        _give_to(case, to, Move.HAND_OVER)
        _finish(case, "handed_over", by=by, now=now, note=note.strip(), to=to.username)
    return case


def assign_case(case_id: int, *, to: Account, by: Account, now: datetime) -> Case:
    """Give an open case to an officer of its unit, as administrators do. Giving it to who has it already changes nothing.

    Raises `Refused` when `to` may not work on it, `NotThere` when `by` may not manage it.
    """
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=OPEN_STATES, managing=True)
        if case.officer_id == to.pk:
            return case
        if not may_work(to, case):
            raise Refused(f"{_name(to)} cannot work on this case.")
        _give_to(case, to, Move.TAKE if case.state == State.NEW else Move.HAND_OVER)
        _finish(case, "assigned", by=by, now=now, to=to.username)
    return case


def hand_back(case_id: int, *, note: str = "", by: Account, now: datetime) -> Case:
    """Return the case to the queue. Its clock goes on as it was."""
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=(State.IN_PROGRESS, State.WAITING), managing=True)
        move(case, Move.HAND_BACK)
        case.officer, case.waiting_until, case.waiting_for = None, None, ""
        _finish(case, "handed_back", by=by, now=now, note=note.strip())
    return case


def wait(case_id: int, *, until: date, reason: str, by: Account, now: datetime) -> Case:
    """Let the case wait until a day to come, for a reason. Commitments keep their times: waiting stops no clock."""
    if not reason.strip():
        raise Refused("Write what the case is waiting for.", about="reason")
    if until <= now.date():
        raise Refused("Choose a day that is still to come.", about="until")
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=(State.IN_PROGRESS,))
        move(case, Move.WAIT)
        case.waiting_until, case.waiting_for = until, reason.strip()[:300]
        _finish(case, "waiting", by=by, now=now, note=reason.strip(), until=until.isoformat())
    return case


def resume(case_id: int, *, by: Account, now: datetime) -> Case:
    """Go on with a waiting case."""
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=(State.WAITING,))
        move(case, Move.RESUME)
        case.waiting_until, case.waiting_for = None, ""
        _finish(case, "resumed", by=by, now=now)
    return case


def _give_to(case: Case, officer: Account, verb: Move) -> None:
    move(case, verb)
    case.officer, case.waiting_until, case.waiting_for = officer, None, ""


def _finish(case: Case, what: str, *, by: Account, now: datetime, note: str = "", **details: str) -> None:
    owe_next_action_if_nothing_is_owed(case, now=now)
    write_entry(case, what, by=by, now=now, note=note, **details)
    record_event(account=by, action=f"case.{what}", address="", references=[case.reference], now=now)
    keep_due_time(case, now=now)


def _name(account: Account | None) -> str:
    return (account.get_full_name() or account.username) if account else "Nobody"
