"""The follow-up code: derived, never stored, and verified without being known.

Code = selector (8 characters, 40 bits, in the database) and secret (16 characters, 80 bits of
HMAC-SHA-256(code key, selector ‖ token)). The database keeps the verifier HMAC-SHA-256(verify key, selector ‖ secret);
both keys are outside it, and of the token it keeps only a hash. See docs/adr for why no slow hash is used.
"""

import hashlib
import hmac

from django.conf import settings

from reporting.domain import crockford

SELECTOR_LENGTH, SECRET_LENGTH = 8, 16


def token_hash(token: str) -> bytes:
    """SHA-256 of a form's token; all that is kept of it."""
    return hashlib.sha256(token.encode()).digest()


def secret_of(selector: str, token: str) -> str:
    """The secret half of the code of `selector`, 16 characters."""
    return crockford.encode(_mac(settings.CODE_KEY, f"{selector}\n{token}"), SECRET_LENGTH)


def verifier_of(selector: str, secret: str) -> bytes:
    """What the database compares with, 32 bytes."""
    return _mac(settings.VERIFY_KEY, f"{selector}\n{secret}")


def written(selector: str, secret: str) -> str:
    """The code as it is shown: 24 characters in groups of four."""
    code = selector + secret
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def taken_apart(code: str) -> tuple[str, str]:
    """Selector and secret of what was typed. What cannot be a code gives two that match nothing."""
    meant = crockford.read(code)
    if len(meant) != SELECTOR_LENGTH + SECRET_LENGTH or any(one not in crockford.ALPHABET for one in meant):
        return "", ""
    return meant[:SELECTOR_LENGTH], meant[SELECTOR_LENGTH:]


def _mac(key: bytes, message: str) -> bytes:
    return hmac.digest(key, message.encode(), hashlib.sha256)
