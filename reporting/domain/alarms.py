"""Danger rings: raising and answering an alarm."""

from datetime import datetime, timedelta

from django.db import transaction

from reporting.enums import AlarmCause, AlarmOutcome, Channel
from reporting.models import Alarm, Report
from reporting.models.alarm import RUNG_ANEW

BACKLOG_RINGS_FOR = timedelta(days=2)


def is_of_old(channel: str, taken_at: datetime | None, *, now: datetime) -> bool:
    """Whether a report comes from a backlog and its danger is long past: it is read like any other and rings nobody.

    One whose date nobody knows rings.
    """
    return channel == Channel.IMPORT and taken_at is not None and taken_at < now - BACKLOG_RINGS_FOR


def raise_alarm(report: Report, *, cause: AlarmCause, now: datetime) -> None:
    """Make the report's alarm if there is none yet. A second call changes nothing: one alarm a report."""
    Alarm.objects.bulk_create([Alarm(report=report, cause=cause, raised_at=now)], ignore_conflicts=True)


def ring_anew(report: Report, *, cause: AlarmCause, now: datetime) -> bool:
    """Make the report's alarm ring: a new one, or the one that was answered, once more from its first step.

    The caller keeps what the earlier answer said. Returns whether it newly rings: one that rings already does not.
    """
    with transaction.atomic():
        raise_alarm(report, cause=cause, now=now)
        alarm = Alarm.objects.select_for_update().get(report=report)
        if alarm.outcome == "":
            return alarm.raised_at == now
        alarm.cause, alarm.raised_at = cause, now
        alarm.outcome, alarm.answered_by, alarm.answered_at, alarm.act_by = "", "", None, None
        alarm.log_number, alarm.reason = "", ""
        alarm.save(update_fields=RUNG_ANEW)
    return True


def answer_alarm(
    alarm_id: int,
    *,
    outcome: AlarmOutcome,
    by: str,
    log_number: str = "",
    reason: str = "",
    act_by: datetime | None = None,
    now: datetime,
) -> Alarm:
    """A named person looks after it, until `act_by`; or ends it: handed over (with the control room's log number), why
    there is no danger, or what was done.

    Guarantees: an alarm that has ended keeps its end until it rings anew; one that somebody looks after can still be
    ended, and be looked after further. Raises ValueError with a sentence where something is missing.
    """
    if outcome == AlarmOutcome.HANDED_OVER and not log_number.strip():
        raise ValueError("Enter the control room’s log number.")
    if outcome == AlarmOutcome.NO_DANGER and not reason.strip():
        raise ValueError("Write why there is no danger.")
    if outcome == AlarmOutcome.ENDED and not reason.strip():
        raise ValueError("Write what was done.")
    if (outcome == AlarmOutcome.ACKNOWLEDGED) != (act_by is not None):
        raise ValueError("Whoever looks after an alarm acts again by a time, and nobody else does.")
    with transaction.atomic():
        alarm = Alarm.objects.select_for_update().get(pk=alarm_id)
        if alarm.outcome in ("", AlarmOutcome.ACKNOWLEDGED):
            alarm.outcome, alarm.answered_by, alarm.answered_at, alarm.act_by = outcome, by, now, act_by
            alarm.log_number, alarm.reason = log_number.strip(), reason.strip()
            alarm.save(update_fields=["outcome", "answered_by", "answered_at", "act_by", "log_number", "reason"])
    return alarm
