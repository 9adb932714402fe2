"""Who is away leaves nothing lying: what they have not touched goes back into the queue by itself."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cases.domain.audit import record_event
from cases.domain.commitments import keep_due_time, owe_next_action_if_nothing_is_owed
from cases.domain.refusals import NotThere, Refused
from cases.domain.timeline import write_entry
from cases.domain.transitions import move
from cases.enums import Move
from cases.models import Account, Case
from cases.permissions import may_share_out, may_use_desk
from cases.queries.absence import untouched_cases_of_people_away

MOST = 100  # in one round
_LONGEST = timedelta(days=366)


def return_untouched(*, now: datetime) -> int:
    """Return to the queue what people away have and have not touched, clocks as they were; how many that were.

    Cases that they have worked on stay theirs and are shown to supervisors on the duty desk. A case that somebody
    writes on at this moment is left for the next round. A second call finds nothing.
    """
    found = list(untouched_cases_of_people_away(now).values_list("pk", "officer__username")[:MOST])
    return sum(_return(case_id, officer, now=now) for case_id, officer in found)


def _return(case_id: int, officer: str, *, now: datetime) -> bool:
    with transaction.atomic():
        case = Case.objects.select_for_update(skip_locked=True).filter(pk=case_id).first()
        if case is None or not untouched_cases_of_people_away(now).filter(pk=case_id).exists():
            return False  # somebody else was there first
        move(case, Move.HAND_BACK)
        case.officer, case.waiting_until, case.waiting_for = None, None, ""
        owe_next_action_if_nothing_is_owed(case, now=now)
        write_entry(case, "returned", by=None, now=now, officer=officer)
        keep_due_time(case, now=now)
    return True


def set_absence(account: Account, *, until: date | None, by: Account, now: datetime) -> Account:
    """Mark somebody of `by`'s unit absent until a day, that day included, or back where there is none.

    What they have not touched goes back to the queue by itself (`return_untouched`). A second call changes nothing.
    Raises `Refused` for a day that is over or more than a year away, and for somebody of another unit; `NotThere` for
    all but supervisors.
    """
    if not may_share_out(by):
        raise NotThere
    if not may_use_desk(account) or account.unit_id != by.unit_id:
        raise Refused("Choose somebody of your unit.", about="account")
    if until is not None and not timezone.localdate(now) <= until <= timezone.localdate(now) + _LONGEST:
        raise Refused("Choose a day within a year from today.", about="until")
    with transaction.atomic():
        held = Account.objects.select_for_update().get(pk=account.pk)
        if held.absent_until != until:
            held.absent_until = until
            held.save(update_fields=["absent_until"])
            details = {"account": held.username, "until": until.isoformat() if until else ""}
            record_event(account=by, action="workload.absence", address="", references=[], details=details, now=now)
    return held
