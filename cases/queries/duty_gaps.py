"""Times at which nobody would be rung."""

from datetime import datetime

from cases.enums import Shift
from cases.models import DutyShift


def first_gap(kind: Shift, *, since: datetime, until: datetime) -> datetime | None:
    """The first moment in `since`..`until` without an account of this kind that can log in, or None."""
    shifts = DutyShift.objects.filter(kind=kind, account__is_active=True, ends_at__gt=since, starts_at__lt=until)
    covered = since
    for starts_at, ends_at in shifts.order_by("starts_at").values_list("starts_at", "ends_at"):
        if starts_at > covered:
            return covered
        covered = max(covered, ends_at)
    return covered if covered < until else None
