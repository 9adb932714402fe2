"""What officers decide: how an incident is recorded, what is done, how pressing it is, what they note."""

import re
from collections.abc import Container, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from cases.domain.access import case_for_work
from cases.domain.audit import record_event
from cases.domain.commitments import (
    bring_reading_forward,
    keep_due_time,
    meet_commitments,
    owe_next_action_if_nothing_is_owed,
)  # fmt: skip
from cases.domain.danger import check_silent, who_looks_after
from cases.domain.labelling import label
from cases.domain.refusals import Refused, refuse_missing
from cases.domain.timeline import write_entry
from cases.enums import OPEN_STATES, CommitmentKind, Lane, Speaker, State
from cases.models import Account, ActionTaken, Case, DecisionRule, Reading, RecordingDecision, Voice
from reporting.domain.alarms import ring_anew
from reporting.enums import AlarmCause
from reporting.taxonomy import ACTIONS, KINDS, NEVER_BOTH, PRIORITIES, RECORDING, STRANDS, with_parents

_WORKED_ON = (State.IN_PROGRESS, State.WAITING)
_ASKED_FOR = {
    "system": "Enter the system in which the crime is recorded.",
    "number": "Enter the crime number.",
    "offence": "Enter the offence.",
    "strands": "Choose at least one strand.",
    "body": "Enter whose matter it is.",
    "reason": "Write the reason.",
}

# As the systems of forces give them: 01/48213/26, CR-2026-0417, 20BW/123456A/26. Gentle: what it rules out is no reference.
_REFERENCE = re.compile(r"(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9 ./*()-]*")
_AS_GIVEN = (
    "Enter the crime number as the system gives it: letters, digits, slashes and hyphens, with at least one digit, such as "
    "01/48213/26."
)


def allowed_recordings(on: date) -> list[str]:
    """The recording decisions on offer on this day: all, save those that the newest dated rule forbids."""
    newest: dict[str, bool] = {}
    for rule in DecisionRule.objects.filter(in_force_from__lte=on).order_by("in_force_from"):
        newest[rule.recording] = rule.is_allowed
    return [key for key in RECORDING if newest.get(key, True)]


def record_decision(
    case_id: int,
    *,
    recording: str,
    actions: Sequence[str] = (),
    reason: str = "",
    strands: Sequence[str] = (),
    kinds: Sequence[str] = (),
    perceived_by: str = "",
    system: str = "",
    number: str = "",
    offence: str = "",
    body: str = "",
    victim_agrees: bool = False,
    by: Account,
    now: datetime,
) -> Case:
    """Record how the incident is recorded, with the actions taken; the officer's strands and kinds become a voice.

    From then on the case counts as what officers said, and what the machine suggested for it no longer counts.
    Every change is kept; the newest decision is in force. Raises `Refused` with a sentence for each thing the decision
    demands (`RECORDING[...].demands`), for a crime number that can be none, for a decision that no rule in force allows,
    for an action that the victim did not agree to where they must, for a sexual offence counted as an assault too, and
    while a report is unread.
    """
    given = {"system": system, "number": number, "offence": offence, "body": body, "reason": reason, "strands": strands}
    if recording not in RECORDING:
        raise Refused("Choose how it is recorded.", about="recording")
    if recording not in allowed_recordings(timezone.localdate(now)):
        raise Refused("The rule in force does not allow this decision.", about="recording")
    _check_keys(actions, ACTIONS)
    _check_keys(strands, STRANDS)
    _check_keys(kinds, KINDS)
    missing = [
        (_ASKED_FOR[demanded], demanded)
        for demanded in RECORDING[recording].demands
        if not (value.strip() if isinstance(value := given[demanded], str) else value)
    ]
    if number.strip() and "number" in RECORDING[recording].demands and not _REFERENCE.fullmatch(number.strip()):
        missing.append((_AS_GIVEN, "number"))
    if set(kinds) >= NEVER_BOTH:
        missing.append(("A sexual offence is not also counted as an assault: choose one of the two.", "kinds"))
    if any("victim_agrees" in ACTIONS[action].demands for action in actions) and not victim_agrees:
        missing.append(
            ("A restorative meeting is offered only when the victim agrees: say that they do.", "victim_agrees")
        )
    refuse_missing(missing)
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=_WORKED_ON)
        if _unread(case):
            raise Refused("Read every report of this case before you decide.")
        chosen = with_parents(strands)
        RecordingDecision.objects.create(
            case=case, recording=recording, by=by, at=now, reason=reason.strip(), strands=chosen, kinds=list(kinds),
            perceived_by=perceived_by, system=system.strip(), number=number.strip(), offence=offence.strip(), body=body.strip(),
        )  # fmt: skip
        ActionTaken.objects.bulk_create([ActionTaken(case=case, action=action, by=by, at=now) for action in actions])
        if chosen or kinds:
            Voice.objects.create(
                speaker=Speaker.OFFICER,
                case=case,
                by=by.username,
                at=now,
                strands=chosen,
                kinds=list(kinds),
                text=reason.strip(),
            )
        label(case)
        case.needs_person, case.lane = "", Lane.MAIN  # a person has judged it: suspicion holds it no longer
        meet_commitments(case, CommitmentKind.RECORDING_DECISION, by=by, now=now)
        owe_next_action_if_nothing_is_owed(case, now=now)
        write_entry(case, "decided", by=by, now=now, note=reason.strip(), recording=recording, actions=list(actions))
        record_event(account=by, action="case.decide", address="", references=[case.reference], now=now)
        keep_due_time(case, now=now)
    return case


def set_priority(case_id: int, *, priority: str, reason: str, by: Account, now: datetime) -> Case:
    """A person sets the priority, with a reason. `immediate` rings, also where an alarm of the report was answered before;
    `routine` only once everything is read.

    Raises `Refused` otherwise. A higher priority brings readings forward; nothing ever puts them back.
    """
    if priority not in PRIORITIES:
        raise Refused("Choose a priority.", about="priority")
    if not reason.strip():
        raise Refused("Write the reason for the priority.", about="reason")
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=OPEN_STATES)
        if priority == "routine" and _unread(case):
            raise Refused("Only a case whose reports have all been read can be routine.", about="priority")
        if not PRIORITIES[priority].rings:
            check_silent(case, about="priority")
        case.priority, case.priority_reason = priority, reason.strip()[:300]
        bring_reading_forward(case, now=now)
        write_entry(case, "priority", by=by, now=now, note=reason.strip(), priority=priority)
        until_then = who_looks_after(case.opened_for)
        if PRIORITIES[priority].rings and ring_anew(case.opened_for, cause=AlarmCause.OFFICER, now=now):
            write_entry(case, "alarm_raised", by=by, now=now, **until_then)
        record_event(account=by, action="case.priority", address="", references=[case.reference], now=now)
        keep_due_time(case, now=now)
    return case


def add_note(case_id: int, *, note: str, by: Account, now: datetime) -> Case:
    """Add a note to the timeline. Raises `Refused` when there are no words."""
    if not note.strip():
        raise Refused("Write the note.", about="note")
    with transaction.atomic():
        case = case_for_work(case_id, by=by)
        write_entry(case, "note", by=by, now=now, note=note)
        record_event(account=by, action="case.note", address="", references=[case.reference], now=now)
    return case


def _unread(case: Case) -> bool:
    return case.links.filter(detached_at=None).exclude(report_id__in=Reading.objects.values("report_id")).exists()


def _check_keys(keys: Sequence[str], known: Container[str]) -> None:
    if any(key not in known for key in keys):
        raise Refused("One of the choices is not known here: choose again.")
