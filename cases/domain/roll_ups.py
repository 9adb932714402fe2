"""Roll-ups of our own cases, kept right by a job that compares every cell with the cases and mends what differs."""

from django.db import transaction

from cases.domain.turns import wait_turn
from cases.models import CountOfDay
from cases.queries.countable import Cell, cells_of_cases

_AT_A_TIME = 2_000


@transaction.atomic
def roll_up() -> int:
    """Make the roll-ups equal the cases and return how many cells were mended.

    So a late or changed decision, an attached or detached report and a moved case are corrected whatever caused them.
    All or nothing; a second call right after mends none; two at a time wait for each other.
    """
    wait_turn("roll-ups")
    wanted = cells_of_cases()
    kept: set[Cell] = set()
    changed, gone = [], []
    # Making an object of each row would take most of the time.
    rows = CountOfDay.objects.order_by().values_list("pk", "count", *Cell._fields)
    for row, count, *names in rows.iterator(_AT_A_TIME):
        cell = Cell(*names)
        if cell not in wanted:
            gone.append(row)
            continue
        kept.add(cell)
        if count != wanted[cell]:
            changed.append(CountOfDay(pk=row, count=wanted[cell]))
    new = [CountOfDay(**cell._asdict(), count=count) for cell, count in wanted.items() if cell not in kept]
    CountOfDay.objects.filter(pk__in=gone).delete()
    CountOfDay.objects.bulk_update(changed, ["count"], batch_size=_AT_A_TIME)
    CountOfDay.objects.bulk_create(new, batch_size=_AT_A_TIME)
    return len(gone) + len(changed) + len(new)
