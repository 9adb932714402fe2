"""The counts as a chart, as a table beside it, and in sentences: all three say the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from cases.desk.presenters import labels
from cases.engine.band import Point, points
from cases.engine.bulletin import AFTER
from cases.engine.chart import Chart, Place, draw, letter
from cases.engine.periods import Step, cut, end_of, is_whole, start_of, year_before
from cases.engine.plain_numbers import change, joined
from cases.engine.plain_numbers import day as said_day
from cases.engine.suppression import as_said
from cases.enums import Counted, DatedBy
from cases.models import TriggerEvent
from cases.queries.boroughs import boroughs
from cases.queries.monthly import months_of
from cases.queries.trends import Counts, What, counts_of, events_of, published_counts

_LEARNED = timedelta(days=400)  # history before the first day that the band is made from
WIDE, NARROW = (760, 320), (360, 300)
WITHHELD = "not shown"


@dataclass(frozen=True)
class Trend:
    """What was asked for, found and laid out. `compared` is the other period's, its first and last day beside it."""

    what: What
    step: Step
    first: date
    last: date
    points: list[Point]
    counts: Counts
    events: list[TriggerEvent]
    compared: list[Point]
    compared_with: tuple[date, date] | None = None
    said_on: list[date | None] | None = None  # since when the count of each point is said, of one borough's
    is_said: list[bool] | None = None  # whether all of each point is as bulletins published it, of the city's

    @property
    def total(self) -> int:
        """Of the days with data."""
        return sum(one.count or 0 for one in self.points)

    @property
    def is_empty(self) -> bool:
        """No day has data."""
        return all(one.count is None for one in self.points)

    def chart(self, size: tuple[int, int]) -> Chart:
        """The same numbers as a drawing."""
        width, height = size
        return draw(
            self.points, self.step, width=width, height=height, compared=self.compared,
            events=[event.on for event in self.events],
        )  # fmt: skip


def trend_of(what: What, step: Step, first: date, last: date, compare: str) -> Trend:
    """Read the counts and forecast them."""
    counts = counts_of(what, first=first - _LEARNED, last=last)
    other = _other_period(first, last, step, compare)
    compared: list[Point] = []
    if other:
        compared = points(counts_of(what, first=other[0], last=other[1]).by_day, cut(*other, step), with_band=False)
    has_band = what.dated_by == DatedBy.RECEIVED
    found = points(counts.by_day, cut(first, last, step), with_band=has_band, unfinished=timezone.localdate())
    return Trend(what, step, first, last, found, counts, events_of(first, last), compared, other)


def _other_period(first: date, last: date, step: Step, compare: str) -> tuple[date, date] | None:
    if compare == "before":
        return first - (last - first) - timedelta(days=1), first - timedelta(days=1)
    if compare != "year":
        return None
    if step == Step.MONTH:
        return _months_back(first), _months_back(last)
    return year_before(first), year_before(last)


def _months_back(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)


def basis(what: What, strands: dict[str, Any]) -> str:
    """What is counted, and by which day: never left out."""
    where = boroughs()[what.borough].name if what.borough else "the whole city"
    counted = "Incidents" if what.counted == Counted.INCIDENTS else "Reports"
    happened = "were received" if what.dated_by == DatedBy.RECEIVED else "happened"
    only = [f"of the kind “{labels.kinds([what.kind])[0].lower()}” alone"] if what.kind else []
    only += [f"that came by “{labels.channel(what.channel)}” alone"] if what.channel else []
    return f"{', '.join([counted, *only])}, by the day on which they {happened}, in {where}: {strands[what.strand]}."


