"""Answers on the way. A row says nothing without the key, and the key lives only in the cookie of whoever types."""

import base64
import binascii
import json
import secrets
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import transaction

from reporting.domain.about_you import AboutYou, count
from reporting.domain.earlier import without_codes
from reporting.domain.receipt import receipt_for
from reporting.domain.submission import NothingSaid, submit_report
from reporting.enums import Channel
from reporting.models import Draft

Answers = Mapping[str, Any]
KEPT_FOR = timedelta(days=7)
_NONCE = 12
_KEY = 32


@dataclass(frozen=True)
class OpenDraft:
    """One tab's answers by name of question, and the token under which they become one report.

    `answers` of a sent draft are empty: they were wiped when it became a report.
    `earlier_lost` says that answers given before these could not be read.
    """

    id: uuid.UUID
    token: str
    answers: dict[str, Any] = field(default_factory=dict)
    sent: bool = False
    earlier_lost: bool = False


def new_key() -> str:
    """A key for a person's drafts, as text for a cookie: 32 random bytes, URL-safe base64."""
    return base64.urlsafe_b64encode(secrets.token_bytes(_KEY)).decode().rstrip("=")


def new_token() -> str:
    """A form's token: who knows it knows the follow-up code, so it stays between the page and the draft."""
    return secrets.token_urlsafe(32)


def is_key(text: str) -> bool:
    """Whether this can be a key; a cookie is whatever a browser sends."""
    return _raw(text) is not None


def open_draft(draft_id: uuid.UUID, *, key: str, now: datetime) -> OpenDraft | None:
    """The draft, or None: no such row, too old, or not to be opened with this key."""
    row = Draft.objects.filter(pk=draft_id, expires_at__gt=now).first()
    return _unsealed(row, key) if row else None


def keep_answers(
    draft_id: uuid.UUID, *, key: str, token: str, answers: Answers, begins: bool, now: datetime
) -> OpenDraft:
    """Keep these answers beside those given before and return the draft.

    A blank answer takes the earlier one back. A draft that exists keeps its own token; a sent one keeps nothing.
    Where there is none, one is made with `token`; where the row cannot be opened or is too old, one with another id:
    what was just typed is never lost. `earlier_lost` is then set, save where the page `begins` a draft.
    The code of an earlier report is not kept, only its reference. A second call with the same answers changes nothing.
    """
    answers = without_codes(answers, now=now)
    with transaction.atomic():
        Draft.objects.bulk_create(
            [_row(OpenDraft(draft_id, token, earlier_lost=not begins), key, now)],
            ignore_conflicts=True,  # it exists, or another press of the same button was faster
        )
        row = Draft.objects.select_for_update().get(pk=draft_id)
        draft = _unsealed(row, key) if row.expires_at > now else None
        if draft is None:
            draft = OpenDraft(uuid.uuid4(), token, earlier_lost=True)
        if draft.sent:
            return draft
        if receipt_for(draft.token) is not None:  # sent, and a crash came before we could note it
            return _close(draft, key, now)
        both = {**draft.answers, **answers}
        kept = {name: answer for name, answer in both.items() if answer not in ("", None, [], {})}
        draft = replace(draft, answers=kept)
        _save(draft, key, now)
    return draft


def send_answers(
    draft_id: uuid.UUID,
    *,
    key: str,
    token: str,
    answers: Answers,
    choose: Callable[[Answers], dict[str, Any]],
    language: str,
    now: datetime,
    about_you: AboutYou | None = None,
) -> OpenDraft:
    """Keep these answers, make the draft a report of what `choose` picks from all of them, and wipe it.

    Returns the draft: `sent`, or not where nothing was said yet. Three transactions on purpose: the report is durable
    before the answers are wiped, and after a crash in between they can only become the same report again. What somebody
    says `about_you` is counted in the last of them, so never twice and never in the transaction of the report.
    A second call finds the report that the first one made. Raises `TooManyWords`.
    """
    draft = keep_answers(draft_id, key=key, token=token, answers=answers, begins=False, now=now)
    if draft.sent:
        return draft
    try:
        submit_report(
            answers=choose(draft.answers), channel=Channel.WEB, language=language, token=draft.token, now=now,
            about_you=about_you,
        )  # fmt: skip
    except NothingSaid:
        return draft
    with transaction.atomic():
        still_open = Draft.objects.select_for_update().filter(pk=draft.id, sent_at=None).exists()
        if about_you and still_open:
            count(about_you, now=now)
        return _close(draft, key, now)


def was_sent(draft: OpenDraft) -> bool:
    """Whether the draft became a report, also where a crash kept us from noting it."""
    return draft.sent or receipt_for(draft.token) is not None


def forget_expired(*, now: datetime) -> int:
    """Delete the drafts that nobody can open any more; returns how many. A second call finds none."""
    with transaction.atomic():
        return Draft.objects.filter(expires_at__lte=now).delete()[0]


def _close(draft: OpenDraft, key: str, now: datetime) -> OpenDraft:
    closed = OpenDraft(draft.id, draft.token, sent=True)
    _save(closed, key, now, sent_at=now)
    return closed


def _save(draft: OpenDraft, key: str, now: datetime, sent_at: datetime | None = None) -> None:
    row = _row(draft, key, now, sent_at)
    Draft.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["sealed", "updated_at", "expires_at", "sent_at"],
    )


def _row(draft: OpenDraft, key: str, now: datetime, sent_at: datetime | None = None) -> Draft:
    said = {"token": draft.token, "answers": draft.answers, "earlier_lost": draft.earlier_lost}
    nonce = secrets.token_bytes(_NONCE)
    body = AESGCM(_key_of(draft.id, key)).encrypt(nonce, json.dumps(said, ensure_ascii=False).encode(), draft.id.bytes)
    return Draft(id=draft.id, sealed=nonce + body, updated_at=now, expires_at=now + KEPT_FOR, sent_at=sent_at)


def _unsealed(row: Draft, key: str) -> OpenDraft | None:
    sealed = bytes(row.sealed)
    try:
        said = json.loads(AESGCM(_key_of(row.id, key)).decrypt(sealed[:_NONCE], sealed[_NONCE:], row.id.bytes))
    except (InvalidTag, ValueError):
        return None
    return OpenDraft(row.id, said["token"], said["answers"], row.sent_at is not None, said["earlier_lost"])


def _key_of(draft_id: uuid.UUID, key: str) -> bytes:
    raw = _raw(key)
    if raw is None:
        raise ValueError("not a key")
    return HKDF(SHA256(), _KEY, salt=draft_id.bytes, info=b"heard draft").derive(raw)


def _raw(text: str) -> bytes | None:
    try:
        raw = base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None
    return raw if len(raw) == _KEY else None
