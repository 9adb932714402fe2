"""Incidents made up for the demonstration, in many voices, drawn from decks so that none comes twice in a row."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

FOLDER = Path(__file__).resolve().parent / "incidents"
ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Incident:
    """One account with its slots unfilled, and what officers will make of it.

    `second` is another person's account, `english` what a translator makes of words in another language.
    """

    deck: str
    words: str
    voice: str
    strands: tuple[str, ...]
    kinds: tuple[str, ...]
    place: str = "other"
    second: str = ""
    language: str = "en"
    english: str = ""
    channel: str = "web"
    before: str = ""
    secret: str = ""
    passed_to: str = ""
    under_18: bool = False
    danger: bool = False
    police: bool = False
    hateful: bool = True
    abuse: bool = False


def read_incidents() -> tuple[list[Incident], dict[str, int]]:
    """All incidents, and each deck's share of the reports; a share of 0 is drawn only by wish."""
    incidents, shares = [], {}
    for path in sorted(FOLDER.glob("*.toml")):
        deck = tomllib.loads(path.read_text(encoding="utf-8"))
        shares[path.stem] = deck.pop("share")
        rows = deck.pop("incident")
        incidents += [_incident(path.stem, {**deck, **row}) for row in rows]
    return incidents, shares


def _incident(deck: str, row: dict[str, Any]) -> Incident:
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    return Incident(deck=deck, **given)


class Decks:
    """Draws incidents: a deck is gone through once before any of its accounts comes again."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        incidents, shares = read_incidents()
        self._all: dict[str, list[Incident]] = {}
        for incident in incidents:
            self._all.setdefault(incident.deck, []).append(incident)
        self._left: dict[str, list[Incident]] = {deck: [] for deck in self._all}
        self._names, self._shares = [*shares], [*shares.values()]

    def draw(self, wanted: Callable[[Incident], bool] | None = None, deck: str | None = None) -> Incident:
        """The next incident of a deck (by share where none is named); the first that is `wanted`, where any is."""
        if wanted and deck is None:
            held = {name: sum(map(wanted, every)) for name, every in self._all.items()}
            deck = self._rng.choices([*held], [*held.values()])[0]
        deck = deck or self._rng.choices(self._names, self._shares)[0]
        left = self._left[deck]
        if not any(wanted(one) if wanted else True for one in left):
            fresh = [one for one in self._all[deck] if one not in left]
            self._rng.shuffle(fresh)
            left.extend(fresh)
        place = next((number for number, one in enumerate(left) if wanted is None or wanted(one)), 0)
        return left.pop(place)
