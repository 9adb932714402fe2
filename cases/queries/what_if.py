"""What the simulation of a queue starts from: how much comes in, what waits, and what is promised."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from cases.engine.what_if import MOST_WAITING, Question
from cases.models import Account, PromiseRule
from cases.queries.workload import RATE_OVER, waiting_for_a_reader
from reporting.enums import READ_CEILING
from reporting.taxonomy import PRIORITIES

_HOUR = timedelta(hours=1)


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
    """From the unit as it is now. `arrivals` are those of four weeks, by priority."""
    within = _within(now)
    waiting = waiting_for_a_reader(account, most=MOST_WAITING)
    return Question(
        arrivals_a_day={
            priority: number / RATE_OVER.days for priority, number in arrivals.items() if priority in within
        },
        within=within,
        fold=fold,
        days=days,
        officers=officers,
        minutes=minutes,
        hours_a_day=hours_a_day,
        waiting=[(priority, (due - now) / _HOUR) for priority, due in waiting if priority in within],
    )


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
