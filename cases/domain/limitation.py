"""Until when a summary offence can be brought to court.

Magistrates' Courts Act 1980, section 127: the information must be laid within six months of the offence. Months are
calendar months and the day of the offence is not counted, so that the last day bears the same number six months on, or
is the last day of a month that is too short for it.
"""

import calendar
from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

MONTHS: Final = 6
WARNED: Final = 30
"""Days before the last one from which it is warned of."""


class Limit(NamedTuple):
    """`last` is the last day. `is_estimate`: counted from receipt, because nobody said on what day it happened."""

    last: date
    is_estimate: bool

    def days_left(self, today: date) -> int:
        """Return 0 on the last day, less than 0 when it has passed."""
        return (self.last - today).days

    def is_near(self, today: date) -> bool:
        """Tell whether it is warned of, passed or not."""
        return self.days_left(today) <= WARNED


def six_months_after(day: date) -> date:
    """Return the same number six months on, or that month's last day."""
    month = day.month - 1 + MONTHS
    year, month = day.year + month // 12, month % 12 + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


def limit_of(told: Iterable[tuple[str, date]]) -> Limit:
    """Return the earliest limit of some accounts, each the day it happened as it was said and the day of its receipt.

    A day that does not exist, is not said in full, or comes after the receipt, is no day.
    """
    accounts = list(told)
    said = [day for text, received in accounts if (day := _day(text)) and day <= received]
    first = min(said) if said else min(received for _, received in accounts)
    return Limit(six_months_after(first), is_estimate=not said)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
