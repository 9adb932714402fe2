"""What of a month's counts by borough may leave the desk: worked out once, and said the same from then on."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cases.domain.turns import wait_turn
from cases.engine.disclosure import ROWS, Row, may_be_shown
from cases.engine.periods import Step, start_of
from cases.enums import DatedBy
from cases.models import BoroughMonth
from cases.queries.boroughs import boroughs
from cases.queries.trends import counts_of_month

NO_BOROUGH = ""
_SETTLED = timedelta(hours=1)  # a month is over once what was begun in it is counted

Said = dict[Row, dict[str, int | None]]
"""Counts by row and borough; None for what is not shown."""


def last_month_over(now: datetime) -> date:
    """The first day of the newest month of which something may be said."""
    today = timezone.localdate(now - _SETTLED)
    return start_of(start_of(today, Step.MONTH) - timedelta(days=1), Step.MONTH)


@transaction.atomic
def month_as_said(month: date, *, dated_by: DatedBy, now: datetime) -> tuple[Said, date] | None:
    """Return what may be said of a month (its first day) that is over, and since when it is said; None of any other.

    What is said first stands: whoever kept it could subtract it from another saying, and a case that is closed as not
    hate, or comes late, would be told by that. Two at a time wait for each other.
    """
    if month > last_month_over(now):
        return None
    said = _kept(month, dated_by)
    if said is None:
        wait_turn("months of boroughs")
        said = _kept(month, dated_by) or _say(month, dated_by, now=now)
    cells = {row: said.cells[f"{row[0]}:{row[1]}"] for row in ROWS}
    return cells, timezone.localdate(said.said_at)


def _kept(month: date, dated_by: DatedBy) -> BoroughMonth | None:
    return BoroughMonth.objects.filter(month=month, dated_by=dated_by).first()


def _say(month: date, dated_by: DatedBy, *, now: datetime) -> BoroughMonth:
    counts = counts_of_month(month, dated_by=dated_by)
    shown = may_be_shown(counts, boroughs=[NO_BOROUGH, *boroughs()])
    cells = {f"{counted}:{key}": of_it for (counted, key), of_it in shown.items()}
    return BoroughMonth.objects.create(month=month, dated_by=dated_by, said_at=now, cells=cells)
