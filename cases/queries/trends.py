"""Counts of one strand by day, for charts: reports or incidents, by the day received or happened, of a borough or the city."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Max, Min, QuerySet, Sum
from django.db.models.functions import TruncMonth

from cases.engine.periods import Step, end_of
from cases.engine.series_keys import ALL, RACIST, is_racist, key_of
from cases.enums import Counted, DatedBy
from cases.models import Bulletin, CityCount, CountImport, CountOfDay, DailyCount, Surge, TriggerEvent
from cases.queries.days import days_so_far


@dataclass(frozen=True)
class What:
    """Which counts: `strand` is a key, `all` or `racist_all`; an empty `borough` is the whole city.

    An empty `kind` or `channel` is every one. Where one is chosen, two attributes are crossed: that stays at the desk.
    """

    strand: str = ALL
    borough: str = ""
    counted: str = Counted.INCIDENTS
    dated_by: str = DatedBy.RECEIVED
    kind: str = ""
    channel: str = ""

    @property
    def is_crossed(self) -> bool:
        """Whether kind or channel narrows it."""
        return bool(self.kind or self.channel)

    @property
    def may_be_imported(self) -> bool:
        """Whether counts of others can stand for it: they count incidents of the city."""
        return (
            not self.borough
            and not self.is_crossed
            and self.counted == Counted.INCIDENTS
            and self.dated_by == DatedBy.RECEIVED
        )


@dataclass
class Counts:
    """Days with data, and the sources of those that others counted."""

    by_day: dict[date, int] = field(default_factory=dict)
    sources: set[str] = field(default_factory=set)


def counts_of(what: What, *, first: date, last: date) -> Counts:
    """Return the days with data. From our first day to today a day without any counts as none; others have no data."""
    theirs = _imported(first, last) if what.may_be_imported else ({}, {})
    ours = _ours(what, first, last).filter(strand=_strand(what.strand))
    by_day = _joined(what.strand, theirs, {day: count for _, day, count in ours}, _days_of_ours(first, last))
    return Counts(by_day, set(theirs[1].values()))


def counts_of_strands(what: What, *, first: date, last: date) -> dict[str, dict[date, int]]:
    """The same for every strand that has any count in the span."""
    theirs = _imported(first, last) if what.may_be_imported else ({}, {})
    ours: dict[str, dict[date, int]] = {}
    for strand, day, count in _ours(what, first, last):
        ours.setdefault(strand, {})[day] = count
    found = {strand or ALL for strand, counts in ours.items() if any(counts.values())} | set(theirs[0])
    if any(is_racist(key) for key in theirs[0]):
        found.add(RACIST)
    days = _days_of_ours(first, last)
    return {key: _joined(key, theirs, ours.get(_strand(key), {}), days) for key in found}


def days_with_counts() -> tuple[date, date] | None:
    """The first and the newest day that has any count, ours or others'."""
    spans = [
        _whole().aggregate(low=Min("day"), high=Max("day")),
        DailyCount.objects.aggregate(low=Min("day"), high=Max("day")),
    ]
    told = [(one["low"], one["high"]) for one in spans if one["low"]]
    return (min(low for low, _ in told), max(high for _, high in told)) if told else None


def counted_since() -> date | None:
    """Our own first day that has a count."""
    return _whole().aggregate(low=Min("day"))["low"]  # type: ignore[no-any-return]


def events_of(first: date, last: date) -> list[TriggerEvent]:
    """Those of the span, in order of their days."""
    return list(TriggerEvent.objects.filter(on__range=(first, last)).order_by("on", "pk"))


def surges_of(what: What, first: date, last: date) -> list[Surge]:
    """Surges that were written down, in order of their days: they are of every kind and channel."""
    if what.is_crossed:
        return []
    rows = Surge.objects.filter(key=what.strand, borough=what.borough, day__range=(first, last))
    return list(rows.order_by("day", "pk"))


