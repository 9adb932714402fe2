"""What a person writes of danger after they have reported rings too, whatever was answered before."""

from datetime import datetime
from typing import Any

from cases.domain.commitments import promise
from cases.domain.refusals import Refused
from cases.domain.timeline import write_entry
from cases.enums import CommitmentKind
from cases.models import Case, Commitment
from reporting.danger import danger_cues
from reporting.domain.alarms import ring_anew
from reporting.enums import AlarmCause
from reporting.models import Alarm, Message, Report, Wish

IMMEDIATE = "immediate"
REASON = "A message from the person tells of danger now."
RINGS = "Its alarm rings: look after it, hand it over or write why nobody is in danger, first."
GOES_ON = "Its alarm has not ended: hand it over, write why nobody is in danger or what was done, first."


def check_silent(case: Case, *, about: str = "") -> None:
    """Raise `Refused` while an alarm of one of the case's reports rings: nobody has said anything to it yet."""
    if Alarm.objects.ringing().filter(report__links__case=case, report__links__detached_at=None).exists():
        raise Refused(RINGS, about=about)


def heed_danger(case: Case, message: Message | Wish, *, now: datetime) -> None:
    """Let the case of a message or wish that tells of danger ring. Part of taking the message.

    Where neither the person says so nor their words do, nothing changes.
    """
    says_so = isinstance(message, Message) and message.is_in_danger
    if says_so or danger_cues(message.words):
        ring_for(case, message, cause=AlarmCause.REPORTER if says_so else AlarmCause.WORDS, now=now)


def ring_for(case: Case, message: Message | Wish, *, cause: AlarmCause, now: datetime) -> None:
    """Let a case ring for a message, anew where its alarm was answered; the answer comes forward.

    The case becomes `immediate`, and the answer is owed as soon as an immediate report is to be read. The caller holds the
    case, has opened what is owed, and saves.
    """
    was, case.priority, case.priority_reason = case.priority, IMMEDIATE, REASON
    until_then = who_looks_after(message.report)
    if ring_anew(message.report, cause=cause, now=now) or was != IMMEDIATE:
        write_entry(case, "alarm_raised", by=None, now=now, said=message.pk, priority=case.priority, **until_then)
    bring_answer_forward(case, message, now=now)


def who_looks_after(report: Report) -> dict[str, Any]:
    """What the timeline keeps of an alarm that somebody looks after and that is about to ring anew; empty of any other.

    The caller holds the case, so that nobody answers the alarm meanwhile.
    """
    found = Alarm.objects.looked_after().filter(report=report).values("pk", "answered_by").first()
    return {"alarm": found["pk"], "looked_after_by": found["answered_by"]} if found else {}


def bring_answer_forward(case: Case, message: Message | Wish, *, now: datetime) -> None:
    """The answer is owed as soon as a report of the case's priority is to be read; never later than before."""
    within, rule = promise(CommitmentKind.READ, case.priority, now=now)
    owed = Commitment.objects.open().filter(case=case, kind=CommitmentKind.ANSWER, report_id=message.report_id)
    owed.filter(due_at__gt=message.sent_at + within).update(
        due_at=message.sent_at + within, priority=case.priority, rule=rule
    )
