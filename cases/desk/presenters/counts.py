"""Numbers of cases, never truer than they are."""

from django.utils import formats
from django.utils.translation import gettext as _

from cases.queries.counting import EXACT


def up_to_exact(number: int) -> str:
    """“1,234”; “10,000+” for what was not counted further."""
    return _grouped(number) if number <= EXACT else f"{_grouped(EXACT)}+"


def of_total(shown: int, total: int, *, is_about: bool) -> str:
    """“50 of 1,234”, “50 of about 23,000”."""
    words = _("%(shown)s of about %(total)s") if is_about else _("%(shown)s of %(total)s")
    return words % {"shown": _grouped(shown), "total": _grouped(total)}


def number(total: int, *, is_about: bool) -> str:
    """“1,234”, “about 23,000”."""
    return _("about %s") % _grouped(total) if is_about else _grouped(total)


def _grouped(number: int) -> str:
    return formats.number_format(number, force_grouping=True)
