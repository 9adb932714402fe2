"""An account as everything above looks at it: its words, its language, and the terms that stand in it."""

from __future__ import annotations

from typing import Final, NamedTuple

from cases.engine.kept import Kept
from cases.engine.language import OWN_WORDS, UNKNOWN, likely_languages
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
    in it, English ones everywhere, save for ordinary words of the language that the account is in.
    """
    words = read_words(text)
    language, likely = likely_languages(text, words)
    if language in ("en", UNKNOWN) and "en" in likely:
        words = _undisguised(words)
    hits = ENGLISH.find(words)
    if own := OWN_WORDS.get(language):
        hits = [hit for hit in hits if not all(words[at].forms[0] in own for at in range(hit.first, hit.last + 1))]
    if likely - {"en"}:
        hits = _join(hits, [hit for hit in others().find(words) if hit.label.language in likely])
    return Account(words, hits, language)


def _undisguised(words: list[Word]) -> list[Word]:
    """Part words that were written as one, join one that was written as two, add to misspelt ones what is meant."""
    if not any(map(_STRANGE.__getitem__, [forms[0] for forms, _, _, _ in words])):
        return words
    read: list[Word] = []
    before: Word | None = None  # a strange word, which may be the first half of one
    for word in words:
        strange = _STRANGE[word.forms[0]]
        if before is not None and _is_one(before, word):
            read[-1] = Word((before.forms[0] + word.forms[0], *word.forms), before.start, word.end, word.sentence)
            before = None
            continue
        before = None
        if strange is None:
            read.append(word)
        elif strange.meant:
            read.append(Word((word.forms[0], *strange.meant), word.start, word.end, word.sentence))
        elif strange.parts and word.end - word.start == len(word.forms[0]):  # each letter has its place
            start = word.start
            for part in strange.parts:
                read.append(Word((part,), start, start + len(part), word.sentence))
                start += len(part)
        else:
            read.append(word)
            before = word
    return read


class _Strange(NamedTuple):
    """A word that no list and no dictionary has: forms of the one that is `meant`, or the `parts` it is made of."""

    meant: tuple[str, ...]
    parts: tuple[str, ...]


def _strange(form: str) -> _Strange | None:
    if not ENGLISH.disguised.is_strange(form):
        return None
    meant = ENGLISH.disguised.spelt(form)
    return _Strange(meant, () if meant else ENGLISH.disguised.part(form))


_STRANGE: Final = Kept(_strange)


def _is_one(before: Word, word: Word) -> bool:
    is_near = word.start - before.end == 1 and before.sentence == word.sentence
    return is_near and ENGLISH.disguised.is_parted(before.forms[0], word.forms[0])


def _join(hits: list[Hit], others: list[Hit]) -> list[Hit]:
    """Return both in order of place; what several languages say alike counts once."""
    found: dict[tuple[int, int, str, str], Hit] = {}
    for hit in [*hits, *others]:
        found.setdefault((hit.first, hit.last, hit.label.key, hit.label.role), hit)
    return sorted(found.values(), key=lambda hit: hit.first)
