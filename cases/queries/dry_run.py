"""What a routing rule would have done with the cases of the last days. Nothing is written."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from cases.engine.routing import Route, Rule, choose
from cases.models import Account, Case, RoutingRule
from cases.queries.routing import as_rule, facts_of, rules_in_force

_AT_ONCE = 500


@dataclass(frozen=True)
class DryRun:
    """Of `total` cases received since then that this account may know of: those that the rule would have routed.

    With a rule to a sealed unit: those for which it would have suggested the unit. `elsewhere` meet it too, but a rule
    that is asked before it takes them. References are in the order of receipt, the newest first.
    """

    total: int
    routed: list[str]
    elsewhere: list[str]


def dry_run(rule: RoutingRule, account: Account, *, now: datetime, within: timedelta = timedelta(days=7)) -> DryRun:
    """Ask this rule, among those in force, about cases as they came in: before anybody took, read or moved one.

    Restricted cases are asked about by no rule and are not counted here.
    """
    received = Case.objects.visible_to(account).filter(
        is_restricted=False, received_at__gte=now - within, received_at__lte=now
    )
    cases = list(received.order_by("-received_at", "-pk").only("pk", "reference", "language", "priority", "area"))
    tried = as_rule(rule)
    rules = _in_order(rule, now)
    routed, elsewhere = [], []
    for first in range(0, len(cases), _AT_ONCE):
        some = cases[first : first + _AT_ONCE]
        facts = facts_of(some)
        for case in some:
            route = choose(rules, facts[case.pk], is_untouched=True)
            if _leads_to(route, rule.pk):
                routed.append(case.reference)
            elif choose([tried], facts[case.pk], is_untouched=True) != Route():
                elsewhere.append(case.reference)
    return DryRun(len(cases), routed, elsewhere)


def _in_order(rule: RoutingRule, now: datetime) -> list[Rule]:
    places = dict(RoutingRule.objects.values_list("pk", "place")) | {rule.pk: rule.place}
    others = [one for one in rules_in_force(timezone.localdate(now)) if one.id != rule.pk]
    return sorted([*others, as_rule(rule)], key=lambda one: (places[one.id], one.id))


def _leads_to(route: Route, rule_id: int) -> bool:
    return any(match is not None and match.rule.id == rule_id for match in (route.move, route.suggestion))
