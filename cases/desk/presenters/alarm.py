"""An alarm in words, with the forms that answer it."""

from dataclasses import dataclass
from typing import Any

from cases.desk.duty_forms import (
    ON_THE_CASE,
    Acknowledging,
    AnsweringAlarm,
    EndingAlarm,
    HandingOverAlarm,
    LookingOn,
    NoDanger,
)  # fmt: skip
from cases.desk.forms import DeskForm
from cases.desk.presenters import labels, story, times
from cases.models import TimelineEntry
from cases.queries.alarms import RingingAlarm

Kept = Any  # `case_page.Forms`


@dataclass(frozen=True)
class AlarmBox:
    """What the duty desk and the case page show of one alarm. `until`: by when whoever looks after it acts again.

    `opening`: the first of what was told, `language` what it is in, where that is to be said, `reach` who can be reached
    how, and `before` how it ended when it rang before; where there is no case page around it.
    """

    id: int
    reference: str
    has_case: bool
    cause: str
    raised: str
    is_ringing: bool
    answered_by: str
    until: str
    opening: str
    language: str
    reach: list[tuple[str, str]]
    before: str
    acknowledge: DeskForm
    look_on: DeskForm
    end: DeskForm
    hand_over: DeskForm
    no_danger: DeskForm


@dataclass(frozen=True)
class EndedAlarm:
    """One line of those that have ended."""

    reference: str
    has_case: bool
    cause: str
    raised: str
    ended: str
    how: str
    by: str
    log_number: str
    reason: str


def alarm_box(
    alarm: RingingAlarm,
    kept: Kept,
    *,
    opening: str = "",
    language: str = "",
    reach: list[tuple[str, str]] | None = None,
    ended: TimelineEntry | None = None,
    on_the_case: bool = False,
) -> AlarmBox:
    """Why, since when, who looks after it; what was typed stands in its form."""

    def of(form: type[AnsweringAlarm]) -> DeskForm:
        made: DeskForm = kept.of(form, suffix=f"-{alarm.id}", initial={"on": ON_THE_CASE if on_the_case else ""})
        return made

    return AlarmBox(
        id=alarm.id,
        reference=alarm.reference,
        has_case=alarm.has_case,
        cause=labels.cause(alarm.cause),
        raised=times.moment(alarm.raised_at),
        is_ringing=not alarm.outcome,
        answered_by=alarm.answered_by,
        until=times.moment(alarm.act_by) if alarm.act_by else "",
        opening=opening,
        language=language,
        reach=reach or [],
        before=story.what_changed(ended) if ended else "",
        acknowledge=of(Acknowledging),
        look_on=of(LookingOn),
        end=of(EndingAlarm),
        hand_over=of(HandingOverAlarm),
        no_danger=of(NoDanger),
    )


def ended_alarm(alarm: RingingAlarm, *, reason: str) -> EndedAlarm:
    """How it ended, when, by whom; `reason`: the first of what was written with it, all of which stands on the case."""
    return EndedAlarm(
        reference=alarm.reference,
        has_case=alarm.has_case,
        cause=labels.cause(alarm.cause),
        raised=times.moment(alarm.raised_at),
        ended=times.moment(alarm.answered_at),
        how=labels.outcome(alarm.outcome),
        by=alarm.answered_by,
        log_number=alarm.log_number,
        reason=reason,
    )
