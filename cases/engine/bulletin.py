"""The bulletin of a day from daily counts: figures, and the sentences that a press officer would write. Pure Python.

"Daily average this year" is that of 1 January to the day before, over the days that have data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final

from cases.engine.plain_numbers import change, day, joined, number
from cases.engine.promise_figures import shown
from cases.engine.series_keys import ALL, RACIST

AFTER: Final = 28
"""Days after an event, its own included, with which a day is compared."""

_ENOUGH: Final = 28  # days: an average over fewer is not called one of the year
_LONG: Final = 28  # days with data, all of them lower, from which on the day is called the highest since the one before

_NAMES: Final = {
    ALL: "hate", RACIST: "racist", "race": "because of race, ethnicity or nationality", "religion": "against a religion or belief",
    "religion:anti-muslim": "Islamophobic", "religion:antisemitic": "antisemitic", "religion:christian": "anti-Christian",
    "religion:hindu": "anti-Hindu", "religion:sikh": "anti-Sikh", "religion:other": "against another belief",
    "sexual_orientation": "homophobic or biphobic", "transgender": "transphobic", "disability": "because of a disability",
    "sex": "because of somebody's sex", "age": "because of somebody's age",
}  # fmt: skip

Counts = Mapping[date, int]


@dataclass(frozen=True, slots=True)
class Event:
    """A day that people remember."""

    on: date
    name: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One series on the day. None stands for what cannot be said."""

    key: str
    count: int
    daily_average: float | None
    days_averaged: int
    change_percent: int | None
    times_average: float | None
    highest_since: date | None
    is_highest: bool
    is_highest_of_year: bool
    is_highest_for_long: bool
    higher_than_after: tuple[date, ...]
    is_surge: bool = False

    def as_dict(self) -> dict[str, Any]:
        """As the contract gives it, dates as text."""
        return {
            "key": self.key, "count": self.count, "daily_average": self.daily_average,
            "change_percent": self.change_percent, "times_average": self.times_average,
            "highest_since": self.highest_since and self.highest_since.isoformat(),
            "higher_than_after": [on.isoformat() for on in self.higher_than_after], "surge": self.is_surge,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What is said of a day: figures, sentences, on what they rest, and what is to be borne in mind."""

    on: date
    basis: str
    figures: list[Figure]
    sentences: list[str] = field(default_factory=list)
    caveats: list[str] = field(default_factory=list)
    is_over: bool = True
    reports: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """As the contract gives it."""
        return {
            "date": self.on.isoformat(), "basis": self.basis, "figures": [one.as_dict() for one in self.figures],
            "sentences": self.sentences, "caveats": self.caveats, "is_over": self.is_over,
            "reports": self.reports,
        }  # fmt: skip


def figure(key: str, counts: Counts, on: date, events: Sequence[Event], *, is_surge: bool = False) -> Figure:
    """Compare the day with its year, with all days before, and with the four weeks after each event.

    An event counts only where the day lies outside of its four weeks and those have data.
    """
    count = counts[on]
    this_year = [counts[one] for one in counts if date(on.year, 1, 1) <= one < on]
    before = {one: had for one, had in counts.items() if one < on}
    average = sum(this_year) / len(this_year) if this_year else None
    as_high = [one for one, had in before.items() if had >= count]
    lower_after = [
        event.on
        for event in events
        if (after := [had for one, had in before.items() if 0 <= (one - event.on).days < AFTER])
        and (on - event.on).days >= AFTER
        and max(after) < count
    ]
    return Figure(
        key=key, count=count,
        daily_average=None if average is None else round(average, 3),
        days_averaged=len(this_year),
        change_percent=round(100 * (count / average - 1)) if average else None,
        times_average=round(count / average, 2) if average else None,
        highest_since=max(as_high, default=None),
        is_highest=bool(before) and not as_high,
        is_highest_of_year=len(this_year) >= _ENOUGH and max(this_year) < count,
        is_highest_for_long=bool(as_high) and sum(one > max(as_high) for one in before) >= _LONG,
        higher_than_after=tuple(sorted(set(lower_after))),
        is_surge=is_surge,
    )  # fmt: skip


def so_far(one: Figure) -> Figure:
    """The figure of a day that is not over: fewer than usual says nothing yet, so the comparison is left out."""
    if one.change_percent is None or one.change_percent >= 0:
        return one
    return replace(one, change_percent=None, times_average=None)


def of_a_backlog(one: Figure) -> Figure:
    """The figure of a series most of which had happened before: neither a surge nor a record."""
    return replace(
        one, is_surge=False, is_highest=False, is_highest_of_year=False, is_highest_for_long=False, highest_since=None,
        higher_than_after=(),
    )  # fmt: skip


def write(
    on: date,
    figures: Sequence[Figure],
    events: Sequence[Event],
    *,
    first: date | None = None,
    is_over: bool = True,
    counted: str = "recorded",
) -> list[str]:
    """Write the sentences: what was counted against what is usual, then what the day was among others.

    `counted`: what was done to each that is counted; "reported", where no more is known of it than that.
    """
    said = [] if is_over else [f"{day(on)} is not over: these are its counts so far."]
    said += [_counted(one, on, counted, is_first=at == 0, is_over=is_over) for at, one in enumerate(figures)]
    surges = [one for one in figures if one.is_surge]
    if surges:
        kinds, were = _kinds(surges), "were" if is_over else "are already"
        said.append(f"{kinds[:1].upper()}{kinds[1:]} {were} more than the ups and downs of quiet days explain.")
    said += _highest(on, figures, first, is_over=is_over)
    said += _higher_than(figures, events)
    return said


def name_of(key: str) -> str:
    """Return what the incidents of a series are called before the noun."""
    return _NAMES.get(key, key.replace("_", " "))


def _incidents(one: Figure) -> str:
    noun, name = "incident" if one.count == 1 else "incidents", name_of(one.key)
    if name.startswith(("against ", "because ")):
        return f"{noun} {name}"
    return f"{name} {noun}"


def _counted(one: Figure, on: date, counted: str, *, is_first: bool, is_over: bool) -> str:
    count = "No" if one.count == 0 else number(one.count).capitalize()
    was = "was" if one.count == 1 else "were"
    if not is_over:
        was = "has been" if one.count == 1 else "have been"
    said = f"{count} {_incidents(one)} {was} {counted}"
    said += "" if is_over else " so far"
    said += f" on {day(on)}" if is_first else ""
    if not one.daily_average:
        return f"{said}. There is no average of this year to compare with."
    usual = number(one.daily_average) if one.daily_average >= 0.05 else "less than one in 20 days"
    said += f" against a daily average of {usual} this year"
    is_compared = (one.count >= 5 or one.daily_average >= 5) and (is_over or one.count >= one.daily_average)
    said = f"{said}: {change(one.count, one.daily_average)}." if is_compared else f"{said}."
    if one.days_averaged < _ENOUGH:
        said += f" The average is of {one.days_averaged} days only."
    return said


def _highest(on: date, figures: Sequence[Figure], first: date | None, *, is_over: bool) -> list[str]:
    was = "It was" if is_over else "It is already"
    told = [one for one in figures if one.count >= 5]
    said = []
    of_year = [one for one in told if one.is_highest_of_year]
    if of_year:
        said.append(f"{was} the highest day of {on.year} to date for {_kinds(of_year)}.")
    ever = [one for one in told if one.is_highest]
    if ever and first and (on - first).days > 365:
        said.append(f"No day since these counts begin, on {day(first)}, had as many: {_kinds(ever)}.")
    for one in of_year:
        if one.highest_since and one.highest_since.year < on.year:
            said.append(f"{was} the highest day for {incidents_of(one.key)} since {day(one.highest_since)}.")
    since: dict[date, list[Figure]] = {}
    for one in told:
        if one.highest_since and one.is_highest_for_long and not one.is_highest_of_year:
            since.setdefault(one.highest_since, []).append(one)
    said += [f"{was} the highest day for {_kinds(since[at])} since {day(at)}." for at in sorted(since)]
    return said


def _higher_than(figures: Sequence[Figure], events: Sequence[Event]) -> list[str]:
    said = []
    for one in figures:
        if one.count < 5 or not one.higher_than_after or not one.is_highest_of_year:
            continue
        named = [f"{event.name} on {day(event.on)}" for event in events if event.on in one.higher_than_after]
        said.append(
            f"{number(one.count).capitalize()} {_incidents(one)} are more than on any day in the four weeks after "
            f"{joined(named)}."
        )
    return said


def incidents_of(key: str) -> str:
    """ "Islamophobic incidents", "incidents because of a disability"."""
    name = name_of(key)
    return f"incidents {name}" if name.startswith(("against ", "because ")) else f"{name} incidents"


def _kinds(figures: Sequence[Figure]) -> str:
    return joined([incidents_of(one.key) for one in figures])


def in_quarters(share: float) -> str:
    """A share, from 0 to 1, no finer than to the nearest quarter."""
    near = (
        "fewer than one in eight",
        "about a quarter",
        "about half",
        "about three quarters",
        "more than seven in eight",
    )
    return near[min(4, int(share * 4 + 0.5))]


def came_late(on: date, count: int) -> list[str]:
    """How many of a day's incidents came in after it so far, to the nearest five."""
    many = "fewer than five incidents" if (near := shown(count)) is None else f"about {number(near)} incidents"
    return [f"So far {many} that happened on {day(on)} came in later."]


def average_span(on: date) -> tuple[date, date]:
    """Return the days over which "this year" is averaged."""
    return date(on.year, 1, 1), on - timedelta(days=1)
