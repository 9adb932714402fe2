"""Who else is on a case, in words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cases.desk.presenters import times
from cases.models import Account


def also_here(others: Sequence[Account], account: Account) -> list[str]:
    """“Ada Okoro (reading since 10:41)”; whose unit is another one reads with a reason, and that is said."""
    return [_line(one, is_near=one.unit_id == account.unit_id) for one in others]


def _line(one: Account, *, is_near: bool) -> str:
    told = _("%(who)s (reading since %(when)s)") if is_near else _("%(who)s of another unit (reading since %(when)s)")
    return told % {"who": one.known_as, "when": times.clock(one.since)}  # type: ignore[attr-defined]
