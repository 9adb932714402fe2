"""Words of the lists as people disguise and misspell them: starred, with letters changed about, written as one."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import Final

_SHORTEST: Final = 4
_SHORTEST_LACKING: Final = 7
_NO_MISTAKES: Final = frozenset(
    {
        "angle", "cameron", "chaplin", "deen", "devote", "diary", "ethics", "form", "harder", "harding", "hording",
        "hose", "hungry", "imma", "janis", "kamala", "marion", "moan", "ngos", "paris", "puffer", "roam", "sinking",
        "spirituals", "tender", "woolf",
    }
)  # fmt: skip
"""Words that are a letter away from one of a list and mean something else."""
_AGAINST: Final = frozenset({"kill", "hate", "ban", "stop", "burn", "gas", "nuke", "deport", "remove", "fuck", "death"})
_BETWEEN: Final = frozenset(
    {
        "i", "we", "the", "all", "them", "out", "of", "to", "must", "should", "are", "these", "those", "my", "our", "go",
        "home", "you", "from",
    }
)  # fmt: skip
"""What stands between words that were written as one."""
SHORTEST_GLUED: Final = 7
_LONGEST_GLUED: Final = 30
_LONGEST_PART: Final = 14
_HOSTILE: Final = "hostile"
_ROLES: Final = frozenset({"slurs", "groups", _HOSTILE})


class Disguised:
    """Made of (word, key, role) of single words; `known` are those that stand in the lists as they are."""

    def __init__(self, plain: Iterable[tuple[str, str, str]], known: Container[str]) -> None:
        self._roles: dict[str, set[str]] = {}
        ranks: dict[str, int] = {}
        for word, key, role in plain:
            if role in _ROLES and word.isalpha() and len(word) >= _SHORTEST:
                self._roles.setdefault(word, set()).add(role)
                ranks[word] = min(_rank(key, role), ranks.get(word, 99))
        self._starred: dict[int, list[str]] = {}  # by length, the likeliest first
        self._misspelt: dict[str, str] = {}
        for whole in sorted(ranks, key=ranks.__getitem__):
            self._starred.setdefault(len(whole), []).append(whole)
            if not whole.endswith("s"):
                self._starred.setdefault(len(whole) + 1, []).append(f"{whole}s")
            for word in _mistakes(whole):
                if word not in known and word not in _NO_MISTAKES:
                    self._misspelt.setdefault(word, whole)
                    self._misspelt.setdefault(f"{word}s", f"{whole}s")
        self._parts = {*self._roles, *(f"{word}s" for word in self._roles), *_BETWEEN, *_AGAINST}

    def spelt(self, word: str) -> tuple[str, ...]:
        """Return the forms of the word that a misspelt one most likely is, none where it is no known mistake."""
        whole = self._misspelt.get(word)
        return () if whole is None else (whole, whole.removesuffix("s"))

    def uncensored(self, word: str) -> tuple[str, ...]:
        """Return the forms of the word that stars most likely hide: at least two letters must be shown."""
        if len(word) - word.count("*") >= 2:
            for whole in self._starred.get(len(word), ()):
                if all(a in ("*", b) for a, b in zip(word, whole, strict=True)):
                    return whole, whole.removesuffix("s")
        return ()

    def part(self, word: str) -> tuple[str, ...]:
        """Return the words that were written as one ("killthejews"): ill will and a group must be among them."""
        if not SHORTEST_GLUED <= len(word) <= _LONGEST_GLUED:
            return ()
        ways: list[tuple[str, ...] | None] = [()]  # the fewest words that make each beginning
        for end in range(1, len(word) + 1):
            found: tuple[str, ...] | None = None
            for start in range(max(0, end - _LONGEST_PART), end):
                before, piece = ways[start], word[start:end]
                if before is not None and piece in self._parts and (found is None or len(before) + 1 < len(found)):
                    found = (*before, piece)
            ways.append(found)
        parts = ways[-1] or ()
        roles = {role for one in parts for role in self._roles.get(one) or self._roles.get(one.removesuffix("s")) or ()}
        is_against = _HOSTILE in roles or any(one in _AGAINST for one in parts)
        return parts if is_against and roles - {_HOSTILE} else ()


def _mistakes(whole: str) -> Iterator[str]:
    """Yield it with two neighbouring letters changed about and, if it is long, with one lacking."""
    for at in range(len(whole) - 1):
        yield whole[:at] + whole[at + 1] + whole[at] + whole[at + 2 :]
        if at and len(whole) >= _SHORTEST_LACKING:
            yield whole[:at] + whole[at + 1 :]


def _rank(key: str, role: str) -> int:
    """Return how likely it is that stars hide a word of this list: oaths before slurs, slurs before groups."""
    ranks = ("context", "race", "sexual_orientation", "transgender", "disability", "sex")
    place = ranks.index(key) if key in ranks else len(ranks)
    return place + (len(ranks) + 1 if role == "groups" else 0)
