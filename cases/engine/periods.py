"""A span of days cut into days, weeks from Monday, or months. Pure Python."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

Span = tuple[date, date]


class Step(StrEnum):
    """How long one point of a chart is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


def cut(first: date, last: date, step: Step) -> list[Span]:
    """Return the first and the last day of each period; those at the ends are as short as the span makes them."""
    found: list[Span] = []
    while first <= last:
        end = min(end_of(first, step), last)
        found.append((first, end))
        first = end + timedelta(days=1)
    return found


def start_of(day: date, step: Step) -> date:
    """Return the first day of the period that a day lies in."""
    if step == Step.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if step == Step.MONTH else day


def end_of(day: date, step: Step) -> date:
    """Return the last day of the period that a day lies in."""
    if step == Step.WEEK:
        return day + timedelta(days=6 - day.weekday())
    if step == Step.MONTH:
        return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return day


def is_whole(span: Span, step: Step) -> bool:
    """Whether a period was not cut short."""
    return span == (start_of(span[0], step), end_of(span[0], step))


def year_before(day: date) -> date:
    """Return the same weekday a year ago: 52 weeks."""
    return day - timedelta(weeks=52)
