"""Where everything of a chart lies: counts as a line, what was expected as a band, events as upright lines. Pure Python.

Only places in a picture, in its own units: the desk draws them as SVG, a download as PNG, from the same numbers.
What tells things apart is form, not colour: solid, dashed and dotted lines, a grey band, triangles, letters.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Final

from cases.engine.band import Point
from cases.engine.periods import Step

Place = tuple[float, float]
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LABEL: Final = 78  # width of a date below the chart


@dataclass(frozen=True, slots=True)
class Mark:
    """A place with a word: a date, a number of the scale, the letter of an event."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines are runs of places without a gap; a run of one is a dot. `band` holds closed outlines."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    line: list[list[Place]]
    expected: list[list[Place]]
    band: list[list[Place]]
    compared: list[list[Place]]
    high: list[Place]
    gaps: list[tuple[float, float]]
    scale: list[Mark]
    dates: list[Mark]
    events: list[Mark] = field(default_factory=list)


def letter(at: int) -> str:
    """Return the letter of an event: A to Z, then A2."""
    turn, place = divmod(at, len(_LETTERS))
    return _LETTERS[place] + (str(turn + 1) if turn else "")


def draw(
    points: Sequence[Point],
    step: Step,
    *,
    width: int,
    height: int,
    compared: Sequence[Point] = (),
    events: Sequence[date] = (),
    is_small: bool = False,
) -> Chart:
    """Lay out a chart. `points` are not empty; `compared` stands for the same places of another period."""
    left, right, top, bottom = (
        (42.0, width - 6.0, 8.0, height - 8.0) if is_small else (44.0, width - 12.0, 26.0, height - 30.0)
    )
    most = max(
        [one.count or 0 for one in (*points, *compared)] + [one.upper or 0 for one in points if not is_small] + [1]
    )
    steps = _scale(most, 2 if is_small else 5)
    high = steps[-1]

    def x(at: float) -> float:
        return round(left + (right - left) * (at + 0.5) / len(points), 1)

    def y(value: float) -> float:
        return round(bottom - (bottom - top) * min(value, high) / high, 1)

    counts = [one.count for one in points]
    edge = (right - left) / len(points) / 2
    return Chart(
        width, height, left, right, top, bottom,
        line=_runs(counts, x, y),
        expected=[] if is_small else _runs([one.expected for one in points], x, y),
        band=[] if is_small else _bands(points, x, y),
        compared=_runs([one.count for one in compared][: len(points)], x, y),
        high=[] if is_small else [(x(at), y(one.count or 0)) for at, one in enumerate(points) if one.is_high],
        gaps=[(round(x(first) - edge, 1), round(x(last) - x(first) + 2 * edge, 1)) for first, last in _without(counts)],
        scale=[Mark(left, y(value), f"{value:,}") for value in steps],
        dates=[] if is_small else _dates(points, step, x, right - left, bottom),
        events=_events(points, events, x, top),
    )  # fmt: skip


def _without(counts: Sequence[int | None]) -> list[tuple[int, int]]:
    """The first and the last place of each run without a count."""
    runs = [list(run) for is_none, run in groupby(range(len(counts)), lambda at: counts[at] is None) if is_none]
    return [(run[0], run[-1]) for run in runs]


def _runs(
    values: Sequence[float | None], x: Callable[[float], float], y: Callable[[float], float]
) -> list[list[Place]]:
    runs: list[list[Place]] = [[]]
    for at, value in enumerate(values):
        if value is not None:
            runs[-1].append((x(at), y(value)))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _bands(points: Sequence[Point], x: Callable[[float], float], y: Callable[[float], float]) -> list[list[Place]]:
    """From what was expected up to the bound, forth and back."""
    found = []
    lower = _runs([one.expected for one in points], x, y)
    upper = _runs([one.upper if one.expected is not None else None for one in points], x, y)
    for low, up in zip(lower, upper, strict=True):
        found.append([*low, *reversed(up)])
    return [outline for outline in found if len(outline) > 2]


def _scale(most: int, parts: int) -> list[int]:
    """Round numbers from nought to the first one that is not below the highest value."""
    raw = max(1.0, most / parts)
    size = 10 ** math.floor(math.log10(raw))
    unit = next(int(size * times) for times in (1, 2, 5, 10) if size * times >= raw)
    return list(range(0, unit * math.ceil(most / unit) + 1, unit))


def _dates(points: Sequence[Point], step: Step, x: Callable[[float], float], room: float, bottom: float) -> list[Mark]:
    """As many as have room."""
    every = max(1, math.ceil(len(points) * _LABEL / room))
    named = "%b %Y" if step == Step.MONTH else "%d %b %y"
    return [
        Mark(x(at), bottom + 20, f"{points[at].first:{named}}".lstrip("0"))
        for at in range(every // 2, len(points), every)
    ]


def _events(points: Sequence[Point], events: Sequence[date], x: Callable[[float], float], top: float) -> list[Mark]:
    found = []
    for number, on in enumerate(events):
        for at, one in enumerate(points):
            if one.first <= on <= one.last:
                share = ((on - one.first).days + 0.5) / one.days - 0.5
                found.append(Mark(x(at + share), top - 8, letter(number)))
    return found
