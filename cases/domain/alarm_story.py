"""What an alarm did before its case was there belongs on the case's timeline too."""

from cases.domain.timeline import write_entry
from cases.models import Account, AlarmStep, Case
from reporting.models import Alarm, Report

DESK = "desk"  # a step of this channel says that the step was reached


def tell_what_the_alarm_did(case: Case, report: Report) -> None:
    """Write down the steps that were reached and the answer that was given while the case was not open yet."""
    alarm = Alarm.objects.filter(report=report).first()
    if alarm is None:
        return
    steps = list(AlarmStep.objects.filter(alarm=alarm).order_by("pk"))
    for reached in steps:
        if reached.channel == DESK:
            told = len({(one.channel, one.to) for one in steps if one.step == reached.step and one.channel != DESK})
            write_entry(case, "alarm_step", by=None, now=reached.at, alarm=alarm.pk, step=reached.step, told=told)
    if alarm.answered_at:
        answered_by = Account.objects.only("id", "username").filter(username=alarm.answered_by).first()
        details = {"log_number": alarm.log_number} if alarm.log_number else {}
        write_entry(
            case, "alarm_answered", by=answered_by, now=alarm.answered_at, note=alarm.reason, alarm=alarm.pk,
            outcome=alarm.outcome, **details,
        )  # fmt: skip
