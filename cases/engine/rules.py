"""Rules for strands and kinds: a group's name says little until ill will, or a reason, stands near it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from cases.engine.evidence import Evidence, span_of
from cases.engine.terms import Hit
from cases.engine.text import Word
from reporting.taxonomy import KINDS, STRANDS

_ALONE: Final = {"slurs": 0.85, "phrases": 0.8, "named": 0.8, "marks": 0.6, "hints": 0.3}
_MENTIONED: Final = 0.15
_DESCRIBED: Final = 0.08
_KIND: Final = {"sure": 0.75, "hints": 0.35}
_SAID: Final = 0.7
_DENIED: Final = 0.2
_DAMAGE_TO_PLACE: Final = frozenset({"criminal_damage", "arson_danger"})
_ILL_KINDS: Final = frozenset({"verbal_abuse", "threats", "physical_assault", "criminal_damage", "arson_danger"})
_NEAR: Final = 12
_MOTIVE_REACH: Final = 5

# "women", "old lady" and "carer" describe half the people in any account: they need a reason, not mere ill will.
_COMMON: Final = frozenset({"sex", "age", "disability"})


class Context:
    """Where, in one account, the words stand that give a group's name its meaning."""

    def __init__(self, words: Sequence[Word], hits: Sequence[Hit]) -> None:
        self.words = words
        self._places: dict[str, list[int]] = defaultdict(list)
        for hit in hits:
            if hit.label.key == "context":
                self._places[hit.label.role].append(hit.last if hit.label.role == "motive" else hit.first)
            elif hit.label.key in _ILL_KINDS and hit.label.role == "sure":
                self._places["ill"].append(hit.first)
        for places in self._places.values():
            places.sort()

    def nearest(self, roles: Sequence[str], first: int, last: int, before: int, after: int) -> int | None:
        """Return where a word of one of `roles` stands within reach of `first` to `last`, same sentence."""
        sentence = self.words[first].sentence
        found = [
            place
            for role in roles
            for place in self._between(role, first - before, last + after)
            if self.words[place].sentence == sentence and not first <= place <= last
        ]
        return min(found, key=lambda place: abs(place - first), default=None)

    def _between(self, role: str, low: int, high: int) -> list[int]:
        places = self._places.get(role, [])
        return places[bisect_left(places, low) : bisect_left(places, high + 1)]

    def denied(self, first: int) -> bool:
        """Tell whether "not", "nobody" or the like stands just before."""
        return self.nearest(["denial"], first, first, 3, 0) is not None

    def close_by(self, first: int) -> bool:
        """Tell whether ill will was told of within a dozen words, whatever the sentence."""
        return any(self._between(role, first - _NEAR, first + _NEAR) for role in ("hostile", "ill"))


def weigh(words: Sequence[Word], hits: Sequence[Hit], ticked: frozenset[str]) -> tuple[dict[str, Evidence], ...]:
    """Return the evidence for each strand and for each kind. Parents of strands are not added here."""
    context = Context(words, hits)
    strands: dict[str, Evidence] = defaultdict(Evidence)
    kinds: dict[str, Evidence] = defaultdict(Evidence)
    for hit in hits:
        if hit.label.key in STRANDS:
            _weigh_strand(strands[hit.label.key], hit, context, hit.label.key in ticked)
            if hit.label.role in ("slurs", "phrases") and context.nearest(["speech"], hit.first, hit.last, 7, 3):
                kinds["verbal_abuse"].add(span_of(words, hit.first, hit.last), _SAID)
        elif hit.label.key in KINDS and hit.label.role in _KIND:
            weight = _KIND[hit.label.role] * (_DENIED if context.denied(hit.first) else 1.0)
            kinds[hit.label.key].add(span_of(words, hit.first, hit.last), weight)
    _part_assault(kinds)
    return strands, kinds


def _weigh_strand(evidence: Evidence, hit: Hit, context: Context, is_ticked: bool) -> None:
    place = span_of(context.words, hit.first, hit.last)
    if hit.label.role in _ALONE:
        weight = _ALONE[hit.label.role]
        if hit.label.role == "named" and context.denied(hit.first):
            weight *= _DENIED
        evidence.add(place, weight)
        return
    motive = context.nearest(["motive"], hit.first, hit.last, _MOTIVE_REACH, 0)
    if motive is not None and not context.denied(motive):
        evidence.add((context.words[motive].start, place[1]), 0.75)
        return
    weight, cue = _weigh_mention(hit, context)
    evidence.add(place, max(weight, 0.55) if is_ticked else weight)
    if cue is not None and weight >= 0.3:
        evidence.add(span_of(context.words, cue, cue), 0.05)


def _weigh_mention(hit: Hit, context: Context) -> tuple[float, int | None]:
    """Return the weight of a group's name without a stated reason, and the word that raised it."""
    if _describes_who_did_it(hit, context):
        return _DESCRIBED, None
    cue = context.nearest(["hostile", "ill"], hit.first, hit.last, _NEAR, _NEAR)
    if cue is None:
        is_calm = context.nearest(["kindness"], hit.first, hit.last, 6, 6) is not None
        return (_MENTIONED if is_calm or not context.close_by(hit.first) else 0.3), None
    is_weak = hit.label.key in _COMMON or context.denied(cue)
    if context.nearest(["kindness"], hit.first, hit.last, 4, 4) is not None:
        return (0.2 if is_weak else 0.35), cue
    return (0.35 if is_weak else 0.55), cue


def _describes_who_did_it(hit: Hit, context: Context) -> bool:
    """Tell "an Asian man shouted" from "shouted at an Asian man" and "an Asian man was punched"."""
    person = context.nearest(["person"], hit.last, hit.last, 0, 2)
    end = hit.last if person is None else person
    did = context.nearest(["doing"], end, end, 0, 3)
    if did is None or person is None or context.nearest(["doing"], hit.first, hit.first, 4, 0) is not None:
        return False
    return context.nearest(["undergoing"], end, end, 0, did - end) is None


def _part_assault(kinds: dict[str, Evidence]) -> None:
    """A sexual offence is never also counted as assault: words that lie within its places are taken out."""
    if "sexual_offence" not in kinds or "physical_assault" not in kinds:
        return
    sexual = kinds["sexual_offence"].weighed
    assault = kinds["physical_assault"]
    assault.weighed = {
        (start, end): weight
        for (start, end), weight in assault.weighed.items()
        if not any(start < other_end + 40 and other_start - 40 < end for other_start, other_end in sexual)
    }
