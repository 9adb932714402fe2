"""What of an account is compared with another: places, times, rare words, and marks such as a house number.

Nothing that identifies a person is compared: links, numbers and names are cut out before an account is looked at. An
animal's name, a pub or a street is no person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from cases.engine.findable import SEALED, without_identifiers
from cases.engine.london import hints_of
from cases.engine.moments import Moment, moment_of
from cases.engine.placing import SHORTEST, places_of
from cases.engine.rarity import UNSEEN, points, rarity, stem, words_in
from cases.engine.slips import FUZZY_FROM, sound
from cases.engine.text import fold

DAY: Final = 1440
"""Minutes of a day."""
_READ: Final = 20_000  # characters of an account: what is told further down adds little
_MOST_WORDS: Final = 80  # rarest kept
_LONGEST: Final = 24  # letters
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
    spelt = words_in(told)
    tokens = [stem(fold(word)) for word in spelt]
    has_capitals = not told.isupper()
    hints, only_place = hints_of(told), hints_of(place)
    of_area = {stem(word) for word in hints.said | only_place.said}
    places = {
        name: None
        for name in places_of(tokens, [has_capitals and word[0].isupper() for word in spelt])
        if name not in of_area
    }
    words: dict[str, float] = {}
    # How common a word is was counted in English: of another language nearly every word would look rare.
    most = points(UNSEEN) if language in ("en", "und", "") else 1.8
    for word in tokens:
        if (
            SHORTEST <= len(word) <= _LONGEST
            and not word.isdigit()
            and word not in of_area
            and (rare := rarity(word)) > 0
        ):
            words[word] = min(rare, most)
    for name in places:
        words.setdefault(name, max(rarity(name), 0.5))
    rarest = sorted(words, key=lambda word: (word not in places, -words[word], word))[:_MOST_WORDS]
    day = received // DAY
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
        if len(word) >= FUZZY_FROM:
            keys.append(f"s:{sound(word)}")
    for code in sorted(traits.districts):
        keys += [f"r:{code}:{route}" for route in sorted(traits.routes)]
        if traits.moment:
            keys += [f"d:{code}:{day}" for day in range(traits.moment.first, traits.moment.last + 1)[:3]]
        keys.append(f"t:{code}:{traits.received // (3 * DAY)}")
    return list(dict.fromkeys(keys))
