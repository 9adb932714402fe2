"""Daily counts by key of ours: what others gave us, and our own incidents by the day on which they were received."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Sum

from cases.engine.bulletin import Event
from cases.engine.series_keys import ALL, RACIST, is_racist, key_of
from cases.enums import Counted, DatedBy
from cases.models import CityCount, CountImport, CountOfDay, DailyCount, TriggerEvent
from cases.queries.days import days_so_far


@dataclass
class Daily:
    """Counts of each key by day, and where those of each day are from: a source, or "" for our own."""

    counts: dict[str, dict[date, int]] = field(default_factory=dict)
    sources: dict[date, str] = field(default_factory=dict)


def daily_counts(*, until: date) -> Daily:
    """Everything up to a day. Where several sources have a day, the one that was imported last says all of it.

    "Racist incidents (all)" of an imported day is the sum of its series that count as such; of our own it is counted.
    """
    found = Daily()
    counts: defaultdict[str, dict[date, int]] = defaultdict(dict)
    latest = {
        source: at
        for at, source in enumerate(
            CountImport.objects.filter(is_monthly=False).order_by("at", "pk").values_list("source", flat=True)
        )
    }
    rows = DailyCount.objects.filter(day__lte=until).values_list("source", "series", "day", "count")
    for source, _, day, _ in rows:
        if day not in found.sources or latest.get(source, -1) > latest.get(found.sources[day], -1):
            found.sources[day] = source
    for source, series, day, count in rows:
        if found.sources[day] == source:
            key = key_of(series)
            counts[key][day] = counts[key].get(day, 0) + count
            if is_racist(key):
                counts[RACIST][day] = counts[RACIST].get(day, 0) + count
    _add_our_own(counts, found.sources, until)
    found.counts = dict(counts)
    return found


def _add_our_own(counts: defaultdict[str, dict[date, int]], sources: dict[date, str], until: date) -> None:
    """From our first day to today a day without an incident counts as none: it was looked at."""
    rows = CityCount.objects.filter(counted=Counted.INCIDENTS, dated_by=DatedBy.RECEIVED, day__lte=until, count__gt=0)
    ours = {(strand or ALL, day): total for strand, day, total in rows.values_list("strand", "day", "count")}
    if not ours:
        return
    first = min(day for _, day in ours)
    strands = {strand for strand, _ in ours} | {RACIST}
    for day in days_so_far(first, until):
        if day in sources:
            continue
        sources[day] = ""
        for strand in strands:
            counts[strand][day] = ours.get((strand, day), 0)


def counts_of_boroughs(*, until: date) -> dict[str, dict[date, int]]:
    """Our own incidents of each borough by the day received, from our first day to today."""
    rows = CountOfDay.objects.of(Counted.INCIDENTS, DatedBy.RECEIVED).filter(strand="", day__lte=until)
    totals = rows.values_list("borough", "day").annotate(Sum("count"))
    ours = {(borough, day): total for borough, day, total in totals if borough}
    if not ours:
        return {}
    days = days_so_far(min(day for _, day in ours), until)
    boroughs = {borough for borough, _ in ours}
    return {borough: {day: ours.get((borough, day), 0) for day in days} for borough in boroughs}


def trigger_events() -> list[Event]:
    """In order of their days."""
    return [Event(on, name) for on, name in TriggerEvent.objects.order_by("on", "pk").values_list("on", "name")]