def months_by_borough(what: What, *, first: date, last: date) -> dict[date, dict[str, int]]:
    """Our own counts by month (its first day) and borough; "" for those without one."""
    rows = CountOfDay.objects.of(what.counted, what.dated_by)
    rows = rows.filter(strand=_strand(what.strand), day__range=(first, last)).order_by()
    found: dict[date, dict[str, int]] = {}
    for month, borough, count in rows.values_list(TruncMonth("day"), "borough").annotate(Sum("count")):
        found.setdefault(month, {})[borough] = count
    return found


def counts_of_month(month: date, *, dated_by: str) -> dict[tuple[str, str], dict[str, int]]:
    """Our own counts of one month by what is counted, strand, and borough ("" for those without one)."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for counted in Counted:
        rows = CountOfDay.objects.of(counted, dated_by).filter(day__range=(month, end_of(month, Step.MONTH))).order_by()
        for strand, borough, count in rows.values_list("strand", "borough").annotate(Sum("count")):
            found.setdefault((str(counted), strand or ALL), {})[borough] = count
    return found


def published_counts(key: str, *, first: date, last: date) -> dict[date, list[int]]:
    """What published bulletins say of a series, by day, the newest edition first."""
    found: dict[date, list[int]] = {}
    editions = Bulletin.objects.filter(published_at__isnull=False, day__range=(first, last)).order_by("day", "-edition")
    for day, content in editions.values_list("day", "content"):
        said = [one["count"] for one in content["figures"] if one["key"] == key]
        found.setdefault(day, []).extend(said)
    return found


def _imported(first: date, last: date) -> tuple[dict[str, dict[date, int]], dict[date, str]]:
    """Counts by key and day, and whose each day is: where several sources have a day, the one imported last says it."""
    names = CountImport.objects.filter(is_monthly=False).order_by("at", "pk").values_list("source", flat=True)
    latest = {source: at for at, source in enumerate(names)}
    rows = list(
        DailyCount.objects.filter(day__range=(first, last)).order_by().values_list("source", "series", "day", "count")
    )
    whose: dict[date, str] = {}
    for source, _, day, _ in rows:
        if day not in whose or latest.get(source, -1) > latest.get(whose[day], -1):
            whose[day] = source
    keys = {series: key_of(series) for series in {series for _, series, _, _ in rows}}
    counts: dict[str, dict[date, int]] = {}
    for source, series, day, count in rows:
        if whose[day] == source:
            by_day = counts.setdefault(keys[series], {})
            by_day[day] = by_day.get(day, 0) + count
    return counts, whose


def _ours(what: What, first: date, last: date) -> "QuerySet[Any, tuple[str, date, int]]":
    """Strand, day and count of each, of a borough or of the city."""
    if not what.borough and not what.is_crossed:
        city = CityCount.objects.filter(counted=what.counted, dated_by=what.dated_by, day__range=(first, last))
        return city.values_list("strand", "day", "count")
    cells = CountOfDay.objects.of(what.counted, what.dated_by, what.kind).filter(day__range=(first, last))
    if what.borough:
        cells = cells.filter(borough=what.borough)
    if what.channel:
        cells = cells.filter(channel=what.channel)
    return cells.order_by().values_list("strand", "day").annotate(Sum("count"))


def _whole() -> "QuerySet[CityCount]":
    """Days of the city that have an incident."""
    return CityCount.objects.filter(counted=Counted.INCIDENTS, dated_by=DatedBy.RECEIVED, strand="", count__gt=0)


def _strand(key: str) -> str:
    return "" if key == ALL else key


def _days_of_ours(first: date, last: date) -> list[date]:
    """Those of the span since we have counted: a day to come has no data."""
    began = counted_since()
    return [] if began is None else days_so_far(max(first, began), last)


def _joined(
    strand: str, theirs: tuple[Mapping[str, Mapping[date, int]], Mapping[date, str]], ours: Mapping[date, int],
    days: Sequence[date],
) -> dict[date, int]:  # fmt: skip
    """Counts of others where they have the day, ours on every other day since we have counted."""
    by_day: dict[date, int] = {}
    for key, counts in theirs[0].items():
        if strand in (key, RACIST if is_racist(key) else key):
            for day, count in counts.items():
                by_day[day] = by_day.get(day, 0) + count
    return by_day | {day: ours.get(day, 0) for day in days if day not in theirs[1]}
