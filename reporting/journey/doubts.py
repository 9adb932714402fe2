"""What may be a slip in an answer, said in one sentence. Whoever means it presses on, and it is sent as it is."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import MINYEAR, date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reporting.journey.forms.fields import month_of
from reporting.journey.numerals import in_digits
from reporting.places import district_of, is_district
from reporting.questions import Question, ways_lacking

_OLDEST = 1900
_LONGEST_LIFE = 120  # years
_MONTHS, _LONGEST_MONTH = 12, 31
_DIGITS_OF_A_NUMBER = 7
_EMAIL = re.compile(r"[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+")
_WHOLE, _PART = re.compile(r"\d{4}-\d{2}-\d{2}"), re.compile(r"(\d{4})(?:-(\d{2}))?")
_OF_A_NUMBER = re.compile(r"[\s+().,/\-–]|ext\.?|x", re.IGNORECASE)


def doubt_about(question: Question, answer: Any, *, today: date) -> str:
    """The sentence that helps, or nothing where the answer may well be meant. It never refuses anything."""
    if not isinstance(answer, str) or not answer.strip():
        return ""
    match question.kind:
        case "date":
            return _about_a_day(answer, today)
        case "email":
            return _about_an_address(answer)
        case "phone":
            return _about_a_number(answer)
    return _about_a_postcode(answer) if question.name == "area" else ""


def about_no_way(question: Question, answers: Mapping[str, Any]) -> str:
    """That somebody chose to be reached in a way for which this answer is missing; nothing where it is there or not needed."""
    if question.name not in ways_lacking(answers):
        return ""
    match question.kind:
        case "email":
            return _("You chose e-mail, but your e-mail address is missing.")
        case "phone":
            return _("You chose a phone call or a text message, but your phone number is missing.")
    return _("You chose letters, but your address is missing.")


def about_length(question: Question, answer: Any) -> str:
    """A note on an answer that is longer than usual."""
    if question.limit is None or not isinstance(answer, str) or len(answer) <= question.limit:
        return ""
    return _("This is long. We will keep all of it, and reading it may take us longer.")


def _about_a_day(answer: str, today: date) -> str:
    if _WHOLE.fullmatch(answer):
        day = _day(answer)
        if day is None:
            return _no_such_day(*reversed(answer.split("-")))
        if day > today:
            return _("%(day)s is still to come. Is it the day you mean?") % {
                "day": in_digits(date_format(day, "DATE_FORMAT"))
            }
        return _long_ago(day.year, today)
    if part := _PART.fullmatch(answer):
        year, month = int(part[1]), int(part[2] or 1)
        if not (year >= MINYEAR and 1 <= month <= _MONTHS):
            return _no_such_day()
        if (year, month) > (today.year, today.month if part[2] else 1):
            return _("That is still to come. Is it the time you mean?")
        return _long_ago(year, today)
    day_typed, month_typed, year_typed = [*(part.strip() for part in answer.split("/", 2)), "", "", ""][:3]
    if year_typed.isdecimal() and len(year_typed) != 4:
        return _("Write the year with four numbers, for example %(year)s.") % {"year": today.year}
    if (day_typed or month_typed) and not year_typed:
        return "" if _could_be_a_day(day_typed, month_typed) else _no_such_day(day_typed, month_typed)
    return _no_such_day(day_typed, month_typed, year_typed)


def _day(answer: str) -> date | None:
    try:
        return date.fromisoformat(answer)
    except ValueError:
        return None


def _could_be_a_day(day: str, month: str) -> bool:
    """A day of a month without a year, or a day or month alone."""
    try:
        date(2000, int(month or 1), int(day or 1))  # a leap year
    except (ValueError, OverflowError):
        return False
    return True


def _long_ago(year: int, today: date) -> str:
    if year < max(_OLDEST, today.year - _LONGEST_LIFE):
        return _("%(year)s is very long ago. Is it the year you mean?") % {"year": in_digits(year)}
    return ""


def _no_such_day(day: str = "", month: str = "", year: str = "") -> str:
    """What is wrong with a day as it was typed: more days than its month has, or whatever else."""
    try:
        first = date(int(year or 2000), month_of(month), 1)  # a leap year
        last = monthrange(first.year, first.month)[1]
        if month and last < int(day) <= _LONGEST_MONTH:
            said = date_format(first, "YEAR_MONTH_FORMAT" if year else "F")
            return _("%(month)s has only %(days)s days. Change the day, or leave it empty if you do not know it.") % {
                "month": in_digits(said),
                "days": in_digits(last),
            }
    except (ValueError, OverflowError):
        pass
    return _(
        "We cannot find that day in the calendar. Use numbers, for example 27 3 2026, or leave out what you do not know."
    )


def _about_an_address(answer: str) -> str:
    if _EMAIL.fullmatch(answer.strip()):
        return ""
    return _("This may not be a whole e-mail address. It should look like name@example.com.")


def _about_a_number(answer: str) -> str:
    digits = sum(character.isdigit() for character in answer)
    rest = [character for character in _OF_A_NUMBER.sub("", answer) if not character.isdigit()]
    if digits >= _DIGITS_OF_A_NUMBER and not rest:
        return ""
    return _(
        "This may not be a whole phone number. It should have only numbers, for example 07700 900 982 or +48 22 555 0123."
    )


def _about_a_postcode(answer: str) -> str:
    found = district_of(answer)
    if found is None or is_district(*found):
        return ""
    return _("We do not know the postcode %(postcode)s. Check it, or write the name of the area instead.") % {
        "postcode": "".join(found)
    }
