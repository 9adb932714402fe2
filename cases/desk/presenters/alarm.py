"""An alarm in words, with the forms that answer it."""

from dataclasses import dataclass

from cases.desk.duty_forms import HandingOverAlarm, NoDanger
from cases.desk.forms import DeskForm
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
    hand_over: DeskForm
    no_danger: DeskForm


def alarm_box(alarm: RingingAlarm, failed: DeskForm | None = None) -> AlarmBox:
    """Why, since when, who looks after it; a refused form keeps what was typed."""

    def of(form: type[DeskForm]) -> DeskForm:
        suffix = f"-{alarm.id}"
        return failed if isinstance(failed, form) and failed.suffix == suffix else form(suffix=suffix)

    return AlarmBox(
        id=alarm.id,
        reference=alarm.reference,
        has_case=alarm.has_case,
        cause=labels.cause(alarm.cause),
        raised=times.moment(alarm.raised_at),
        is_ringing=not alarm.outcome,
        answered_by=alarm.answered_by,
        hand_over=of(HandingOverAlarm),
        no_danger=of(NoDanger),
    )
