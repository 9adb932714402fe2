"""The to-do list of a case: adding to it, and finishing what is on it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from cases.domain.access import case_for_work
from cases.domain.audit import record_event
from cases.domain.commitments import keep_due_time
from cases.domain.refusals import Refused
from cases.domain.timeline import write_entry
from cases.enums import OPEN_STATES
from cases.models import Account, Case, Task
from cases.permissions import may_work


def add_task(
    case_id: int, *, what: str, assigned_to: Account | None, due_on: date | None, by: Account, now: datetime
) -> Case:
    """Put one thing on the list, for somebody or for whoever has the case, by a day or by none.

    A second call adds a second task. Raises `Refused` without words, for a day gone by, and for somebody who may not
    work on the case.
    """
    if not what.strip():
        raise Refused("Write what is to be done.", about="what")
    if due_on is not None and due_on < timezone.localdate(now):
        raise Refused("Choose today or a day that is still to come.", about="due_on")
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=OPEN_STATES)
        if assigned_to is not None and not may_work(assigned_to, case):
            raise Refused("This colleague cannot work on the case: choose another.", about="assigned_to")
        Task.objects.create(
            case=case, what=what.strip()[:300], assigned_to=assigned_to, due_on=due_on, added_by=by, added_at=now
        )
        write_entry(
            case, "task_added", by=by, now=now, note=what.strip()[:300], to=assigned_to.username if assigned_to else ""
        )
        record_event(account=by, action="case.task_added", address="", references=[case.reference], now=now)
        keep_due_time(case, now=now)
    return case


def finish_task(case_id: int, task_id: int, *, outcome: str, by: Account, now: datetime) -> Case:
    """The task is done, or needless: `outcome` says what came of it. Finishing it again with no other words changes nothing.

    Raises `Refused` for a task that is not one of this case, and for other words than it was finished with.
    """
    with transaction.atomic():
        case = case_for_work(case_id, by=by)
        task = Task.objects.select_for_update().filter(pk=task_id, case=case).first()
        if task is None:
            raise Refused("This task is not one of the case: look at the list again.")
        if task.done_at is not None:
            if outcome.strip() not in ("", task.outcome):
                raise Refused("This task is finished already, so your words were not saved: write them as a note.")
            return case
        task.done_at, task.done_by, task.outcome = now, by, outcome.strip()
        task.save(update_fields=["done_at", "done_by", "outcome"])
        said = f"{task.what}: {outcome.strip()}" if outcome.strip() else task.what
        write_entry(case, "task_done", by=by, now=now, note=said)
        record_event(account=by, action="case.task_done", address="", references=[case.reference], now=now)
        keep_due_time(case, now=now)
    return case
