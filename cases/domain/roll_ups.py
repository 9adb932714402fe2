"""Roll-ups of our own cases, kept right by a job that counts anew what a change may have touched, and mends what differs."""

from collections.abc import Collection
from datetime import date

from django.db import connection, transaction

from cases.domain.turns import wait_turn
from cases.enums import Counted, DatedBy
from cases.models import CountOfDay
from cases.queries.countable import Cell, cells_of_days, days_of_cases, days_with_cases

_ROWS, _DAYS = 2_000, 31  # at a time
_TAKE_NOTED = "DELETE FROM cases_casetocount RETURNING case_id"


@transaction.atomic
def roll_up() -> int:
    """Count anew the days of every case that changed since the last call, and return how many cells were mended.

    So a late or changed decision, an attached or detached report and a moved case are corrected whatever caused them.
    All or nothing; a second call right after mends none; two at a time wait for each other.
    """
    wait_turn("roll-ups")
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_NOTED)
        changed = {case for (case,) in cursor}
    days = sorted(days_of_cases(changed))
    return sum(_mend(some) for some in _some_days(days))


def roll_up_every_day() -> int:
    """Compare every cell with the cases and return how many were mended; what a roll-up by changes has left is mended too.

    A month at a time, each all or nothing.
    """
    days = days_with_cases() | set(CountOfDay.objects.values_list("day", flat=True).distinct())
    return sum(_mend(some) for some in _some_days(sorted(days)))


def _some_days(days: Collection[date]) -> list[list[date]]:
    days = list(days)
    return [days[at : at + _DAYS] for at in range(0, len(days), _DAYS)]


@transaction.atomic
def _mend(days: Collection[date]) -> int:
    """Make the roll-ups of some days equal the cases; how many cells differed."""
    wait_turn("roll-ups")
    wanted = cells_of_days(days)
    kept: set[Cell] = set()
    changed, gone = [], []
    # All three are named so that the index by cell serves. Making an object of each row would take most of the time.
    rows = CountOfDay.objects.filter(counted__in=list(Counted), dated_by__in=list(DatedBy), day__in=days).order_by()
    for row, count, *names in rows.values_list("pk", "count", *Cell._fields).iterator(_ROWS):
        cell = Cell(*names)
        if cell not in wanted:
            gone.append(row)
            continue
        kept.add(cell)
        if count != wanted[cell]:
            changed.append(CountOfDay(pk=row, count=wanted[cell]))
    new = [CountOfDay(**cell._asdict(), count=count) for cell, count in wanted.items() if cell not in kept]
    CountOfDay.objects.filter(pk__in=gone).delete()
    CountOfDay.objects.bulk_update(changed, ["count"], batch_size=_ROWS)
    CountOfDay.objects.bulk_create(new, batch_size=_ROWS)
    return len(gone) + len(changed) + len(new)
