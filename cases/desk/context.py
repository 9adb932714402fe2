"""What every page of the desk shows besides its own: the alarms that ring for this account."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from cases.desk.consultation import Consultation
from cases.models import Account
from cases.permissions import may_use_desk
from cases.queries.alarms import RingingAlarms, ringing_for


def desk(request: HttpRequest) -> dict[str, Any]:
    """`alarms`, asked for by one query only where a template uses it, and named in the page's audit row."""
    return {"alarms": SimpleLazyObject(lambda: _ringing(request))}


def _ringing(request: HttpRequest) -> RingingAlarms:
    account, consultation = getattr(request, "user", None), getattr(request, "consultation", None)
    is_here = isinstance(account, Account) and account.is_verified() and may_use_desk(account)  # type: ignore[attr-defined]
    if not is_here or not isinstance(consultation, Consultation):
        return RingingAlarms()  # no log, no view
    ringing = ringing_for(account)
    consultation.shows(*ringing.references)
    return ringing
