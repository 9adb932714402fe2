"""Coming back to a draft from another browser: a code on request, derived and never stored.

Code = selector (8 characters, in the database) and secret (16 characters, 80 bits of HMAC-SHA-256 over selector and the
form's token, which only the open draft holds). The draft's own key lies in the row, encrypted under the code; the code's
key takes a key outside the database as well, so that a copy of the database opens nothing even with a guess.
"""

import hashlib
import hmac
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from reporting.domain import crockford, draft_seal, drafts
from reporting.domain.follow_up_code import SECRET_LENGTH, SELECTOR_LENGTH, taken_apart, written
from reporting.domain.receipt import receipt_for
from reporting.models import Draft


@dataclass(frozen=True)
class Lock:
    """What opens a draft besides the browser that holds its key: how its row is found, and the key that wraps the draft's."""

    selector: str
    verifier: bytes
    key: bytes

    def put_on(self, row: Draft, data_key: bytes, *, now: datetime) -> None:
        """Part of the caller's transaction. The draft is kept for seven days from now."""
        row.selector, row.verifier = self.selector, self.verifier
        row.wrapped_key = draft_seal.wrap(data_key, row.pk, self.key)
        row.updated_at, row.expires_at = now, now + drafts.KEPT_WITH_CODE
        row.save(update_fields=["selector", "verifier", "wrapped_key", "updated_at", "expires_at"])


def ask_code(draft_id: uuid.UUID, *, key: str, language: str = "", now: datetime) -> tuple[str, datetime] | None:
    """The code that opens this draft from any browser, and until when it is kept: seven days from now.

    `language` of the page, in which they go on when they come back.

    None where this key opens no draft, the draft was sent, or another code opens it already. A second call gives the
    same code and a later time.
    """
    with transaction.atomic():
        row = Draft.objects.select_for_update().filter(pk=draft_id, expires_at__gt=now, sent_at=None).first()
        data_key = draft_seal.key_of(draft_id, key)
        said = draft_seal.unsealed(row.sealed, draft_id, data_key) if row else None
        if row is None or said is None or receipt_for(said["token"]) is not None:
            return None
        selector = row.selector or crockford.draw(SELECTOR_LENGTH)
        secret = _secret(selector, said["token"])
        lock = _lock(selector, secret)
        if row.verifier is not None and bytes(row.verifier) != lock.verifier:
            return None
        if language:
            row.sealed = draft_seal.seal({**said, "language": language}, draft_id, data_key)
            row.save(update_fields=["sealed"])
        lock.put_on(row, data_key, now=now)
    return written(selector, secret), row.expires_at


def resume(code: str, *, key: str, now: datetime) -> drafts.OpenDraft | None:
    """Move the draft of this code to the browser that holds `key`, and return it.

    Guarantees: the browser in which it was open before opens it no longer, and the code goes on opening it. None for a
    code that is unknown, wrong, malformed or too old: one query and one answer for all of them, so a wrong try tells
    nothing, and no number of wrong tries keeps the right code out.
    """
    return moved(_lock(*taken_apart(code)), key=key, now=now)


def moved(lock: Lock, *, key: str, now: datetime) -> drafts.OpenDraft | None:
    """The draft that this lock opens, from now on that of the browser that holds `key`; None where there is none."""
    with transaction.atomic():
        found = Draft.objects.filter(selector=lock.selector, verifier=lock.verifier, expires_at__gt=now, sent_at=None)
        row = found.select_for_update().first()
        if row is None or row.wrapped_key is None:
            return None
        before = draft_seal.unwrapped(row.wrapped_key, row.id, lock.key)
        said = draft_seal.unsealed(row.sealed, row.id, before) if before else None
        if said is None:
            return None
        data_key = draft_seal.key_of(row.id, key)
        row.sealed = draft_seal.seal(said, row.id, data_key)
        row.save(update_fields=["sealed"])
        lock.put_on(row, data_key, now=now)
    return drafts.opened(row, said)


def _lock(selector: str, secret: str) -> Lock:
    key = draft_seal.key_of_code(selector, secret, settings.CODE_KEY)
    return Lock(selector, _mac(settings.VERIFY_KEY, f"draft\n{selector}\n{secret}"), key)


def _secret(selector: str, token: str) -> str:
    return crockford.encode(_mac(settings.CODE_KEY, f"draft\n{selector}\n{token}"), SECRET_LENGTH)


def _mac(key: bytes, message: str) -> bytes:
    return hmac.digest(key, message.encode(), hashlib.sha256)
