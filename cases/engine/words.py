"""How an account becomes what the linear model counts: its distinct words, and pairs of words that stand together."""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import lru_cache
from typing import Final

from cases.engine.text import Word

_LONGEST: Final = 24
PAIR: Final = " "


@lru_cache(maxsize=32768)
def plain(form: str) -> str:
    """Return how a word is counted: all numbers alike, nothing endless."""
    return "0" if form.isdigit() else form[:_LONGEST]


def counted(words: Sequence[Word], known: Container[str] | None = None) -> tuple[dict[str, list[int]], int]:
    """Return each distinct word or pair with the numbers of the words where it stands (a pair: the first of the two).

    And the number of distinct words. With `known` only what is known is returned, and a disguised word counts as the
    first of its forms that is known.
    Pairs never cross the end of a sentence.
    """
    if known is None:
        return _every(words)
    found: dict[str, list[int]] = {}
    distinct: set[str] = set()
    before, sentence = "", -1
    for number, (forms, _, _, of_sentence) in enumerate(words):
        one = plain(forms[0])
        is_known = one in known
        if not is_known and len(forms) > 1:
            for form in forms[1:]:
                if (other := plain(form)) in known:
                    one, is_known = other, True
                    break
        distinct.add(one)
        if is_known:
            if one in found:
                found[one].append(number)
            else:
                found[one] = [number]
        if of_sentence == sentence:
            pair = f"{before}{PAIR}{one}"
            if pair in known:
                if pair in found:
                    found[pair].append(number - 1)
                else:
                    found[pair] = [number - 1]
        before, sentence = one, of_sentence
    return found, len(distinct)


def _every(words: Sequence[Word]) -> tuple[dict[str, list[int]], int]:
    found: dict[str, list[int]] = {}
    distinct: set[str] = set()
    before, sentence = "", -1
    for number, word in enumerate(words):
        one = plain(word.forms[0])
        distinct.add(one)
        found.setdefault(one, []).append(number)
        if word.sentence == sentence:
            found.setdefault(before + PAIR + one, []).append(number - 1)
        before, sentence = one, word.sentence
    return found, len(distinct)
