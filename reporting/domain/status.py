"""What the public side may know of the officers' work: one coarse status, and what is owed next by when."""

from collections.abc import Iterable
from datetime import datetime

from reporting.enums import Owed, PublicStatus
from reporting.models import Report


def publish_status(
    report_ids: Iterable[int],
    *,
    status: PublicStatus,
    due_at: datetime | None,
    due_kind: Owed,
    new_due_at: datetime | None = None,
) -> None:
    """Set status and promise of these reports; part of the caller's transaction. A second call replaces the first.

    `new_due_at` is what was promised anew after `due_at` had passed.
    """
    Report.objects.filter(pk__in=list(report_ids)).update(
        public_status=status, public_due_at=due_at, public_due_kind=due_kind, public_new_due_at=new_due_at
    )


def publish_hand_over(report_id: int, *, at: datetime) -> None:
    """The control room has what this report tells. Part of the caller's transaction; a second call tells of the second time."""
    Report.objects.filter(pk=report_id).update(public_handed_over_at=at)


def publish_review(report_id: int, *, due_at: datetime | None) -> None:
    """By when somebody who did not decide has looked again; None once nobody has to. Part of the caller's transaction."""
    Report.objects.filter(pk=report_id).update(public_review_due_at=due_at)
