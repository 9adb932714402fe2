"""The link at the end of an e-mail or text: it stops them, and gives no other right. Only we can read which report it is of."""

import base64
import binascii
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE = 12


def link_for(report_id: int) -> str:
    """Text for an address: 48 characters, another one each time."""
    nonce = secrets.token_bytes(_NONCE)
    return base64.urlsafe_b64encode(nonce + AESGCM(_key()).encrypt(nonce, report_id.to_bytes(8), b"notice")).decode()


def report_of_link(text: str) -> int | None:
    """The id of the report, or None where the text is not ours."""
    try:
        raw = base64.urlsafe_b64decode(text.encode())
        return int.from_bytes(AESGCM(_key()).decrypt(raw[:_NONCE], raw[_NONCE:], b"notice"))
    except (InvalidTag, ValueError, binascii.Error):
        return None


def _key() -> bytes:
    return HKDF(SHA256(), 32, None, b"heard notice link").derive(settings.CODE_KEY)
