"""How a draft is locked: AES-256-GCM with the row bound in, under a key that the database does not hold."""

import base64
import binascii
import json
import secrets
import uuid
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12
_KEY = 32


def new_key() -> str:
    """A key for all drafts of one browser: 32 random bytes, URL-safe base64."""
    return base64.urlsafe_b64encode(secrets.token_bytes(_KEY)).decode().rstrip("=")


def is_key(text: str) -> bool:
    """Whether this can be one; a cookie is whatever a browser sends."""
    return _raw(text) is not None


def key_of(draft_id: uuid.UUID, key: str) -> bytes:
    """The key of one draft, 32 bytes: it says nothing about the browser's other drafts. Raises ValueError."""
    raw = _raw(key)
    if raw is None:
        raise ValueError("not a key")
    return HKDF(SHA256(), _KEY, salt=draft_id.bytes, info=b"heard draft").derive(raw)


def key_of_code(selector: str, secret: str, pepper: bytes) -> bytes:
    """The key that a code stands for, 32 bytes; `pepper` is a key outside the database."""
    return HKDF(SHA256(), _KEY, salt=selector.encode(), info=b"heard code of a draft").derive(secret.encode() + pepper)


def seal(said: Mapping[str, Any], draft_id: uuid.UUID, key: bytes) -> bytes:
    """JSON of what was said, locked. Layout: nonce (12), ciphertext with tag (16)."""
    return wrap(json.dumps(said, ensure_ascii=False).encode(), draft_id, key)


def unsealed(sealed: bytes | memoryview, draft_id: uuid.UUID, key: bytes) -> dict[str, Any] | None:
    """What was said, or None: another key, or the row was changed or moved."""
    raw = unwrapped(sealed, draft_id, key)
    try:
        said: dict[str, Any] | None = json.loads(raw) if raw is not None else None
    except ValueError:
        return None
    return said


def wrap(raw: bytes, draft_id: uuid.UUID, key: bytes) -> bytes:
    """Bytes, locked in the same way."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, raw, draft_id.bytes)


def unwrapped(sealed: bytes | memoryview, draft_id: uuid.UUID, key: bytes) -> bytes | None:
    """The bytes, or None."""
    sealed = bytes(sealed)
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], draft_id.bytes)
    except (InvalidTag, ValueError):
        return None


def _raw(text: str) -> bytes | None:
    try:
        raw = base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None
    return raw if len(raw) == _KEY else None
