"""Waiting for an answer, and back again: when the person writes, or when the day has come."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cases.domain.commitments import keep_due_time, open_commitment
from cases.domain.danger import check_silent
from cases.domain.refusals import Refused
from cases.domain.timeline import write_entry
from cases.domain.transitions import move
from cases.enums import CommitmentKind, Move, State
from cases.models import Account, Case, Commitment

FOR_AN_ANSWER = "an answer from the person who reported"
LONGEST_WAIT = timedelta(days=366)
TO_GO_ON = timedelta(hours=24)  # within which somebody goes on with a case whose day has come


def check_to_come(until: date, *, about: str = "wait_until", now: datetime) -> None:
    """Raise `Refused` for a day that has come, and for one that is more than a year away."""
    today = timezone.localdate(now)
    if until <= today:
        raise Refused("Choose a day that is still to come.", about=about)
    if until > today + LONGEST_WAIT:
        raise Refused("Choose a day within the next 12 months.", about=about)


def wait_for_answer(case: Case, until: date, *, by: Account, now: datetime) -> None:
    """Let a locked case wait until a day for what its reporter was asked; the caller finishes the write.

    A case that waits already waits until the new day. Raises `Refused` for a day that has come.
    """
    check_to_come(until, now=now)
    check_silent(case, about="wait_until")
    if case.state != State.WAITING:
        move(case, Move.WAIT)
    case.waiting_until, case.waiting_for = until, FOR_AN_ANSWER
    write_entry(case, "asked_more", by=by, now=now, until=until.isoformat())


def bring_back(case: Case, *, because: str, now: datetime, message: int | None = None) -> None:
    """End the waiting of a locked case, by itself, and say why on its timeline; the caller finishes the write.

    `because` is `answer` or `day`. Nothing happens to a case that does not wait.
    """
    if case.state != State.WAITING:
        return
    move(case, Move.RESUME)
    waited_for, case.waiting_until, case.waiting_for = case.waiting_for, None, ""
    write_entry(case, "came_back", by=None, now=now, because=because, waited_for=waited_for, message=message)


def bring_back_due(*, now: datetime, most: int = 20) -> int:
    """Bring back the cases whose day has come and owe going on with them; returns how many that were.

    Two processes at once never take the same case; a second call finds those that are left, then nothing. Few at a
    time, because `ring` has alarms to deliver.
    """
    today = timezone.localtime(now).date()
    due = Case.objects.filter(state=State.WAITING, waiting_until__lte=today).order_by("waiting_until", "pk")
    with transaction.atomic():
        cases = list(due.select_for_update(skip_locked=True, of=("self",))[:most])
        for case in cases:
            waited_for = case.waiting_for
            bring_back(case, because="day", now=now)
            if not Commitment.objects.open().filter(case=case, due_at__lte=now + TO_GO_ON).exists():
                open_commitment(
                    case, CommitmentKind.NEXT_ACTION, since=now, now=now, due_at=now + TO_GO_ON,
                    what=f"Go on: it waited for {waited_for}"[:300],
                )  # fmt: skip
            keep_due_time(case, now=now)
    return len(cases)
