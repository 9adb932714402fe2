"""E-mail addresses and telephone numbers in the form in which they are compared: only the very same one is the same."""

from __future__ import annotations

import re
from typing import Final

from cases.engine.entities import extract

EMAIL, PHONE = "email", "phone"
SEALED: Final = "[sealed]"
_EMAIL: Final = re.compile(r"[^\s@\"<>:]{1,64}@[^\s@\"<>:]{1,190}\.[^\s@\"<>:.]{2,63}")
_PHONE: Final = re.compile(r"(?:\+|00)[0-9](?:[ ().-]{0,2}[0-9]){6,14}|\(?0[0-9](?:[ ().-]{0,2}[0-9]){8,9}")
_OF_FIELD: Final = re.compile(r"\b(e?-?mail|phone|telephone|mobile):(?:\"[^\"]*\"?|\S+)", re.IGNORECASE)


def plain_contact(kind: str, given: str) -> str:
    """An address in small letters, a number in E.164 (one without a country is British); empty for what is neither."""
    if kind == EMAIL:
        return given.strip().casefold() if "@" in given else ""
    digits = re.sub(r"\D", "", given)
    if len(digits) < 7:
        return ""
    if given.strip().startswith("+") or digits.startswith("00"):
        digits = digits.removeprefix("00")
        return "+44" + digits[3:] if digits.startswith("440") else f"+{digits}"  # "+44 (0)20 …"
    return f"+44{digits[1:]}" if digits.startswith("0") else f"+{digits}"


def contact_kind(typed: str) -> str:
    """Whether all of what was typed is one e-mail address or one number; empty for anything else."""
    if _EMAIL.fullmatch(typed):
        return EMAIL
    return PHONE if _PHONE.fullmatch(typed) else ""


def without_contacts(typed: str) -> str:
    """What was typed with each address and number cut out: what a log or an address of a page may hold."""
    kept = _OF_FIELD.sub(rf"\1:{SEALED}", typed)
    if contact_kind(kept.strip()):
        return SEALED
    for one in reversed(extract(kept)[1]):
        if one.kind in (EMAIL, PHONE):
            kept = kept[: one.start] + SEALED + kept[one.end :]
    return " ".join(SEALED if contact_kind(word) else word for word in kept.split(" "))
