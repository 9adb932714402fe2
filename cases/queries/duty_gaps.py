"""Times at which nobody would be rung."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from cases.enums import Shift
from cases.models import DutyShift
from cases.queries.days import midnight

Span = tuple[datetime, datetime]


def shifts_within(since: datetime, until: datetime) -> list[DutyShift]:
    """Shifts of accounts that can log in that touch this time, in order: one query."""
    shifts = DutyShift.objects.filter(account__is_active=True, ends_at__gt=since, starts_at__lt=until)
    return list(shifts.select_related("account").order_by("starts_at", "kind", "account__username"))


def first_gap(kind: Shift, *, since: datetime, until: datetime) -> datetime | None:
    """The first moment in `since`..`until` without an account of this kind that can log in and is there, or None."""
    return next((begins for begins, _ in gaps_between(shifts_within(since, until), kind, since, until)), None)


def gaps_between(shifts: Iterable[DutyShift], kind: Shift, since: datetime, until: datetime) -> Iterator[Span]:
    """The parts of `since`..`until` that none of these shifts of this kind covers. A day of absence covers nothing."""
    covered = since
    spans = sorted(_covered(shift) for shift in shifts if shift.kind == kind)
    for begins, ends in ((begins, ends) for begins, ends in spans if begins < min(ends, until)):
        if begins > covered:
            yield covered, begins
        covered = max(covered, ends)
    if covered < until:
        yield covered, until


def gaps_without(shift: DutyShift, now: datetime) -> list[Span]:
    """The parts of this shift, from now on, at which nobody of its kind would be there without it: only new gaps."""
    since, until, kind = max(shift.starts_at, now), shift.ends_at, Shift(shift.kind)
    if since >= until:
        return []
    shifts = shifts_within(since, until)
    before = list(gaps_between(shifts, kind, since, until))
    after = list(gaps_between([one for one in shifts if one.pk != shift.pk], kind, since, until))
    return [gap for gap in after if gap not in before]


def _covered(shift: DutyShift) -> Span:
    away_until = shift.account.absent_until
    if away_until is None:
        return shift.starts_at, shift.ends_at
    back_at = midnight(away_until + timedelta(days=1))
    return max(shift.starts_at, back_at), shift.ends_at
