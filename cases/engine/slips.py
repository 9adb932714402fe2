"""Words that are a slip of the pen apart, or sound the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

FUZZY_FROM: Final = 5
"""Letters from which a slip is looked for."""
_LONG: Final = 9  # letters from which two slips are forgiven
_SOUNDS: Final = (
    ("ph", "f"), ("gh", ""), ("ck", "k"), ("sch", "s"), ("tch", "c"), ("wh", "w"), ("th", "t"), ("qu", "k"), ("x", "ks"),
    ("z", "s"), ("c", "k"), ("y", "i"), ("j", "g"),
)  # fmt: skip


def shared_words(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, str]:
    """Words of `one` with the word of `other` that each is: the same, or but for a slip of the pen or a blank."""
    shared = {word: word for word in one if word in other}
    left = [word for word in one if word not in shared and len(word) >= FUZZY_FROM and one[word] > 1.5]
    right = [word for word in other if word not in shared and len(word) >= FUZZY_FROM and other[word] > 1.5]
    by_slip: dict[str, str] = {}
    for word in right:
        for slip in slips(word):
            by_slip.setdefault(slip, word)
    for word in left:
        for slip in slips(word):
            match = by_slip.get(slip)
            if match is not None and abs(len(match) - len(word)) <= 1:
                shared[word] = match
                break
    return shared


@lru_cache(maxsize=20_000)
def slips(word: str) -> tuple[str, ...]:
    """The word, the word without one of its letters (two of a long one), and what it sounds like: words that share one
    are a slip apart."""
    shorter = _without_a_letter((word,)) if len(word) > FUZZY_FROM else ()
    still = _without_a_letter(shorter) if len(word) >= _LONG else ()
    return tuple(dict.fromkeys((word, *shorter, *still, f"~{sound(word)}")))


def _without_a_letter(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word[:at] + word[at + 1 :] for word in words for at in range(len(word)))


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """How a word sounds, roughly: consonants as they are heard, doubled ones once, vowels only at the beginning."""
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    bare = word[:1] + re.sub(r"[aeiouh]", "", word[1:])
    return re.sub(r"(.)\1+", r"\1", bare)
