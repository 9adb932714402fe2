"""The bulletin of a day from the counts that are there: figures, sentences, on what they rest, and what to bear in mind."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from cases.engine import bulletin
from cases.engine.plain_numbers import day as said_day
from cases.engine.plain_numbers import joined, number
from cases.engine.promise_figures import shown
from cases.engine.series_keys import ALL, RACIST
from cases.engine.suppression import FEWEST, as_said
from cases.engine.surge import FEWEST as FEWEST_OF_A_SURGE
from cases.engine.surge import Watch
from cases.enums import Counted, DatedBy
from cases.models import Bulletin, CountOfDay
from cases.queries.countable import happened_and_received_later, imported_on, of_old, received_and_happened_on
from cases.queries.daily import Daily, daily_counts, trigger_events
from reporting.taxonomy import STRANDS

_LEFT_OUT = (
    "What is held as possible abuse of the form, and what was closed as abuse of it or as not hate, is not counted; nor is a "
    "backlog on the day on which it was imported."
)
_WATCHED = timedelta(days=2 * 365)  # history that the test for surges looks at
_ORDER = [
    ALL,
    RACIST,
    "religion:anti-muslim",
    "religion:antisemitic",
    *(key for key in STRANDS if ":" not in key),
    *STRANDS,
]


def bulletin_of(on: date) -> bulletin.Bulletin | None:
    """Return what may be published of a day; None where no count of that day is there, and for a day to come.

    Today is said not to be over.
    """
    today = timezone.localdate()
    daily = daily_counts(until=on)
    if on > today or on not in daily.sources:
        return None
    published = _published(on)
    _repeat(daily, on, published)
    events = [event for event in trigger_events() if event.on < on]
    told = {one["key"] for one in published[0]["figures"]} if published else set(daily.counts)
    keys = [
        key
        for key, counts in daily.counts.items()
        if on in counts and any(counts.values()) and (key in told or counts[on])
    ]
    figures = [
        bulletin.figure(key, daily.counts[key], on, events, is_surge=_alarms(daily.counts[key], on))
        for key in sorted(keys, key=lambda key: (_ORDER.index(key) if key in _ORDER else len(_ORDER), key))
    ]
    is_over = on < today
    if not is_over:
        figures = [bulletin.so_far(one) for one in figures]
    source = daily.sources[on]
    backlogs = set() if source else {one.key for one in figures if _is_told(one) and _is_backlog(one.key, on)}
    figures = [bulletin.of_a_backlog(one) if one.key in backlogs else one for one in figures]
    figures = [_as_first_said(one, published) for one in figures]
    counted = "recorded" if source else "reported"  # ours are of reports, whether or not a crime was recorded since
    sentences = bulletin.write(on, figures, events, first=min(daily.sources), is_over=is_over, counted=counted)
    reports = None if source else _reports(on, published)
    late: list[str] = []
    if not source:
        late = [*_backlog(on, figures, backlogs), *_when_they_happened(on)]
    return bulletin.Bulletin(
        on=on,
        basis=_basis(source, reports) if not published or "reports" in published[0] else published[0]["basis"],
        reports=reports,
        figures=figures,
        sentences=sentences,
        caveats=[*_gaps(daily, on), *late, *_how_to_read(source)],
        is_over=is_over,
    )


def _published(on: date) -> list[dict[str, Any]]:
    """What the published editions of the day say, the newest first."""
    editions = Bulletin.objects.filter(day=on, published_at__isnull=False).order_by("-edition")
    return list(editions.values_list("content", flat=True))


def _repeat(daily: Daily, on: date, editions: Sequence[Mapping[str, Any]]) -> None:
    """Of a published day, counts that changed by fewer than five are said as they were."""
    said = [{one["key"]: one["count"] for one in edition["figures"]} for edition in editions]
    for key in {*daily.counts, *(key for counts in said for key in counts)} if said else ():
        counts = daily.counts.get(key, {})
        daily.counts[key] = {**counts, on: as_said(counts.get(on, 0), [before.get(key, 0) for before in said])}


def _as_first_said(one: bulletin.Figure, editions: Sequence[Mapping[str, Any]]) -> bulletin.Figure:
    """Where the count is repeated, so is what it was compared with: an average of few days is a count of them."""
    for edition in editions:
        for before in edition["figures"]:
            if before["key"] == one.key and before["count"] == one.count:
                return replace(
                    one, **{name: before[name] for name in ("daily_average", "change_percent", "times_average")}
                )
    return one


def _reports(on: date, editions: Sequence[Mapping[str, Any]]) -> int:
    count = _ours(on, Counted.REPORTS, DatedBy.RECEIVED)
    return as_said(count, [before for edition in editions if (before := edition.get("reports")) is not None])


def _alarms(counts: dict[date, int], on: date) -> bool:
    """Whether the day alarms; that of a day no higher than the month before is not asked, for it takes a while."""
    month = [counts[day] for back in range(1, 29) if (day := on - timedelta(days=back)) in counts]
    if counts[on] < FEWEST_OF_A_SURGE or counts[on] * len(month) <= sum(month):
        return False
    watch, found = Watch(bounds=False), False
    for day in sorted(day for day in counts if on - _WATCHED <= day <= on):
        found = watch.see(day, counts[day]).alarm
    return found


def _basis(source: str, reports: int | None) -> str:
    if source or reports is None:
        return (
            f"Incidents as counted by the source “{source}”, by the day that it gives. Whether they had happened on that day, "
            "and how many reports told of them, is not in its counts."
        )
    return (
        f"Incidents, by the day on which the first report of each was received; {number(reports)} reports were received. "
        f"{_LEFT_OUT}"
    )


def _gaps(daily: Daily, on: date) -> list[str]:
    first, last = bulletin.average_span(on)
    days = sum(first <= day <= last for day in daily.sources)
    missing = (last - first).days + 1 - days
    if not days or not missing:
        return []
    if missing == 1:
        return ["One day has no data this year and is left out of the averages."]
    return [f"{number(missing).capitalize()} days have no data this year and are left out of the averages."]


def _is_told(one: bulletin.Figure) -> bool:
    is_record = one.is_highest or one.is_highest_of_year or one.is_highest_for_long
    return one.is_surge or is_record or bool(one.higher_than_after)


def _is_backlog(key: str, on: date) -> bool:
    old, count = of_old(on, key=key)
    return old * 2 > count


def _backlog(on: date, figures: Sequence[bulletin.Figure], keys: set[str]) -> list[str]:
    """Name what was entered late: it makes neither a surge nor a record."""
    said = []
    if keys:
        kinds = joined([bulletin.incidents_of(one.key) for one in figures if one.key in keys])
        said.append(
            f"Most of the {kinds} had happened two days before or more: a backlog that was entered, not a day of many incidents."
        )
    imported = imported_on(on)
    if imported:
        many = "a few incidents" if (near := shown(imported)) is None else f"about {number(near)} incidents"
        said.append(
            f"A backlog of {many} was imported on {said_day(on)}. It is not in these figures: it did not arrive on that day."
        )
    return said


def _when_they_happened(on: date) -> list[str]:
    """Say how many of the day's incidents happened on the day, and how many that did came in later so far.

    Counts under five, or that leave under five, are not said. The share is in quarters, what came late to the nearest
    five: the days received and happened are two attributes crossed, and whole days by either are known.
    """
    received = _ours(on, Counted.INCIDENTS, DatedBy.RECEIVED)
    same_day = received_and_happened_on(on)
    rest = received - same_day
    late = bulletin.came_late(on, happened_and_received_later(on)) if on < timezone.localdate() else []
    if not received:
        return late
    if not (same_day >= FEWEST and rest >= FEWEST):
        return ["Some of the incidents received on a day happened earlier.", *late]
    share = bulletin.in_quarters(same_day / received)
    return [f"Of the incidents received on {said_day(on)}, {share} are known to have happened on that day.", *late]


def _how_to_read(source: str) -> list[str]:
    said = ["Figures count what was reported. How much is reported changes with how safe people feel to do so."]
    if not source:
        said.append("Figures may still change as officers read reports and decide.")
    return said


def _ours(on: date, counted: Counted, dated_by: DatedBy) -> int:
    rows = CountOfDay.objects.of(counted, dated_by).filter(day=on, strand="")
    return rows.aggregate(total=Sum("count"))["total"] or 0
