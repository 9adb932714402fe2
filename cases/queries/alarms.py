"""Alarms as the desk shows them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from cases.models import Account, Case, CaseReport, DutyShift
from reporting.enums import AlarmOutcome
from reporting.models import Alarm


@dataclass(frozen=True)
class RingingAlarm:
    """One alarm without content: why, since when, how it was answered, and the reference to open."""

    id: int
    cause: str
    raised_at: datetime
    outcome: str
    answered_by: str
    log_number: str
    reason: str
    reference: str
    has_case: bool


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
    """Alarms that nobody has answered, as far as this account may know of them, oldest first: one query.

    An alarm whose case is not opened yet is everybody's, save one about the police.
    """
    return _listed(account, Alarm.objects.ringing())


def acknowledged_for(account: Account) -> RingingAlarms:
    """Alarms that somebody looks after and that are not yet handed over or found to be no danger."""
    return _listed(account, Alarm.objects.filter(outcome=AlarmOutcome.ACKNOWLEDGED))


def answered_for(account: Account, alarm_id: int) -> RingingAlarms:
    """This alarm, as far as the account may know of it."""
    return _listed(account, Alarm.objects.filter(pk=alarm_id))


def alarms_of(account: Account, report_ids: list[int]) -> RingingAlarms:
    """Those of these reports, answered or not."""
    return _listed(account, Alarm.objects.filter(report_id__in=report_ids))


def on_duty(now: datetime) -> "QuerySet[DutyShift]":
    """Shifts that cover this moment, of accounts that can log in and are not absent."""
    shifts = DutyShift.objects.filter(starts_at__lte=now, ends_at__gt=now, account__is_active=True)
    shifts = shifts.exclude(account__absent_until__gte=now.date())
    return shifts.select_related("account").order_by("kind", "account__username")


def _listed(account: Account, alarms: "QuerySet[Alarm]") -> RingingAlarms:
    held = CaseReport.objects.filter(
        report=OuterRef("report"), detached_at=None, case__in=Case.objects.visible_to(account)
    ).order_by("pk")
    nobodys = Q(report__opened_case=None) & ~Q(report__answers__contains={"about_police": "yes"})
    rows = (
        alarms.annotate(held=Subquery(held.values("case__reference")[:1]))
        .filter(Q(held__isnull=False) | nobodys)
        .order_by("raised_at", "pk")
        .values_list(
            "pk", "cause", "raised_at", "outcome", "answered_by", "log_number", "reason", "held", "report__reference"
        )
    )
    return RingingAlarms(
        [RingingAlarm(*row[:7], reference=row[7] or row[8], has_case=row[7] is not None) for row in rows]
    )
