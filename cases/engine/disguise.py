"""Words of the lists as people disguise and misspell them: starred, with letters changed about, written as one."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from importlib import resources
from typing import Final

from cases.engine.trie import Plain

_SHORTEST: Final = 4
_SHORTEST_PART: Final = 3
_AGAINST: Final = frozenset({"kill", "hate", "ban", "stop", "burn", "gas", "nuke", "deport", "remove", "fuck", "death"})
_SMALL: Final = frozenset(
    "a i am an as at be by do go he if in is it me my no of on or so to up us we".split()  # noqa: SIM905  (readable)
)
"""Words of one and two letters that may stand between words written as one."""
_SHORTEST_GLUED: Final = 7
_LONGEST_GLUED: Final = 64
_LONGEST_PART: Final = 16
_HOSTILE: Final = "hostile"
_ROLES: Final = frozenset({"slurs", "groups", "persons", _HOSTILE})
_OF_PEOPLE: Final = _ROLES - {_HOSTILE}
_DOUBLE: Final = re.compile(r"(.)\1")
_NO_MISTAKES: Final = frozenset({"imma", "incl", "kamala", "shite", "schwarz", "auslander"})
"""Words that VOCABULARY lacks and that mean something else than the listed ones that they are like."""
_VOWELS: Final = str.maketrans("", "", "aeiou")


def _vocabulary() -> frozenset[str]:
    words = resources.files("cases.engine").joinpath("data/vocabulary/english.txt").read_text(encoding="ascii")
    return frozenset(words.split())


VOCABULARY: Final = _vocabulary()
"""Ordinary words of English and common names: whoever wrote one of them meant it."""


class Disguised:
    """Made of (word, key, role) of single words; `known` are those that stand in the lists as they are."""

    def __init__(self, plain: Iterable[Plain], known: Container[str]) -> None:
        self._known = known
        self._roles: dict[str, set[str]] = {}
        ranks: dict[str, int] = {}
        for word, key, role in plain:
            if role in _ROLES and word.isascii() and word.isalpha() and len(word) >= _SHORTEST_PART:
                self._roles.setdefault(word, set()).add(role)
                ranks[word] = min(_rank(key, role), ranks.get(word, 99))
        self._starred: dict[int, list[str]] = {}  # by length, the likeliest first
        for whole in sorted(ranks, key=ranks.__getitem__):
            if len(whole) >= _SHORTEST:
                self._starred.setdefault(len(whole), []).append(whole)
                if not whole.endswith("s"):
                    self._starred.setdefault(len(whole) + 1, []).append(f"{whole}s")
        self._misspelt: dict[str, str] = {}
        self._skeletons: dict[str, str] = {}
        # Whoever misspells a word rather means a common one: names of groups before slurs.
        for whole in sorted(ranks, key=lambda word: "slurs" in self._roles[word]):
            for form in (whole,) if whole.endswith("s") else (whole, f"{whole}s"):
                for word in _mistakes(form):
                    if self.is_strange(word):
                        self._misspelt.setdefault(word, form)
                if len(skeleton := _skeleton(form)) > _SHORTEST:
                    self._skeletons.setdefault(skeleton, form)

    def is_strange(self, word: str) -> bool:
        """Tell whether a word is neither in a list nor an ordinary word of English."""
        return word not in VOCABULARY and word not in self._known and word not in _NO_MISTAKES

    def spelt(self, word: str) -> tuple[str, ...]:
        """Return the forms of the word that a strange one most likely is, none where it is no known mistake."""
        whole = self._misspelt.get(word)
        if whole is None and len(word) > _SHORTEST:
            whole = self._skeletons.get(_skeleton(word))
            if whole is not None and (whole[0] != word[0] or abs(len(whole) - len(word)) > 1):
                whole = None
        return () if whole in (None, word) else (whole, whole.removesuffix("s"))

    def is_parted(self, first: str, second: str) -> bool:
        """Tell whether a blank parts what is one word of the lists ("pa rasites"); `first` is strange."""
        return first + second in self._known and bool(self._roles_of(first + second))

    def uncensored(self, word: str) -> tuple[str, ...]:
        """Return the forms of the word that stars most likely hide: at least two letters must be shown."""
        if len(word) - word.count("*") >= 2:
            for whole in self._starred.get(len(word), ()):
                if all(a in ("*", b) for a, b in zip(word, whole, strict=True)):
                    return whole, whole.removesuffix("s")
        return ()

    def part(self, word: str) -> tuple[str, ...]:
        """Return the words that a strange one is made of ("killthejews"): people of a group must be among them.

        Two words are parted only where one tells ill will, since many names are made of two words ("Blackheath").
        """
        if not _SHORTEST_GLUED <= len(word) <= _LONGEST_GLUED:
            return ()
        ways: list[tuple[str, ...] | None] = [()]  # the fewest words that make each beginning
        for end in range(1, len(word) + 1):
            found: tuple[str, ...] | None = None
            for start in range(max(0, end - _LONGEST_PART), end):
                before = ways[start]
                if before is None or (found is not None and len(before) + 1 >= len(found)):
                    continue
                if self._is_part(word[start:end]):
                    found = (*before, word[start:end])
            ways.append(found)
        parts = ways[-1] or ()
        roles = {role for one in parts for role in self._roles_of(one)}
        is_against = _HOSTILE in roles or any(one in _AGAINST for one in parts)
        return parts if roles & _OF_PEOPLE and (is_against or len(parts) > 2) else ()

    def _is_part(self, piece: str) -> bool:
        if len(piece) < _SHORTEST_PART:
            return piece in _SMALL
        return piece in VOCABULARY or bool(self._roles_of(piece))

    def _roles_of(self, piece: str) -> frozenset[str] | set[str]:
        return self._roles.get(piece) or self._roles.get(piece.removesuffix("s")) or frozenset()


def _mistakes(whole: str) -> Iterator[str]:
    """Yield it with two neighbouring letters changed about, with one lacking, and without its vowels."""
    if len(whole) >= _SHORTEST:
        for at in range(len(whole) - 1):
            yield whole[:at] + whole[at + 1] + whole[at] + whole[at + 2 :]
    if len(whole) > _SHORTEST:
        for at in range(1, len(whole)):
            yield whole[:at] + whole[at + 1 :]
    consonants = whole.translate(_VOWELS)
    if len(consonants) >= _SHORTEST:
        yield consonants


def _skeleton(word: str) -> str:
    """Return the consonants, double ones once: what is left of a long word however its vowels are spelt."""
    return _DOUBLE.sub(r"\1", word).translate(_VOWELS)


def _rank(key: str, role: str) -> int:
    """Return how likely it is that stars hide a word of this list: oaths before slurs, slurs before groups."""
    ranks = ("context", "race", "sexual_orientation", "transgender", "disability", "sex")
    place = ranks.index(key) if key in ranks else len(ranks)
    return place + (len(ranks) + 1 if role == "groups" else 0)
