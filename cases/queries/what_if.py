"""What the simulation of a queue starts from: how much comes in, what waits, and what is promised."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Count, F
from django.utils import timezone

from cases.engine.what_if import MOST_WAITING, Question
from cases.enums import Lane
from cases.models import Account, Case, PromiseRule
from cases.queries.offers import rule_in_force
from cases.queries.workload import RATE_OVER, waiting_for_a_reader
from reporting.enums import READ_CEILING
from reporting.models import Report
from reporting.taxonomy import PRIORITIES

_HOUR, _OLD = timedelta(hours=1), timedelta(days=2)


def question_of(
    account: Account,
    arrivals: Mapping[str, int],
    *,
    fold: float,
    days: int,
    officers: int,
    minutes: float,
    hours_a_day: float,
    now: datetime,
) -> Question:
    """From the unit as it is now. `arrivals` are those of four weeks, by priority, without what was imported.

    A backlog that was entered by another door did not arrive on the days of its entering either.
    """
    within, late = _within(now), _entered_late(account, now)
    waiting = waiting_for_a_reader(account, most=MOST_WAITING)
    of_backlog = waiting_for_a_reader(account, most=MOST_WAITING, lanes=[Lane.BACKLOG])
    return Question(
        arrivals_a_day={
            priority: max(0, number - late[priority]) / RATE_OVER.days
            for priority, number in arrivals.items()
            if priority in within
        },
        within=within,
        fold=fold,
        days=days,
        officers=officers,
        minutes=minutes,
        hours_a_day=hours_a_day,
        waiting=[(priority, (due - now) / _HOUR) for priority, due in waiting if priority in within],
        backlog=[(priority, (due - now) / _HOUR) for priority, due in of_backlog if priority in within],
        backlog_before=rule_in_force(now).anyone_before / _HOUR,
        entered_late=late.total(),
    )


def _entered_late(account: Account, now: datetime) -> Counter[str]:
    """Reports of the four weeks, by priority, that another door had taken two days before they were entered, or earlier."""
    cases = Case.objects.visible_to(account).filter(unit=account.unit_id).exclude(lane=Lane.BACKLOG).order_by()
    entered = Report.objects.arrivals().filter(received_at__gte=now - RATE_OVER, received_at__lte=now)
    late = cases.filter(opened_for__in=entered.filter(happened_elsewhere_at__lte=F("received_at") - _OLD))
    return Counter(dict(late.values_list("priority").annotate(Count("pk"))))


def _within(now: datetime) -> dict[str, float]:
    """Hours within which each priority is read today, as it is promised to everybody: never longer than the taxonomy."""
    today = timezone.localdate(now)
    rules = PromiseRule.objects.filter(kind="read", is_enhanced=False, in_force_from__lte=today)
    found: dict[str, timedelta] = {}
    for rule in rules.order_by("in_force_from"):
        if rule.in_force_until is None or rule.in_force_until >= today:
            found[rule.priority] = rule.within
    return {
        key: min(found.get(key, found.get("", READ_CEILING)), one.read_within or READ_CEILING) / _HOUR
        for key, one in PRIORITIES.items()
    }
