"""How the figures of the promise page are said, so that no count under five can be known from them. Pure Python.

Counts are rounded to the nearest five, and everything under five is one answer: "fewer than five", nought included.
Shares are worked out from what is shown, never from what is not, rounded down, and not said of fewer than 25. So the
UK's Higher Education Statistics Agency (HESA) rounds its tables. As each count is rounded by itself, taking one from
another (a priority from all, seven days from thirty, yesterday's page from today's) leaves at least two answers open
wherever the truth is under five. What was done in time is never shown, and could still be worked out where it is small:
therefore how many were missed is not said of fewer than 25 either, and fewer than five that were done in time count as none.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

FEWEST: Final = 5
FEWEST_OF_A_SHARE: Final = 25
WINDOWS: Final = (7, 30, 365)
"""Days, whole ones, the last of which is over."""

_HALF: Final = 2


@dataclass(frozen=True, slots=True)
class Kept:
    """One cell of the table: of one kind and priority ("" for all), what was due in the last `days` days."""

    kind: str
    priority: str
    days: int
    owed: int
    missed: int

    def as_shown(self) -> dict[str, str | int | bool | None]:
        """`owed` None: fewer than five. `is_least`: the share is that or more, because fewer than five were missed (None).

        Neither `share` nor `missed` is said of fewer than 25.
        """
        owed, missed, share = shown(self.owed), None, None
        if owed is not None and owed >= FEWEST_OF_A_SHARE:
            least = owed - _HALF
            missed = shown(self.missed) if self.owed - self.missed >= FEWEST else owed
            share = 100 * (owed - missed) // owed if missed is not None else 100 * (least - FEWEST + 1) // least
        return {
            "kind": self.kind, "priority": self.priority, "days": self.days, "owed": owed, "missed": missed,
            "share": share, "is_least": share is not None and missed is None,
        }  # fmt: skip


def shown(count: int) -> int | None:
    """Return the count as it may be shown: the nearest multiple of five, None for fewer than five."""
    return None if count < FEWEST else (count + _HALF) // 5 * 5


def median_minutes(waits: Iterable[float | None]) -> float | None:
    """Return the minutes within which at least half were done; `math.inf` where that half is not done yet.

    `waits` are minutes, None for what is not done yet. None for fewer than five.
    """
    ordered = sorted(math.inf if wait is None else wait for wait in waits)
    if len(ordered) < FEWEST:
        return None
    return ordered[(len(ordered) - 1) // 2]


def said_minutes(minutes: float) -> int:
    """Round up to five minutes; from two hours on to whole hours."""
    step = 5 if minutes <= 120 else 60
    return max(1, math.ceil(minutes / step)) * step
