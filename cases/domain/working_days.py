"""Counting days on which offices work: Monday to Friday, bank holidays left out."""

from collections.abc import Container
from datetime import date
from typing import Final

_SATURDAY: Final = 5


def is_working_day(day: date, holidays: Container[date]) -> bool:
    """Tell whether offices are open."""
    return day.weekday() < _SATURDAY and day not in holidays


def add_working_days(day: date, count: int, holidays: Container[date]) -> date:
    """Return the `count`-th working day after `day`, which itself is never counted."""
    number = day.toordinal()
    while count > 0:
        number += 1
        day = date.fromordinal(number)
        count -= is_working_day(day, holidays)
    return day
