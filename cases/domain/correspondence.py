"""Answering the person who reported, in the thread of their report."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from cases.domain.access import case_for_work
from cases.domain.audit import record_event
from cases.domain.commitments import keep_due_time, meet_commitments, owe_next_action_if_nothing_is_owed
from cases.domain.languages import check_answerable, language_of
from cases.domain.message_templates import check_day, first_gap, is_agreed_text, only_acknowledges
from cases.domain.notices import owe_notice
from cases.domain.refusals import Refused
from cases.domain.timeline import write_entry
from cases.domain.waiting import wait_for_answer
from cases.enums import CommitmentKind, State
from cases.models import Account, Acknowledgement, Case
from reporting.domain.follow_up_code import token_hash
from reporting.domain.own_code import without_code
from reporting.domain.words import canonical, is_said
from reporting.enums import Sender
from reporting.models import Message


def reply(
    case_id: int,
    report_id: int,
    *,
    message: str,
    token: str,
    wait_until: date | None = None,
    days_differ: bool = False,
    in_language: str = "",
    is_agreed: bool = False,
    is_acknowledgement: bool = False,
    by: Account,
    now: datetime,
) -> Case:
    """Send one answer to the reporter of this report; it shows in the thread behind their code.

    A second call with the same form `token` sends nothing. Meets the open answer and update that are owed to them, and
    meets neither where it only says that we have their report: `is_acknowledgement`, or the text of such a template.
    With `wait_until` the case waits for what they were asked, until that day or until they write
    (`cases/domain/waiting.py`). A neutral e-mail tells them, where their contact card agrees to it
    (`cases/domain/notices.py`). Their follow-up code is never kept: where the words hold it, it is masked.
    `in_language` and `is_agreed`: see `languages.check_answerable`; a reviewed template as it stands is agreed.
    Raises `Refused` without words, with a gap of a template that is still open, for a day that has come, where a
    template's words name another day than that one (`days_differ`: both are meant), where the report is not attached to
    this case, and where the person would not understand.
    """
    words = canonical(message)
    if not is_said(words):
        raise Refused("Write your answer.", about="message")
    if gap := first_gap(words):
        raise Refused(f"Write something in place of “{gap}”, or take it out.", about="message")
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=(State.IN_PROGRESS, State.WAITING))
        link = case.links.filter(report_id=report_id, detached_at=None).select_related("report").first()
        if link is None:
            raise Refused("This report is not attached to this case any more.")
        check_day(words, link.report, wait_until, days_differ=days_differ)
        language = language_of(report_id)
        is_agreed = is_agreed or is_agreed_text(words, link.report, language)
        check_answerable(language, in_language=in_language, is_agreed=is_agreed, by=by)
        try:
            with transaction.atomic():
                sent = Message.objects.create(
                    report_id=report_id, sender=Sender.OFFICER, words=without_code(words, link.report),
                    token_hash=token_hash(token), author=by.username, sent_at=now,
                )  # fmt: skip
        except IntegrityError:
            return case  # the same form, pressed twice
        owe_notice(case, sent, now=now)
        if is_acknowledgement or only_acknowledges(words, link.report):
            Acknowledgement.objects.create(message=sent)
            write_entry(case, "acknowledged", by=by, now=now, report=link.report.reference)
        else:
            case.needs_person = ""
            meet_commitments(case, CommitmentKind.ANSWER, CommitmentKind.UPDATE, by=by, now=now, report_id=report_id)
            write_entry(case, "answered", by=by, now=now, report=link.report.reference)
        if wait_until is not None:
            wait_for_answer(case, wait_until, by=by, now=now)
        owe_next_action_if_nothing_is_owed(case, now=now)
        record_event(
            account=by, action="case.reply", address="", references=[case.reference, link.report.reference], now=now
        )
        keep_due_time(case, now=now)
    return case
