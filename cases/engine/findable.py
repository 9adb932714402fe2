"""Words in the form in which search keeps them: what identifies somebody cut out, and every word apart from its signs.

PostgreSQL's parser takes "home.He", "and/or" and "<hit>" for host names, paths and tags, and their words are lost. A
thin space behind the sign keeps them apart; what is shown to people is without it (`shown`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from cases.engine.entities import MOST, Identifier, extract
from cases.engine.text import LOOKED_AT, fold

THIN: Final = "\u2009"
START, STOP = "\ue000", "\ue001"
"""What search puts around a hit; never part of kept words."""
SEALED: Final = "[…]"
_MARKS: Final = re.compile(f"[{START}{STOP}]")
_GLUE: Final = re.compile(r"([!-&(-/:-@\[-`{-~…–—·•،؛])(?=\w)")
_WINDOW: Final = 4_000
_LONGEST: Final = 400  # characters of an identifier
_MOST_AGAIN: Final = 300
_DIGIT: Final = re.compile(r"\d")
_NOT_PLAIN: Final = re.compile(r"[\W_]+")
# A word with the vowel signs of Indic scripts, which are no word characters to `re`.
_WORD: Final = re.compile(r"(?:[^\W_]|[\u0900-\u0963\u0966-\u0dff])+")
# Scripts that put no blank between words, and pictures: found as a piece of what stands there.
_UNBROKEN: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")


def findable(text: str) -> str:
    """Return the words of `text` apart from its signs."""
    text = _MARKS.sub("\ufffd", text.replace("\x00", "\ufffd").replace(THIN, " "))
    return _GLUE.sub(rf"\1{THIN}", text)


def shown(kept: str) -> str:
    """Return kept words as people read them."""
    return kept.replace(THIN, "")


def has_something(text: str) -> bool:
    """Tell whether there is a letter, a digit or a picture to look for."""
    return any(char.isalnum() or _is_picture(char) for char in text)


def _is_picture(char: str) -> bool:
    """U+FFFD stands for what could not be kept: nothing to look for."""
    return unicodedata.category(char) == "So" and char != "\ufffd"


def without_identifiers(text: str) -> str:
    """Return `text` with every link, address, handle, number, registration and name that `extract` finds cut out.

    All but a name of one word are cut wherever they stand again: a first name may be an ordinary word elsewhere.
    """
    text = text[:LOOKED_AT]
    pieces: list[str] = []
    again: dict[str, None] = {}
    place = 0
    for one in _identifiers(text):
        pieces += [text[place : one.start], SEALED]
        place = one.end
        if len(again) < _MOST_AGAIN and (one.kind != "name" or " " in text[one.start : one.end]):
            again[text[one.start : one.end]] = None
    kept = "".join([*pieces, text[place:]])
    for words in again:
        if words in kept:
            kept = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", SEALED, kept)
    return kept


def spellings(kept: str, *, besides: Iterable[str] = ()) -> str:
    """Return the distinct words of kept text, folded, for comparing spellings and finding pieces of numbers.

    What holds a digit stands there in one piece: "CRN/2026-17" as "crn202617".
    """
    folded = fold(shown(kept))[:LOOKED_AT]
    words = dict.fromkeys(plain(one) for one in besides)
    for token in folded.split():
        if _DIGIT.search(token):
            words[plain(token)] = None
        words.update(dict.fromkeys(_WORD.findall(token)))
        if not token.isascii():
            words.update(dict.fromkeys(char for char in token if _is_picture(char)))
    words.pop("", None)
    return " ".join(words)


def plain(text: str) -> str:
    """Return `text` folded, letters and digits only; a picture alone stays as it is."""
    return _NOT_PLAIN.sub("", fold(shown(text))) or "".join(char for char in text if _is_picture(char))


def is_found_in_pieces(text: str) -> bool:
    """Tell whether a term is looked for as a part of a word: a number or reference, a picture, a script without blanks."""
    bare = plain(text)
    if _UNBROKEN.search(bare) or (bare and not any(char.isalnum() for char in bare)):
        return True
    return len(bare) >= 4 and _DIGIT.search(bare) is not None


def _identifiers(text: str) -> Iterator[Identifier]:
    """Yield all of them in order. `extract` gives up after so many: then it looks again, a window at a time."""
    found = extract(text)[1]
    if len(found) < MOST:
        yield from found
        return
    place = 0
    while place < len(text):
        found = extract(text[place : place + _WINDOW])[1]
        is_last = place + _WINDOW >= len(text)
        sure = place + _WINDOW - _LONGEST  # what begins behind it may go on behind the window
        yielded = 0
        for one in found:
            if not is_last and place + one.start >= sure:
                break
            yield Identifier(one.kind, one.normal, place + one.start, place + one.end)
            yielded = place + one.end
        end = len(text) if is_last else max(yielded, sure)
        place = yielded or sure if len(found) == MOST else end  # there may be more behind the last of so many
