"""What every page of the desk shows besides its own: the alarms that ring, and the frame of what went wrong."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from cases.desk.consultation import Consultation
from cases.models import Account
from cases.permissions import may_use_desk
from cases.queries.alarms import RingingAlarms, ringing_for

_FRAME = "desk/_plain.html"
_OF_THE_DESK = ("/desk/", "/admin/")


def desk(request: HttpRequest) -> dict[str, Any]:
    """`alarms`, asked for by one query only where a template uses it, and named in the page's audit row.

    `frame` is what pages for what went wrong extend at an address of the officers; empty elsewhere.
    """
    is_theirs = settings.SURFACE == "desk" or f"{request.path}/".startswith(_OF_THE_DESK)
    return {"alarms": SimpleLazyObject(lambda: _ringing(request)), "frame": _FRAME if is_theirs else ""}


def _ringing(request: HttpRequest) -> RingingAlarms:
    account, consultation = getattr(request, "user", None), getattr(request, "consultation", None)
    is_here = isinstance(account, Account) and account.is_verified() and may_use_desk(account)  # type: ignore[attr-defined]
    if not is_here or not isinstance(consultation, Consultation):
        return RingingAlarms()  # no log, no view
    ringing = ringing_for(account)
    consultation.shows(*ringing.references)
    return ringing
