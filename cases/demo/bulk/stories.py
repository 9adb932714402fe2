"""A stock of accounts with what the machine says of each, so that it is asked once for each and not once a case."""

from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from cases.demo.incidents import Decks, Incident
from cases.demo.telling import WORDS, Telling
from cases.domain.extraction import digest_of
from cases.domain.model_in_force import model_in_force
from cases.engine.categorise import categorise
from cases.engine.entities import extract
from cases.engine.hard_words import hard_spans
from reporting.danger import danger_cues

STOCK = 2_000
_BY_WISH = {"danger": 0.03, "police": 0.02}  # decks that are gone to only by wish


@dataclass(frozen=True, slots=True)
class Account:
    """Words as one person wrote them, with the machine's suggestion. Places in the text hold whatever comes behind it."""

    words: str
    language: str
    strands: list[str]
    kinds: list[str]
    priority: str
    priority_reason: str
    model: str
    details: dict[str, Any]
    identifiers: list[tuple[str, int, int, bytes]]
    rings: bool
    is_abuse: bool


@dataclass(frozen=True, slots=True)
class Story:
    """An incident as one person tells of it, and as a second one does where somebody else saw it."""

    incident: Incident
    area: str
    first: Account
    second: Account | None


def tell_stories(count: int, rng: Random, now: datetime) -> list[Story]:
    """So many stories, each deck by its share, and a few of danger and of police."""
    decks = Decks(rng)
    return [_story(_drawn(decks, rng), rng, now) for _ in range(count)]


def with_an_end(words: str, incident: Incident, rng: Random) -> str:
    """The words with a last sentence or two of their own, so that hardly two reports are the same."""
    if incident.language != "en":
        return words
    said = WORDS["answers"]
    ends = [rng.choice(said["where"]), rng.choice(said["who_did_it"]), rng.choice(said["before_words"])]
    return f"{words}\n\n{' '.join(rng.sample(ends, rng.choice((1, 2, 2))))}"


def _drawn(decks: Decks, rng: Random) -> Incident:
    rare = rng.choices([*_BY_WISH, ""], [*_BY_WISH.values(), 1 - sum(_BY_WISH.values())])[0]
    return decks.draw(deck=rare or None)


def _story(incident: Incident, rng: Random, now: datetime) -> Story:
    telling = Telling(incident, rng, now)
    second = _account(telling.account(second=True)) if incident.second else None
    return Story(incident, telling.area, _account(telling.account()), second)


def _account(words: str) -> Account:
    suggestion = categorise(words, ticked=(), near=True, model=model_in_force())
    entities, identifiers = extract(words)
    return Account(
        words=words,
        language=suggestion.language,
        strands=[one.key for one in suggestion.strands],
        kinds=[one.key for one in suggestion.kinds],
        priority=suggestion.priority.level,
        priority_reason=" ".join(reason.text for reason in suggestion.priority.reasons)[:300],
        model=suggestion.model,
        details={
            **suggestion.as_dict(details=True),
            "entities": [entity._asdict() for entity in entities],
            "hard": [list(span) for span in hard_spans(words)],
        },
        identifiers=[(one.kind, one.start, one.end, digest_of(one.kind, one.normal)) for one in identifiers],
        rings=bool(danger_cues(words)),
        is_abuse=suggestion.form_abuse.is_likely,
    )
