"""Words that are a slip of the pen apart, or sound the same."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from functools import lru_cache
from typing import Final

FUZZY_FROM: Final = 5
"""Letters from which a slip is looked for."""
_LONG: Final = 9  # letters from which two slips are forgiven
_SOUNDS: Final = (
    ("ph", "f"), ("gh", ""), ("ck", "k"), ("sch", "s"), ("tch", "c"), ("wh", "w"), ("th", "t"), ("qu", "k"), ("x", "ks"),
    ("z", "s"), ("c", "k"), ("y", "i"), ("j", "g"),
)  # fmt: skip


BySlip = Mapping[str, tuple[str, ...]]


def by_slip(words: Mapping[str, float]) -> BySlip:
    """The words of which a slip is looked for (long and rare ones), under each of their `slips`, in their order."""
    found: dict[str, tuple[str, ...]] = {}
    for word, rarity in words.items():
        if len(word) >= FUZZY_FROM and rarity > 1.5:
            for slip in slips(word):
                found[slip] = (*found.get(slip, ()), word)
    return found


def shared_words(
    one: Mapping[str, float],
    other: Mapping[str, float],
    *,
    one_by_slip: BySlip | None = None,
    other_by_slip: BySlip | None = None,
) -> dict[str, str]:
    """Words of `one` with the word of `other` that each is: the same, or but for a slip of the pen or a blank.

    `one_by_slip`, `other_by_slip`: what `by_slip` makes of them, for whoever compares the same words again and again.
    """
    shared = {word: word for word in one if word in other}
    ours = by_slip(one) if one_by_slip is None else one_by_slip
    theirs = by_slip(other) if other_by_slip is None else other_by_slip
    both = ours.keys() & theirs.keys()
    left = {word for slip in both for word in ours[slip] if word not in other}
    for word in one if left else ():
        if word in left and (match := _slip_of(word, both, theirs, one)):
            shared[word] = match
    return shared


def _slip_of(word: str, both: Container[str], theirs: BySlip, ours: Container[str]) -> str:
    """Of words that are not the same in both, the first that shares the first slip and is about as long."""
    for slip in slips(word):
        match = next((one for one in theirs[slip] if one not in ours), "") if slip in both else ""
        if match and abs(len(match) - len(word)) <= 1:
            return match
    return ""


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
