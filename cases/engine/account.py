"""An account as everything above looks at it: its words, its language, and the terms that stand in it."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from cases.engine.disguise import SHORTEST_GLUED
from cases.engine.language import likely_languages
from cases.engine.lists import ENGLISH, others
from cases.engine.terms import Hit
from cases.engine.text import Word, read_words


class Account(NamedTuple):
    """`language` is an ISO 639-1 code, "und" when unsure."""

    words: list[Word]
    hits: list[Hit]
    language: str


def read_account(text: str) -> Account:
    """Read any string.

    A word may mean nothing in one language and hatred in another: terms of a language count where the account may be
    in it, English ones everywhere.
    """
    words = _part(read_words(text))
    language, likely = likely_languages(text, words)
    hits = ENGLISH.find(words)
    if likely - {"en"}:
        hits = _join(hits, [hit for hit in others().find(words) if hit.label.language in likely])
    return Account(words, hits, language)


def _part(words: list[Word]) -> list[Word]:
    """Part words that were written as one, where each letter has its place."""
    parted: list[Word] = []
    for word in words:
        form = word.forms[0]
        if len(form) < SHORTEST_GLUED or word.end - word.start != len(form):
            parted.append(word)
            continue
        parts = _parts_of(form)
        start = word.start
        for part in parts:
            parted.append(Word((part,), start, start + len(part), word.sentence))
            start += len(part)
        if not parts:
            parted.append(word)
    return parted


@lru_cache(maxsize=65536)
def _parts_of(form: str) -> tuple[str, ...]:
    return ENGLISH.part(form)


def _join(hits: list[Hit], others: list[Hit]) -> list[Hit]:
    """Return both in order of place; what several languages say alike counts once."""
    found: dict[tuple[int, int, str, str], Hit] = {}
    for hit in [*hits, *others]:
        found.setdefault((hit.first, hit.last, hit.label.key, hit.label.role), hit)
    return sorted(found.values(), key=lambda hit: hit.first)
