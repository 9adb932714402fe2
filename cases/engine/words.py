"""How an account becomes what the linear model counts: its distinct words, and pairs of words that stand together."""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import lru_cache
from typing import Final

from cases.engine.text import Word

_LONGEST: Final = 24
PAIR: Final = " "


@lru_cache(maxsize=65536)
def plain(form: str) -> str:
    """Return how a word is counted: all numbers alike, nothing endless."""
    return "0" if form.isdigit() else form[:_LONGEST]


def counted(words: Sequence[Word], known: Container[str] | None = None) -> tuple[dict[str, list[int]], int]:
    """Return each distinct word or pair with the numbers of the words where it stands (a pair: the first of the two).

    And the number of distinct words. With `known` only what is known is returned, and a disguised word counts as the
    first of its forms that is known.
    Pairs never cross the end of a sentence.
    """
    found: dict[str, list[int]] = {}
    distinct: set[str] = set()
    before, sentence = "", -1
    for number, word in enumerate(words):
        one = plain(word.forms[0])
        if known is not None and one not in known and len(word.forms) > 1:
            one = next((other for form in word.forms[1:] if (other := plain(form)) in known), one)
        distinct.add(one)
        if known is None or one in known:
            found.setdefault(one, []).append(number)
        if word.sentence == sentence:
            pair = before + PAIR + one
            if known is None or pair in known:
                found.setdefault(pair, []).append(number - 1)
        before, sentence = one, word.sentence
    return found, len(distinct)