def sentences(trend: Trend) -> list[str]:
    """What the chart shows, and what it cannot show."""
    noun = trend.what.counted
    said = [f"{trend.total:,} {noun} from {said_day(trend.first)} to {said_day(trend.last)}."]
    with_data = sum(one.with_data for one in trend.points)
    missing = sum(one.days for one in trend.points) - with_data
    if missing:
        days = "One day has" if missing == 1 else f"{missing:,} days have"
        said.append(f"{days} no data. In the chart that is a grey gap, and never counts as none.")
    each = trend.step.value
    ends = {"first": trend.points[0], "last": trend.points[-1]}
    short = [which for which, one in ends.items() if not is_whole((one.first, one.last), trend.step)]
    if short:
        are = f"The first and the last {each} are" if len(short) > 1 else f"The {short[0]} {each} is"
        said.append(f"{are} cut short by the days chosen, and lower for that alone.")
    if trend.first <= timezone.localdate() <= trend.last and not trend.is_empty:
        said.append("Today is not over: it is counted so far.")
    if not trend.is_empty and (ends := ends_before_today(trend.last)):
        said.append(ends)
    high = [one for one in trend.points if one.is_high]
    if high:
        many = f"{len(high)} {each}s are" if len(high) > 1 else f"One {each} is"
        said.append(f"{many} higher than chance explains (a triangle).")
    if trend.compared_with and any(one.count is not None for one in trend.compared):
        before = sum(one.count or 0 for one in trend.compared)
        first, last = trend.compared_with
        how = f", {change(trend.total, before)}".replace("the average", "as many") if before >= 5 else ""
        said.append(f"From {said_day(first)} to {said_day(last)} there were {before:,}{how}.")
        days = sum(one.with_data for one in trend.compared)
        if days != with_data:
            said.append(f"The two are not alike: {with_data:,} days have data here, {days:,} there.")
    elif trend.compared_with:
        said.append("The period to compare with has no data.")
    if any(_may_change(trend, at) for at in range(len(trend.points))):
        said.append(
            f"What no bulletin has published is as counted on {said_day(timezone.localdate())}: another day's picture may say "
            "a few more or fewer."
        )
    if trend.counts.sources:
        said.append(f"Some days or all are counted by others: {joined(sorted(trend.counts.sources))}.")
    if trend.what.dated_by == DatedBy.HAPPENED:
        said.append("Incidents whose day nobody knows are left out, and recent days still grow. So there is no band.")
    return said


def ends_before_today(last: date) -> str:
    """Why the days chosen end with yesterday; empty where they end otherwise."""
    today = timezone.localdate()
    if last != today - timedelta(days=1):
        return ""
    return f"The counts end with {said_day(last)}: {said_day(today)} is not over."


@dataclass(frozen=True)
class Row:
    """One period in words and numbers."""

    label: str
    count: str
    expected: str
    upper: str
    compared: str
    note: str
    is_high: bool
    day: str  # of its bulletin, empty for a week or month


def rows(trend: Trend) -> list[Row]:
    """The table beside the chart, one row a point."""
    lettered = list(enumerate(trend.events))
    found = []
    for at, one in enumerate(trend.points):
        notes = [f"{letter(number)}: {event.name}" for number, event in lettered if one.first <= event.on <= one.last]
        if one.count is not None and one.with_data < one.days:
            notes.insert(0, f"{one.with_data} of {one.days} days have data")
        if one.first <= timezone.localdate() <= one.last:
            notes.insert(0, "today is not over")
        if one.is_high:
            notes.insert(0, "higher than chance explains")
        other = trend.compared[at].count if at < len(trend.compared) else None
        found.append(
            Row(
                label(one, trend.step), number(one.count), "" if one.expected is None else f"{one.expected:.1f}",
                "" if one.upper is None else f"{one.upper:,}", number(other) if trend.compared_with else "",
                "; ".join(notes), one.is_high, one.first.isoformat() if trend.step == Step.DAY and one.count is not None else "",
            )
        )  # fmt: skip
    return found


def label(one: Point, step: Step) -> str:
    """What a period is called."""
    if step == Step.DAY:
        return f"{one.first:%a} {said_day(one.first)}"
    if step == Step.WEEK:
        return f"{one.first.day} {one.first:%b} to {one.last.day} {one.last:%b %Y}"
    whole = one.days >= 28 and one.first.day == 1
    return f"{one.first:%B %Y}" if whole else f"{one.first.day} to {one.last.day} {one.first:%B %Y}"


def number(count: int | None) -> str:
    """A count in words where there is none."""
    return "no data" if count is None else f"{count:,}"


