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
    for row in CountOfDay.objects.order_by().iterator(_AT_A_TIME):
        cell = cell_of(row)
        if cell not in wanted:
            gone.append(row.pk)
            continue
        kept.add(cell)
        if row.count != wanted[cell]:
            row.count = wanted[cell]
            changed.append(row)
    new = [CountOfDay(**cell._asdict(), count=count) for cell, count in wanted.items() if cell not in kept]
    CountOfDay.objects.filter(pk__in=gone).delete()
    CountOfDay.objects.bulk_update(changed, ["count"], batch_size=_AT_A_TIME)
    CountOfDay.objects.bulk_create(new, batch_size=_AT_A_TIME)
    return len(gone) + len(changed) + len(new)


def cell_of(row: CountOfDay) -> Cell:
    """Return the cell that a row counts."""
    return Cell(*(getattr(row, name) for name in Cell._fields))
