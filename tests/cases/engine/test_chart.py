"""Places in a chart."""

from datetime import date, timedelta

from cases.engine.band import Point
from cases.engine.chart import draw
from cases.engine.periods import Step


def test_periods_without_data_that_follow_each_other_are_one_grey_field() -> None:
    first = date(2026, 3, 1)
    counts = [None, None, 3, 4, None, 5, None]
    points = [
        Point(first=first + timedelta(days=at), last=first + timedelta(days=at), days=1, with_data=1, count=count)
        for at, count in enumerate(counts)
    ]
    chart = draw(points, Step.DAY, width=700, height=200)
    (before, wide), (between, one), (after, last) = chart.gaps
    assert (round(wide - 2 * one, 1), last) == (0, one)
    assert before < between < after
    assert [len(run) for run in chart.line] == [2, 1]
