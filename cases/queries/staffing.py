"""Why nobody would look after what comes in: what the supervisor on call is told and `doctor` fails for."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from cases.enums import State, Trouble
from cases.models import Account, AlarmContact, Case, Unit
from cases.permissions import may_work
from cases.queries.absence import is_there
from cases.queries.alarms import shifts_on_duty


def troubles(now: datetime) -> list[Trouble]:
    """What is wrong at this moment, three queries."""
    found = []
    if not shifts_on_duty(now).filter(kind="duty").exists():
        found.append(Trouble.NOBODY_ON_DUTY)
    if not Unit.objects.filter(is_default=True).exists():
        found.append(Trouble.NO_DEFAULT_UNIT)
    if deserted_units(now):
        found.append(Trouble.EVERYBODY_ABSENT)
    return found


def reaches_control_room() -> bool:
    """There is an address to which an alarm goes that nobody on duty and no supervisor has answered."""
    return AlarmContact.objects.filter(is_active=True, step=2).exists()


def cases_that_nobody_sees(now: datetime) -> list[Case]:
    """Open cases for which everybody of the unit who is there knows someone in them, or may not read restricted ones."""
    narrow = Case.objects.open().filter(Q(is_restricted=True) | ~Q(recused=[]))
    there = list(Account.objects.filter(is_there(now)))
    return [case for case in narrow.order_by("reference") if not any(may_work(one, case) for one in there)]


def deserted_units(now: datetime) -> list[Unit]:
    """Units with work, or to which new cases come, in which nobody who takes cases is there."""
    there = Account.objects.filter(is_there(now), unit=OuterRef("pk"))
    waiting = Case.objects.filter(unit=OuterRef("pk"), state=State.NEW)
    with_work = Unit.objects.filter(Q(is_default=True) | Exists(waiting))
    return list(with_work.filter(~Exists(there)).order_by("name"))
