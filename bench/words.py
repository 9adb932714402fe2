"""The words of a report on their way through a browser, and their fingerprint."""

import gzip
import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

BUILT_IN = Path(__file__).with_name("accounts.jsonl")

_NEWLINE = re.compile("\r\n?")
_SURROGATE = re.compile("[\ud800-\udfff]")


class TextsError(ValueError):
    """A file of texts that cannot be used; the message names the file and the line."""


def as_typed(text: str) -> str:
    """What a text box holds after somebody put `text` into it: bare LF as newline, no lone surrogate."""
    return _SURROGATE.sub("\ufffd", _NEWLINE.sub("\n", text))


def on_the_wire(typed: str) -> str:
    """What a browser submits for a text box that holds `typed`: every newline as CR LF."""
    return _NEWLINE.sub("\n", typed).replace("\n", "\r\n")


def canonical(sent: str) -> str:
    """The form the fingerprint is taken of: CR LF → LF, NUL and lone surrogates → U+FFFD, nothing else."""
    return _SURROGATE.sub("\ufffd", sent.replace("\r\n", "\n").replace("\0", "\ufffd"))


def fingerprint(sent: str) -> str:
    """SHA-256, in hexadecimal, of the UTF-8 of the canonical form of `sent`."""
    return hashlib.sha256(canonical(sent).encode()).hexdigest()


def read_texts(path: Path) -> list[str]:
    """Every `text` of a file of JSON lines (`.gz` or plain) that is more than blanks, which nobody can send.

    Raises `TextsError`, naming file and line.
    """
    texts = [text for text in _lines(path) if text.strip()]
    if not texts:
        raise TextsError(f"{path}: holds no text")
    return texts


def choose(texts: Sequence[str], count: int, seed: int) -> list[str]:
    """`count` of `texts` in an order drawn from `seed`; none comes a second time before all came once."""
    draw = random.Random(seed)
    chosen: list[str] = []
    while len(chosen) < count:
        chosen += draw.sample(texts, min(len(texts), count - len(chosen)))
    return chosen


def _lines(path: Path) -> Iterator[str]:
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield _text(line, f"{path}, line {number}")
    except (OSError, EOFError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "cannot be read to its end"
        raise TextsError(f"{path}: {reason}") from None


def _text(line: bytes, where: str) -> str:
    try:
        text = json.loads(line)["text"]
    except (ValueError, KeyError, TypeError):
        text = None
    if not isinstance(text, str):
        raise TextsError(f'{where}: not a JSON object with a "text" in words')
    return text
