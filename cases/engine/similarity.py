"""How alike two accounts are: the same incident told twice, or one pattern, from place, time and wording.

Nothing that identifies a person is compared: links, numbers and names are cut out before an account is looked at. An
animal's name, a pub or a street is no person.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from importlib import resources
from itertools import combinations
from typing import Any, Final, NamedTuple

from cases.engine.findable import SEALED, without_identifiers
from cases.engine.london import hints_of, kilometres
from cases.engine.moments import Moment, apart, moment_of
from cases.engine.text import fold

VERSION: Final = "likeness-1"
WORD_SHARES: Final = "data/word_shares.txt"
INCIDENT, PATTERN, RELATED = "incident", "pattern", "related"

_READ: Final = 20_000  # characters of an account: what is told further down adds little
_MOST_WORDS: Final = 80  # rarest kept
_LONGEST: Final = 24
_SHORTEST: Final = 3
_LONG: Final = 9  # letters from which two slips are forgiven
_FUZZY_FROM: Final = 5  # letters from which a slip of the pen is looked for
_COMMON: Final = 0.03  # a word in more of the accounts than this says nothing
_UNSEEN: Final = 0.00012
_DAY: Final = 1440
_MOST_PARTNERS: Final = 30
_GROUP: Final = 3

# What people call a place after its name, with the ways it is shortened; the name before it is what is compared.
_KIND_OF_PLACE: Final = {
    "road": "road", "rd": "road", "raod": "road", "street": "street", "st": "street", "str": "street", "lane": "lane",
    "ln": "lane", "avenue": "avenue", "ave": "avenue", "av": "avenue", "close": "close", "court": "court", "ct": "court",
    "crt": "court", "house": "house", "hse": "house", "tower": "tower", "towers": "tower", "block": "block",
    "estate": "estate", "est": "estate", "gardens": "gardens", "gdns": "gardens", "square": "square", "sq": "square",
    "crescent": "crescent", "cres": "crescent", "terrace": "terrace", "ter": "terrace", "drive": "drive", "dr": "drive",
    "mews": "mews", "walk": "walk", "grove": "grove", "hill": "hill", "park": "park", "pk": "park", "green": "green",
    "common": "common", "market": "market", "station": "station", "stn": "station", "mosque": "mosque",
    "masjid": "mosque", "synagogue": "synagogue", "shul": "synagogue", "church": "church", "temple": "temple",
    "mandir": "temple", "gurdwara": "gurdwara", "school": "school", "academy": "school", "college": "college",
    "library": "library", "hospital": "hospital", "centre": "centre", "center": "centre", "broadway": "broadway",
    "parade": "parade", "arms": "arms", "pub": "pub", "cafe": "cafe", "bakery": "bakery", "way": "way", "bridge": "bridge",
    "gym": "gym", "buildings": "buildings", "mansions": "mansions", "heights": "heights", "lodge": "lodge", "barbers": "barbers",
}  # fmt: skip
_NO_NAME: Final = frozenset(
    [
        "the",
        "a",
        "an",
        "my",
        "our",
        "his",
        "her",
        "their",
        "your",
        "this",
        "that",
        "to",
        "in",
        "on",
        "at",
        "of",
        "by",
        "from",
        "near",
        "outside",
        "inside",
        "into",
        "down",
        "up",
        "along",
        "across",
        "main",
        "same",
        "next",
        "other",
        "high",
        "busy",
        "local",
        "whole",
        "old",
        "new",
        "side",
        "back",
        "front",
        "and",
        "or",
        "is",
        "was",
        "were",
        "it",
        "with",
        "for",
        "under",
        "behind",
        "through",
        "past",
        "over",
        "opposite",
        "around",
        "off",
        "between",
        "before",
        "after",
        "every",
        "each",
        "some",
        "any",
        "one",
        "two",
        "no",
        "not",
        "bus",
        "train",
        "tube",
        "primary",
        "secondary",
        "council",
        "care",
        "nursing",
        "residential",
        "community",
        "shopping",
        "town",
        "city",
        "big",
        "small",
        "little",
        "first",
        "second",
        "islamic",
        "muslim",
        "jewish",
        "christian",
        "orthodox",
        "catholic",
        "hindu",
        "sikh",
        "buddhist",
        "methodist",
        "anglican",
        "baptist",
        "reform",
        "parish",
        "prayer",
        "meditation",
        "cultural",
        "sports",
        "leisure",
        "health",
        "medical",
        "youth",
        "village",
        "grammar",
        "junior",
        "infant",
        "nursery",
        "car",
        "retail",
        "theme",
        "skate",
        "play",
        "faith",
        "public",
        "crown",
        "magistrates",
        "sheriff",
        "county",
        "industrial",
        "kosher",
        "halal",
        "sheltered",
        "student",
        "halfway",
        "asylum",
        "refugee",
        "red",
        "free",
        "our",
        "tower",
        "last",
        "long",
        "first",
        "third",
        "east",
        "west",
        "north",
        "south",
        "central",
        "station",
        "road",
        "street",
        "tower",
        "block",
        "house",
        "said",
        "there",
        "here",
        "where",
        "which",
        "who",
        "all",
    ]
)
# Streets of these names are in many a borough: to share one says little by itself.
_MANY_STREETS: Final = frozenset(
    [
        "albert",
        "alexandra",
        "alma",
        "avenue",
        "beech",
        "cambridge",
        "castle",
        "cedar",
        "chestnut",
        "clarence",
        "cromwell",
        "derby",
        "devonshire",
        "elm",
        "george",
        "gloucester",
        "hampton",
        "king",
        "kings",
        "lime",
        "linden",
        "london",
        "lower",
        "mill",
        "manor",
        "milton",
        "new",
        "nelson",
        "norfolk",
        "oak",
        "oxford",
        "palmerston",
        "portland",
        "princes",
        "prince",
        "queen",
        "queens",
        "richmond",
        "rose",
        "russell",
        "salisbury",
        "somerset",
        "springfield",
        "stanley",
        "trinity",
        "upper",
        "vicarage",
        "wellington",
        "windsor",
        "woodland",
        "york",
        "leeds",
        "coventry",
        "manchester",
        "birmingham",
        "liverpool",
        "bristol",
        "sheffield",
        "bradford",
        "glasgow",
        "edinburgh",
        "cardiff",
        "nottingham",
        "leicester",
        "brighton",
        "dublin",
        "belfast",
        "newcastle",
        "wolverhampton",
    ]
)
_OF_MANY: Final = 0.008
_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_NUMBERED: Final = re.compile(
    r"\b(?:no|num|number|flat|house|apartment|apt|room|door|unit|block)\.? ?#?(\d{1,4}[a-z]?|[a-h])\b"
    r"|#(\d{1,4})\b|\b(\d{1,3}[a-z]?) (?=[a-z]+(?: [a-z]+)? (?:road|rd|street|st|lane|close|court|ct|crt|house|avenue"
    r"|ave|gardens|gdns|terrace|way|walk|drive|crescent|mews|square|tower|estate)\b)"
)
_ROUTE: Final = re.compile(
    r"\b(?:the|a|bus|no\.?|number|route) ?(?:no\.? ?|number ?)?([a-z]?\d{1,3}) (?:bus|night bus|double ?decker)\b"
    r"|\b(?:bus|route) (?:no\.? ?|number )?([a-z]?\d{1,3})\b"
)
_ANIMAL: Final = re.compile(
    r"\b(?:dog|puppy|cat|staffie|staffy|pit ?bull|rottweiler|bulldog|husky|alsatian|terrier|mastiff|bully|horse|parrot)"
    r"(?:'s name is| is| was)? ?(?:that is |which is |he calls? |she calls? |they call )?(?:called|named)? ?"
    r"\"?([A-Z][a-z]{2,15})\b"
)
_TELLS_OF_NEIGHBOUR: Final = re.compile(
    r"\b(?:neighbou?rs?|next ?door|upstairs|downstairs|across the (?:hall|landing|road)"
    r"|same (?:floor|landing|building|block)|lives? (?:at|in|above|below|opposite|under))\b"
)


class Traits(NamedTuple):
    """What of an account is compared. `words`: rare words and how rare each is; `places`: those that name a place.

    `moment` says when it happened; `received` is the minute (from day 0) at which the report came.
    """

    words: Mapping[str, float]
    places: frozenset[str]
    numbers: frozenset[str]
    routes: frozenset[str]
    animals: frozenset[str]
    districts: frozenset[str]
    boroughs: frozenset[str]
    postcodes: frozenset[str]
    moment: Moment | None
    received: int
    is_neighbour: bool
    is_place_answered: bool
    language: str
    themes: frozenset[str]

    def as_dict(self) -> dict[str, Any]:
        """The same in JSON's types."""
        plain = {
            name: sorted(value) if isinstance(value, frozenset) else value for name, value in self._asdict().items()
        }
        return {**plain, "words": dict(self.words), "moment": list(self.moment) if self.moment else None}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Traits:
        """What `as_dict` gave."""
        given: dict[str, Any] = {**kept, "moment": Moment(*kept["moment"]) if kept["moment"] else None}
        for name in ("places", "numbers", "routes", "animals", "districts", "boroughs", "postcodes", "themes"):
            given[name] = frozenset(kept[name])
        return cls(**given)


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


