"""What an alarm did before its case was there belongs on the case's timeline too."""

from cases.domain.alarm_failures import DESK, write_failures
from cases.domain.timeline import write_entry
from cases.models import Account, AlarmStep, Case
from reporting.models import Alarm, Report


def tell_what_the_alarm_did(case: Case, report: Report) -> None:
    """Write down, of the time before the case was open, which steps were reached, what did not arrive, and the answer."""
    alarm = Alarm.objects.filter(report=report).first()
    if alarm is None:
        return
    steps = list(AlarmStep.objects.filter(alarm=alarm).order_by("pk"))
    for reached in steps:
        if reached.channel == DESK:
            told = len({(one.channel, one.to) for one in steps if one.step == reached.step and one.channel != DESK})
            write_entry(case, "alarm_step", by=None, now=reached.at, alarm=alarm.pk, step=reached.step, told=told)
    write_failures(case, steps)
    if alarm.answered_at:
        answered_by = Account.objects.only("id", "username").filter(username=alarm.answered_by).first()
        details = {"log_number": alarm.log_number} if alarm.log_number else {}
        write_entry(
            case, "alarm_answered", by=answered_by, now=alarm.answered_at, note=alarm.reason, alarm=alarm.pk,
            outcome=alarm.outcome, **details,
        )  # fmt: skip
