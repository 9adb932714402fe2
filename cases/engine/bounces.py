"""What a mail server says of a letter that came back (RFC 3464), read from the bytes of its message. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from typing import Final

_STATUS: Final = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_NAME: Final = re.compile(r"<([0-9a-f]{32})@[^<>@\s]+>")
_LETTERS: Final = frozenset({"message/rfc822", "text/rfc822-headers"})


@dataclass(frozen=True, slots=True)
class Bounce:
    """`letter` is the name that we gave to the letter; `status` such as 5.1.1, empty where the server gave none."""

    letter: str
    status: str


def read_bounce(raw: bytes) -> Bounce | None:
    """What came back for good. None for anything else: another kind of message, a delay, a letter that is not ours."""
    message = message_from_bytes(raw, policy=policy.default)
    if message.get_content_type() != "multipart/report":
        return None
    statuses = [part for part in message.walk() if part.get_content_type() == "message/delivery-status"]
    blocks = [block for part in statuses for block in _blocks(part)]
    failed = [block for block in blocks if str(block.get("Action", "")).strip().lower() == "failed"]
    letter = next((found for part in message.walk() if (found := _name_of(part))), "")
    if not failed or not letter:
        return None
    status = _STATUS.search(str(failed[0].get("Status", "")))
    return Bounce(letter, status[0] if status else "")


def _blocks(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def _name_of(part: EmailMessage | Message) -> str:
    """Of the letter that the server returns, whole or its head alone."""
    kind = part.get_content_type()
    if kind not in _LETTERS:
        return ""
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else message_from_bytes(str(payload).encode())
    found = _NAME.search(str(inner.get("Message-ID", ""))) if isinstance(inner, Message) else None
    return found[1] if found else ""
