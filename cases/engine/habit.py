"""What a daily count usually is: a level that drifts, a trend, a weekly pattern, and how far it scatters. Pure Python.

Every day is forecast from the days before it alone, and only then learned. So what is learned of the scatter is what
forecasts really missed by, drift included. Counts far outside of what was likely are pulled in before they are learned,
as Farrington (1996) and Noufaily (2013) weigh past outbreaks down.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

NEEDED: Final = 28  # days with data before anything is said
_LEVEL, _LONG, _PATTERN = 50.0, 160.0, 400.0  # memories in days: the weight of a day falls to 37 % in as many
_SLOPE: Final = 0.002  # log change a day that a trend is believed before it has shown itself
_SCATTER, _SCATTER_DAYS = 1.2, 20.0  # variance over mean at first, and for how many days' evidence that stands
_UNSURE: Final = 4.0  # days: by how much bounds are wider while few days have shown the scatter
_FAR: Final = 3.0  # standard deviations beyond which a count is pulled in


@dataclass(frozen=True, slots=True)
class Expected:
    """A forecast for one day: its mean, the variance of a count around it, the relative variance of the mean itself."""

    mean: float
    variance: float
    doubt: float


@dataclass(slots=True)
class Habit:
    """What is known of one series. `learn` the first `NEEDED` days in one, then each day after it was forecast."""

    scatter: float = _SCATTER
    _weekly: list[float] = field(default_factory=lambda: [1.0] * 7)
    _seen: list[float] = field(default_factory=lambda: [0.0] * 7)
    _due: list[float] = field(default_factory=lambda: [0.0] * 7)
    _short: list[float] = field(default_factory=lambda: [0.0] * 4)  # counts, exposure, exposure x age, squared weights
    _long: list[float] = field(default_factory=lambda: [0.0] * 4)
    _both: float = 0.0  # products of the two weights
    _missed: float = 0.0
    _missed_days: float = 0.0
    _on: date = date.min

    def start(self, days: Sequence[tuple[date, int]]) -> None:
        """Begin with the first days, which nothing could forecast. Days far above their middle are pulled in."""
        high = math.inf
        for _ in range(3):
            mean = sum(min(count, high) for _, count in days) / len(days)
            high = mean + _FAR * math.sqrt(_SCATTER * max(mean, 0.2)) + 1
        pulled = [(day, min(float(count), high)) for day, count in days]
        for day, count in pulled:
            self._seen[day.weekday()] += count
            self._due[day.weekday()] += mean
        self._weigh_weekdays()
        squares = sum((count - mean * self._weekly[day.weekday()]) ** 2 for day, count in pulled)
        self._missed = squares / max(mean, 0.05) * 1.1  # some of it went into mean and pattern
        self._missed_days = float(len(days))
        self._weigh_scatter()
        self.level_from(pulled)

    def level_from(self, days: Sequence[tuple[date, float]]) -> None:
        """Forget the level and take it from these days alone: the series has moved to a new one, without a trend yet."""
        self._short, self._long, self._both = [0.0] * 4, [0.0] * 4, 0.0
        self._on = days[0][0]
        for day, count in days:
            self._age(day)
            self._add(day, count)

    def expected(self, day: date) -> Expected:
        """Forecast a day after the last one learned. Needs `start`."""
        counts, exposure, aged, squared = self._short
        level = (counts + 0.3) / exposure
        gap = (day - self._on).days
        slope, slope_doubt = self._slope(level)
        ahead = min(aged / exposure + gap, 90.0)
        mean = level * math.exp(max(-1.0, min(1.0, slope * ahead))) * self._weekly[day.weekday()]
        doubt = self.scatter * squared / (exposure * (counts + 0.3)) + slope_doubt * ahead * ahead
        mean = max(mean, 1e-3)
        return Expected(mean, self.scatter * mean + doubt * mean * mean, doubt)

    def learn(self, day: date, count: int, forecast: Expected) -> None:
        """Take in a day that was forecast, pulled in where it lay far out."""
        self._age(day)
        far = _FAR * math.sqrt(forecast.variance)
        pulled = min(max(float(count), forecast.mean - far), forecast.mean + far + 0.5)
        weekday = day.weekday()
        fade = math.exp(-1 / _PATTERN)
        for at in range(7):
            self._seen[at] *= fade
            self._due[at] *= fade
        self._seen[weekday] += pulled
        self._due[weekday] += forecast.mean / self._weekly[weekday]
        self._add(day, pulled)
        self.learn_scatter(count, forecast)
        self._weigh_weekdays()

    def learn_scatter(self, count: int, forecast: Expected) -> None:
        """Take in how far a forecast missed; what no chance explains counts little."""
        fade = math.exp(-1 / _PATTERN)
        off = count - forecast.mean
        variance = forecast.variance
        beyond = math.sqrt(variance) * 3.9 + 2.35 * (
            2 * self.scatter - 1
        )  # about one day in 20,000 (Cornish and Fisher)
        square = off * off if off < beyond else 3 * variance
        missed = square - forecast.doubt * forecast.mean**2
        self._missed = self._missed * fade + missed / max(forecast.mean, 0.05)
        self._missed_days = self._missed_days * fade + 1
        self._weigh_scatter()

    def _age(self, day: date) -> None:
        gap = (day - self._on).days
        if not gap:
            return
        for sums, memory in ((self._short, _LEVEL), (self._long, _LONG)):
            fade = math.exp(-gap / memory)
            sums[2] = (sums[2] + gap * sums[1]) * fade
            sums[0] *= fade
            sums[1] *= fade
            sums[3] *= fade * fade
        self._both *= math.exp(-gap / _LEVEL - gap / _LONG)
        self._on = day

    def _add(self, day: date, count: float) -> None:
        exposure = self._weekly[day.weekday()]
        for sums in (self._short, self._long):
            sums[0] += count
            sums[1] += exposure
            sums[3] += exposure
        self._both += exposure

    def _slope(self, level: float) -> tuple[float, float]:
        """Return the log change a day and its variance, drawn towards none as far as the data leave it open."""
        (n1, b1, a1, q1), (n2, b2, a2, q2) = self._short, self._long
        apart = a2 / b2 - a1 / b1
        if apart < 10 or n1 < 5:
            return 0.0, 0.0
        raw = math.log((n1 + 0.3) / b1 * b2 / (n2 + 0.3)) / apart
        unsure = self.scatter / level * max(q1 / b1**2 + q2 / b2**2 - 2 * self._both / (b1 * b2), 1e-9) / apart**2
        trust = _SLOPE**2 / (_SLOPE**2 + unsure)
        return raw * trust, unsure * trust

    def _weigh_scatter(self) -> None:
        seen = self._missed / self._missed_days
        first = _SCATTER_DAYS * min(1.0, _SCATTER / max(seen, 0.1))  # what is far off is soon forgotten
        unsure = 1 + max(0.0, _UNSURE / self._missed_days - 0.015)
        self.scatter = unsure * max(1.0, (self._missed + _SCATTER * first) / (self._missed_days + first))

    def _weigh_weekdays(self) -> None:
        """Believe the weekly pattern as far as it stands out from chance (empirical Bayes)."""
        raw = [(seen + 0.1) / (due + 0.1) for seen, due in zip(self._seen, self._due, strict=True)]
        noise = [self.scatter / (due + 0.1) for due in self._due]
        spread = max(0.0005, sum((one - 1) ** 2 - chance for one, chance in zip(raw, noise, strict=True)) / 6)
        believed = [1 + (one - 1) * spread / (spread + chance) for one, chance in zip(raw, noise, strict=True)]
        middle = sum(believed) / 7
        self._weekly = [max(one / middle, 0.02) for one in believed]
