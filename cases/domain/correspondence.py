"""Answering the person who reported, in the thread of their report."""

from datetime import datetime

from django.db import IntegrityError, transaction

from cases.domain.access import case_for_work
from cases.domain.audit import record_event
from cases.domain.commitments import keep_due_time, meet_commitments, owe_next_action_if_nothing_is_owed
from cases.domain.refusals import Refused
from cases.domain.timeline import write_entry
from cases.enums import CommitmentKind, State
from cases.models import Account, Case
from reporting.domain.follow_up_code import token_hash
from reporting.domain.words import canonical, is_said
from reporting.enums import Sender
from reporting.models import Message


def reply(case_id: int, report_id: int, *, message: str, token: str, by: Account, now: datetime) -> Case:
    """Send one answer to the reporter of this report; it shows in the thread behind their code.

    A second call with the same form `token` sends nothing. Meets the open answer and update that are owed to them.
    Raises `Refused` without words or where the report is not attached to this case.
    """
    words = canonical(message)
    if not is_said(words):
        raise Refused("Write your answer.", about="message")
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=(State.IN_PROGRESS, State.WAITING))
        link = case.links.filter(report_id=report_id, detached_at=None).select_related("report").first()
        if link is None:
            raise Refused("This report is not attached to this case any more.")
        try:
            with transaction.atomic():
                Message.objects.create(
                    report_id=report_id, sender=Sender.OFFICER, words=words, token_hash=token_hash(token),
                    author=by.username, sent_at=now,
                )  # fmt: skip
        except IntegrityError:
            return case  # the same form, pressed twice
        case.needs_person = ""
        meet_commitments(case, CommitmentKind.ANSWER, CommitmentKind.UPDATE, by=by, now=now, report_id=report_id)
        owe_next_action_if_nothing_is_owed(case, now=now)
        write_entry(case, "answered", by=by, now=now, report=link.report.reference)
        record_event(
            account=by, action="case.reply", address="", references=[case.reference, link.report.reference], now=now
        )
        keep_due_time(case, now=now)
    return case