@dataclass(frozen=True)
class Around:
    """An event, and the mean of a day in the four weeks before and after, its own day included after.

    Only days that are over count. Where fewer than four weeks of them have data, it is said how many.
    """

    letter: str
    event: TriggerEvent
    before: str
    after: str
    change: str


def around_events(trend: Trend) -> list[Around]:
    """What each event of the period stands between."""
    by_day, yesterday = trend.counts.by_day, timezone.localdate() - timedelta(days=1)
    if any(event.on + timedelta(days=AFTER - 1) > trend.last for event in trend.events):
        by_day = by_day | counts_of(trend.what, first=trend.last, last=trend.last + timedelta(days=AFTER)).by_day
    by_day = {day: count for day, count in by_day.items() if day <= yesterday}
    found = []
    for number, event in enumerate(trend.events):
        before = _within(by_day, event.on - timedelta(days=AFTER), event.on - timedelta(days=1))
        after = _within(by_day, event.on, event.on + timedelta(days=AFTER - 1))
        how = change(_mean(after), _mean(before)).replace("the average", "as many") if any(before) and after else ""
        found.append(
            Around(letter(number), event, _said(before), _said(after), how.replace("about as many", "about the same"))
        )
    return found


def _within(by_day: dict[date, int], first: date, last: date) -> list[int]:
    return [count for day, count in by_day.items() if first <= day <= last]


def _mean(counts: Sequence[int]) -> float:
    return sum(counts) / len(counts)


def _said(counts: Sequence[int]) -> str:
    if not counts:
        return "no data"
    days = {AFTER: "", 1: ", of one day only"}.get(len(counts), f", of {len(counts)} days only")
    return f"{_mean(counts):.1f} a day{days}"


@dataclass(frozen=True)
class ByOthers:
    """Counts by month that others gave us, laid out: what they are, the drawing, and its table."""

    basis: str
    said: str
    wide: Drawn
    narrow: Drawn
    rows: list[tuple[str, str]]


def by_others(trend: Trend) -> ByOthers | None:
    """The same months as others count them; None where the chart is not by month, or nobody gave us any.

    They are not our incidents: they stand beside them and are never added up with them.
    """
    if (
        trend.what.is_crossed
        or trend.step != Step.MONTH
        or trend.what.counted != Counted.INCIDENTS
        or trend.what.dated_by != DatedBy.RECEIVED
    ):
        return None
    months = months_of(trend.what.strand, trend.what.borough, first=trend.first, last=trend.last)
    if not months.by_month:
        return None
    spans = [span for span in cut(trend.first, trend.last, Step.MONTH) if is_whole(span, Step.MONTH)]
    found = []
    for first, last in spans:
        days, count = (last - first).days + 1, months.by_month.get(first)
        found.append(Point(first, last, days, 0 if count is None else days, count))
    where = boroughs()[trend.what.borough].name if trend.what.borough else "the whole city"
    missing = sum(one.count is None for one in found)
    gaps = {0: "", 1: " One month has no data, which is not none."}.get(
        missing, f" {missing} months have no data, which is not none."
    )
    wide, narrow = (
        drawn(draw(found, Step.MONTH, width=size[0], height=size[1], events=[event.on for event in trend.events]))
        for size in (WIDE, NARROW)
    )
    return ByOthers(
        f"Counted by others ({months.source}), by month, in {where}: “{months.label}”.",
        f"{sum(months.by_month.values()):,} in {len(months.by_month)} whole months, as that source counts them. They are not the "
        f"incidents above, and are never added to them.{gaps}",
        wide, narrow, [(label(one, Step.MONTH), number(one.count)) for one in found],
    )  # fmt: skip


