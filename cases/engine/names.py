"""Names of people that are common in Britain: a reviewed list, by which names are taken out and told from streets."""

from __future__ import annotations

import tomllib
from enum import IntEnum, StrEnum
from importlib import resources
from typing import Final

from cases.engine.text import fold


class Sort(IntEnum):
    """How surely a word of the list is a name: where it stands in small letters, with a capital, or beside another name."""

    NONE = 0
    WORD = 1
    CAPITAL = 2
    ALWAYS = 3


_SORTS: Final = {"word": Sort.WORD, "capital": Sort.CAPITAL, "always": Sort.ALWAYS}


def _read() -> tuple[dict[str, Sort], frozenset[str], frozenset[str]]:
    with resources.files("cases.engine").joinpath("data/names/names.toml").open("rb") as file:
        table = tomllib.load(file)
    sorts: dict[str, Sort] = {}
    parts: dict[str, set[str]] = {"first": set(), "last": set(), "other_scripts": set()}
    for part, lists in table.items():
        for sort, names in lists.items():
            for name in map(fold, names.split()):
                parts[part].add(name)
                sorts[name] = min(_SORTS[sort], sorts.get(name, Sort.ALWAYS))  # the most careful one
    return sorts, frozenset(parts["first"]), frozenset(parts["last"])


class Ordinary(StrEnum):
    """Words that look like names and are none, by where that holds (`data/names/ordinary.toml`)."""

    WORDS = "words"
    TITLES = "titles"
    SHORTENED = "shortened"
    DAYS = "days"
    BEFORE_DAYS = "before_days"
    AFTER_DAYS = "after_days"
    MONTHS = "months"
    BEFORE_MONTHS = "before_months"
    CAPITALS = "capitals"
    BEGINS = "begins"


def _read_ordinary() -> dict[Ordinary, frozenset[str]]:
    with resources.files("cases.engine").joinpath("data/names/ordinary.toml").open("rb") as file:
        table = tomllib.load(file)
    return {kind: frozenset(table[kind].split()) for kind in Ordinary}


_NAMES, _FIRST, _LAST = _read()
ORDINARY: Final = _read_ordinary()


def sort_of(*forms: str) -> Sort:
    """Return how surely a word is a name, by the likeliest of its folded forms."""
    return max((_NAMES.get(form, Sort.NONE) for form in forms), default=Sort.NONE)


def is_first_name(*forms: str) -> bool:
    """Tell whether a word is a first name of the list."""
    return any(fold(form) in _FIRST for form in forms)


def is_last_name(*forms: str) -> bool:
    """Tell whether a word is a last name of the list."""
    return any(fold(form) in _LAST for form in forms)
