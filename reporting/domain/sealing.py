"""Encryption of what identifies somebody: AES-256-GCM under a key ring, with the place it belongs to bound in."""

import json
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE = 12


class CannotOpen(Exception):
    """The key is gone, the bytes were changed, or they were moved to another row or field."""


def seal(value: Any, *, table: str, row: str, field: str) -> bytes:
    """JSON of `value`, encrypted with the newest key. Layout: key number (1 byte), nonce (12), ciphertext with tag (16)."""
    number, key = max(settings.IDENTITY_KEYS.items())
    nonce = secrets.token_bytes(_NONCE)
    body = AESGCM(key).encrypt(nonce, json.dumps(value, ensure_ascii=False).encode(), _place(table, row, field))
    return bytes([number]) + nonce + body


def unseal(sealed: bytes | memoryview, *, table: str, row: str, field: str) -> Any:
    """The value that was sealed at this very place; raises `CannotOpen`."""
    sealed = bytes(sealed)
    key = settings.IDENTITY_KEYS.get(sealed[0]) if sealed else None
    if key is None:
        raise CannotOpen
    try:
        return json.loads(AESGCM(key).decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], _place(table, row, field)))
    except (InvalidTag, ValueError) as error:
        raise CannotOpen from error


def _place(table: str, row: str, field: str) -> bytes:
    return f"{table}\n{row}\n{field}".encode()