def tokens_of(text: str) -> list[str]:
    """Return the words of a text, folded, plurals and possessives like the plain word."""
    return [_stem(word) for word in _WORD.findall(fold(text))]


def read_traits(
    text: str,
    *,
    place: str = "",
    when: str = "",
    stated_day: int | None = None,
    received: int,
    language: str = "en",
    themes: Iterable[str] = (),
) -> Traits:
    """Return what of an account is compared.

    `place` is what was answered to where, `when` to when; `stated_day` the day as `date.toordinal` counts;
    `received` minutes from day 0. Linear in the text, of which the first 20,000 characters are read.
    """
    text, place = text[:_READ], place[:_READ]
    told = without_identifiers(f"{text}\n{place}").replace(SEALED, " ")
    plain = fold(told)
    spelt = _WORD.findall(told)
    tokens = [_stem(fold(word)) for word in spelt]
    has_capitals = not told.isupper()
    hints, only_place = hints_of(told), hints_of(place)
    of_area = {_stem(word) for word in hints.said | only_place.said}
    places = {
        name: None
        for name in _places(tokens, [has_capitals and word[0].isupper() for word in spelt])
        if name not in of_area
    }
    words: dict[str, float] = {}
    # How common a word is was counted in English: of another language nearly every word would look rare.
    most = _points(_UNSEEN) if language in ("en", "und", "") else 1.8
    for word in tokens:
        if (
            _SHORTEST <= len(word) <= _LONGEST
            and not word.isdigit()
            and word not in of_area
            and (rarity := _rarity(word)) > 0
        ):
            words[word] = min(rarity, most)
    for name in places:
        words.setdefault(name, max(_rarity(name), 0.5))
    rarest = sorted(words, key=lambda word: (word not in places, -words[word], word))[:_MOST_WORDS]
    day = received // _DAY
    return Traits(
        words={word: round(words[word], 2) for word in rarest},
        places=frozenset(places),
        numbers=frozenset(next(filter(None, found.groups())) for found in _NUMBERED.finditer(plain)),
        routes=frozenset(next(filter(None, found.groups())) for found in _ROUTE.finditer(plain)),
        animals=frozenset(fold(found[1]) for found in _ANIMAL.finditer(text)),
        districts=only_place.districts or hints.districts,
        boroughs=only_place.boroughs or hints.boroughs,
        postcodes=hints.postcodes,
        moment=moment_of(f"{when}\n{text}", received=day, stated=stated_day),
        received=received,
        is_neighbour=_TELLS_OF_NEIGHBOUR.search(plain) is not None,
        is_place_answered=bool(only_place.districts or only_place.boroughs),
        language=language,
        themes=frozenset(themes),
    )


