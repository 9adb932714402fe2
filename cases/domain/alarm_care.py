"""An alarm that somebody looks after and of which nothing more is heard rings again, and the supervisor is told at once."""

from datetime import datetime

from django.db import connection, transaction

from cases.domain.duty import locked_cases
from cases.domain.timeline import write_entry
from reporting.domain.alarms import ring_anew
from reporting.enums import AlarmCause
from reporting.models import Alarm

MOST = 200  # in one round, those that have waited longest first


def ring_unattended(*, now: datetime) -> int:
    """Let each alarm ring anew whose time to act again has passed; returns how many.

    It then begins with the supervisor (`ringing`), and who had looked after it stands on the timeline. A second call
    finds nothing: what rings is not looked after. One that cannot be written keeps no other from ringing.
    """
    rung, failure = 0, None
    for alarm_id in Alarm.objects.unattended(now).order_by("act_by").values_list("pk", flat=True)[:MOST]:
        try:
            rung += _ring_one(alarm_id, now)
        except Exception as error:
            if not connection.is_usable():
                raise
            failure = error
    if failure is not None:
        raise failure
    return rung


def _ring_one(alarm_id: int, now: datetime) -> bool:
    with transaction.atomic():
        held = locked_cases(alarm_id)  # before the alarm: every write on a case locks the case first
        found = Alarm.objects.select_for_update(of=("self",)).select_related("report").filter(pk=alarm_id)
        alarm = found.unattended(now).first()
        if alarm is None:
            return False  # somebody has acted a moment ago
        looked_after_by = alarm.answered_by
        ring_anew(alarm.report, cause=AlarmCause.UNATTENDED, now=now)
        for case in held:
            write_entry(case, "alarm_raised", by=None, now=now, alarm=alarm_id, unattended=looked_after_by)
    return True
