"""Names of places in the words of an account: roads, courts, mosques and their like."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import Final

from cases.engine.rarity import COMMON, names_of, shares, stem
from cases.engine.slips import FUZZY_FROM, slips

SHORTEST: Final = 3
"""Letters of a word that is looked at."""
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


def places_of(tokens: list[str], capitals: list[bool]) -> dict[str, None]:
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
            if name in names_of("no_names") or name in _KIND_OF_PLACE or name.isdigit() or len(name) < SHORTEST:
                break
            if shares().get(name, 0.0) > COMMON / 10:
                break
            before.append(name)
        for name in before:
            named[name] = None
        if len(before) == 2:
            named["".join(reversed(before))] = None
        behind = tokens[at + 1] if at + 1 < len(tokens) else ""
        if not before and len(behind) >= FUZZY_FROM - 1 and behind not in _known_words() and not behind.isdigit():
            named[behind] = None  # "the library, Hartwell"
    return named


@lru_cache(maxsize=20_000)
def _is_kind_of_place(word: str) -> bool:
    if word in _KIND_OF_PLACE:
        return True
    return len(word) > FUZZY_FROM and word not in shares() and any(slip in _kinds_misspelt() for slip in slips(word))


@lru_cache(maxsize=1)
def _known_words() -> frozenset[str]:
    """English words: one of them names a place only with a capital letter."""
    text = resources.files("cases.engine").joinpath("data/vocabulary/english.txt").read_text(encoding="utf-8")
    return frozenset({*map(stem, text.split()), *shares()})


@lru_cache(maxsize=1)
def _kinds_misspelt() -> frozenset[str]:
    return frozenset(slip for kind in _KIND_OF_PLACE if len(kind) > FUZZY_FROM for slip in slips(kind))
