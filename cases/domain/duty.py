"""Who is on duty, and how a named person answers an alarm."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cases.domain.audit import record_event
from cases.domain.claiming import finish, give_to
from cases.domain.reasons import check_reason
from cases.domain.refusals import NotThere, Refused
from cases.domain.timeline import write_entry
from cases.enums import Because, Move, Shift, State
from cases.models import Account, Case
from cases.permissions import is_kept_from, may_use_desk, may_work
from cases.queries.alarm_rules import act_within
from cases.queries.alarms import shifts_on_duty
from reporting.domain.alarms import answer_alarm
from reporting.domain.status import publish_hand_over
from reporting.enums import AlarmOutcome
from reporting.models import Alarm

_LONGEST_LOG_NUMBER = 60
_TAKES_A_SENTENCE = {
    AlarmOutcome.NO_DANGER: (
        "Write in a sentence why nobody is in danger, for example: “I spoke to her, the man has been arrested.”", "reason",
    ),
    AlarmOutcome.ENDED: (
        "Write in a sentence what was done, for example: “A patrol is with them, the man has left.”", "done",
    ),
}  # fmt: skip
"""What is asked for, and in which field it was written."""
_SAID = {
    AlarmOutcome.ACKNOWLEDGED: "acknowledged",
    AlarmOutcome.HANDED_OVER: "handed over",
    AlarmOutcome.NO_DANGER: "answered: no danger",
    AlarmOutcome.ENDED: "ended",
}


def on_duty(now: datetime, kind: Shift = Shift.DUTY) -> list[Account]:
    """Accounts whose shift of this kind runs at `now`: each once, by name, nobody who is absent or may not log in.

    Only what the worker's role may read is loaded (no address, no password).
    """
    present = Account.objects.filter(pk__in=shifts_on_duty(now).filter(kind=kind).values("account"))
    return list(present.order_by("username").only("id", "username", "role", "unit_id", "is_active", "absent_until"))


def acknowledge(alarm_id: int, *, by: Account, now: datetime) -> Alarm:
    """`by` has seen it and takes care of it: the ringing stops, and a case of it that nobody has is theirs.

    They act on it again within the time of the rule in force, or it rings anew (`alarm_care`). What somebody has
    already stays with them, and so does a case that `by` may not work on. A second call by the same person changes
    nothing. Raises `Refused` with the name of whoever was first, `NotThere` where the account may not know of the alarm.
    """
    return _answer(alarm_id, AlarmOutcome.ACKNOWLEDGED, by=by, now=now, act_by=now + act_within(now))


def look_on(alarm_id: int, *, done: str, by: Account, now: datetime) -> Alarm:
    """`by` looks after an acknowledged alarm further, and says what was done so far; whoever it was before.

    Raises `Refused` without words, where it rings (say first that you look after it) or has ended, `NotThere` as above.
    """
    if not done.strip():
        raise Refused("Write what you have done so far.", about="done")
    return _answer(
        alarm_id, AlarmOutcome.ACKNOWLEDGED, by=by, now=now, reason=done, act_by=now + act_within(now), is_further=True
    )


def hand_over_alarm(alarm_id: int, *, log_number: str, note: str = "", by: Account, now: datetime) -> Alarm:
    """The control room has it, under its own log number. Possible at once or after acknowledging.

    Whoever sent the report reads so beside their messages, unless its case is sealed or restricted, or not there yet.
    Raises `Refused` without a log number that has a digit, or where it was handed over or dismissed already, `NotThere` as above.
    """
    if not log_number.strip():
        raise Refused("Enter the control room’s log number.", about="log_number")
    if len(log_number.strip()) > _LONGEST_LOG_NUMBER:
        raise Refused("Enter a log number of at most 60 characters.", about="log_number")
    if not any(char.isdigit() for char in log_number):
        raise Refused("Enter the log number as the control room gave it to you: it has digits.", about="log_number")
    return _answer(alarm_id, AlarmOutcome.HANDED_OVER, by=by, now=now, log_number=log_number, reason=note)


def no_danger(alarm_id: int, *, reason: str, by: Account, now: datetime) -> Alarm:
    """Nobody is in danger, and why. Possible at once or after acknowledging.

    Raises `Refused` without a sentence or where it was handed over or dismissed already, `NotThere` as above.
    """
    return _answer(alarm_id, AlarmOutcome.NO_DANGER, by=by, now=now, reason=reason)


def end_alarm(alarm_id: int, *, done: str, by: Account, now: datetime) -> Alarm:
    """It is over, and what was done. Possible at once or after acknowledging.

    Raises `Refused` without a sentence or where it had ended already, `NotThere` as above.
    """
    return _answer(alarm_id, AlarmOutcome.ENDED, by=by, now=now, reason=done)


def _answer(
    alarm_id: int, outcome: AlarmOutcome, *, by: Account, now: datetime, is_further: bool = False, **said: Any
) -> Alarm:
    with transaction.atomic():
        held = locked_cases(alarm_id)  # before the alarm: every write on a case locks the case first
        alarm = Alarm.objects.select_for_update(of=("self",)).select_related("report").filter(pk=alarm_id).first()
        if alarm is None or not _may_answer(by, held, now):
            raise NotThere
        if outcome in _TAKES_A_SENTENCE:
            ask, about = _TAKES_A_SENTENCE[outcome]
            said["reason"] = check_reason(said["reason"], ask=ask, about=about)
        if alarm.outcome == outcome and alarm.answered_by == by.username and not is_further:
            return alarm
        _refuse_second_answer(alarm, outcome, is_further=is_further)
        answered = answer_alarm(alarm_id, outcome=outcome, by=by.username, now=now, **said)
        _write_down(answered, held, by=by, now=now, is_further=is_further)
        if outcome == AlarmOutcome.HANDED_OVER and held and not any(map(_is_kept_apart, held)):
            publish_hand_over(answered.report_id, at=now)
        if outcome == AlarmOutcome.ACKNOWLEDGED:
            for case in held:
                if case.state == State.NEW and may_work(by, case):
                    give_to(case, by, Move.TAKE)
                    finish(case, "taken", by=by, now=now, because=Because.ALARM)
    return answered


def locked_cases(alarm_id: int) -> list[Case]:
    """Cases that hold the alarm's report. They are not joined to anything: after a wait the row must be as it is now."""
    ids = Alarm.objects.filter(pk=alarm_id, report__links__detached_at=None).values("report__links__case")
    return list(Case.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


def _may_answer(account: Account, held: list[Case], now: datetime) -> bool:
    """Whoever may work on the case, and whoever is on duty: an alarm may ring before there is a case."""
    if any(is_kept_from(account, case) for case in held):
        return False
    if any(may_work(account, case) for case in held):
        return True
    if any(map(_is_kept_apart, held)):
        return False
    return may_use_desk(account) and (not held or account in on_duty(now) or account in on_duty(now, Shift.SUPERVISOR))


def _is_kept_apart(case: Case) -> bool:
    return case.unit.is_sealed or case.is_restricted


def _refuse_second_answer(alarm: Alarm, outcome: AlarmOutcome, *, is_further: bool) -> None:
    if is_further and not alarm.outcome:
        raise Refused("This alarm rings: say first that you look after it.")
    goes_on = is_further or outcome != AlarmOutcome.ACKNOWLEDGED
    is_only_acknowledged = alarm.outcome == AlarmOutcome.ACKNOWLEDGED and goes_on
    if alarm.outcome and not is_only_acknowledged:
        raise Refused(f"{alarm.answered_by} has {_SAID[AlarmOutcome(alarm.outcome)]} this alarm.")


def _write_down(alarm: Alarm, held: list[Case], *, by: Account, now: datetime, is_further: bool) -> None:
    details: dict[str, Any] = {"alarm": alarm.pk, "outcome": alarm.outcome}
    if alarm.act_by:
        details["until"] = alarm.act_by.isoformat()
    if is_further:
        details["further"] = True
    if alarm.log_number:
        details["log_number"] = alarm.log_number
    for case in held:
        write_entry(case, "alarm_answered", by=by, now=now, note=alarm.reason, **details)
    references = {alarm.report.reference, *(case.reference for case in held)}
    record_event(
        account=by,
        action="alarm.looked_on" if is_further else f"alarm.{alarm.outcome}",
        address="",
        references=references,
        now=now,
    )
