"""Who works on a case: taking, handing over, assigning, handing back, waiting."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from cases.domain.access import case_for_work
from cases.domain.audit import record_event
from cases.domain.commitments import keep_due_time, owe_next_action_if_nothing_is_owed
from cases.domain.danger import check_silent
from cases.domain.refusals import Refused
from cases.domain.timeline import write_entry
from cases.domain.transitions import move
from cases.domain.waiting import check_to_come
from cases.enums import OPEN_STATES, Because, Move, State
from cases.models import Account, Case
from cases.permissions import may_use_desk, may_work
from cases.queries.absence import is_absent
from cases.queries.offers import Standing, is_hard


def claim_next(*, by: Account, now: datetime) -> Case | None:
    """Take the most pressing case that nobody has and this officer may take, or None when there is none.

    What rings comes first, then what is due first; what is hard to read, once the officer has read enough of it today,
    and what is in a language that a colleague holds comes last, until shortly before it is due (`queries/offers.py`).
    Why it was this one stands on the timeline. Guarantees: of any number of officers at once each gets another case
    (`SKIP LOCKED`). A second call takes a second case.
    """
    if not may_use_desk(by):
        raise Refused("Your account does not take cases.")
    with transaction.atomic():
        standing = Standing(by, now=now)
        for offer in standing.offers():
            case = offer.cases.select_for_update(skip_locked=True, of=("self",)).first()
            if case is not None:
                why = _why(case, offer.because, standing)
                give_to(case, by, Move.TAKE)
                finish(case, "taken", by=by, now=now, **why)
                return case
    return None


def _why(case: Case, because: Because, standing: Standing) -> dict[str, Any]:
    why: dict[str, Any] = {"because": because.value, "kind": case.next_due_kind}
    if case.next_due_at is not None:
        why["due_at"] = case.next_due_at.isoformat()
    if because == Because.LANGUAGE_LEFT or standing.is_wanted_for(case.language):
        why["language"] = case.language
    if standing.is_spared and is_hard(case, standing.rule):
        why["hard_today"] = standing.hard_today
    return why


def take_case(case_id: int, *, by: Account, now: datetime) -> Case:
    """Take this very case. Taking what one has already changes nothing; another's is refused with their name."""
    with transaction.atomic():
        case = case_for_work(case_id, by=by)
        if case.officer_id == by.pk and case.state in (State.IN_PROGRESS, State.WAITING):
            return case
        if case.officer_id is not None and case.officer_id != by.pk and case.state in OPEN_STATES:
            raise Refused(f"{_name(case.officer)} has taken this case.")
        give_to(case, by, Move.TAKE)
        finish(case, "taken", by=by, now=now)
    return case


def hand_over(case_id: int, *, to: Account, note: str, by: Account, now: datetime) -> Case:
    """Give the case to a colleague of the unit, with a note.

    Raises `Refused` without a note, or for somebody who may not work on it.
    """
    if not note.strip():
        raise Refused("Write what your colleague needs to know.", about="note")
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=(State.IN_PROGRESS, State.WAITING))
        _refuse_unfit(to, case, now=now, about="to")
        give_to(case, to, Move.HAND_OVER)
        finish(case, "handed_over", by=by, now=now, note=note.strip(), to=to.username)
    return case


def assign_case(case_id: int, *, to: Account, by: Account, now: datetime) -> Case:
    """Give an open case to an officer of its unit, as administrators do. Giving it to who has it already changes nothing.

    Raises `Refused` when `to` may not work on it, `NotThere` when `by` may not manage it.
    """
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=OPEN_STATES, managing=True)
        if case.officer_id == to.pk:
            return case
        _refuse_unfit(to, case, now=now)
        give_to(case, to, Move.TAKE if case.state == State.NEW else Move.HAND_OVER)
        finish(case, "assigned", by=by, now=now, to=to.username)
    return case


def hand_back(case_id: int, *, note: str = "", by: Account, now: datetime) -> Case:
    """Return the case to the queue. Its clock goes on as it was."""
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=(State.IN_PROGRESS, State.WAITING), managing=True)
        move(case, Move.HAND_BACK)
        case.officer, case.waiting_until, case.waiting_for = None, None, ""
        finish(case, "handed_back", by=by, now=now, note=note.strip())
    return case


def wait(case_id: int, *, until: date, reason: str, by: Account, now: datetime) -> Case:
    """Let the case wait until a day to come, for a reason. Commitments keep their times: waiting stops no clock."""
    if not reason.strip():
        raise Refused("Write what the case is waiting for.", about="reason")
    check_to_come(until, about="until", now=now)
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=(State.IN_PROGRESS,))
        check_silent(case)
        move(case, Move.WAIT)
        case.waiting_until, case.waiting_for = until, reason.strip()[:300]
        finish(case, "waiting", by=by, now=now, note=reason.strip(), until=until.isoformat())
    return case


def resume(case_id: int, *, by: Account, now: datetime) -> Case:
    """Go on with a waiting case."""
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=(State.WAITING,))
        move(case, Move.RESUME)
        case.waiting_until, case.waiting_for = None, ""
        finish(case, "resumed", by=by, now=now)
    return case


def give_to(case: Case, officer: Account, verb: Move) -> None:
    """The case is this officer's from now on; the caller calls `finish`."""
    move(case, verb)
    case.officer, case.waiting_until, case.waiting_for = officer, None, ""


def finish(case: Case, what: str, *, by: Account, now: datetime, note: str = "", **details: Any) -> None:
    """The end of each of these acts: what is owed, timeline, audit, due time."""
    owe_next_action_if_nothing_is_owed(case, now=now)
    write_entry(case, what, by=by, now=now, note=note, **details)
    record_event(account=by, action=f"case.{what}", address="", references=[case.reference], now=now)
    keep_due_time(case, now=now)


def why_unfit(to: Account, case: Case, *, now: datetime) -> str:
    """A sentence where somebody cannot be given a case; else empty."""
    if not may_work(to, case):
        return f"{_name(to)} cannot work on this case."
    return f"{_name(to)} is marked absent: choose somebody else." if is_absent(to, now) else ""


def _refuse_unfit(to: Account, case: Case, *, now: datetime, about: str = "") -> None:
    if why := why_unfit(to, case, now=now):
        raise Refused(why, about=about)


def _name(account: Account | None) -> str:
    return account.known_as if account else "Nobody"
