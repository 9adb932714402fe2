"""Routing rules: written while they are off, tried, and switched on by an administrator."""

from datetime import datetime

from django.db import transaction

from cases.domain.audit import record_event
from cases.domain.refusals import Refused
from cases.models import Account, RoutingRule


def save_rule(rule: RoutingRule, *, by: Account, now: datetime) -> RoutingRule:
    """Add a rule, or keep what was changed of one that is off.

    Raises `Refused` when it asks about nothing, ends before it begins, or is in force: what moved cases stays as it was.
    """
    refuse_unfit(rule)
    with transaction.atomic():
        is_new = rule.pk is None
        if not is_new and RoutingRule.objects.select_for_update().get(pk=rule.pk).is_active:
            raise Refused("The rule is switched on: switch it off before you change it.")
        rule.save()
        _write_down("routing.added" if is_new else "routing.changed", rule, by=by, now=now)
    return rule


def refuse_unfit(rule: RoutingRule) -> None:
    """Raise `Refused` for a rule that must not be saved like this."""
    if not rule.wants:
        raise Refused("Say at least one thing that the rule asks about.")
    if rule.in_force_until and rule.in_force_from and rule.in_force_until < rule.in_force_from:
        raise Refused("The last day cannot be before the first.", about="in_force_until")


def switch_rule(rule_id: int, *, is_on: bool, by: Account, now: datetime) -> RoutingRule:
    """Switch a rule on or off. Cases that come in, or are sorted anew, are asked from now on; others stay where they are.

    Doing it again changes nothing. Raises `Refused` for switching on a rule that leads to a unit that is not active.
    """
    with transaction.atomic():
        rule = RoutingRule.objects.select_for_update(of=("self",)).select_related("unit").get(pk=rule_id)
        if rule.is_active == is_on:
            return rule
        if is_on and not rule.unit.is_active:
            raise Refused(f"{rule.unit} is not active: choose another unit first.")
        rule.is_active, rule.switched_at, rule.switched_by = is_on, now, by
        rule.save(update_fields=["is_active", "switched_at", "switched_by"])
        _write_down("routing.switched_on" if is_on else "routing.switched_off", rule, by=by, now=now)
    return rule


def _write_down(action: str, rule: RoutingRule, *, by: Account, now: datetime) -> None:
    details = {"rule": rule.name, "unit": rule.unit.key, "place": rule.place, "wants": rule.wants}
    record_event(account=by, action=action, address="", references=[], details=details, now=now)
