"""Promises that were not kept: those for which somebody waits to be told a new time, and those that have one."""

from datetime import datetime

from django.db.models import F, Q

from cases.enums import OPEN_STATES
from cases.models import Account, Case, Commitment
from cases.models.commitment import CommitmentQuerySet

MOST = 50  # on one page


def missed_without_time(account: Account, now: datetime) -> CommitmentQuerySet:
    """Open, past their time, and past every new time; of the account's unit, what was missed first comes first."""
    return _missed(account, now).filter(Q(new_due_at=None) | Q(new_due_at__lte=now))


def missed_with_time(account: Account, now: datetime) -> CommitmentQuerySet:
    """Open, past their time, with a new time that is still to come."""
    return _missed(account, now).filter(new_due_at__gt=now)  # type: ignore[misc]


def _missed(account: Account, now: datetime) -> CommitmentQuerySet:
    held = Case.objects.visible_to(account).filter(state__in=OPEN_STATES, next_due_at__lt=now)
    owed = Commitment.objects.overdue(now).with_new_time().filter(case__in=held)
    return (
        owed.select_related("case__officer", "report", "owed_to", "rule")
        .defer("report__words", "report__answers")
        .order_by(F("due_at"), "pk")
    )
