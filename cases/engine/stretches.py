"""The last days taken together: is today too high, or are two, three or seven days to today? Pure Python.

A slower rise shows in a stretch of days before it shows in one. All stretches share one budget of false alarms, about
one in 180 quiet days. Where counts are small most of it goes to the single day: there a few reports are all there is.
Where they are large, more goes to stretches, which see a rise by half that no single day would: the larger the counts,
the longer the stretch that sees the smallest rise worth telling.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Final

from cases.engine.habit import Expected
from cases.engine.tail import at_least, highest_likely

LENGTHS: Final = (1, 2, 3, 7)
_SHARES: Final = (
    # up to this mean: chance of a false alarm a day, for each length, and how much of it where counts scatter much
    (4.0, (0.0050, 0.0014, 0.0009, 0.0002), 1.12),
    (10.0, (0.0029, 0.0071, 0.0029, 0.0003), 1.0),  # between two means by their logarithm
    (18.0, (0.0012, 0.0042, 0.0042, 0.0006), 0.9),
    (30.0, (0.0002, 0.0036, 0.0070, 0.0012), 0.9),  # from this mean on
)
_MUCH: Final = (1.4, 0.5)  # the scatter from which on it is much, and over how much more of it that comes
_KEPT: Final = 14  # days
_MEMORY: Final = 400.0  # days
_BY_CHANCE: Final = 0.15  # by how much stretches seem to scatter more than days do, though they do not
_LOW: Final = 0.0005

Seen = tuple[date, int, Expected]


def shares(mean: float, scatter: float) -> tuple[float, ...]:
    """Return the chance of a false alarm that a stretch of each length may take on one day.

    Where counts scatter much, how much they do is known less well: bounds of large counts are sometimes too narrow, so less
    is taken; those of small ones cannot be met in steps of one, which leaves some of the budget, so more is.
    """
    found, times = _at_mean(max(mean, 1e-9))
    begins, over = _MUCH
    taken = 1 + (times - 1) * min(1.0, max(0.0, (scatter - begins) / over))
    return tuple(taken * share for share in found)


def _at_mean(mean: float) -> tuple[tuple[float, ...], float]:
    if mean <= _SHARES[0][0]:
        return _SHARES[0][1:]
    for (low, few, less), (high, many, more) in pairwise(_SHARES):
        if mean < high:
            along = math.log(mean / low) / math.log(high / low)
            between = tuple(one + along * (other - one) for one, other in zip(few, many, strict=True))
            return between, less + along * (more - less)
    return _SHARES[-1][1:]


@dataclass(slots=True)
class Stretches:
    """Quiet days so far, and how much more stretches scatter than single days do (days that hang together)."""

    days: deque[Seen] = field(default_factory=lambda: deque(maxlen=_KEPT))
    _missed: dict[int, list[float]] = field(default_factory=lambda: {length: [30.0, 30.0] for length in LENGTHS[1:]})

    def chances(self, day: date, count: int, forecast: Expected, scatter: float) -> list[float]:
        """Return for each length how likely so many or more are; 1.0 where there is nothing to add, or not above the mean."""
        found = [at_least(count, forecast.mean, forecast.variance)]
        for before, mean, variance in self._before(day, forecast, scatter):
            total = before + count
            found.append(at_least(total, mean, variance) if mean and total > mean else 1.0)
        return found

    def upper(self, day: date, forecast: Expected, scatter: float) -> int:
        """Return the highest count that today may have without any stretch standing out."""
        one, *longer = shares(forecast.mean, scatter)
        most = highest_likely(one, forecast.mean, forecast.variance)
        for (before, mean, variance), share in zip(self._before(day, forecast, scatter), longer, strict=True):
            if mean:
                most = min(most, max(highest_likely(share, mean, variance), math.floor(mean)) - before)
        return most

    def add(self, day: date, count: int, forecast: Expected, scatter: float) -> None:
        """Take in a quiet day."""
        self.days.append((day, count, forecast))
        fade = math.exp(-1 / _MEMORY)
        for length, sums in self._missed.items():
            if len(self.days) >= length:
                days = list(self.days)[-length:]
                mean = sum(one.mean for _, _, one in days)
                missed = (sum(count for _, count, _ in days) - mean) ** 2
                variance = scatter * mean + forecast.doubt * mean * mean
                sums[0] = sums[0] * fade + min(missed / variance, 9.0)  # beyond three standard deviations: no chance
                sums[1] = sums[1] * fade + 1

    def is_low(self, scatter: float) -> bool:
        """Whether the last three or seven days are lower than chance explains."""
        days = list(self.days)
        return bool(days) and (_are_low(days[-3:], scatter) or _are_low(days[-7:], scatter))

    def stays_low(self, scatter: float) -> bool:
        """Whether both of the last two weeks are."""
        days = list(self.days)
        return len(days) == _KEPT and _are_low(days[:7], scatter) and _are_low(days[7:], scatter)

    def _before(self, day: date, forecast: Expected, scatter: float) -> list[tuple[int, float, float]]:
        """For each longer stretch: the count before today, and mean and variance with today; zeros where it is empty."""
        found = []
        days = list(self.days)
        for length in LENGTHS[1:]:
            past = [(count, one.mean) for at, count, one in days[-(length - 1) :] if (day - at).days < length]
            mean = forecast.mean + sum(mean for _, mean in past) if past else 0.0
            missed, due = self._missed[length]
            more = max(1.0, missed / due - _BY_CHANCE) * scatter
            found.append((sum(count for count, _ in past), mean, more * mean + forecast.doubt * mean * mean))
        return found


def _are_low(days: list[Seen], scatter: float) -> bool:
    total, mean = sum(count for _, count, _ in days), sum(one.mean for _, _, one in days)
    variance = scatter * mean + days[-1][2].doubt * mean * mean
    return total < mean - 2 * math.sqrt(variance) and 1 - at_least(total + 1, mean, variance) < _LOW
