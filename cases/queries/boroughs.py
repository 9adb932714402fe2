"""The boroughs of London with the places in them: data, and how a place that somebody wrote down is known by them."""

import functools
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

_BOROUGHS = Path(__file__).resolve().parent.parent / "reference" / "boroughs.json"


class Borough(NamedTuple):
    """`key` is that of its unit; `places` are towns and districts by which people name where they are."""

    key: str
    name: str
    places: list[str]


@functools.cache
def boroughs() -> dict[str, Borough]:
    """All of them, by key."""
    return {row["key"]: Borough(**row) for row in json.loads(_BOROUGHS.read_text(encoding="utf-8"))}


def pattern_of(keys: Iterable[str]) -> str:
    """A regular expression of PostgreSQL for the upper case of a place: it names one of these boroughs, or a place there."""
    known = boroughs()
    names = {name.upper() for key in keys for name in (known[key].name, *known[key].places)}
    words = ("[[:space:]-]+".join(map(re.escape, re.split(r"[\s\-]+", name))) for name in sorted(names))
    return rf"\m({'|'.join(words)})\M"
