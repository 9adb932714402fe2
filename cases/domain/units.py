"""Units: which new cases come to, which reports about the police come to, and those of the boroughs."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cases.domain.audit import record_event
from cases.domain.refusals import Refused
from cases.models import Account, RoutingRule, Unit
from cases.queries.boroughs import boroughs
from cases.queries.readers import readers

_BEFORE_BOROUGHS = 200  # a rule about what was done is asked before one about where


def make_default(unit: Unit, *, by: Account, now: datetime) -> Unit:
    """New cases come to this unit from now on. Doing it again changes nothing.

    Raises `Refused` for a unit that is sealed or not active.
    """
    with transaction.atomic():
        chosen = _locked(unit)
        if chosen.is_sealed or not chosen.is_active:
            raise Refused("New cases can only come to a unit that is active and not sealed.")
        Unit.objects.filter(is_default=True).exclude(pk=chosen.pk).update(is_default=False)
        Unit.objects.filter(pk=chosen.pk).update(is_default=True)
        _write_down("unit.default", [chosen.key], by=by, now=now)
    chosen.is_default = True
    return chosen


def make_police_unit(unit: Unit, *, by: Account, now: datetime) -> Unit:
    """Reports about the police or its staff come to this unit from now on. Doing it again changes nothing.

    Raises `Refused` for a unit that is not active, or in which nobody is named to read them.
    """
    with transaction.atomic():
        chosen = _locked(unit)
        if not chosen.is_active or not readers().filter(unit=chosen).exists():
            raise Refused("First name an account of this unit as reader of restricted cases; the unit must be active.")
        Unit.objects.filter(takes_police_reports=True).exclude(pk=chosen.pk).update(takes_police_reports=False)
        Unit.objects.filter(pk=chosen.pk).update(takes_police_reports=True)
        _write_down("unit.police_reports", [chosen.key], by=by, now=now)
    chosen.takes_police_reports = True
    return chosen


def add_borough_units(keys: Iterable[str], *, by: Account, now: datetime) -> list[Unit]:
    """Add a community safety unit for each of these boroughs that has none, and its routing rule, switched off.

    A second call adds nothing. Until somebody works in a unit no case can be sent there. Raises `Refused` when no
    borough of London is named.
    """
    chosen = [boroughs()[key] for key in keys if key in boroughs()]
    if not chosen:
        raise Refused("Choose at least one borough.")
    with transaction.atomic():
        there = set(Unit.objects.select_for_update().exclude(borough="").values_list("borough", flat=True))
        added = []
        for borough in chosen:
            if borough.key in there:
                continue
            name = f"Community Safety Unit, {borough.name}"
            unit, _ = Unit.objects.get_or_create(
                key=f"community-safety-{borough.key}", defaults={"name": name, "borough": borough.key}
            )
            RoutingRule.objects.get_or_create(
                name=f"In {borough.name}",
                defaults={
                    "unit": unit,
                    "place": _BEFORE_BOROUGHS,
                    "areas": borough.places,
                    "in_force_from": timezone.localdate(now),
                },
            )
            added.append(unit)
        _write_down("unit.boroughs", [unit.key for unit in added], by=by, now=now)
    return added


def _locked(unit: Unit) -> Unit:
    return {row.pk: row for row in Unit.objects.select_for_update().order_by("pk")}[unit.pk]


def _write_down(action: str, keys: list[str], *, by: Account, now: datetime) -> None:
    record_event(account=by, action=action, address="", references=[], details={"units": keys}, now=now)
