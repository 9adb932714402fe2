"""Since when a day is the highest: told where it says something, and never of a series that was entered late."""

from datetime import date, timedelta

import pytest

from cases.engine.bulletin import Figure, figure, of_a_backlog, write

ON = date(2026, 6, 30)


def counted(last: int, high: dict[int, int], *, days: int = 400, without: frozenset[int] = frozenset()) -> Figure:
    """`last` on the day, three on each before, but what `high` says of so many days back."""
    counts = {ON - timedelta(back): high.get(back, 3) for back in range(1, days) if back not in without}
    return figure("race", {**counts, ON: last}, ON, [])


def said(*figures: Figure) -> str:
    return " ".join(sentence for sentence in write(ON, figures, []) if "highest" in sentence or "No day" in sentence)


def test_the_highest_for_a_month_is_told_with_the_day_that_had_as_many() -> None:
    assert said(counted(9, {29: 9, 60: 40})) == (
        "It was the highest day for incidents because of race, ethnicity or nationality since 1 June 2026."
    )


@pytest.mark.parametrize("back", [1, 14, 28])
def test_the_highest_for_less_than_four_weeks_is_no_news(back: int) -> None:
    assert said(counted(9, {back: 9})) == ""


def test_days_without_data_are_no_days_that_were_lower() -> None:
    assert said(counted(9, {40: 9})) != ""
    assert said(counted(9, {40: 9}, without=frozenset(range(2, 20)))) == ""


def test_of_the_highest_of_the_year_that_is_said_and_nothing_twice() -> None:
    words = said(counted(9, {300: 9}))
    assert "It was the highest day of 2026 to date" in words
    assert words.count("since") == 1
    assert "since 3 September 2025" in words


def test_series_with_the_same_day_before_are_told_in_one_sentence() -> None:
    one = counted(9, {40: 9})
    assert said(one, one).count("It was the highest day") == 1


def test_few_are_no_record_and_a_backlog_makes_none() -> None:
    assert said(counted(4, {40: 4})) == ""
    late = of_a_backlog(counted(9, {40: 9}))
    assert said(late) == ""
    assert late.as_dict()["highest_since"] is None
