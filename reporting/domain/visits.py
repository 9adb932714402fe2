"""The right to follow one report: what the code turns into, and the cookie in which it travels.

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
from django.db import connection

from reporting.domain import follow_up_code

IDLE_LIMIT = timedelta(minutes=30)


@dataclass(frozen=True)
class Visit:
    """The right to follow one report: both halves as the database knows them, never the code itself."""

    selector: str
    verifier: bytes


def visit_with(code: str) -> Visit:
    """What this code would open: the same work for a right, unknown, wrong and malformed one."""
    selector, secret = follow_up_code.taken_apart(code)
    return Visit(selector, follow_up_code.verifier_of(selector, secret))


def report_of(visit: Visit) -> int | None:
    """The id of the report that this visit opens, or None once the code was stopped or replaced."""
    row = one_row("SELECT follow_up_report(%s, %s)", [visit.selector, visit.verifier])
    return row[0] if row else None


def one_row(sql: str, parameters: list[Any]) -> Any:
    """The first row of a question to the database, or None."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()


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


def _cookie_key() -> bytes:
    return HKDF(SHA256(), 32, None, b"heard follow-up cookie").derive(settings.SECRET_KEY.encode())
