"""How rare a word is in accounts, in points: how much it says that two accounts share it."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from importlib import resources
from typing import Final

from cases.engine.text import fold

WORD_SHARES: Final = "data/word_shares.txt"
COMMON: Final = 0.03
"""A word in more of the accounts than this says nothing."""
UNSEEN: Final = 0.00012
"""The share of a word that was never counted."""
_OF_MANY: Final = 0.008
_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


def tokens_of(text: str) -> list[str]:
    """Return the words of a text, folded, plurals and possessives like the plain word."""
    return [stem(word) for word in words_in(fold(text))]


def words_in(text: str) -> list[str]:
    """Return the words of a text as they are spelt."""
    return _WORD.findall(text)


def points(share: float) -> float:
    """Return how much a word says that so large a share of the accounts has."""
    return max(0.0, math.log(COMMON / max(share, UNSEEN)))


def rarity(word: str) -> float:
    """Return the same of a word, as it was counted in English; of names that many streets have, less."""
    return points(max(shares().get(word, 0.0), _OF_MANY if word in names_of("many_streets") else 0.0))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return a folded word without the ending of plural or possession."""
    word = word.split("'")[0] if word.endswith(("'s", "'")) else word.replace("'", "")
    if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=2)
def names_of(file: str) -> frozenset[str]:
    """Return the words of one of the lists in `data/places`."""
    text = resources.files("cases.engine").joinpath(f"data/places/{file}.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=1)
def shares() -> dict[str, float]:
    """Return in how large a share of the accounts each word stands; empty before they were counted."""
    try:
        lines = resources.files("cases.engine").joinpath(WORD_SHARES).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    return {word: int(count) / 100_000 for word, _, count in (line.partition(" ") for line in lines)}
