"""Background work as rows: owed in the transaction that causes it, published after commit, swept until it is finished."""

import logging
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial

from celery import current_app
from django.db import transaction
from django.db.models import F

from reporting.models import Outbox

FIRST_SWEEP = timedelta(seconds=10)
LONGEST_DELAY = timedelta(seconds=60)
FAILURES_BEFORE_A_PERSON = 3
_BREAKER_SECONDS = 5.0
_BEHIND_THE_SWEEP = 6  # 0 goes first: behind a backlog the sweep would expire, and the worker would count as down
_broker_rests_until = 0.0
_log = logging.getLogger("heard.outbox")


class LeftToAPerson(Exception):
    """Raised by work that cannot succeed by being tried again: it is put before a person at once, and stays owed."""


def owe(task: str, subject: int, *, now: datetime) -> Outbox:
    """Write down that `task` is owed to the row `subject`, and try to publish it once the transaction has committed.

    Guarantees: the task runs at least once after the commit, whatever happens to broker, worker or this process.
    A second call owes it a second time; tasks are idempotent.
    """
    row = Outbox.objects.create(task=task, subject=subject, created_at=now, due_at=now + FIRST_SWEEP)
    transaction.on_commit(lambda: _publish(row.task, row.pk), robust=True)
    return row


def owe_later(task: str, subject: int, *, due_at: datetime, now: datetime) -> Outbox:
    """The same for a time to come: the sweeper publishes it then."""
    return Outbox.objects.create(task=task, subject=subject, created_at=now, due_at=due_at)


def owe_unless_owed(task: str, *, now: datetime) -> None:
    """Owe work that goes on by itself from row to row, from the first row on; nothing where that is owed already.

    Two of them would do everything twice. One that was left to a person does not go on, and holds up no other.
    """
    if not Outbox.objects.unfinished().filter(task=task, needs_person=False).exists():
        owe(task, 0, now=now)


def finish(outbox_id: int, work: Callable[[int], None], *, now: datetime) -> bool:
    """Do the `work` of one row and mark it finished, in one transaction; False when another run did it, or is at it.

    An error is kept as its class name only; the row is tried again with a doubling delay, and after three failures, or
    at the first `LeftToAPerson`, it is left to a person and stays visible.
    """
    try:
        with transaction.atomic():
            # To wait for a run that is at it would end in an error that is none: work that takes long is swept again.
            mine = Outbox.objects.select_for_update(skip_locked=True)
            row = mine.filter(pk=outbox_id, finished_at=None).first()
            if row is None:
                return False
            work(row.subject)
            Outbox.objects.filter(pk=outbox_id).update(finished_at=now, needs_person=False)
    except Exception as error:  # noqa: BLE001  (whatever went wrong, the row stays and is tried again)
        failures = FAILURES_BEFORE_A_PERSON if isinstance(error, LeftToAPerson) else 1
        _note_failure(outbox_id, type(error).__name__, failures, now=now)
        return False
    return True


def sweep(*, now: datetime, most: int = 500) -> int:
    """Publish again what is due; returns how many rows that were. Two sweepers never take the same row."""
    with transaction.atomic():
        rows = list(Outbox.objects.due(now).select_for_update(skip_locked=True).order_by("due_at")[:most])
        for row in rows:
            row.attempts += 1
            row.due_at = now + _delay(row.attempts)
        Outbox.objects.bulk_update(rows, ["attempts", "due_at"])
    for row in rows:
        _publish(row.task, row.pk)
    return len(rows)


def retry(outbox_ids: Iterable[int], *, now: datetime) -> int:
    """Send again, now, what was left to a person; returns how many rows that were. Finished work stays finished."""
    with transaction.atomic():
        rows = list(Outbox.objects.unfinished().filter(pk__in=outbox_ids, needs_person=True).select_for_update())
        for row in rows:
            row.needs_person, row.failures, row.due_at = False, 0, now
        Outbox.objects.bulk_update(rows, ["needs_person", "failures", "due_at"])
        for row in rows:
            transaction.on_commit(partial(_publish, row.task, row.pk), robust=True)
    return len(rows)


def leave_to_person(task: str, subject: int, failure: str, *, now: datetime) -> None:
    """Put `task` of the row `subject` before a person: its unfinished row where there is one, else a new one.

    For work that another piece of work tried to do and could not: it stays owed, and `retry` sends it again.
    """
    left = {"failures": FAILURES_BEFORE_A_PERSON, "failure": failure[:100], "due_at": now, "needs_person": True}
    row = Outbox.objects.unfinished().filter(task=task, subject=subject).order_by("pk").first()
    if row is None:
        Outbox.objects.create(task=task, subject=subject, created_at=now, **left)
    else:
        Outbox.objects.filter(pk=row.pk).update(**left)


def close(task: str, subject: int, *, now: datetime) -> int:
    """Finish what of this work was left to a person, because it has been done otherwise; returns how many rows."""
    left = Outbox.objects.unfinished().filter(task=task, subject=subject, needs_person=True)
    return left.update(finished_at=now, needs_person=False)


def _note_failure(outbox_id: int, failure: str, failures: int, *, now: datetime) -> None:
    _log.warning("outbox row %s failed: %s", outbox_id, failure)
    with transaction.atomic():
        Outbox.objects.filter(pk=outbox_id, finished_at=None).update(
            failures=F("failures") + failures, failure=failure[:100], due_at=now + FIRST_SWEEP
        )
        Outbox.objects.filter(pk=outbox_id, failures__gte=FAILURES_BEFORE_A_PERSON).update(needs_person=True)


def _delay(attempts: int) -> timedelta:
    return min(timedelta(seconds=FIRST_SWEEP.total_seconds() * 2.0 ** min(attempts - 1, 10)), LONGEST_DELAY)


def _publish(task: str, outbox_id: int) -> None:
    """One bounded try; a broker that failed is left alone for a few seconds. The sweeper does the rest."""
    global _broker_rests_until
    if time.monotonic() < _broker_rests_until:
        return
    try:
        current_app.send_task(task, args=[outbox_id], retry=False, priority=_BEHIND_THE_SWEEP)
    except Exception as error:  # noqa: BLE001  (the broker is a hint: no error of its may reach a reporter)
        _broker_rests_until = time.monotonic() + _BREAKER_SECONDS
        _log.warning("broker does not answer: %s", type(error).__name__)
