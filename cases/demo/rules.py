"""A routing rule at work: in the end of the history reports from online go to the unit for online hate."""

from collections.abc import Collection
from datetime import datetime

from cases.demo.officers import made
from cases.domain.commitments import keep_due_time
from cases.domain.routing import route_case
from cases.domain.routing_rules import switch_rule
from cases.enums import Role, State
from cases.models import Case, RoutingRule, Unit

UNIT, RULE = "online-hate", "Online hate"


def let_rule_rest(*, now: datetime) -> None:
    """Switch the rule off where an earlier history left it on: the officers of this one work in the default unit."""
    for rule in RoutingRule.objects.filter(name=RULE, unit__key=UNIT, is_active=True):
        switch_rule(rule.pk, is_on=False, by=made("administrator-2", None, Role.ADMINISTRATOR), now=now)


def put_rule_to_work(references: Collection[str], *, now: datetime) -> int:
    """Switch the delivered rule on, and let it look at what nobody has touched; return how many cases it has moved.

    Nothing where the unit or the rule is not there, or where somebody has given the rule another form.
    """
    unit = Unit.objects.filter(key=UNIT, is_active=True).first()
    rule = RoutingRule.objects.filter(name=RULE, unit=unit).first() if unit else None
    if unit is None or rule is None:
        return 0
    made("officer-11", unit)
    switch_rule(rule.pk, is_on=True, by=made("administrator-2", None, Role.ADMINISTRATOR), now=now)
    moved = 0
    online = Case.objects.select_for_update(of=("self",)).filter(
        reference__in=references, state=State.NEW, opened_for__answers__place_kind="online"
    )
    for case in online.order_by("pk"):
        before = case.unit_id
        route_case(case, now=now)
        keep_due_time(case, now=now)
        moved += case.unit_id != before
    return moved