def keys_of(traits: Traits) -> list[str]:
    """Return what candidates are found by, rarest first: words, what they sound like, and the exact marks of a place."""
    rarest = sorted(traits.words, key=lambda word: (word not in traits.places, -traits.words[word]))
    keys = [f"pc:{one}" for one in sorted(traits.postcodes)] + [f"an:{one}" for one in sorted(traits.animals)]
    for word in rarest[:40]:
        keys.append(f"w:{word}")
        if len(word) >= _FUZZY_FROM:
            keys.append(f"s:{_sound(word)}")
    for code in sorted(traits.districts):
        keys += [f"r:{code}:{route}" for route in sorted(traits.routes)]
        if traits.moment:
            keys += [f"d:{code}:{day}" for day in range(traits.moment.first, traits.moment.last + 1)[:3]]
        keys.append(f"t:{code}:{traits.received // (3 * _DAY)}")
    return list(dict.fromkeys(keys))


def likeness(
    one: Traits, other: Traits, *, share_here: Callable[[str], float] | None = None, between: int = 0
) -> Likeness | None:
    """Compare two accounts; None where nothing worth a look is alike.

    `share_here` says how large a share of the cases here holds a word: what is common here is not rare. `between`: how
    many other accounts seem to tell of the same incident as each of the two.
    """
    return _judge(one, other, _Evidence(one, other, share_here or _never), between)


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
        self.traits, self.share_here = traits, share_here
        self.links = {number: set(linked.get(number, ())) for number in traits}
        self.found: dict[tuple[int, int], Likeness] = {}

    def look(self, one: int, other: int, *, support: int = 0) -> None:
        """Compare two that are not linked yet. `support`: how many others speak for it besides those between them."""
        if other in self.links[one]:
            return
        between = max(len(self.links[one] & self.links[other]), support)
        alike = likeness(self.traits[one], self.traits[other], share_here=self.share_here, between=between)
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
        return is_faintly_alike(self.traits[one], self.traits[other], share_here=self.share_here)


