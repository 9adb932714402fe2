"""When another door took a report: a past time, as it was written down there."""

from datetime import datetime

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import get_current_timezone, make_aware

_EARLIEST = 1900


def read_taken_at(written: str, *, now: datetime) -> datetime:
    """A past time as ISO 8601; a day alone is its midnight, a time without a zone is local. ValueError with a sentence."""
    try:
        at = parse_datetime(written)
        day = parse_date(written) if at is None else None
        if day is not None:
            at = datetime(day.year, day.month, day.day)  # noqa: DTZ001 (made aware below)
        if at is not None and at.tzinfo is None:
            at = make_aware(at, get_current_timezone())
    except (ValueError, OverflowError):  # 31 February; the year 0
        at = None
    if at is None:
        raise ValueError("write a day that exists, such as 2024-03-27 or 27/3/2024, with a time or without.")
    if at.year < _EARLIEST:
        raise ValueError(f"this is before {_EARLIEST}.")
    if at > now:
        raise ValueError("this is still to come.")
    return at
