"""When the cases of a series happened: months as tables of weeks, and how quickly they follow each other."""

import calendar
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Case

MOST_MONTHS = 24


@dataclass(frozen=True)
class Month:
    """Weeks of days: each its number (0: of another month) and how many cases."""

    name: str
    weeks: list[list[tuple[int, int]]]
    number: int


def day_of(case: Case) -> tuple[date, bool]:
    """The day it happened where that was answered, else the day it was received; and whether it was answered."""
    told = getattr(case, "happened_on", None)
    try:
        return date.fromisoformat(told or ""), True
    except ValueError:
        return timezone.localtime(case.received_at).date(), False


def months_of(cases: list[Case]) -> list[Month]:
    """Months that hold a case, newest first; those without one are left out and said by their absence."""
    counted = Counter(day_of(case)[0] for case in cases)
    held = sorted({(day.year, day.month) for day in counted}, reverse=True)[:MOST_MONTHS]
    return [_month(year, month, counted) for year, month in held]


def _month(year: int, month: int, counted: Counter[date]) -> Month:
    weeks = [
        [(day, counted[date(year, month, day)] if day else 0) for day in week]
        for week in calendar.Calendar().monthdayscalendar(year, month)
    ]
    name = formats.date_format(date(year, month, 1), "F Y")
    return Month(name, weeks, sum(number for week in weeks for _day, number in week))


def pace(cases: list[Case]) -> str:
    """How quickly they follow each other, and whether the last ones came faster; empty for fewer than two."""
    days = sorted(day_of(case)[0] for case in cases)
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    if not gaps:
        return ""
    if len(gaps) == 1:
        return ngettext("They are %d day apart.", "They are %d days apart.", gaps[0]) % gaps[0]
    usual = round(median(gaps))
    said = ngettext("Half of them follow within %d day.", "Half of them follow within %d days.", usual) % usual
    if len(gaps) >= 3 and gaps[-1] * 2 <= usual:
        said += " " + _("The last one came faster than usual.")
    return said
