"""The last day for a summary offence, and days on which offices work."""

import calendar
import json
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cases.domain.limitation import limit_of, six_months_after
from cases.domain.reference import FOLDER
from cases.domain.working_days import add_working_days, is_working_day

DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))
HOLIDAYS = {
    date.fromisoformat(row["on"]): row["name"]
    for row in json.loads((FOLDER / "bank_holidays.json").read_text(encoding="utf-8"))
}


@given(DAYS)
def test_the_last_day_bears_the_same_number_six_months_on_or_is_the_months_last(day: date) -> None:
    last = six_months_after(day)
    assert (last.year * 12 + last.month) - (day.year * 12 + day.month) == 6
    assert last.day == day.day or (last.day < day.day and last.day == calendar.monthrange(last.year, last.month)[1])


def test_months_that_are_too_short_end_on_their_last_day() -> None:
    assert six_months_after(date(2026, 8, 31)) == date(2027, 2, 28)
    assert six_months_after(date(2027, 8, 30)) == date(2028, 2, 29)
    assert six_months_after(date(2026, 12, 31)) == date(2027, 6, 30)


def test_the_day_it_happened_counts_as_the_reporter_said_it() -> None:
    assert limit_of([("2026-05-01", date(2026, 5, 9))]) == (date(2026, 11, 1), False)


def test_without_a_day_it_counts_from_receipt_and_says_so() -> None:
    for said in ("", "last spring", "2026-02-31", "05/2026"):
        assert limit_of([(said, date(2026, 5, 9))]) == (date(2026, 11, 9), True)


def test_a_day_after_the_receipt_is_no_day() -> None:
    assert limit_of([("2036-05-01", date(2026, 5, 9))]) == (date(2026, 11, 9), True)


def test_of_several_reports_the_earliest_day_that_was_said_counts() -> None:
    told = [("", date(2026, 3, 1)), ("2026-05-04", date(2026, 5, 9)), ("2026-05-03", date(2026, 6, 9))]
    assert limit_of(told) == (date(2026, 11, 3), False)


@given(DAYS, st.integers(1, 30))
def test_so_many_working_days_lie_between(day: date, count: int) -> None:
    end = add_working_days(day, count, HOLIDAYS)
    between = [day + timedelta(number) for number in range(1, (end - day).days + 1)]
    assert sum(is_working_day(one, HOLIDAYS) for one in between) == count
    assert is_working_day(end, HOLIDAYS)


def test_over_christmas_two_working_days_are_nearly_a_week() -> None:
    assert add_working_days(date(2026, 12, 24), 2, HOLIDAYS) == date(2026, 12, 30)


def test_easter_and_mondays_are_where_the_law_puts_them() -> None:
    for year in {day.year for day in HOLIDAYS}:
        easter = _easter(year)
        assert {easter - timedelta(2), easter + timedelta(1)} <= set(HOLIDAYS)
        own = [day for day in HOLIDAYS if day.year == year]
        assert len(own) == 8
        assert all(day.weekday() < 5 for day in own)
        for name, month, is_last in (("Early May", 5, False), ("Spring", 5, True), ("Summer", 8, True)):
            (day,) = (one for one in own if HOLIDAYS[one].startswith(name))
            assert (day.month, day.weekday()) == (month, 0)
            assert (day + timedelta(7)).month != month if is_last else day.day <= 7


def _easter(year: int) -> date:
    """Meeus, Jones, Butcher."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, g = b // 4, b % 4, (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    m = (2 * e + 2 * (c // 4) - h - c % 4 + 32) % 7
    p = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * p + 114, 31)
    return date(year, month, day + 1)
