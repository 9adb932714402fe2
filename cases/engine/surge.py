"""Days on which a count is higher than its own history explains: one alarm a surge. Pure Python, no clock.

`Watch` sees one series day by day. A day alarms when it, or a stretch of days up to it, is higher than chance explains
(`stretches.py`) against what the series usually is (`habit.py`). Then the surge lasts until a week has passed without a
high day: no second alarm meanwhile, save when it grows beyond anything seen in it. Days of a surge are not learned as
usual ones. A series that stays high for two weeks has moved to a new level, which is then the usual one; likewise one
that stays low.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from cases.engine.habit import NEEDED, Expected, Habit
from cases.engine.stretches import LENGTHS, Stretches, shares
from cases.engine.tail import highest_likely

FEWEST: Final = 3
"""Fewer are never a surge, however rare."""

_FOLD, _FOLD_COUNT, _FOLD_DAYS = 3, 5, 28
_FOLD_CHANCE, _FOLD_FULL, _FOLD_NONE = 0.028, 1.22, 1.4
_EARNED_IN, _SAVED_MOST = 200.0, 8.0  # days in which one false alarm is earned; how many can be saved up
_QUIET, _LASTING = 7, 14  # days without a high one that end a surge; days of a surge that make a new level
_SILENT, _ZEROS = 3, 28  # days without a single count, where there were many, before they are doubted, believed


@dataclass(frozen=True, slots=True)
class Day:
    """What is to be said of one day.

    `expected` is the mean, `upper` the highest count that would not have alarmed, given the days before. `p` is the
    chance of so many or more in a quiet series: of the day, or of the stretch of `length` days that alarms. All three
    are None while there is too little history to compare with.
    """

    date: date
    observed: int
    expected: float | None = None
    upper: int | None = None
    p: float | None = None
    alarm: bool = False
    length: int = 1
    in_surge: bool = False


@dataclass(slots=True)
class _Surge:
    began: date
    high_on: date
    peak: int
    days: list[tuple[date, int]] = field(default_factory=list)
    has_paused: bool = False


@dataclass(slots=True)
class Watch:
    """One series, seen in order of its days; a day without data is simply not shown to it."""

    bounds: bool = True  # whether `upper` is wanted: it is the costly part
    habit: Habit = field(default_factory=Habit)
    _stretches: Stretches = field(default_factory=Stretches)
    _first: list[tuple[date, int]] | None = field(default_factory=list)
    _month: deque[tuple[date, int]] = field(default_factory=lambda: deque(maxlen=_FOLD_DAYS))
    _surge: _Surge | None = None
    _zeros: int = 0
    _saved: float = 1.0
    _last: date = date.max

    @property
    def is_in_surge(self) -> bool:
        """Whether an alarm would be the same surge's."""
        return self._surge is not None

    def see(self, day: date, count: int) -> Day:
        """Say what there is to say of a day, then learn it. The first 28 days with data are only learned."""
        if self._first is not None:
            self._first.append((day, count))
            self._month.append((day, count))
            if len(self._first) == NEEDED:
                self.habit.start(self._first)
                self._first = None
            return Day(day, count)
        self._saved = min(_SAVED_MOST, self._saved + max(0, (day - self._last).days) / _EARNED_IN)
        self._last = day
        if self._surge and (day - self._surge.high_on).days > _QUIET:
            self._end_surge(self._surge)
        forecast = self.habit.expected(day)
        chances = self._stretches.chances(day, count, forecast, self.habit.scatter)
        length = self._alarms(day, count, forecast, chances)
        upper = self._upper(day, forecast) if self.bounds else None
        if length:
            self._saved = max(0.0, self._saved - 1)
        if length and not self._surge:
            self._surge = _Surge(day, day, count)
        found = Day(
            day, count, forecast.mean, upper, chances[LENGTHS.index(length or 1)], bool(length), length or 1,
            self._surge is not None,
        )  # fmt: skip
        self._take(day, count, forecast, chances, alarm=bool(length))
        self._month.append((day, count))
        return found

    def _alarms(self, day: date, count: int, forecast: Expected, chances: list[float]) -> int:
        """Return the length of the stretch that stands out the most for its share, 0 for none."""
        fold = count >= self._fold_from(day, forecast) if count >= _FOLD_COUNT else False
        if self._surge:
            return int(count > self._grown_from(self._surge, forecast) or (fold and self._surge.has_paused))
        if count < FEWEST or count <= forecast.mean:
            return 0
        found = [
            (chance / share, length)
            for chance, share, length in zip(chances, shares(forecast.mean, self.habit.scatter), LENGTHS, strict=True)
            if chance < share
        ]
        return min(found)[1] if found else int(fold)

    def _upper(self, day: date, forecast: Expected) -> int:
        fold = self._fold_from(day, forecast) - 1
        if self._surge:
            grown = self._grown_from(self._surge, forecast)
            return min(grown, fold) if self._surge.has_paused else grown
        most = min(self._stretches.upper(day, forecast, self.habit.scatter), fold)
        return max(most, FEWEST - 1, math.floor(forecast.mean))

    def _fold_from(self, day: date, forecast: Expected) -> int:
        """From which count on a day is told for being a multiple of the month before it.

        Where a few reports a day are usual, chance alone makes such days more often than the budget allows. They are
        told all the same, as people would be right to ask why not, but only out of what the series has saved of its
        budget: one alarm is earned in 200 days, and every alarm spends one.
        """
        if self._saved < 1:
            return 1 << 62
        month = [count for at, count in self._month if (day - at).days <= _FOLD_DAYS]
        open_to = (_FOLD_NONE - self.habit.scatter) / (_FOLD_NONE - _FOLD_FULL)
        chance = _FOLD_CHANCE * min(1.0, max(0.0, open_to))
        if len(month) < _FOLD_DAYS // 2 or chance <= shares(forecast.mean, self.habit.scatter)[0]:
            return 1 << 62
        times = math.ceil(_FOLD * sum(month) / len(month) - 1e-9)
        return max(_FOLD_COUNT, times, highest_likely(chance, forecast.mean, forecast.variance) + 1)

    def _grown_from(self, surge: _Surge, forecast: Expected) -> int:
        """Above which count a surge has grown so much that it is told anew."""
        mean = max(surge.peak, forecast.mean)
        return highest_likely(shares(mean, self.habit.scatter)[0], mean, self.habit.scatter * mean)

    def _take(self, day: date, count: int, forecast: Expected, chances: list[float], *, alarm: bool) -> None:
        if count and _SILENT <= self._zeros < _ZEROS and self._stretches.is_low(self.habit.scatter):
            self._stretches.days.clear()  # nobody recorded on those days: they were not quiet ones
        self._zeros = 0 if count else self._zeros + 1
        surge = self._surge
        if surge is None:
            self._stretches.add(day, count, forecast, self.habit.scatter)
            if self._stretches.is_low(self.habit.scatter):
                self._move_down()
            else:
                self.habit.learn(day, count, forecast)
            return
        if day == surge.began:
            self.habit.learn_scatter(count, forecast)
        surge.days.append((day, count))
        surge.has_paused = not alarm and (surge.has_paused or count <= 1.2 * forecast.mean)
        surge.peak = max(surge.peak, count)
        if alarm or chances[0] < 0.1:
            surge.high_on = day
        if (day - surge.began).days >= _LASTING and (day - surge.high_on).days <= 2:
            self._move_to(surge.days[-_LASTING:])

    def _end_surge(self, surge: _Surge) -> None:
        """Forget the days up to the last high one; those after it are usual days again, and are learned."""
        self._surge = None
        self._stretches.days.clear()
        for day, count in surge.days:
            if day > surge.high_on:
                forecast = self.habit.expected(day)
                self._stretches.add(day, count, forecast, self.habit.scatter)
                self.habit.learn(day, count, forecast)

    def _move_down(self) -> None:
        """See whether the series has stayed so low for two weeks that it has a new level.

        Until then low days are not learned: after Christmas, or a week in which nobody recorded, the usual comes back.
        Nothing at all, where there were many, is believed after four weeks only.
        """
        if self._zeros in range(1, _ZEROS) or not self._stretches.stays_low(self.habit.scatter):
            return
        self._move_to([(day, count) for day, count, _ in self._stretches.days])

    def _move_to(self, days: list[tuple[date, int]]) -> None:
        self._surge = None
        self._stretches.days.clear()
        self.habit.level_from([(day, float(count)) for day, count in days])
