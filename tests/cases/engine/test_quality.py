"""The shipped model on the voices that it never learnt from: floors, so that no change makes it worse unseen.

The figures themselves stand in docs/categoriser.md; `python -m cases.engine.evaluate` prints them.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

import pytest

from cases.engine.categorise import Categorisation, categorise
from cases.engine.evaluate import OUTSIDE, SIX
from cases.engine.measure import Row, Score, calibration_error
from cases.engine.training.corpus import Text, read_corpus
from reporting.danger import danger_cues

PLAIN = (
    ("He hit me because I am a Muslim.", "religion:anti-muslim"),
    ("They spat at my wife because of her headscarf.", "religion:anti-muslim"),
    ("I was punched because I am a Jew.", "religion:antisemitic"),
    ("Someone painted a swastika on our door.", "religion:antisemitic"),
    ("A man pulled off my turban, I am a Sikh.", "religion:sikh"),
    ("They hit me because I'm gay.", "sexual_orientation"),
    ("Homophobic abuse shouted at two men holding hands.", "sexual_orientation"),
    ("My son is bullied at school for being autistic.", "disability"),
    ("A woman in a wheelchair was pushed over and called a cripple.", "disability"),
    ("A man shouted go back to your country at me.", "race"),
    ("Racially abused on bus 43.", "race"),
    ("They beat her up for being trans.", "transgender"),
)
"""One line typed on a phone, and what nobody may miss in it."""

Said = list[tuple[Text, Categorisation]]

FLOORS = {"English accounts": 0.84, "accounts in other languages": 0.60, "sentences": 0.77, "messages": 0.75}
COMPLAINTS = (
    "I was charged twice for a subscription that I cancelled in March and nobody answers the telephone.",
    "The credit bureau still lists a debt that I paid off in 2019. I sent the proof three times by registered post.",
    "Your bin lorry has missed our street again. The food waste is beginning to smell.",
    "My broadband drops out every evening and the engineer did not turn up for the second appointment.",
    "The bank moved my mortgage to another rate without telling me. I ask for a copy of the agreement.",
    "A parcel was marked as delivered and never came. The neighbour's camera shows that no van stopped here.",
    "The streetlight outside number 40 has been out for a month and the pavement is uneven.",
    "They refuse to refund a washing machine that broke after nine days.",
)


@lru_cache(maxsize=1)
def said() -> dict[str, Said]:
    found: dict[str, Said] = defaultdict(list)
    for text in read_corpus():
        if text.split == "test":
            language = "English accounts" if text.language == "en" else "accounts in other languages"
            found[{"sentence": "sentences", "message": "messages"}.get(text.register, language)].append(
                (text, categorise(text.text, scores=True))
            )
    return found


def test_what_measures_is_never_learnt_from() -> None:
    writers: dict[str, set[str]] = defaultdict(set)
    for text in read_corpus():
        writers[text.split].add(text.voice.partition("-")[0])
    assert not writers["test"] & writers["train"]
    assert {name: len(part) >= 100 for name, part in said().items()} == dict.fromkeys(FLOORS, True)


def test_no_two_texts_are_the_same_but_for_case_and_signs() -> None:
    seen: dict[str, str] = {}
    for text in read_corpus():
        plain = "".join(char for char in text.text.casefold() if char.isalnum())
        assert seen.setdefault(plain, text.id) == text.id


@pytest.mark.parametrize("part", FLOORS)
def test_strands_are_found(part: str) -> None:
    score = Score()
    for text, found in said()[part]:
        for one in found.strands:
            score.add(one.key, one.is_listed, one.key in text.strands)
    assert score.micro() >= FLOORS[part]


@pytest.mark.parametrize(("text", "strand"), PLAIN)
def test_a_short_plain_account_is_never_missed(text: str, strand: str) -> None:
    assert strand in {one.key for one in categorise(text).strands}


def test_kinds_are_found() -> None:
    score = Score()
    for text, found in said()["English accounts"]:
        listed = {OUTSIDE.get(one.key, one.key) for one in found.kinds if one.is_listed}
        true = {OUTSIDE.get(key, key) for key in text.kinds or ()}
        for key in SIX:
            score.add(key, key in listed, key in true)
    assert score.macro() >= 0.55


@pytest.mark.parametrize("part", ["English accounts", "accounts in other languages"])
def test_scores_are_probabilities(part: str) -> None:
    rows: list[Row] = [
        (one.key, one.score, one.key in text.strands) for text, found in said()[part] for one in found.strands
    ]
    assert calibration_error(rows) <= 0.05


def test_most_of_what_is_urgent_is_seen() -> None:
    urgent = [found.priority.level for text, found in said()["English accounts"] if text.priority != "standard"]
    calm = [found.priority.level for text, found in said()["English accounts"] if text.priority == "standard"]
    assert urgent.count("standard") / len(urgent) <= 0.45
    assert calm.count("standard") / len(calm) >= 0.55


def test_words_ring_where_danger_is_now_and_for_hardly_anything_else() -> None:
    accounts = [text for part in ("English accounts", "accounts in other languages") for text, _ in said()[part]]
    now = [bool(danger_cues(one.text)) for one in accounts if one.priority == "immediate"]
    others = [bool(danger_cues(one.text)) for one in accounts if one.priority != "immediate"]
    assert sum(now) / len(now) >= 0.05  # most danger is told without any word of a list: see the next one
    assert sum(others) / len(others) <= 0.005


@pytest.mark.parametrize(
    ("part", "least", "most"), [("English accounts", 0.7, 0.015), ("accounts in other languages", 0.35, 0.04)]
)
def test_the_model_sees_danger_that_is_told_and_takes_hardly_anything_else_for_it(
    part: str, least: float, most: float
) -> None:
    accounts = said()[part]
    now = [found.priority.level == "immediate" for text, found in accounts if text.priority == "immediate"]
    others = [found.priority.level == "immediate" for text, found in accounts if text.priority != "immediate"]
    assert sum(now) / len(now) >= least
    assert sum(others) / len(others) <= most


@pytest.mark.parametrize("text", COMPLAINTS)
def test_an_ordinary_complaint_gets_no_strand(text: str) -> None:
    assert categorise(text).strands == ()
