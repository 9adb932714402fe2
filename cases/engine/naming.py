"""Names of places in an account: what stands before "road", "market", "mosque" and their like. Pure Python."""

from __future__ import annotations

from cases.engine.findable import SEALED, without_identifiers
from cases.engine.london import hints_of
from cases.engine.placing import places_of
from cases.engine.rarity import words_in
from cases.engine.text import fold


def places_named(text: str) -> frozenset[str]:
    """Return them in small letters, without areas of the city and without whatever identifies a person."""
    told = without_identifiers(text).replace(SEALED, " ")
    spelt = words_in(told)
    has_capitals = not told.isupper()
    found = places_of([fold(word) for word in spelt], [has_capitals and word[0].isupper() for word in spelt])
    return frozenset(found) - hints_of(told).said