def is_faintly_alike(one: Traits, other: Traits, *, share_here: Callable[[str], float] | None = None) -> bool:
    """Tell whether two accounts might be of one incident, if others speak for it: nothing against it, something for it."""
    found = _Evidence(one, other, share_here or _never)
    total = found.place + found.time + found.word_points
    return found.place > -1 and found.time >= 0 and found.word_points >= 2.0 and total >= FAINTLY_FROM


class _Evidence:
    """What two accounts have in common, in points: 1 is about a factor e in the odds."""

    def __init__(self, one: Traits, other: Traits, share_here: Callable[[str], float]) -> None:
        self.reasons: list[Reason] = []
        shared = _shared_words(one.words, other.words)
        if one.language != other.language and "und" not in (one.language, other.language):
            shared = {word: same for word, same in shared.items() if word in one.places or same in other.places}
        named = {word for word in shared if word in one.places or shared[word] in other.places}
        weights = {word: min(one.words[word], other.words[shared[word]], _points(share_here(word))) for word in shared}
        self.name_points = min(sum(weights[word] for word in named), 6.0)
        told = sorted((word for word in shared if word not in named and weights[word] > 0), key=lambda w: -weights[w])
        self.word_points = sum(weights[word] / (1 + 0.15 * at) for at, word in enumerate(told))
        lengths = math.sqrt(max(len(one.words), 8) * max(len(other.words), 8))
        self.word_points *= min(1.0, 28 / lengths) if lengths > 28 else 1.0
        self.rare = sum(1 for word in told if weights[word] > 2)
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
        self.days_between = abs(one.received - other.received) / _DAY
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


INCIDENT_FROM: Final = 7.5
FAINTLY_FROM: Final = 4.0
PATTERN_FROM: Final = 6.6
_SURELY_PLACED: Final = 7.0
_PLACED: Final = 2.0
RELATED_FROM: Final = 5.0
_OF_TIME: Final = frozenset({"same_time", "same_day", "may_be_same_day", "received_close"})


def _never(_: str) -> float:
    return 0.0


def _points(share: float) -> float:
    return max(0.0, math.log(_COMMON / max(share, _UNSEEN)))


def _rarity(word: str) -> float:
    return _points(max(_shares().get(word, 0.0), _OF_MANY if word in _MANY_STREETS else 0.0))


