"""Counts by month and borough that others gave us: shown beside our own, never added to them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max, Sum

from cases.engine.periods import Step, end_of
from cases.models import CountImport, MonthlyCount
from cases.queries.boroughs import boroughs


@dataclass
class Months:
    """Of one source: its own word for what it counts, and counts by the first day of the month.

    A month that it does not have is without data.
    """

    source: str = ""
    label: str = ""
    by_month: dict[date, int] = field(default_factory=dict)


def months_of(strand: str, borough: str, *, first: date, last: date) -> Months:
    """Return the whole months between two days. An empty `borough` is the whole city, what lies in none included."""
    rows = _rows(strand, first, last)
    if borough:
        rows = [row for row in rows if row[3] == boroughs()[borough].name]
    found = Months(*_newest(rows))
    for source, label, month, _, count in rows:
        if (source, label) == (found.source, found.label):
            found.by_month[month] = found.by_month.get(month, 0) + count
    return found


def boroughs_by_others(strand: str, *, first: date, last: date) -> tuple[Months, dict[str, int]]:
    """The same by borough, all months together; "" for what lies in no borough of ours."""
    rows = _rows(strand, first, last)
    found = Months(*_newest(rows))
    keys = {one.name: one.key for one in boroughs().values()}
    counts: dict[str, int] = {}
    for source, label, month, borough, count in rows:
        if (source, label) == (found.source, found.label):
            key = keys.get(borough, "")
            counts[key] = counts.get(key, 0) + count
            found.by_month[month] = found.by_month.get(month, 0) + count
    return found, counts


def newest_month() -> date | None:
    """The last day of the newest month that anybody gave us."""
    month = MonthlyCount.objects.aggregate(newest=Max("month"))["newest"]
    return end_of(month, Step.MONTH) if month else None


_Row = tuple[str, str, date, str, int]


def _rows(strand: str, first: date, last: date) -> list[_Row]:
    """Of whole months alone: one that the span cuts short is left out."""
    rows = MonthlyCount.objects.filter(strand=strand, month__gte=first, month__lte=last).order_by()
    grouped = rows.values_list("source", "label", "month", "borough").annotate(Sum("count"))
    return [row for row in grouped if end_of(row[2], Step.MONTH) <= last]


def _newest(rows: Iterable[_Row]) -> tuple[str, str]:
    """Of several sources and labels the one that was imported last: nothing is added up across them."""
    known = sorted({(source, label) for source, label, *_ in rows})
    if not known:
        return "", ""
    names = CountImport.objects.filter(is_monthly=True).order_by("at", "pk").values_list("source", flat=True)
    latest = {source: at for at, source in enumerate(names)}
    return max(known, key=lambda one: (latest.get(one[0], -1), one))
