"""One week of what was heard of, beside the city's incidents of the same week."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q, Sum

from cases.enums import Counted, DatedBy
from cases.models import CountOfDay, TensionEntry, TensionSummary
from reporting.taxonomy import STRANDS

_WEEK = timedelta(days=7)
_WEEKS_BEFORE = 4
MOST = 200


@dataclass(frozen=True)
class OfStrand:
    """Entries of the week that count, incidents received on its days that are over, and how many on the same days of a
    week in the four before."""

    key: str
    entries: int
    incidents: int
    before: float


@dataclass(frozen=True)
class Week:
    """`entries` by day, those that were taken back among them; `summary` is the newest. `days_over` of seven count."""

    monday: date
    days_over: int
    entries: list[TensionEntry]
    is_cut: bool
    strands: list[OfStrand]
    summary: TensionSummary | None


def week_of(day: date, *, today: date) -> Week:
    """Three statements. The figures are whole-city totals, as every bulletin states them, of the days that are over: of a
    week in progress they stand beside the same weekdays of the weeks before."""
    monday = day - timedelta(days=day.weekday())
    days_over = max(0, min(7, (today - monday).days))
    found = list(
        TensionEntry.objects.filter(day__gte=monday, day__lt=monday + _WEEK)
        .select_related("by", "taken_back_by")
        .order_by("day", "pk")[: MOST + 1]
    )
    counting = [one for one in found if one.taken_back_at is None]
    week, over = Q(day__gte=monday), timedelta(days=days_over)
    spans = [monday - back * _WEEK for back in range(_WEEKS_BEFORE + 1)]
    counted = reduce(or_, (Q(day__gte=first, day__lt=first + over) for first in spans))
    rows = CountOfDay.objects.of(Counted.INCIDENTS, DatedBy.RECEIVED).filter(
        counted, strand__in=list(STRANDS)
    ).values("strand").annotate(now=Sum("count", filter=week), before=Sum("count", filter=~week))  # fmt: skip
    counts = {row["strand"]: (row["now"] or 0, (row["before"] or 0) / _WEEKS_BEFORE) for row in rows}
    strands = [
        OfStrand(key, sum(key in one.strands for one in counting), *counts.get(key, (0, 0.0))) for key in STRANDS
    ]
    return Week(
        monday=monday,
        days_over=days_over,
        entries=found[:MOST],
        is_cut=len(found) > MOST,
        strands=[one for one in strands if one.entries or one.incidents or one.before],
        summary=TensionSummary.objects.filter(week=monday).select_related("by").order_by("-pk").first(),
    )