def city_for_outside(trend: Trend) -> Trend:
    """What of the city's counts may leave the desk: days that are over, as far as published as they were published.

    Otherwise a file and a bulletin of the same day would differ by the few that came or went since. Of which days nothing
    was published is said: a file of another day may differ in those.
    """
    last = min(trend.last, timezone.localdate() - timedelta(days=1))
    by_day = trend.counts.by_day
    published: dict[date, list[int]] = {}
    if trend.what.counted == Counted.INCIDENTS and trend.what.dated_by == DatedBy.RECEIVED:
        published = published_counts(trend.what.strand, first=trend.first, last=last)
        by_day = by_day | {day: as_said(by_day.get(day, 0), said) for day, said in published.items() if said}
    has_band = trend.what.dated_by == DatedBy.RECEIVED
    found = points(by_day, cut(trend.first, last, trend.step), with_band=has_band, unfinished=timezone.localdate())
    is_said = [all(published.get(day) for day in _days(one) if day in by_day) for one in found]
    return replace(trend, last=last, points=found, counts=Counts(by_day, trend.counts.sources), is_said=is_said)


def _days(one: Point) -> Iterator[date]:
    return (one.first + timedelta(days=at) for at in range(one.days))


def borough_for_outside(
    trend: Trend, said: Mapping[date, tuple[Mapping[str, int | None], date]], *, since: date | None
) -> Trend:
    """What of a borough's counts may leave the desk: those of whole months, as they are said.

    `said` holds, by month, what may be said of each borough, and from when on it was. A month that is not in it is not over,
    or before the day `since` which we count. A hidden count has no data in the drawing.
    """
    first = start_of(trend.first, Step.MONTH)
    last = min(end_of(trend.last, Step.MONTH), end_of(max(said), Step.MONTH) if said else first - timedelta(days=1))
    shown: list[Point] = []
    said_on: list[date | None] = []
    for start, end in cut(first, last, Step.MONTH):
        days = (end - start).days + 1
        counts, on = said.get(start, ({}, None))
        told = (end - max(start, since or start)).days + 1 if on else 0
        shown.append(Point(start, end, days, told, counts.get(trend.what.borough, 0) if on else None))
        said_on.append(on)
    return Trend(trend.what, Step.MONTH, first, last, shown, trend.counts, trend.events, [], said_on=said_on)


def csv_rows(trend: Trend) -> list[list[str]]:
    """A line for each period: what may leave the desk, and no more."""
    found = []
    for at, one in enumerate(trend.points):
        withheld = one.count is None and bool(one.with_data)
        other = trend.compared[at].count if at < len(trend.compared) else None
        found.append(
            [
                one.first.isoformat(), one.last.isoformat(), str(one.days), str(one.with_data),
                WITHHELD if withheld else "" if one.count is None else str(one.count),
                "" if one.expected is None else f"{one.expected:.2f}", "" if one.upper is None else str(one.upper),
                "" if other is None else str(other),
                "; ".join(event.name for event in trend.events if one.first <= event.on <= one.last),
                said_on.isoformat() if (said_on := trend.said_on[at] if trend.said_on else None) else "",
                _may_change(trend, at),
            ]
        )  # fmt: skip
    return found


def _may_change(trend: Trend, at: int) -> str:
    if trend.is_said is None or trend.points[at].count is None or trend.is_said[at]:
        return ""
    return (
        f"counted on {timezone.localdate()} and not published whole: a file of another day may say a few more or fewer"
    )


CSV_HEAD = [
    "first_day",
    "last_day",
    "days",
    "days_with_data",
    "count",
    "expected",
    "upper",
    "compared_with",
    "events",
    "said_on",
    "note",
]


@dataclass(frozen=True)
class Drawn:
    """A chart as paths of SVG."""

    chart: Chart
    line: str
    dots: list[Place]
    expected: str
    band: str
    compared: str
    high: list[str]


def drawn(chart: Chart) -> Drawn:
    """The strings that SVG wants."""
    return Drawn(
        chart, _path(chart.line), [run[0] for run in chart.line if len(run) == 1], _path(chart.expected),
        _path(chart.band, close="Z"), _path(chart.compared),
        [f"M{x} {y - 23}l-6 10h12z" for x, y in chart.high],
    )  # fmt: skip


def _path(runs: Sequence[Sequence[Place]], close: str = "") -> str:
    return "".join("M" + "L".join(f"{x} {y}" for x, y in run) + close for run in runs if len(run) > 1)
