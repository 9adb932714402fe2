"""Where in London a hint lies: postcode districts, names of areas and boroughs. A hint, never an address."""

from __future__ import annotations

import csv
import json
import math
import re
import tomllib
from functools import lru_cache
from importlib import resources
from typing import Final, NamedTuple

from cases.engine.text import fold

_FOLDER: Final = "data/places"
_KM_OF_A_DEGREE: Final = 111.2
_OUTCODE: Final = re.compile(r"\b((?:[bcdeghik-nr-uw][a-z]?|wc|ec)\d[\da-z]?)(?: ?(\d[a-z]{2}))?\b")
_LONGEST_NAME: Final = 3  # words
_ALSO_WORDS: Final = frozenset({"barking", "bow", "chelsea", "victoria", "charlton"})
"""Dogs bark, people bow and follow football: these count only where nothing but a place is told."""
_SHORT: Final = 60
_PART_OF_A_NAME: Final = frozenset(
    [
        "road",
        "rd",
        "street",
        "st",
        "lane",
        "ln",
        "avenue",
        "ave",
        "arms",
        "pub",
        "inn",
        "tavern",
        "house",
        "court",
        "ct",
        "close",
    ]
)
_JOINED: Final = frozenset({"and", "n"})

Ring = list[tuple[float, float]]


class District(NamedTuple):
    """A postcode district: degrees of its centre, and the borough in which that lies."""

    outcode: str
    latitude: float
    longitude: float
    borough: str


class Hints(NamedTuple):
    """What a text says of where: districts as "E8", boroughs by name, whole postcodes as "e82bt"; and with which words."""

    districts: frozenset[str]
    boroughs: frozenset[str]
    postcodes: frozenset[str]
    said: frozenset[str]


@lru_cache(maxsize=1)
def districts() -> dict[str, District]:
    """All postcode districts of London."""
    with resources.files("cases.engine").joinpath(f"{_FOLDER}/outcodes.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        row["outcode"]: District(row["outcode"], float(row["latitude"]), float(row["longitude"]), row["borough"])
        for row in rows
    }


@lru_cache(maxsize=1)
def boroughs() -> dict[str, list[Ring]]:
    """Outlines by name of borough: rings of (longitude, latitude)."""
    shapes: dict[str, list[list[list[float]]]] = json.loads(
        resources.files("cases.engine").joinpath(f"{_FOLDER}/boroughs.json").read_text(encoding="utf-8")
    )
    return {name: [[(x, y) for x, y in ring] for ring in rings] for name, rings in shapes.items()}


def hints_of(text: str) -> Hints:
    """Return every district, borough and whole postcode that a text names. Linear in the text."""
    plain = fold(text).replace("'", "")
    codes, postcodes, said = set(), set(), set()
    for found in _OUTCODE.finditer(plain):
        if found[1].upper() in districts():
            codes.add(found[1].upper())
            said |= {found[1], *found[0].split(), found[0].replace(" ", "")}
            if found[2]:
                postcodes.add(found[1] + found[2])
    named, counties = _names()
    words = re.findall(r"[a-z]+", plain)
    held = set()
    for at in range(len(words)):
        for length in range(_LONGEST_NAME, 0, -1):
            name = " ".join(words[at : at + length])
            behind = words[at + length] if at + length < len(words) else ""
            if name in _ALSO_WORDS and len(text) > _SHORT:
                continue
            if behind in _PART_OF_A_NAME or (at and words[at - 1] in _JOINED):
                continue  # "Harrow Road", "the Plough and Harrow"
            if name in named or name in counties:
                codes |= {named[name]} if name in named else set()
                held |= {counties[name]} if name in counties else set()
                said |= {*name.split(), name.replace(" ", "")}
                break
    held |= {districts()[code].borough for code in codes}
    return Hints(frozenset(codes), frozenset(held - {""}), frozenset(postcodes), frozenset(said))


def kilometres(one: frozenset[str], other: frozenset[str]) -> float | None:
    """Return the shortest distance between the centres of two sets of districts; None where one is empty."""
    known = districts()
    apart = [_between(known[a], known[b]) for a in one for b in other]
    return min(apart, default=None)


def _between(one: District, other: District) -> float:
    """Flat earth: wrong by less than a hundredth over a city."""
    north = (one.latitude - other.latitude) * _KM_OF_A_DEGREE
    east = (one.longitude - other.longitude) * _KM_OF_A_DEGREE * math.cos(math.radians(one.latitude))
    return math.hypot(north, east)


@lru_cache(maxsize=1)
def _names() -> tuple[dict[str, str], dict[str, str]]:
    with resources.files("cases.engine").joinpath(f"{_FOLDER}/areas.toml").open("rb") as file:
        areas: dict[str, str] = tomllib.load(file)["areas"]
    return areas, {fold(name): name for name in boroughs()}
