"""Whether an incident was at or near a site, and whether incidents gather there. Pure Python.

At it: the same whole postcode, or a word of its own name together with its district or borough. Near it: the same
postcode district; or the same borough and the same kind of place.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from cases.engine.text import fold

FEWEST_AT: Final = 2
FEWEST_NEAR: Final = 3
_TOO_COMMON: Final = frozenset({
    "saint", "primary", "secondary", "infant", "junior", "high", "school", "academy", "college", "church", "mosque", "masjid",
    "synagogue", "shul", "temple", "mandir", "gurdwara", "centre", "center", "community", "islamic", "jewish", "hindu",
    "sikh", "christian", "muslim", "hall", "house", "london", "north", "south", "east", "west", "central", "great", "road",
    "street", "lane",
})  # fmt: skip
_SHORTEST: Final = 4


class Near(IntEnum):
    """How close an incident was."""

    NO = 0
    NEAR = 1
    AT = 2


@dataclass(frozen=True, slots=True)
class Site:
    """What of a site is compared. `borough` is its name; no `strands` stand for all."""

    name: str
    kind: str
    postcode: str
    district: str
    borough: str
    strands: frozenset[str]


@dataclass(frozen=True, slots=True)
class Incident:
    """What of an incident is compared. `named`: places and words of the area, folded; `postcodes` as "e82bt"."""

    pk: int
    postcodes: frozenset[str]
    districts: frozenset[str]
    boroughs: frozenset[str]
    named: frozenset[str]
    place_kind: str
    strands: frozenset[str]
    is_grave: bool = False  # an immediate danger, or an attack on people or on what is theirs


def how_near(site: Site, incident: Incident) -> Near:
    """Return how close; an incident for a strand that the site is not likely attacked for is not near."""
    if site.strands and incident.strands and not site.strands & incident.strands:
        return Near.NO
    is_in_district, is_in_borough = site.district in incident.districts, site.borough in incident.boroughs
    if plain_postcode(site.postcode) in incident.postcodes:
        return Near.AT
    if (is_in_district or is_in_borough) and own_words(site.name) & incident.named:
        return Near.AT
    if is_in_district or (is_in_borough and incident.place_kind == site.kind):
        return Near.NEAR
    return Near.NO


def gathering(site: Site, incidents: Iterable[Incident]) -> tuple[Sequence[int], str]:
    """Return the incidents at or near a site and why that is worth a notice; nothing where it is not."""
    found = {incident.pk: how_near(site, incident) for incident in incidents}
    at = sorted(pk for pk, near in found.items() if near == Near.AT)
    near = sorted(pk for pk, near in found.items() if near)
    if len(at) >= FEWEST_AT:
        return near, f"{len(at)} incidents at the site itself" + (
            f", {len(near) - len(at)} more near it" if near != at else ""
        )
    if len(near) >= FEWEST_NEAR:
        return near, f"{len(near)} incidents in {site.district} or at such places in {site.borough}"
    return [], ""


def following(site: Site, incidents: Iterable[Incident], *, known: Collection[int]) -> tuple[Sequence[int], str]:
    """Return the incidents at or near a site that came after those it is `known` for, and why they are told anew, if so.

    One that is grave is enough, and so are as many as would have been told at first.
    """
    further = [one for one in incidents if one.pk not in known and how_near(site, one)]
    pks, grave = sorted(one.pk for one in further), sum(one.is_grave for one in further)
    if not grave and len(further) < FEWEST_NEAR:
        return [], ""
    many = "1 further incident" if len(further) == 1 else f"{len(further)} further incidents"
    return pks, f"{many} at or near it" + (f", {grave} of them grave" if grave else "")


def plain_postcode(postcode: str) -> str:
    """ "e82bt" of "E8 2BT"."""
    return re.sub(r"\s", "", postcode).lower()


def own_words(name: str) -> frozenset[str]:
    """The words of a name that tell this site from others: "hartwell" of "Hartwell Road Mosque"."""
    words = re.findall(r"[a-z]+", fold(name).replace("'", ""))
    return frozenset(word for word in words if len(word) >= _SHORTEST and word not in _TOO_COMMON)
