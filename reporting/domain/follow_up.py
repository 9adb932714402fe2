"""The way back: with the code to the status, and by a second step to the thread.

The public role reads nothing by itself: every read goes through a database function that takes selector and verifier.
"""

import base64
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from reporting.domain import crockford, follow_up_code, outbox
from reporting.domain.words import canonical, is_said
from reporting.enums import Owed, PublicStatus, Sender
from reporting.models import Message, Report

IDLE_LIMIT = timedelta(minutes=30)
MASK = "[code removed]"


class NothingWritten(ValueError):
    """The message is empty."""


@dataclass(frozen=True)
class Visit:
    """The right to follow one report: both halves as the database knows them, never the code itself."""

    selector: str
    verifier: bytes


@dataclass(frozen=True)
class Status:
    """What a reporter is told. Times are aware; `is_late` says honestly that the promised time has passed.

    `new_time` is what was promised anew after that; it may have passed as well.
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
    selector, secret = follow_up_code.taken_apart(code)
    visit = Visit(selector, follow_up_code.verifier_of(selector, secret))
    return visit if status(visit, now=now) is not None else None


def status(visit: Visit, *, now: datetime) -> Status | None:
    """The report's status, or None once the code was stopped or replaced."""
    row = _one_row("SELECT * FROM follow_up_status(%s, %s)", [visit.selector, visit.verifier])
    if row is None:
        return None
    reference, public_status, received_at, printed, due_kind, due_at, from_officers, new_time = row
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
    )


def read_thread(visit: Visit) -> list[ThreadMessage]:
    """All messages, oldest first; empty also when the code was stopped."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, sender, words, sent_at FROM follow_up_thread(%s, %s)", [visit.selector, visit.verifier]
        )
        return [ThreadMessage(pk, Sender(sender), words, at) for pk, sender, words, at in cursor.fetchall()]


def wrote_last(visit: Visit) -> Sender | None:
    """Who wrote the newest message, without its words; None when there is no message, or the code has stopped."""
    newest = "SELECT sender FROM follow_up_thread(%s, %s) ORDER BY sent_at DESC, id DESC LIMIT 1"
    row = _one_row(newest, [visit.selector, visit.verifier])
    return Sender(row[0]) if row else None


def send_message(visit: Visit, *, words: str, token: str, now: datetime) -> MessageReceipt | None:
    """Add the reporter's message and owe the officers' side its reading, in one transaction; None if the code has stopped.

    A second call with the same `token` adds nothing and returns the same receipt. Words that hold the report's own
    code are kept with the code masked; the code then stops, and the receipt carries the one that replaces it.
    Raises `NothingWritten`.
    """
    words = canonical(words)
    if not is_said(words):
        raise NothingWritten
    sent = _sent_before(visit, token)
    if sent is not None:
        return sent
    try:
        with transaction.atomic():
            return _add_message(visit, words, token, now)
    except IntegrityError:
        return _sent_before(visit, token)


def without_code(words: str, report: Report) -> str:
    """The words with every copy of the code that opens this report masked; for what officers write, who should not have it."""
    return _masked(words, Visit(report.selector, bytes(report.verifier)))[0] if report.verifier else words


def stop_code(visit: Visit, *, now: datetime) -> bool:
    """Stop the code at once. True when it opened until now; a second call does nothing."""
    row = _one_row("SELECT follow_up_stop(%s, %s, %s)", [visit.selector, visit.verifier, now])
    return bool(row and row[0])


def seal_visit(visit: Visit, *, now: datetime) -> str:
    """Text for a cookie that only we can open."""
    nonce = secrets.token_bytes(12)
    inner = json.dumps([visit.selector, visit.verifier.hex(), now.timestamp()]).encode()
    return base64.urlsafe_b64encode(nonce + AESGCM(_cookie_key()).encrypt(nonce, inner, b"visit")).decode()


def unseal_visit(text: str, *, now: datetime) -> Visit | None:
    """The visit of the cookie, or None when it is not ours or was idle for `IDLE_LIMIT`."""
    try:
        raw = base64.urlsafe_b64decode(text.encode())
        selector, verifier, at = json.loads(AESGCM(_cookie_key()).decrypt(raw[:12], raw[12:], b"visit"))
        is_fresh = now.timestamp() - at < IDLE_LIMIT.total_seconds()
        return Visit(selector, bytes.fromhex(verifier)) if is_fresh else None
    except (InvalidTag, ValueError, TypeError):
        return None


def _add_message(visit: Visit, words: str, token: str, now: datetime) -> MessageReceipt | None:
    row = _one_row("SELECT follow_up_report(%s, %s)", [visit.selector, visit.verifier])
    if row is None or row[0] is None:
        return None
    masked, found = _masked(words, visit)
    new_selector = crockford.draw(follow_up_code.SELECTOR_LENGTH) if found else ""
    message = Message.objects.create(
        report_id=row[0],
        sender=Sender.REPORTER,
        words=masked,
        token_hash=follow_up_code.token_hash(token),
        new_selector=new_selector,
        sent_at=now,
    )
    outbox.owe("cases.take_message", message.pk, now=now)
    if not found:
        return MessageReceipt(now, None, visit)
    secret = follow_up_code.secret_of(new_selector, token)
    new = Visit(new_selector, follow_up_code.verifier_of(new_selector, secret))
    _one_row(
        "SELECT follow_up_replace_code(%s, %s, %s, %s)", [visit.selector, visit.verifier, new.selector, new.verifier]
    )
    return MessageReceipt(now, follow_up_code.written(new_selector, secret), new)


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
    secret = follow_up_code.secret_of(new_selector, token)
    new = Visit(new_selector, follow_up_code.verifier_of(new_selector, secret))
    return MessageReceipt(sent_at, follow_up_code.written(new_selector, secret), new)


def _masked(words: str, visit: Visit) -> tuple[str, bool]:
    """The words with every copy of the visit's own code masked, however it is spaced or capitalised."""
    kept = [(crockford.read(character), place) for place, character in enumerate(words) if character.isalnum()]
    stream, length = "".join(one[:1] for one, _ in kept), follow_up_code.SELECTOR_LENGTH + follow_up_code.SECRET_LENGTH
    spans, at = [], stream.find(visit.selector)
    while at != -1:
        secret = stream[at + follow_up_code.SELECTOR_LENGTH : at + length]
        if (
            len(secret) == follow_up_code.SECRET_LENGTH
            and follow_up_code.verifier_of(visit.selector, secret) == visit.verifier
        ):
            spans.append((kept[at][1], kept[at + length - 1][1] + 1))
        at = stream.find(visit.selector, at + 1)
    for start, end in reversed(spans):
        words = words[:start] + MASK + words[end:]
    return words, bool(spans)


def _one_row(sql: str, parameters: list[Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()


def _cookie_key() -> bytes:
    return HKDF(SHA256(), 32, None, b"heard follow-up cookie").derive(settings.SECRET_KEY.encode())
