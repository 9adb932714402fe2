"""Numbers as a press officer writes them. Pure Python, English."""

from __future__ import annotations

import math
from datetime import date
from typing import Final

_WORDS: Final = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_FOLD_FROM: Final = 2.5  # below this multiple of the average a percentage is said


def number(value: float) -> str:
    """Words up to nine, figures above: "three", "38", "2.4"; a fraction only where it says something."""
    shown = round(value, 1) if value < 10 else round(value)
    if shown == int(shown):
        return _WORDS[int(shown)] if 0 < shown < 10 else f"{int(shown):,}"
    return f"{shown:.1f}"


def times(multiple: float) -> str:
    """ "nearly seven times", "more than five times", "about 12 times"."""
    below = math.floor(multiple + 1e-9)
    part = multiple - below
    if part < 0.1:
        return f"{_many(below)} times"
    return f"nearly {_many(below + 1)} times" if part >= 0.6 else f"more than {_many(below)} times"


def change(count: float, average: float) -> str:
    """How a count stands to its average: a percentage, or a fold where that says it better."""
    multiple = count / average
    percent = round(100 * (multiple - 1))
    if multiple >= _FOLD_FROM:
        risen = f", up by {_at_least(multiple - 1)} times" if multiple >= 3 else ""
        return f"{times(multiple)} the average{risen}"
    if abs(percent) < 5:
        return "about the average"
    return f"up {percent}%" if percent > 0 else f"down {-percent}%"


def day(on: date, *, with_year: bool = True) -> str:
    """ "6 June 2017"."""
    return f"{on.day} {on:%B}" + (f" {on.year}" if with_year else "")


def joined(items: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + f" and {items[-1]}"


def _at_least(multiple: float) -> str:
    below = math.floor(multiple + 1e-9)
    return _many(below) if multiple - below < 0.1 else f"more than {_many(below)}"


def _many(whole: int) -> str:
    return _WORDS[whole] if 0 < whole < 10 else f"{whole:,}"
