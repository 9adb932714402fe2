"""Days in local time: where one begins, where its work ends, and which have been."""

from datetime import date, datetime, time

from django.utils import timezone

_END_OF_WORK = time(17)


def midnight(day: date) -> datetime:
    """The moment at which a day begins."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())


def end_of_work(day: date) -> datetime:
    """Five in the afternoon of that day: what is promised for a day is due then."""
    return datetime.combine(day, _END_OF_WORK, tzinfo=timezone.get_current_timezone())


def days_so_far(first: date, last: date) -> list[date]:
    """The days of a span up to today: a day to come was not looked at, so it has no data."""
    last = min(last, timezone.localdate())
    return [date.fromordinal(one) for one in range(first.toordinal(), last.toordinal() + 1)]
