"""Alarms as the desk shows them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet
from reporting.enums import AlarmOutcome

from cases.models import Account, Case, CaseReport, DutyShift


@dataclass(frozen=True)
class RingingAlarm:
    """One alarm without content: why, since when, whose, and which case."""

    id: int
    cause: str
    raised_at: datetime
    answered_by: str
    reference: str


@dataclass(frozen=True)
class RingingAlarms:
    """What rings for one account."""

    alarms: list[RingingAlarm] = field(default_factory=list)

    def __iter__(self) -> Iterator[RingingAlarm]:
        return iter(self.alarms)

    def __len__(self) -> int:
        return len(self.alarms)

    @property
    def references(self) -> list[str]:
        """Of the cases, each once."""
        return sorted({alarm.reference for alarm in self.alarms})


def ringing_for(account: Account) -> RingingAlarms:
    """Alarms that nobody has answered, of cases visible to this account, oldest first: one query."""
    return _listed(account, report__alarm__isnull=False, report__alarm__outcome="")


def acknowledged_for(account: Account) -> RingingAlarms:
    """Alarms that somebody looks after and that are not yet handed over or found to be no danger."""
    return _listed(account, report__alarm__outcome=AlarmOutcome.ACKNOWLEDGED)


def alarm_for(account: Account, alarm_id: int) -> RingingAlarm | None:
    """The alarm, where its case is visible to this account."""
    return next(iter(_listed(account, report__alarm=alarm_id)), None)


def on_duty(now: datetime) -> "QuerySet[DutyShift]":
    """Shifts that cover this moment, of accounts that can log in."""
    shifts = DutyShift.objects.filter(starts_at__lte=now, ends_at__gt=now, account__is_active=True)
    return shifts.select_related("account").order_by("kind", "account__username")


def _listed(account: Account, **which: object) -> RingingAlarms:
    links = CaseReport.objects.filter(detached_at=None, case__in=Case.objects.visible_to(account), **which)
    rows = links.order_by("report__alarm__raised_at", "pk").values_list(
        "report__alarm__pk", "report__alarm__cause", "report__alarm__raised_at", "report__alarm__answered_by", "case__reference"
    )
    first: dict[int, RingingAlarm] = {}
    for row in rows:  # a report can be attached to several cases; its alarm is one
        first.setdefault(row[0], RingingAlarm(*row))
    return RingingAlarms(list(first.values()))
