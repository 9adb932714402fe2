"""Where, in one account, the words stand that give a group's name its meaning."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from cases.engine.terms import Hit
from cases.engine.text import Word

ILL_KINDS: Final = frozenset({"verbal_abuse", "threats", "physical_assault", "criminal_damage", "arson_danger"})
_NEAR: Final = 12


class Context:
    """The places, by number of the word, of all cues of one account."""

    def __init__(self, words: Sequence[Word], hits: Sequence[Hit]) -> None:
        self.words = words
        self._places: dict[str, list[int]] = {}
        for label, first, last in hits:
            if label.key == "context":
                self._places.setdefault(label.role, []).append(last if label.role == "motive" else first)
            elif label.key in ILL_KINDS and label.role == "sure":
                self._places.setdefault("ill", []).append(first)
        for places in self._places.values():
            places.sort()

    def count(self, role: str) -> int:
        """Return how many cues of `role` there are."""
        return len(self._places.get(role, ()))

    def nearest(self, role: str, first: int, last: int, before: int, after: int) -> int | None:
        """Return where a cue of `role` stands within reach of the words `first` to `last`, same sentence."""
        places = self._places.get(role)
        if not places:
            return None
        words = self.words
        sentence = words[first].sentence
        best: int | None = None
        for at in range(bisect_left(places, first - before), len(places)):
            place = places[at]
            if place > last + after:
                break
            if first <= place <= last or words[place].sentence != sentence:
                continue
            if best is None or abs(place - first) < abs(best - first):
                best = place
        return best

    def has(self, role: str, first: int, last: int, before: int, after: int) -> bool:
        """Tell whether a cue of `role` stands within reach, same sentence."""
        return role in self._places and self.nearest(role, first, last, before, after) is not None

    def denied(self, first: int) -> bool:
        """Tell whether "not", "nobody" or the like stands just before."""
        return self.has("denial", first, first, 3, 0)

    def around(self, role: str, first: int, last: int) -> bool:
        """Tell whether a cue of `role` stands within a dozen words, whatever the sentence."""
        places = self._places.get(role)
        if not places:
            return False
        at = bisect_left(places, first - _NEAR)
        return at < len(places) and places[at] <= last + _NEAR
