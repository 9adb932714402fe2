"""The way back: with the code to the status, and by a second step to the thread.

The public role reads nothing by itself: every read goes through a database function that takes selector and verifier.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from reporting.domain import follow_up_code, outbox
from reporting.domain.own_code import draw_selector, masked, new_code, replace_code
from reporting.domain.visits import Visit, one_row, report_of, visit_with
from reporting.domain.words import canonical, is_said
from reporting.enums import Owed, PublicStatus, Sender
from reporting.models import Message


class NothingWritten(ValueError):
    """The message is empty."""


@dataclass(frozen=True)
class Status:
    """What a reporter is told. Times are aware; `is_late` says honestly that the promised time has passed.

    `new_time` is what was promised anew after that; it may have passed as well. `review_at`: by when somebody who did not
    decide has looked again, while that is asked for. `is_urgent`: its alarm rings or somebody looks after it, whoever or
    whatever found the danger; `is_looked_after`: somebody looks after that alarm now.
    """

    reference: str
    public_status: PublicStatus
    received_at: datetime
    fingerprint: str
    promised_kind: Owed
    promised_at: datetime | None
    is_late: bool
    unread_messages: int
    new_time: datetime | None = None
    is_new_time_past: bool = False
    review_at: datetime | None = None
    is_review_late: bool = False
    is_urgent: bool = False
    is_looked_after: bool = False


@dataclass(frozen=True)
class ThreadMessage:
    """One message as the reporter sees it."""

    id: int
    sender: Sender
    words: str
    at: datetime


@dataclass(frozen=True)
class MessageReceipt:
    """`new_code` is set when the words held the code: that one has stopped and this one opens the report now."""

    at: datetime
    new_code: str | None
    visit: Visit


def open_report(code: str, *, now: datetime) -> Visit | None:
    """The right to follow the report of this code, or None: the same work for unknown, wrong, stopped and malformed codes."""
    visit = visit_with(code)
    return visit if status(visit, now=now) is not None else None


def reference_behind(code: str, *, now: datetime) -> str:
    """The reference of the report that this code opens; empty where it opens none."""
    found = status(visit_with(code), now=now)
    return found.reference if found else ""


def language_of(visit: Visit) -> str:
    """The language in which the report was sent, as a code; empty where the code has stopped."""
    row = one_row("SELECT follow_up_language(%s, %s)", [visit.selector, visit.verifier])
    return (row and row[0]) or ""


def status(visit: Visit, *, now: datetime) -> Status | None:
    """The report's status, or None once the code was stopped or replaced."""
    row = one_row("SELECT * FROM follow_up_status(%s, %s)", [visit.selector, visit.verifier])
    if row is None:
        return None
    reference, public_status, received_at, printed, due_kind, due_at, from_officers, new_time = row
    holder = [visit.selector, visit.verifier]
    review_at = one_row("SELECT follow_up_review(%s, %s)", holder)[0]
    is_urgent = one_row("SELECT follow_up_rings(%s, %s)", holder)[0]
    return Status(
        reference=reference,
        public_status=PublicStatus(public_status),
        received_at=received_at,
        fingerprint=printed,
        promised_kind=Owed(due_kind),
        promised_at=due_at,
        is_late=due_at is not None and due_at < now,
        unread_messages=from_officers,
        new_time=new_time,
        is_new_time_past=new_time is not None and new_time < now,
        review_at=review_at,
        is_review_late=review_at is not None and review_at < now,
        is_urgent=is_urgent,
        is_looked_after=is_urgent and one_row("SELECT follow_up_looked_after(%s, %s)", holder)[0],
    )


def who_reported(visit: Visit) -> dict[str, str]:
    """Of what they answered only whom it happened to and who is under 18: how they are asked. Empty once the code has stopped."""
    row = one_row("SELECT follow_up_who(%s, %s)", [visit.selector, visit.verifier])
    return json.loads(row[0]) if row and row[0] else {}


def handed_over_at(visit: Visit) -> datetime | None:
    """When what the report tells was passed to the control room; None where it was not, or the code has stopped."""
    row = one_row("SELECT follow_up_handed_over(%s, %s)", [visit.selector, visit.verifier])
    return row[0] if row else None


def read_thread(visit: Visit) -> list[ThreadMessage]:
    """All messages, oldest first; empty also when the code was stopped."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, sender, words, sent_at FROM follow_up_thread(%s, %s)", [visit.selector, visit.verifier]
        )
        return [ThreadMessage(pk, Sender(sender), words, at) for pk, sender, words, at in cursor.fetchall()]


def last_written(visit: Visit) -> dict[Sender, datetime]:
    """When each side wrote its newest message, without the words, who wrote last first; empty once the code has stopped."""
    newest = (
        "SELECT sender, max(sent_at) AS at FROM follow_up_thread(%s, %s) GROUP BY sender ORDER BY at DESC, max(id) DESC"
    )
    with connection.cursor() as cursor:
        cursor.execute(newest, [visit.selector, visit.verifier])
        return {Sender(sender): at for sender, at in cursor.fetchall()}


def send_message(
    visit: Visit, *, words: str, is_in_danger: bool = False, token: str, now: datetime
) -> MessageReceipt | None:
    """Add the reporter's message and owe the officers' side its reading, in one transaction; None if the code has stopped.

    `is_in_danger`: they say that somebody is in danger right now, whatever the words tell, and also without any.

    A second call with the same `token` adds nothing and returns the same receipt. Words that hold the report's own
    code are kept with the code masked; the code then stops, and the receipt carries the one that replaces it.
    Raises `NothingWritten`.
    """
    words = canonical(words)
    if not is_said(words) and not is_in_danger:
        raise NothingWritten
    sent = _sent_before(visit, token)
    if sent is not None:
        return sent
    try:
        with transaction.atomic():
            return _add_message(visit, words, is_in_danger, token, now)
    except IntegrityError:
        return _sent_before(visit, token)


def stop_code(visit: Visit, *, now: datetime) -> bool:
    """Stop the code at once. True when it opened until now; a second call does nothing."""
    row = one_row("SELECT follow_up_stop(%s, %s, %s)", [visit.selector, visit.verifier, now])
    return bool(row and row[0])


def _add_message(visit: Visit, words: str, is_in_danger: bool, token: str, now: datetime) -> MessageReceipt | None:
    report_id = report_of(visit)
    if report_id is None:
        return None
    kept, found = masked(words, visit)
    new_selector = draw_selector() if found else ""
    message = Message.objects.create(
        report_id=report_id,
        sender=Sender.REPORTER,
        words=kept,
        is_in_danger=is_in_danger,
        token_hash=follow_up_code.token_hash(token),
        new_selector=new_selector,
        sent_at=now,
    )
    outbox.owe("cases.take_message", message.pk, now=now)
    if not found:
        return MessageReceipt(now, None, visit)
    new, code = new_code(new_selector, token)
    replace_code(visit, new)
    return MessageReceipt(now, code, new)


def _sent_before(visit: Visit, token: str) -> MessageReceipt | None:
    found = (
        Message.objects.filter(token_hash=follow_up_code.token_hash(token))
        .values_list("new_selector", "sent_at")
        .first()
    )
    if found is None:
        return None
    new_selector, sent_at = found
    if not new_selector:
        return MessageReceipt(sent_at, None, visit)
    new, code = new_code(new_selector, token)
    return MessageReceipt(sent_at, code, new)
