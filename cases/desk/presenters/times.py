"""Times as people say them."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

_MONTH = re.compile(r"\d{4}-\d{2}")
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_FEW = 10  # hours or days: of more, nobody says a half


def due_words(due_at: datetime, now: datetime) -> str:
    """“in 40 minutes”, “2½ hours late”, “now”: never more than is true, of what is left as of what is late."""
    left = due_at - now
    if abs(left) < _MINUTE:
        return _("now")
    return _("in %s") % span_words(left) if left > timedelta(0) else _("%s late") % waited_words(-left)


def span_words(span: timedelta) -> str:
    """A length of time in its largest unit, rounded down: minutes up to two hours, hours up to two days, then days."""
    if span < 2 * _HOUR:
        number = max(span // _MINUTE, 1)
        return ngettext("%d minute", "%d minutes", number) % number
    if span < 2 * _DAY:
        number = span // _HOUR
        return ngettext("%d hour", "%d hours", number) % number
    number = span // _DAY
    return ngettext("%d day", "%d days", number) % number


def waited_words(span: timedelta) -> str:
    """How long somebody waited or something is late, as people say it: as `span_words`, and few hours or days by the half.

    Never more than is true, and never less by more than a half of what is few: 2 h 3 min are “2 hours”, 3 h 40 min “3½ hours”.
    """
    if span < _MINUTE:
        return _("less than a minute")
    if span < 2 * _HOUR:
        return span_words(span)
    unit = _HOUR if span < 2 * _DAY else _DAY
    number, rest = divmod(span, unit)
    if number >= _FEW or 2 * rest < unit:
        return span_words(span)
    return (_("%d½ hours") if unit == _HOUR else _("%d½ days")) % number


def at_most_words(span: timedelta) -> str:
    """What no wait of some was longer than: in whole minutes as `span_words`, rounded up as on the promise page."""
    minutes = span // _MINUTE * _MINUTE
    unit = _MINUTE if minutes < 2 * _HOUR else _HOUR if minutes < 2 * _DAY else _DAY
    return span_words(-(-minutes // unit) * unit)


def moment(at: datetime | None) -> str:
    """“22 Nov 2026, 14:05” in local time; empty for none."""
    return _moment(timezone.localtime(at).replace(tzinfo=None), get_language()) if at else ""


@lru_cache(maxsize=10_000)
def _moment(here: datetime, _language: str | None) -> str:
    """Remembered, since lists show the same cases to many officers, again and again."""
    return formats.date_format(here, "j M Y, H:i")


def day(on: date | str | None) -> str:
    """“22 November 2026”, or “November 2026” where only that is known; a text that is no date stays as it is."""
    if not on:
        return ""
    if isinstance(on, str) and _MONTH.fullmatch(on):
        return formats.date_format(date.fromisoformat(f"{on}-01"), "F Y")
    try:
        return formats.date_format(date.fromisoformat(on) if isinstance(on, str) else on, "j F Y")
    except ValueError:
        return str(on)


def clock(at: datetime) -> str:
    """“10:41” in local time; with the day where that is another than today."""
    here = timezone.localtime(at)
    return formats.date_format(here, "H:i" if here.date() == timezone.localdate() else "j M Y, H:i")
