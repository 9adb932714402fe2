"""When something happened, as an account says it: a span of days and, where one is told, the minute of the day.

Days are counted as `date.toordinal` counts them, minutes from midnight: there is no clock here.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from cases.engine.text import fold

_LONGEST_AGO: Final = 400  # days: what is older says little about when
_NUMBERS: Final = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], start=1
    )
}
_NUMBER: Final = rf"\d{{1,2}}|{'|'.join(_NUMBERS)}"
_WEEKDAYS: Final = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
_MONTHS: Final = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11,
    "dec": 12,
}  # fmt: skip
_MONTH: Final = rf"({'|'.join(_MONTHS)})[a-z]*"

_CLOCK: Final = re.compile(
    r"\b([01]?\d|2[0-3])[:.h]([0-5]\d)\s?(am|pm)?\b|\b(\d{1,2})\s?(am|pm)\b"
    r"|\b([01]\d|2[0-3])([0-5]\d)\s?(?:hrs|hours)\b"
)
_PAST: Final = "half past|half|quarter past|quarter to"
_ABOUT: Final = "about|around|at|just after|just before|nearly|after|before"
_SPOKEN: Final = re.compile(
    rf"\b({_PAST}|(?:{_ABOUT}))? ?({_NUMBER})(?: o'?clock)?(?: (?:or so|ish))?"
    r" (?:in the|at|that) ?(morning|afternoon|evening|night)"
)
_HALVES: Final = re.compile(rf"\b({_PAST}) ({_NUMBER})\b")
_CLOCKED: Final = re.compile(rf"\b({_NUMBER}) o'?clock\b")
_YEAR: Final = r"(?:,? (20\d\d))?"
_DATED: Final = re.compile(
    rf"\b([0-3]?\d)(?:st|nd|rd|th)?(?: of)? {_MONTH}\b{_YEAR}|\b{_MONTH} ([0-3]?\d)(?:st|nd|rd|th)?\b{_YEAR}"
)
_NUMBERED: Final = re.compile(r"\b([0-3]?\d)[/.-]([01]?\d)(?:[/.-]((?:20)?\d\d))?\b(?!\s?(?:am|pm))")
_WEEKDAY: Final = re.compile(r"\b(mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?\b")
_AGO: Final = re.compile(rf"\b({_NUMBER}|a|an|couple of|a couple of|few|a few) (minute|hour|day|week)s? ago\b")
_TODAY: Final = re.compile(
    r"\b(?:today|tonight|this (?:morning|afternoon|evening)|just now|right now|a moment ago|now ?!)\b"
)
_YESTERDAY: Final = re.compile(r"\b(?:yesterday|last night|the night before|the previous (?:day|evening|night))\b")
_BEFORE_YESTERDAY: Final = re.compile(r"\b(?:day before yesterday|two (?:days|nights) ago|night before last)\b")
_PARTS: Final = {"morning": (4, 12), "afternoon": (12, 18), "evening": (16, 24), "night": (18, 24)}


class Moment(NamedTuple):
    """Days from `first` to `last`, and the minute of the day or None."""

    first: int
    last: int
    minute: int | None


def moment_of(text: str, *, received: int, stated: int | None = None) -> Moment | None:
    """Return when it happened: `stated` is the day as a date, `received` the day the report came; None: it does not say.

    What is said of days is read from the beginning of the account: the first that is told is taken. A day to come is none.
    """
    plain = fold(text[:4_000])
    minute = _minute(plain)
    if stated is not None and received - _LONGEST_AGO <= stated <= received + 1:
        return Moment(stated, stated, minute)
    days = _days(plain, received)
    if days is None or days[0] > received + 1 or days[1] < received - _LONGEST_AGO:
        return None
    return Moment(days[0], min(days[1], received), minute)


def apart(one: Moment, other: Moment) -> int:
    """Return how many days at least lie between two moments; 0 where their spans meet."""
    return max(one.first - other.last, other.first - one.last, 0)


def _days(plain: str, received: int) -> tuple[int, int] | None:
    found: list[tuple[int, int, int]] = []
    for pattern, days in ((_TODAY, (0, 0)), (_BEFORE_YESTERDAY, (2, 2)), (_YESTERDAY, (1, 1))):
        if match := pattern.search(plain):
            found.append((match.start(), received - days[1], received - days[0]))
    if match := _AGO.search(plain):
        least, most = _ago(match[1], match[2])
        found.append((match.start(), received - most, received - least))
    if match := _DATED.search(plain):
        day, month = (match[1], match[2]) if match[1] else (match[5], match[4])
        if (at := _ordinal(int(day), _MONTHS[month], match[3] or match[6], received)) is not None:
            found.append((match.start(), at, at))
    if (match := _NUMBERED.search(plain)) and (
        at := _ordinal(int(match[1]), int(match[2]), match[3], received)
    ) is not None:
        found.append((match.start(), at, at))
    if (match := _WEEKDAY.search(plain)) and not plain[max(0, match.start() - 6) : match.start()].endswith("every "):
        back = (received - 1 - _WEEKDAYS[match[1][:3]]) % 7  # day 1 of the count was a Monday
        # "on Saturday" said on a Saturday is today or a week ago
        found.append((match.start(), received - back - (7 if back == 0 else 0), received - back))
    if not found:
        return None
    _, first, last = min(found)
    return first, last


def _ago(number: str, unit: str) -> tuple[int, int]:
    count = int(number) if number.isdigit() else _NUMBERS.get(number, 1 if number in ("a", "an") else 2)
    if unit == "minute":
        return 0, 0
    if unit == "hour":
        return 0, 1 if count > 3 else 0
    if unit == "day":
        return (count, count) if number in _NUMBERS or number.isdigit() else (2, 4)
    return 7 * count - 3, 7 * count + 4


def _ordinal(day: int, month: int, year: str | None, received: int) -> int | None:
    """The day as a count; without a year the last such day that is not to come."""
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    if year:
        return _count(int(year) if len(year) == 4 else 2000 + int(year), month, day)
    guess = received * 400 // 146_097 + 1
    past = [at for near in (guess - 1, guess, guess + 1) if (at := _count(near, month, day)) <= received + 1]
    return max(past, default=None)


def _count(year: int, month: int, day: int) -> int:
    """The proleptic Gregorian day number, as `date.toordinal` has it."""
    year, month = (year, month) if month > 2 else (year - 1, month + 12)
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * month - 457) // 5 + day - 306


def _minute(plain: str) -> int | None:
    if match := _CLOCK.search(plain):
        hour = int(match[1] or match[4] or match[6])
        minute = int(match[2] or match[7] or 0)
        if match[1] and not match[3] and "." in match[0] and hour < 12 and minute < 13:
            return None  # 9.12 may be a day of December
        return _of_day(hour, minute, match[3] or match[5])
    for pattern in (_SPOKEN, _HALVES, _CLOCKED):
        if match := pattern.search(plain):
            return _said(match, plain)
    return None


def _said(match: re.Match[str], plain: str) -> int | None:
    groups = match.groups()
    number = groups[0] if len(groups) == 1 else groups[1]
    before = groups[0] if len(groups) > 1 else ""
    part = groups[2] if len(groups) > 2 else ""
    hour = int(number) if number.isdigit() else _NUMBERS[number]
    if hour > 24:
        return None
    minute = {"half past": 30, "half": 30, "quarter past": 15, "quarter to": -15}.get(before or "", 0)
    if not part:
        behind = plain[match.end() : match.end() + 40]
        part = next((one for one in _PARTS if one in behind), "")
    if part and hour <= 12:
        low, high = _PARTS[part]
        hours = [one for one in (hour % 12, hour % 12 + 12) if low <= one < high]
        if not hours:
            return None
        hour = hours[-1]
    elif not part and hour <= 12:
        return None  # morning or evening: nobody knows
    return hour * 60 + minute


def _of_day(hour: int, minute: int, half: str | None) -> int | None:
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    return hour * 60 + minute if hour < 24 else None
