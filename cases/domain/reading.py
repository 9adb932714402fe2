"""A person reads a report. Read means understood."""

from datetime import datetime

from django.db import transaction

from cases.domain.access import case_for_work
from cases.domain.audit import record_event
from cases.domain.commitments import (
    keep_due_time,
    meet_commitments,
    open_commitment,
    owe_next_action_if_nothing_is_owed,
)
from cases.domain.languages import check_understood, holds, language_of
from cases.domain.refusals import Refused
from cases.domain.timeline import write_entry
from cases.enums import OPEN_STATES, CommitmentKind, Speaker, Understood
from cases.models import Account, Case, Commitment, Reading, Voice
from cases.queries.answers import answers, is_answered, waiting_messages
from reporting.models import Report


def mark_read(
    case_id: int, report_id: int, *, understood: str = Understood.LANGUAGE_HELD, in_language: str = "",
    by: Account, now: datetime,
) -> Case:  # fmt: skip
    """`by` has read this report and understood it; the person who sent it is from now on owed an answer.

    A second call changes nothing. The report's reading is met in every case that it is attached to.
    `in_language` says in which of their languages it is written, where the machine thinks otherwise; it is kept as the
    officer's voice. Raises `Refused` where the report is not attached to this case, or cannot have been understood.
    """
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=OPEN_STATES)
        link = case.links.filter(report_id=report_id, detached_at=None).select_related("report").first()
        if link is None:
            raise Refused("This report is not attached to this case any more.")
        if Reading.objects.filter(report_id=report_id).exists():
            return case
        check_understood(report_id, understood=Understood(understood), in_language=in_language, by=by)
        is_said = understood == Understood.LANGUAGE_HELD and in_language and holds(by, in_language)
        if is_said and language_of(report_id) != in_language:
            Voice.objects.create(
                speaker=Speaker.OFFICER, report_id=report_id, by=by.username, at=now, language=in_language
            )
            case.language = in_language if case.opened_for_id == report_id else case.language
        Reading.objects.create(report_id=report_id, case=case, by=by, at=now, understood=Understood(understood))
        others = Case.objects.select_for_update(of=("self",)).filter(
            links__report_id=report_id, links__detached_at=None, state__in=OPEN_STATES
        )
        for held in [case, *others.exclude(pk=case.pk).order_by("pk")]:
            meet_commitments(held, CommitmentKind.READ, by=by, now=now, report_id=report_id)
            owe_answer(held, link.report, now=now)
            owe_next_action_if_nothing_is_owed(held, now=now)
            write_entry(held, "read", by=by, now=now, report=link.report.reference, understood=str(understood))
            keep_due_time(held, now=now)
        record_event(
            account=by, action="case.read", address="", references=[case.reference, link.report.reference], now=now
        )
        case.refresh_from_db()
    return case


def owe_answer(case: Case, report: Report, *, now: datetime) -> None:
    """Owe the reporter an answer, unless one is owed already or nobody waits for it (`answers.is_answered`).

    It runs from the reading, or from what they wrote and nobody has answered, whichever was first.
    """
    is_owed = Commitment.objects.open().filter(case=case, report=report, kind=CommitmentKind.ANSWER).exists()
    if is_owed or case.links.filter(is_answered(), report=report, detached_at=None).exists():
        return
    since = [now, *waiting_messages().filter(report=report).values_list("sent_at", flat=True)]
    if not answers().filter(report=report).exists():
        since += Reading.objects.filter(report=report).values_list("at", flat=True)
    open_commitment(case, CommitmentKind.ANSWER, report=report, since=min(since), now=now)
