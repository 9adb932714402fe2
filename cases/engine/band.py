"""What each period of a chart had, beside what its own history led one to expect. Pure Python, no clock.

The forecast of a day is that of `habit.py`, made from the days before it alone; that of a week or month is the sum of
its days' forecasts. `upper` is the highest count that chance still explains: for a day with the chance that the search
for surges gives to single days, for longer periods once in 200.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from cases.engine.habit import NEEDED, Expected, Habit
from cases.engine.periods import Span
from cases.engine.stretches import shares
from cases.engine.surge import FEWEST
from cases.engine.tail import highest_likely

_OF_A_PERIOD: Final = 0.005


@dataclass(frozen=True, slots=True)
class Point:
    """One period. `count` is None where no day of it has data; `days` of it, and how many of those have data.

    `expected` and `upper` are of the days with data; None while there is too little history.
    """

    first: date
    last: date
    days: int
    with_data: int
    count: int | None
    expected: float | None = None
    upper: int | None = None

    @property
    def is_high(self) -> bool:
        """Whether it is more than chance explains."""
        return self.count is not None and self.upper is not None and self.count > self.upper


def points(
    counts: Mapping[date, int], spans: Sequence[Span], *, with_band: bool = True, unfinished: date | None = None
) -> list[Point]:
    """Return a point for each span. `counts` holds the days with data, those before the first span for the forecast.

    From a day that is `unfinished` nothing is learned: its count is that so far.

    What was worked out last is kept: years of days take 50 ms, and change only when a count does.
    """
    return list(_points(tuple(sorted(counts.items())), tuple(spans), with_band, unfinished))


@lru_cache(maxsize=64)
def _points(
    days_with_data: tuple[tuple[date, int], ...], spans: tuple[Span, ...], with_band: bool, unfinished: date | None
) -> tuple[Point, ...]:
    counts = dict(days_with_data)
    forecasts, scatter = _forecasts(counts, spans[0][0], spans[-1][1], unfinished) if spans and with_band else ({}, 1.0)
    found = []
    for first, last in spans:
        days = [date.fromordinal(one) for one in range(first.toordinal(), last.toordinal() + 1)]
        told = [day for day in days if day in counts]
        made = [forecasts[day] for day in told if day in forecasts]
        count = sum(counts[day] for day in told) if told else None
        if not made or len(made) < len(told):
            found.append(Point(first, last, len(days), len(told), count))
        else:
            expected, upper = _bound(made, scatter)
            found.append(Point(first, last, len(days), len(told), count, expected, upper))
    return tuple(found)


def _forecasts(
    counts: Mapping[date, int], first: date, last: date, unfinished: date | None
) -> tuple[dict[date, Expected], float]:
    days = sorted(day for day in counts if day <= last)
    if len(days) <= NEEDED:
        return {}, 1.0
    habit = Habit()
    habit.start([(day, counts[day]) for day in days[:NEEDED]])
    found = {}
    for day in days[NEEDED:]:
        forecast = habit.expected(day)
        if day >= first:
            found[day] = forecast
        if day != unfinished:
            habit.learn(day, counts[day], forecast)
    return found, habit.scatter


def _bound(made: Sequence[Expected], scatter: float) -> tuple[float, int]:
    mean = sum(one.mean for one in made)
    if len(made) == 1:
        share, variance = shares(mean, scatter)[0], made[0].variance
    else:
        doubt = sum(one.doubt for one in made) / len(made)
        share, variance = _OF_A_PERIOD, scatter * mean + doubt * mean * mean
    return mean, max(highest_likely(share, mean, variance), FEWEST - 1)
