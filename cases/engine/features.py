"""What is noticed in an account that speaks for or against one key: the numbers that the linear model weighs.

The same names serve every strand, and likewise every kind, so that what was learnt of "a group's name beside
a slur" from strands of which we have many accounts holds for those of which we have few.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain
from typing import Final

from cases.engine.account import Account
from cases.engine.around import Mention
from cases.engine.context import Context
from cases.engine.evidence import Span, span_of
from cases.engine.language import UNKNOWN
from cases.engine.layer import FOREIGN, Features
from reporting.taxonomy import KINDS, STRANDS

MENTIONS: Final = frozenset({"groups", "signs", "persons"})
"""`persons`: words for anybody of half of mankind or of an age: they say little until ill will stands beside them."""
STRONG: Final = frozenset({"slurs", "phrases", "named", "marks"})
_COUNTED: Final = 3
_TOLD: Final = {
    role: f"account_{role}"
    for role in (
        "hostile", "ill", "counter", "pride", "kindness", "denial", "excused", "past", "report", "speech", "quote",
        "motive",
    )
}  # fmt: skip
_LOUD: Final = frozenset({"account_hostile", "account_ill"})
_PARENTS: Final[dict[str, str]] = {key: strand.parent for key, strand in STRANDS.items() if strand.parent}
KIN: Final = {
    key: {key, _PARENTS.get(key), *(child for child, parent in _PARENTS.items() if parent == key)} for key in STRANDS
}
"""A strand, its parent and its parts."""


class Noticed:
    """The features of one account: `account`, shared by all keys, and those of each key with something found.

    `mentions` says where each strand's terms stand.
    """

    def __init__(self, account: Account) -> None:
        words, hits, language = account
        self.words = words
        self.context = Context(words, hits)
        self.strands: dict[str, Features] = {}
        self.kinds: dict[str, Features] = {}
        self.places: dict[str, list[tuple[Span, str]]] = {}  # key → (place, name of the feature it counts for)
        self.mentions: dict[str, list[Mention]] = {}
        harmless = [(first, last) for label, first, last in hits if label.role == "harmless"]
        for hit in hits:
            label, first, last = hit
            if label.key in STRANDS and label.role != "harmless":
                if not any(low <= first and last <= high for low, high in harmless):
                    self._notice_strand(label.key, label.role, first, last)
            elif label.key in KINDS and label.role in ("sure", "hints"):
                self._notice_kind(label.key, label.role, first, last)
        self._part_assault()
        self._tell_parents()
        self.account = self._of_account()
        if language not in ("en", UNKNOWN):
            self.account[FOREIGN] = 1.0
        self._compare()

    def _notice_strand(self, key: str, role: str, first: int, last: int) -> None:
        for one in (key, _PARENTS[key]) if key in _PARENTS else (key,):
            self.mentions.setdefault(one, []).append((first, last, role))
        name = self._way_of_mention(role, first, last) if role in MENTIONS else self._way_of_strong(role, first, last)
        self._count(self.strands, key, name, span_of(self.words, first, last))
        if role in ("slurs", "phrases") and self._is_said(first, last):
            self._count(self.kinds, "verbal_abuse", "said", span_of(self.words, first, last))

    def _way_of_strong(self, role: str, first: int, last: int) -> str:
        context = self.context
        if context.has("counter", first, last, 12, 12):
            return f"{role}_countered"
        if context.denied(first):
            return f"{role}_denied"
        return f"{role}_said" if role in ("slurs", "phrases") and self._is_said(first, last) else role

    def _is_said(self, first: int, last: int) -> bool:
        return self.context.has("speech", first, last, 7, 3) or self.context.has("quote", first, last, 7, 0)

    def _way_of_mention(self, role: str, first: int, last: int) -> str:
        context = self.context
        motive = context.nearest("motive", first, last, 5, 0)
        if motive is not None and not context.denied(motive):
            return f"{role}_motive"
        if self._describes_who_did_it(first, last):
            return f"{role}_did_it"
        if context.has("counter", first, last, 12, 12):
            return f"{role}_countered"
        if context.has("pride", first, last, 4, 4):
            return f"{role}_proud"
        has_kindness = context.has("kindness", first, last, 4, 4)
        for cue, far in (("hostile", 4), ("ill", 4), ("hostile", 12), ("ill", 12)):
            near = context.nearest(cue, first, last, far, far)
            if near is not None:
                way = "unmeant" if context.denied(near) else "kind" if has_kindness else "close" if far == 4 else "near"
                return f"{role}_{cue}_{way}"
        if has_kindness:
            return f"{role}_kindly"
        return (
            f"{role}_around" if context.around("hostile", first, last) or context.around("ill", first, last) else role
        )

    def _describes_who_did_it(self, first: int, last: int) -> bool:
        """Tell "an Asian man shouted" from "shouted at an Asian man" and "an Asian man was punched"."""
        person = self.context.nearest("person", last, last, 0, 2)
        if person is None:
            return False
        did = self.context.nearest("doing", person, person, 0, 3)
        if did is None or self.context.has("doing", first, first, 4, 0):
            return False
        return not self.context.has("undergoing", person, person, 0, did - person)

    def _notice_kind(self, key: str, role: str, first: int, last: int) -> None:
        name = f"{role}_denied" if self.context.denied(first) else role
        self._count(self.kinds, key, name, span_of(self.words, first, last))

    def _count(self, found: dict[str, Features], key: str, name: str, place: Span) -> None:
        features = found.setdefault(key, {})
        features[name] = features.get(name, 0.0) + 1.0
        self.places.setdefault(key, []).append((place, name))

    def _part_assault(self) -> None:
        """A sexual offence is never also counted as assault: words that lie within its places are taken out."""
        sexual = [place for place, name in self.places.get("sexual_offence", ()) if name == "sure"]
        assault = self.places.get("physical_assault")
        if not sexual or not assault:
            return
        self.places.pop("physical_assault")
        self.kinds.pop("physical_assault")
        for (start, end), name in assault:
            if not any(start < other_end + 40 and other_start - 40 < end for other_start, other_end in sexual):
                self._count(self.kinds, "physical_assault", name, (start, end))

    def _tell_parents(self) -> None:
        """What speaks for a strand speaks for its parent too."""
        for key, parent in _PARENTS.items():
            for place, name in self.places.get(key, ()):
                self._count(self.strands, parent, name, place)

    def _of_account(self) -> Features:
        context = self.context
        features = {name: squash(count) for role, name in _TOLD.items() if (count := context.count(role))}
        features["account_words"] = math.log1p(len(self.words)) / 4
        if done := sum(1 for found in self.kinds.values() if "sure" in found):
            features["account_done"] = min(done, _COUNTED) / 2
        elif not (features.keys() & _LOUD) and not any(map(is_strong, chain.from_iterable(self.strands.values()))):
            features["account_quiet"] = 1.0
        return features

    def _compare(self) -> None:
        """Squash the counts, and tell each strand how much speaks for the others."""
        for found in (self.strands, self.kinds):
            for features in found.values():
                for name in features:
                    features[name] = squash(features[name])
        tells = {key: what_tells(features) for key, features in self.strands.items()}
        for key, features in self.strands.items():
            own = tells[key]
            features[f"has_{own}"] = 1.0
            if others := {other: told for other, told in tells.items() if other not in KIN[key]}:
                self._tell_of_others(key, own, others)

    def _tell_of_others(self, key: str, own: str, others: Mapping[str, str]) -> None:
        """Say how much speaks for other strands than a key, its parent and its parts, and whether other words do.

        "Towelhead" speaks for three at once: that is no sign that another one was meant.
        """
        features = self.strands[key]
        told = list(others.values())
        features[f"{own}_all"] = squash(len(others))
        if strong := told.count("strong"):
            features[f"{own}_strong_others"] = squash(strong)
            apart, speaks = "others_strong", is_strong
        elif "mention" in told:
            apart, speaks = "others", _is_mention
        else:
            return
        here = {place for place, _ in self.places[key]}
        is_apart = any(speaks(name) and place not in here for other in others for place, name in self.places[other])
        features[f"{own}_{apart}" if is_apart else f"{own}_shared"] = 1.0


def what_tells(features: Iterable[str]) -> str:
    """Return how much was found: `strong` (ill will was told), `mention` (the group), `person` (somebody of it)."""
    if any(map(is_strong, features)):
        return "strong"
    return "mention" if any(map(_is_mention, features)) else "person"


@lru_cache(maxsize=1024)
def _is_mention(name: str) -> bool:
    return not name.startswith("persons")


@lru_cache(maxsize=1024)
def is_strong(name: str) -> bool:
    """Tell whether a feature says that ill will towards the group was told, rather than the group named."""
    role, _, way = name.partition("_")
    return (role in STRONG and way not in ("denied", "countered")) or way == "motive"


def squash(count: float) -> float:
    """Return log2(1 + count), for at most three of a kind: 0, 1, 1.6, 2."""
    return _SQUASHED[min(count, _COUNTED)]


_SQUASHED: Final[dict[float, float]] = {count: math.log2(1 + count) for count in range(_COUNTED + 1)}
