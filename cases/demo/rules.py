"""Routing rules at work: in the end of the history some reports go to the units for online hate and for transport."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from cases.demo.officers import made
from cases.domain.commitments import keep_due_time
from cases.domain.routing import route_case
from cases.domain.routing_rules import switch_rule
from cases.enums import Role, State
from cases.models import Case, RoutingRule, Unit

_RULES = (("Online hate", "online-hate", "officer-11"), ("British Transport Police", "transport-police", "officer-12"))
"""Each delivered rule with the unit it leads to, and who works there."""
_MAY_BE_MET = Q(opened_for__answers__place_kind="online") | Q(opened_for__answers__place_kind="transport")


def let_rules_rest(*, now: datetime) -> None:
    """Switch the rules off where an earlier history left them on: the officers of this one work in the default unit."""
    for rule in RoutingRule.objects.filter(is_active=True):
        if any((rule.name, rule.unit.key) == (name, unit) for name, unit, _ in _RULES):
            switch_rule(rule.pk, is_on=False, by=made("administrator-2", None, Role.ADMINISTRATOR), now=now)


def put_rules_to_work(references: Collection[str], *, now: datetime) -> int:
    """Switch the delivered rules on, and let them look at what nobody has touched; return how many cases were moved.

    Nothing where a unit or a rule is not there, or where somebody has given the rule another form.
    """
    is_on = False
    for name, key, officer in _RULES:
        unit = Unit.objects.filter(key=key, is_active=True).first()
        rule = RoutingRule.objects.filter(name=name, unit=unit).first() if unit else None
        if unit is not None and rule is not None:
            made(officer, unit)
            switch_rule(rule.pk, is_on=True, by=made("administrator-2", None, Role.ADMINISTRATOR), now=now)
            is_on = True
    moved = 0
    untouched = Case.objects.select_for_update(of=("self",)).filter(
        _MAY_BE_MET, reference__in=references, state=State.NEW
    )
    for case in untouched.order_by("pk") if is_on else ():
        before = case.unit_id
        route_case(case, now=now)
        keep_due_time(case, now=now)
        moved += case.unit_id != before
    return moved
