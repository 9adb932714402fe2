"""Words in canonical form, and their fingerprint: what was sent can be compared with what is kept."""

import hashlib
import re

_LONE_SURROGATES = re.compile("[\ud800-\udfff]")


def canonical(words: str) -> str:
    """CR LF to LF; NUL and lone surrogates, which PostgreSQL and UTF-8 cannot hold, to U+FFFD. Nothing is stripped."""
    words = words.replace("\r\n", "\n").replace("\x00", "\ufffd")
    return _LONE_SURROGATES.sub("\ufffd", words)


def fingerprint(words: str) -> str:
    """SHA-256 (hex) of the UTF-8 of canonical words."""
    return hashlib.sha256(words.encode()).hexdigest()


def is_said(words: str) -> bool:
    """White space alone is nothing said."""
    return bool(words.strip())