def _shared_words(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, str]:
    """Words of `one` with the word of `other` that each is: the same, or but for a slip of the pen or a blank."""
    shared = {word: word for word in one if word in other}
    left = [word for word in one if word not in shared and len(word) >= _FUZZY_FROM and one[word] > 1.5]
    right = [word for word in other if word not in shared and len(word) >= _FUZZY_FROM and other[word] > 1.5]
    by_slip: dict[str, str] = {}
    for word in right:
        for slip in _slips(word):
            by_slip.setdefault(slip, word)
    for word in left:
        for slip in _slips(word):
            match = by_slip.get(slip)
            if match is not None and abs(len(match) - len(word)) <= 1:
                shared[word] = match
                break
    return shared


@lru_cache(maxsize=20_000)
def _slips(word: str) -> tuple[str, ...]:
    """The word, the word without one of its letters (two of a long one), and what it sounds like: words that share one
    are a slip apart."""
    shorter = _without_a_letter((word,)) if len(word) > _FUZZY_FROM else ()
    still = _without_a_letter(shorter) if len(word) >= _LONG else ()
    return tuple(dict.fromkeys((word, *shorter, *still, f"~{_sound(word)}")))


def _without_a_letter(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word[:at] + word[at + 1 :] for word in words for at in range(len(word)))


_SOUNDS: Final = (
    ("ph", "f"), ("gh", ""), ("ck", "k"), ("sch", "s"), ("tch", "c"), ("wh", "w"), ("th", "t"), ("qu", "k"), ("x", "ks"),
    ("z", "s"), ("c", "k"), ("y", "i"), ("j", "g"),
)  # fmt: skip


@lru_cache(maxsize=20_000)
def _sound(word: str) -> str:
    """How a word sounds, roughly: consonants as they are heard, doubled ones once, vowels only at the beginning."""
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    bare = word[:1] + re.sub(r"[aeiouh]", "", word[1:])
    return re.sub(r"(.)\1+", r"\1", bare)


def _places(tokens: list[str], capitals: list[bool]) -> dict[str, None]:
    """Names of places: what stands before "road", "court", "mosque" and their like, however that is shortened."""
    named: dict[str, None] = {}
    for at, word in enumerate(tokens):
        if not _is_kind_of_place(word) or at == 0:
            continue
        before = []
        for place in range(at - 1, max(-1, at - 3), -1):
            name = tokens[place]
            if not (capitals[place] or name not in _known_words()):
                break
            if name in _NO_NAME or name in _KIND_OF_PLACE or name.isdigit() or len(name) < _SHORTEST:
                break
            if _shares().get(name, 0.0) > _COMMON / 10:
                break
            before.append(name)
        for name in before:
            named[name] = None
        if len(before) == 2:
            named["".join(reversed(before))] = None
        behind = tokens[at + 1] if at + 1 < len(tokens) else ""
        if not before and len(behind) >= _FUZZY_FROM - 1 and behind not in _known_words() and not behind.isdigit():
            named[behind] = None  # "the library, Hartwell"
    return named


@lru_cache(maxsize=20_000)
def _is_kind_of_place(word: str) -> bool:
    if word in _KIND_OF_PLACE:
        return True
    return len(word) > _FUZZY_FROM and word not in _shares() and any(slip in _kinds_misspelt() for slip in _slips(word))


@lru_cache(maxsize=1)
def _known_words() -> frozenset[str]:
    """English words: one of them names a place only with a capital letter."""
    text = resources.files("cases.engine").joinpath("data/vocabulary/english.txt").read_text(encoding="utf-8")
    return frozenset({*map(_stem, text.split()), *_shares()})


@lru_cache(maxsize=1)
def _kinds_misspelt() -> frozenset[str]:
    return frozenset(slip for kind in _KIND_OF_PLACE if len(kind) > _FUZZY_FROM for slip in _slips(kind))


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    word = word.split("'")[0] if word.endswith(("'s", "'")) else word.replace("'", "")
    if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=1)
def _shares() -> dict[str, float]:
    try:
        lines = resources.files("cases.engine").joinpath(WORD_SHARES).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    return {word: int(count) / 100_000 for word, _, count in (line.partition(" ") for line in lines)}
