"""From a report to a case: opened once, owed at once, whoever gets there first."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cases.domain.again import suggest_what_they_said
from cases.domain.alarm_story import tell_what_the_alarm_did
from cases.domain.commitments import keep_due_time, open_commitment
from cases.domain.danger import heed_danger
from cases.domain.persons import add_persons_of
from cases.domain.routing import is_about_police, unit_for_new, write_routed
from cases.domain.timeline import write_entry
from cases.domain.transitions import move
from cases.domain.waiting import bring_back
from cases.enums import OPEN_STATES, CommitmentKind, Lane, Move, Speaker, State
from cases.models import Account, Case, CaseReport, TimelineEntry, Unit, Voice
from reporting.domain import outbox
from reporting.enums import Channel, Sender
from reporting.models import Alarm, Evidence, Message, Outbox, Report, Wish
from reporting.places import area_of
from reporting.taxonomy import with_parents

_READ_SOON = {  # the question, the answer, and what it then says
    ("under_18", "yes"): "The person it happened to is under 18.",
    ("reporter_under_18", "yes"): "Whoever reported it is under 18.",
    ("in_danger_now", "not_sure"): "Whoever reported it is not sure whether somebody is in danger.",
    ("injured", "yes"): "Whoever reported it says that somebody was hurt.",
}
WEIGH_MESSAGE = "cases.weigh_message"
WEIGH_WISH = "cases.weigh_wish"
NOT_SORTED = "The machine could not sort this report."
_STUCK = {
    "cases.categorise": NOT_SORTED,
    WEIGH_MESSAGE: "The machine could not weigh a message: read it.",
    WEIGH_WISH: "The machine could not weigh what the person wrote with their wish: read it.",
    "cases.take_message": "The person who reported has written: read the messages.",
    "cases.take_evidence": "Files were added to this report: look at the evidence.",
    "cases.notify": "The e-mail that tells this person of your message could not be sent.",
    "cases.take_wish": "The person who reported has asked for something with their code: read it.",
}


class NoDefaultUnit(Exception):
    """Reference data has no default unit: a deployment fault that `doctor` names."""


def open_case(report_id: int, *, now: datetime) -> Case:
    """The case of this report, opened if there is none yet.

    Guarantees: exactly one case a report, however many processes call at once; reading and recording decision are owed
    from the time of receipt; persons and the reporter's voice are there; categorising is owed; it is before the unit
    that the routing rules give by what the reporter said. A second call returns the same case and changes nothing.
    Raises `NoDefaultUnit`.
    """
    existing = Case.objects.filter(opened_for_id=report_id).first()
    if existing is not None:
        return existing
    try:
        with transaction.atomic():
            return _open(Report.objects.get(pk=report_id), now=now)
    except IntegrityError:
        return Case.objects.get(opened_for_id=report_id)  # another process was first


def take_message(message_id: int, *, now: datetime) -> None:
    """A reporter wrote: each case that holds the report owes an answer; a closed one opens again, a waiting one goes on.

    Words of danger ring; the machine is owed the weighing of the rest. A second call changes nothing.
    """
    message = Message.objects.get(pk=message_id)
    if message.sender != Sender.REPORTER:
        return
    is_new = False
    with transaction.atomic():
        held = Case.objects.select_for_update().filter(links__report_id=message.report_id, links__detached_at=None)
        for case in held.order_by("pk"):
            if case.timeline.filter(what="message", details__message=message.pk).exists():
                continue
            write_entry(case, "message", by=None, now=message.sent_at, message=message.pk)
            if case.state == State.CLOSED:
                reopen(case, by=None, now=now, message=message.pk)
            bring_back(case, because="answer", now=now, message=message.pk)
            owed = case.commitments.filter(
                kind=CommitmentKind.ANSWER, report_id=message.report_id, met_at=None, released_at=None
            )
            if not owed.exists():
                open_commitment(case, CommitmentKind.ANSWER, report=message.report, since=message.sent_at, now=now)
            heed_danger(case, message, now=now)
            keep_due_time(case, now=now)
            is_new = True
        if is_new:
            outbox.owe(WEIGH_MESSAGE, message.pk, now=now)


def take_evidence(evidence_id: int, *, now: datetime) -> None:
    """Files were added to a sent report: its cases say so and owe an answer; a closed one opens again.

    A second call changes nothing.
    """
    first = Evidence.objects.select_related("report").get(pk=evidence_id)
    count = Evidence.objects.filter(report=first.report_id, received_at=first.received_at).count()
    with transaction.atomic():
        held = Case.objects.select_for_update().filter(links__report_id=first.report_id, links__detached_at=None)
        for case in held.order_by("pk"):
            if case.timeline.filter(what="evidence_added", details__evidence=first.pk).exists():
                continue
            reference = first.report.reference
            write_entry(
                case, "evidence_added", by=None, now=first.received_at, evidence=first.pk, report=reference, files=count
            )
            if case.state == State.CLOSED:
                reopen(case, by=None, now=now)
            bring_back(case, because="answer", now=now)
            owed = case.commitments.filter(
                kind=CommitmentKind.ANSWER, report_id=first.report_id, met_at=None, released_at=None
            )
            if not owed.exists():
                open_commitment(case, CommitmentKind.ANSWER, report=first.report, since=first.received_at, now=now)
            keep_due_time(case, now=now)


def reopen(case: Case, *, by: Account | None, now: datetime, note: str = "", **details: int) -> None:
    """Put a closed case back into the queue and say so on its timeline; the caller opens what is owed and saves."""
    move(case, Move.REOPEN)
    write_entry(case, "reopened", by=by, now=now, note=note, **details)
    case.officer = None
    case.closed_at, case.closed_by, case.closing_reason, case.closing_note = None, None, "", ""
    case.closing_details, case.closing_proposed_by = {}, None


def mark_stuck(*, now: datetime) -> int:
    """Show on its case what the machine gave up on; returns how many cases that newly are.

    A message that could not be taken opens its closed case again, so that it waits in front of an officer.
    """
    stuck = Outbox.objects.unfinished().filter(needs_person=True, task__in=_STUCK).order_by("pk")
    return sum(_mark(row, now=now) for row in stuck[:200])


def _mark(row: Outbox, *, now: datetime) -> int:
    """Once for each piece of work: an officer who has dealt with it is not asked again. Only a message reopens."""
    why, reopens, report = _STUCK[row.task], row.task == "cases.take_message", _report_of(row)
    is_marked = TimelineEntry.objects.filter(case=OuterRef("pk"), what="needs_person", details__outbox=row.pk)
    with transaction.atomic():
        held = Case.objects.select_for_update(of=("self",)).filter(
            ~Exists(is_marked), links__report_id=report.pk if report else row.subject, links__detached_at=None
        )
        cases = list((held if reopens else held.filter(state__in=OPEN_STATES)).order_by("pk"))
        for case in cases:
            if case.state == State.CLOSED:
                reopen(case, by=None, now=now, message=row.subject)
                open_commitment(case, CommitmentKind.ANSWER, report=report, since=now, now=now)
            case.needs_person = why
            write_entry(case, "needs_person", by=None, now=now, note=why, outbox=row.pk)
            keep_due_time(case, now=now)
    return len(cases)


def _report_of(row: Outbox) -> Report | None:
    """Of the message, file or wish that the work is about; None where its subject is the report."""
    said = {
        "cases.take_message": Message,
        WEIGH_MESSAGE: Message,
        "cases.notify": Message,
        "cases.take_evidence": Evidence,
        "cases.take_wish": Wish,
        WEIGH_WISH: Wish,
    }.get(row.task)
    return said.objects.select_related("report").get(pk=row.subject).report if said else None  # type: ignore[attr-defined]


def _open(report: Report, *, now: datetime) -> Case:
    default = Unit.objects.filter(is_default=True).first()
    if default is None:
        raise NoDefaultUnit
    priority, why = _priority(report)
    unit, match = unit_for_new(report, default, priority=priority, on=timezone.localdate(now))
    case = Case.objects.create(
        reference=report.reference,
        opened_for=report,
        unit=unit,
        is_restricted=is_about_police(report),
        priority=priority,
        priority_reason=why,
        lane=Lane.BACKLOG if report.channel == Channel.IMPORT else Lane.MAIN,
        strands=with_parents(report.perceived_strands),
        area=area_of(report.answers)[:200],
        received_at=report.received_at,
        opened_at=now,
    )
    CaseReport.objects.create(case=case, report=report, attached_at=now, reason="opened for it")
    add_persons_of(case, report, now=now)
    if report.perceived_strands or report.answers.get("because_words"):
        Voice.objects.create(
            speaker=Speaker.REPORTER, report=report, at=report.received_at, strands=report.perceived_strands,
            text=str(report.answers.get("because_words", "")), language=report.language,
        )  # fmt: skip
    for kind in (CommitmentKind.READ, CommitmentKind.RECORDING_DECISION):
        open_commitment(case, kind, report=report, since=report.received_at, now=now)
    write_entry(case, "opened", by=None, now=now, report=report.reference, priority=case.priority)
    if match is not None:
        write_routed(case, match, before=default, now=now)
    suggest_what_they_said(case, report, now=now)
    tell_what_the_alarm_did(case, report)
    outbox.owe("cases.categorise", report.pk, now=now)
    keep_due_time(case, now=now)
    return case


def _priority(report: Report) -> tuple[str, str]:
    if Alarm.objects.filter(report=report).exists():
        return "immediate", "Somebody may be in danger now."
    reason = why_read_soon(report)
    return ("high", reason) if reason else ("standard", "")


def why_read_soon(report: Report) -> str:
    """What the reporter ticked for which a report is read as `high` at least, in sentences; empty where nothing is."""
    said = [sentence for (name, answer), sentence in _READ_SOON.items() if report.answers.get(name) == answer]
    return " ".join(said)


_opened_for_the_subject = Case.objects.filter(opened_for_id=OuterRef("subject"))


def take_messages_left(*, before: datetime, most: int = 200, now: datetime) -> int:
    """Take the messages of before this time that no worker has taken; how many that were."""
    left = Outbox.objects.unfinished().filter(task="cases.take_message", created_at__lt=before, needs_person=False)
    rows = list(left.order_by("pk").values_list("pk", flat=True)[:most])
    return sum(outbox.finish(row, lambda message_id: take_message(message_id, now=now), now=now) for row in rows)


def reports_without_case(*, before: datetime, most: int = 200) -> list[int]:
    """Ids of reports received before this time, or with an alarm, that no case was opened for; oldest first.

    Found by the work that is still owed to them, so that it costs the same at a million reports as at ten.
    """
    owed = Outbox.objects.unfinished().filter(task="cases.open_case").exclude(Exists(_opened_for_the_subject))
    lost = owed.filter(Q(created_at__lt=before) | Exists(Alarm.objects.filter(report_id=OuterRef("subject"))))
    return list(lost.order_by("created_at").values_list("subject", flat=True)[:most])
