"""How alike two accounts are: the same incident told twice, or one pattern, from place, time and wording."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Final, NamedTuple

from cases.engine.london import kilometres
from cases.engine.moments import Moment, apart
from cases.engine.rarity import points
from cases.engine.slips import BySlip, by_slip, shared_words
from cases.engine.traits import DAY, Traits

VERSION: Final = "likeness-1"
INCIDENT, PATTERN, RELATED = "incident", "pattern", "related"
INCIDENT_FROM: Final = 7.5
FAINTLY_FROM: Final = 4.0
PATTERN_FROM: Final = 6.6
_SURELY_PLACED: Final = 7.0
_PLACED: Final = 2.0
RELATED_FROM: Final = 5.0
_OF_TIME: Final = frozenset({"same_time", "same_day", "may_be_same_day", "received_close"})
_MOST_PARTNERS: Final = 30
_GROUP: Final = 3
_FEW_WORDS: Final = 4
"""Rare words from which two accounts that have the same ones are told word for word."""
_SELDOM_HERE: Final = 0.05
"""The share of cases here that may hold the rarest of them: what half the city sends is a campaign, and no news to anybody."""


class Reason(NamedTuple):
    """Why two accounts are taken to be alike: a key, and the words or the number that it is about."""

    key: str
    words: tuple[str, ...] = ()
    number: int = 0


class Likeness(NamedTuple):
    """`kind` is incident, pattern or related; `score` from 0 up, about 1 where a person would begin to look."""

    kind: str
    score: float
    reasons: tuple[Reason, ...]


def likeness(
    one: Traits, other: Traits, *, share_here: Callable[[str], float] | None = None, between: int = 0
) -> Likeness | None:
    """Compare two accounts; None where nothing worth a look is alike.

    `share_here` says how large a share of the cases here holds a word: what is common here is not rare. `between`: how
    many other accounts seem to tell of the same incident as each of the two.
    """
    shared = shared_words(one.words, other.words)
    return _judge(one, other, _Evidence(one, other, share_here or _never, shared), between)


def find_alike(
    new: int,
    traits: Mapping[int, Traits],
    linked: Mapping[int, set[int]],
    *,
    share_here: Callable[[str], float] | None = None,
) -> dict[tuple[int, int], Likeness]:
    """Return what is alike among an account and its candidates, by pair of their numbers, the smaller first.

    `traits` holds the new account and its candidates, `linked` for each candidate those that seem to tell of the same
    incident as it. Twelve witnesses of one attack do not all name the same things: whoever tells the same as two that
    belong together belongs with both.
    """
    web = _Web(traits, linked, share_here)
    others = [number for number in traits if number != new]
    for other in others:
        web.look(new, other)
    for _ in range(2):
        for other in others:
            if web.links[new] & web.links[other]:
                web.look(new, other)
    for other in others:
        if new not in web.links[other] and len(web.links[other]) >= _GROUP:
            web.look_as_a_group(new, web.links[other] | {other})
    group = web.links[new] | {new}
    if len(group) > _GROUP:
        for other in others:
            web.look_as_a_group(other, group)
    for one, other in combinations(sorted(web.links[new] & traits.keys())[:_MOST_PARTNERS], 2):
        web.look(one, other)
    return web.found


class _Web:
    """Accounts and which of them seem to tell of one incident, as they are looked at pair by pair."""

    def __init__(
        self,
        traits: Mapping[int, Traits],
        linked: Mapping[int, set[int]],
        share_here: Callable[[str], float] | None,
    ) -> None:
        self.traits, self.share_here = traits, share_here or _never
        self._by_slip: dict[int, BySlip] = {}
        self.links = {number: set(linked.get(number, ())) for number in traits}
        self.found: dict[tuple[int, int], Likeness] = {}

    def look(self, one: int, other: int, *, support: int = 0) -> None:
        """Compare two that are not linked yet. `support`: how many others speak for it besides those between them."""
        if other in self.links[one]:
            return
        between = max(len(self.links[one] & self.links[other]), support)
        alike = _judge(self.traits[one], self.traits[other], self._evidence(one, other), between)
        if alike is None:
            return
        self.found[min(one, other), max(one, other)] = alike
        if alike.kind == INCIDENT:
            self.links[one].add(other)
            self.links[other].add(one)

    def look_as_a_group(self, one: int, group: set[int]) -> None:
        """Compare one with each of a group, when it is faintly like several of them."""
        members = sorted(member for member in group if member != one and member in self.traits)[:_MOST_PARTNERS]
        faint = [m for m in members if m in self.links[one] or self._is_faintly_alike(one, m)]
        if len(faint) >= _GROUP:
            for member in members:
                self.look(one, member, support=len(faint) - 1)

    def _is_faintly_alike(self, one: int, other: int) -> bool:
        return _is_faint(self._evidence(one, other))

    def _evidence(self, one: int, other: int) -> _Evidence:
        first, second = self.traits[one], self.traits[other]
        shared = shared_words(
            first.words, second.words, one_by_slip=self._slips_of(one), other_by_slip=self._slips_of(other)
        )
        return _Evidence(first, second, self.share_here, shared)

    def _slips_of(self, number: int) -> BySlip:
        if number not in self._by_slip:
            self._by_slip[number] = by_slip(self.traits[number].words)
        return self._by_slip[number]


def _is_faint(found: _Evidence) -> bool:
    """Two accounts that might be of one incident, if others speak for it: nothing against it, something for it."""
    total = found.place + found.time + found.word_points
    return found.place > -1 and found.time >= 0 and found.word_points >= 2.0 and total >= FAINTLY_FROM


class _Evidence:
    """What two accounts have in common, in points: 1 is about a factor e in the odds."""

    def __init__(self, one: Traits, other: Traits, share_here: Callable[[str], float], shared: dict[str, str]) -> None:
        self.reasons: list[Reason] = []
        if one.language != other.language and "und" not in (one.language, other.language):
            shared = {word: same for word, same in shared.items() if word in one.places or same in other.places}
        named = {word for word in shared if word in one.places or shared[word] in other.places}
        weights = {word: min(one.words[word], other.words[shared[word]], points(share_here(word))) for word in shared}
        self.name_points = min(sum(weights[word] for word in named), 6.0)
        told = sorted((word for word in shared if word not in named and weights[word] > 0), key=lambda w: -weights[w])
        self.word_points = sum(weights[word] / (1 + 0.15 * at) for at, word in enumerate(told))
        lengths = math.sqrt(max(len(one.words), 8) * max(len(other.words), 8))
        self.word_points *= min(1.0, 28 / lengths) if lengths > 28 else 1.0
        self.rare = sum(1 for word in told if weights[word] > 2)
        self.is_word_for_word = (
            len(one.words) >= _FEW_WORDS
            and one.words.keys() == other.words.keys()
            and min(map(share_here, one.words)) <= _SELDOM_HERE
        )
        self.place = self._place(one, other, {word for word in named if weights[word] > 0})
        self.animals = one.animals & other.animals
        self.time = self._time(one, other)
        if self.animals:
            self.reasons.append(Reason("animal", tuple(sorted(self.animals))))
        if told[:1]:
            self.reasons.append(Reason("words", tuple(told[:5])))

    def _place(self, one: Traits, other: Traits, named: set[str]) -> float:
        points = 0.0
        if one.postcodes & other.postcodes:
            points += 5.0
            self.reasons.append(Reason("postcode"))
        if named:
            points += self.name_points
            self.reasons.append(Reason("named", tuple(sorted(named))))
            if numbers := one.numbers & other.numbers:
                points += 2.0
                self.reasons.append(Reason("number", tuple(sorted(numbers))))
            elif one.numbers and other.numbers:
                points -= 1.0
        if routes := one.routes & other.routes:
            points += 2.0
            self.reasons.append(Reason("route", tuple(sorted(routes))))
        elif one.routes and other.routes:
            points -= 2.0
        self.exact = points
        return points + self._region(one, other)

    def _region(self, one: Traits, other: Traits) -> float:
        km = kilometres(one.districts, other.districts)
        if one.districts & other.districts:
            self.reasons.append(Reason("district", tuple(sorted(one.districts & other.districts))))
            return 2.5
        if km is not None:
            if km < 2.0:
                self.reasons.append(Reason("near", number=max(1, round(km))))
                return 1.2
            surely = one.is_place_answered and other.is_place_answered
            return (-5.0 if surely else -3.0) if km > 4.0 else -1.0
        if one.boroughs & other.boroughs:
            self.reasons.append(Reason("borough", tuple(sorted(one.boroughs & other.boroughs))))
            return 1.2
        return -3.5 if one.boroughs and other.boroughs else 0.0

    def _time(self, one: Traits, other: Traits) -> float:
        hours = abs(one.received - other.received) // 60
        self.days_between = abs(one.received - other.received) / DAY
        if one.moment and other.moment:
            gap = apart(one.moment, other.moment)
            exact = one.moment.first == one.moment.last and other.moment.first == other.moment.last
            if gap == 0 and exact:
                return self._same_day(one.moment, other.moment)
            if gap == 0:
                self.reasons.append(Reason("may_be_same_day"))
                return 1.2 if hours < 96 else 0.3
            return 0.0 if gap == 1 else -6.0  # "last night" said after midnight
        if hours < 14:
            self.reasons.append(Reason("received_close", number=max(1, hours)))
            return 1.6
        if hours < 60:
            self.reasons.append(Reason("received_close", number=hours))
            return 0.8
        return 0.0 if hours < 24 * 10 else -4.0

    def _same_day(self, one: Moment, other: Moment) -> float:
        if one.minute is None or other.minute is None:
            self.reasons.append(Reason("same_day"))
            return 2.2
        between = abs(one.minute - other.minute)
        if between <= 90:
            self.reasons.append(Reason("same_time", number=between))
            return 3.5
        if between <= 180:
            self.reasons.append(Reason("same_day"))
            return 1.2
        return -1.5


def _judge(one: Traits, other: Traits, found: _Evidence, between: int) -> Likeness | None:
    words = min(found.word_points, 9.0) + 3.0 * bool(found.animals)
    is_placed = found.exact >= _PLACED
    themes = min(0.6 * len(one.themes & other.themes), 1.2) if is_placed else 0.0
    total = found.place + found.time + words + themes
    is_told_alike = (found.word_points >= 8 and found.time >= 2) or found.word_points >= 10
    has_place = found.exact >= 1.5 or found.place >= 2.4 or is_told_alike
    needed = INCIDENT_FROM - min(1.5 * between, 4.5)
    is_shared = between >= 2
    fits = found.time > 0.5 or (is_shared and found.time >= 0)
    if fits and found.place > -1 and (has_place or is_shared) and (words >= 1.2 or is_shared) and total >= needed:
        if total < INCIDENT_FROM:
            found.reasons.append(Reason("between", number=between))
        return Likeness(INCIDENT, round(total / needed, 2), tuple(found.reasons))
    if found.is_word_for_word and found.time > 0.5 and found.place > -1:
        return Likeness(INCIDENT, 1.0, (*found.reasons, Reason("word_for_word")))
    region = found.place - found.exact
    both_neighbours = 1.5 if one.is_neighbour and other.is_neighbour else 0.0
    settled = found.exact + region + 0.7 * words + themes
    settled += both_neighbours if is_placed or region > 2 else 0.0
    # One district and like words are many a case; a pattern has a place with a name, or an animal with one.
    is_one_place = (is_placed or found.animals) and (region > -1 or found.exact >= _SURELY_PLACED)
    if is_one_place and found.place > -1 and settled >= PATTERN_FROM:
        kept = tuple(one for one in found.reasons if one.key not in _OF_TIME)
        return Likeness(PATTERN, round(settled / PATTERN_FROM, 2), kept)
    if found.place > 0 and (is_placed or words >= 4) and settled >= RELATED_FROM:
        return Likeness(RELATED, round(settled / PATTERN_FROM, 2), tuple(found.reasons))
    return None


def _never(_: str) -> float:
    return 0.0
