"""Where and when incidents gather: by hour and weekday, places named again and again, times for patrols. Pure Python."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

PARTS: Final = {"morning": "6 to 12", "afternoon": "12 to 18", "evening": "18 to 24", "night": "0 to 6"}
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FEWEST: Final = 3
"""Fewer are no pattern."""

_NOT_OUTSIDE: Final = frozenset({"online", "home"})
_MOST: Final = 8


@dataclass(frozen=True, slots=True)
class Seen:
    """What of one incident is looked at. `where` is a postcode district or borough, "" where none is told.

    `day` is the one day on which it happened, None where it is not known; `hour` and `part` likewise.
    """

    reference: str
    where: str
    named: frozenset[str]
    day: date | None
    hour: int | None
    part: str
    place_kind: str


@dataclass(frozen=True, slots=True)
class Repeated:
    """A place that several incidents name."""

    name: str
    where: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Patrol:
    """A place and a time for a visible patrol, and why."""

    where: str
    part: str
    hours: str
    reason: str
    references: tuple[str, ...]


def part_of(hour: int) -> str:
    """Return the part of the day that an hour lies in."""
    return ("night", "morning", "afternoon", "evening")[hour // 6]


def by_hour(seen: Iterable[Seen]) -> tuple[list[list[int]], dict[str, list[int]]]:
    """Return counts by hour and weekday, and by part of the day and weekday of those whose hour is not known."""
    hours = [[0] * 7 for _ in range(24)]
    parts = {part: [0] * 7 for part in PARTS}
    for one in seen:
        if one.day is None:
            continue
        if one.hour is not None:
            hours[one.hour][one.day.weekday()] += 1
        elif one.part in parts:
            parts[one.part][one.day.weekday()] += 1
    return hours, parts


def repeated(seen: Iterable[Seen], fewest: int = 2) -> list[Repeated]:
    """Return places that are named by several incidents of the same area, those named most first."""
    named: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for one in seen:
        for name in one.named:
            named[name, one.where].add(one.reference)
    found = [
        Repeated(name, where, tuple(sorted(references)))
        for (name, where), references in named.items()
        if len(references) >= fewest
    ]
    return sorted(found, key=lambda one: (-len(one.references), one.where, one.name))


def patrols(seen: Sequence[Seen]) -> list[Patrol]:
    """Suggest where and when to be seen: areas and parts of the day in which three incidents or more happened outside."""
    outside = [one for one in seen if one.where and one.place_kind not in _NOT_OUTSIDE]
    timed: defaultdict[str, list[Seen]] = defaultdict(list)
    for one in outside:
        if one.part:
            timed[one.where].append(one)
    found = []
    for where, all_here in timed.items():
        for part in PARTS:
            here = [one for one in all_here if one.part == part]
            if len(here) >= FEWEST:
                found.append(
                    Patrol(
                        where,
                        part,
                        PARTS[part],
                        _reason(here, len(all_here)),
                        tuple(sorted(one.reference for one in here)),
                    )
                )
    return sorted(found, key=lambda one: (-len(one.references), one.where, one.part))[:_MOST]


def _reason(here: Sequence[Seen], timed: int) -> str:
    said = f"{len(here)} of the {timed} incidents here whose time is known happened then"
    days = [one.day for one in here if one.day]
    if days:
        weekday, most = Counter(day.weekday() for day in days).most_common(1)[0]
        if most >= 2:
            said += f", {most} of them on a {WEEKDAYS[weekday]}"
        weeks = len({day.isocalendar()[:2] for day in days})
        said += f"; spread over {weeks} weeks" if weeks > 1 else "; all in one week"
    return f"{said}."
