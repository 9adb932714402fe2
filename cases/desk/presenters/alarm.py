"""An alarm in words."""

from dataclasses import dataclass

from cases.desk.presenters import labels, times
from cases.queries.alarms import RingingAlarm


@dataclass(frozen=True)
class AlarmBox:
    """What the duty desk and the case page show of one alarm."""

    id: int
    reference: str
    has_case: bool
    cause: str
    raised: str
    is_ringing: bool
    answered_by: str


def alarm_box(alarm: RingingAlarm) -> AlarmBox:
    """Why, since when, who looks after it."""
    return AlarmBox(
        id=alarm.id,
        reference=alarm.reference,
        has_case=alarm.has_case,
        cause=labels.cause(alarm.cause),
        raised=times.moment(alarm.raised_at),
        is_ringing=not alarm.outcome,
        answered_by=alarm.answered_by,
    )
