"""Giving a case to somebody: what administrators do with cases that nobody has, or that have the wrong officer."""

from datetime import datetime

from django.db import transaction

from cases.domain.access import case_for_work
from cases.domain.audit import record_event
from cases.domain.commitments import keep_due_time, owe_next_action_if_nothing_is_owed
from cases.domain.refusals import Refused
from cases.domain.timeline import write_entry
from cases.domain.transitions import move
from cases.enums import OPEN_STATES, Move, State
from cases.models import Account, Case
from cases.permissions import may_work


def assign_case(case_id: int, *, to: Account, by: Account, now: datetime) -> Case:
    """Give an open case to an officer of its unit. Giving it to who has it already changes nothing.

    Raises `Refused` when `to` may not work on it, `NotThere` when `by` may not manage it.
    """
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=OPEN_STATES, managing=True)
        if case.officer_id == to.pk:
            return case
        if not may_work(to, case):
            raise Refused(f"{to.get_full_name() or to.username} cannot work on this case.")
        move(case, Move.TAKE if case.state == State.NEW else Move.HAND_OVER)
        case.officer, case.waiting_until, case.waiting_for = to, None, ""
        owe_next_action_if_nothing_is_owed(case, now=now)
        write_entry(case, "assigned", by=by, now=now, to=to.username)
        record_event(account=by, action="case.assigned", address="", references=[case.reference], now=now)
        keep_due_time(case, now=now)
    return case
