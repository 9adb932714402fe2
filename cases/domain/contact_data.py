"""Whether what somebody gave us to reach them by can be right: said to officers, never to a person while they report."""

import re
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

_FEWEST, _MOST = 7, 15  # digits of a number that can be dialled (E.164)
_OF_A_NUMBER = re.compile(r"[\d\s().+/\-]*(?:(?:ext|x)\.?\s*\d{1,6})?", re.IGNORECASE)


def doubtful(known: Mapping[str, str]) -> list[str]:
    """Which of `email` and `phone` are there and cannot be right."""
    email, phone = known.get("email", "").strip(), known.get("phone", "").strip()
    found = ["email"] if email and not _can_be_an_address(email) else []
    return [*found, "phone"] if phone and not _can_be_dialled(phone) else found


def _can_be_an_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _can_be_dialled(text: str) -> bool:
    """In the form in which people write numbers, with as many digits as one has; an emergency number reaches nobody."""
    digits = re.sub(r"(?:ext|x).*", "", re.sub(r"[^\dextEXT]", "", text), flags=re.IGNORECASE)
    return bool(_OF_A_NUMBER.fullmatch(text)) and _FEWEST <= len(digits) <= _MOST and len(set(digits)) > 1
