"""Units, and which of them new cases come to."""

from datetime import datetime

from django.db import transaction

from cases.domain.audit import record_event
from cases.domain.refusals import Refused
from cases.models import Account, Unit


def make_default(unit: Unit, *, by: Account, now: datetime) -> Unit:
    """New cases come to this unit from now on. Doing it again changes nothing.

    Raises `Refused` for a unit that is sealed or not active.
    """
    with transaction.atomic():
        units = {row.pk: row for row in Unit.objects.select_for_update().order_by("pk")}
        chosen = units[unit.pk]
        if chosen.is_sealed or not chosen.is_active:
            raise Refused("New cases can only come to a unit that is active and not sealed.")
        Unit.objects.filter(is_default=True).exclude(pk=chosen.pk).update(is_default=False)
        Unit.objects.filter(pk=chosen.pk).update(is_default=True)
        record_event(
            account=by, action="unit.default", address="", references=[], details={"unit": chosen.key}, now=now
        )
    chosen.is_default = True
    return chosen
