"""What the categoriser suggests, for whom, and why. These run without Django."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.engine.categorise import THRESHOLD, Categorisation, categorise, categorise_many
from cases.engine.text import LOOKED_AT
from reporting.taxonomy import KINDS, STRANDS

ACCOUNTS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "accounts.toml").read_text())["account"]


def strands_of(found: Categorisation) -> set[str]:
    return {suggestion.key for suggestion in found.strands}


def kinds_of(found: Categorisation) -> set[str]:
    return {suggestion.key for suggestion in found.kinds}


@pytest.mark.parametrize("account", ACCOUNTS, ids=[account["text"][:40] for account in ACCOUNTS])
def test_each_account_gets_its_strands_and_no_other_its_kinds_and_its_priority(account: dict[str, Any]) -> None:
    found = categorise(account["text"])
    assert strands_of(found) == set(account["strands"])
    assert set(account["kinds"]) <= kinds_of(found)
    assert found.priority.level == account["priority"]


@pytest.mark.parametrize(
    ("said", "strand"),
    [
        ("He called me a dirty j3w", "religion:antisemitic"),
        ("he hates mus1ims, all mus1ims are scum he said", "religion:anti-muslim"),
        ("shouted f*ggots at us", "sexual_orientation"),
        ("she said k i k e to me", "religion:antisemitic"),
        ("wrote F.A.G.G.O.T on the door", "sexual_orientation"),
        ("he called her a TRANNYYYYY", "transgender"),
        ("called me a ｓｐａｓｔｉｃ", "disability"),
        ("he shouted you p\u200baki", "race"),
    ],
)
def test_disguised_words_are_read(said: str, strand: str) -> None:
    found = categorise(said)
    assert strand in strands_of(found)
    assert all(said[start:end].strip() for one in found.strands for start, end in one.evidence)


def test_evidence_points_at_the_words_as_they_were_given() -> None:
    text = "😀 ﬁrst he said İ hate you. Then he called me a mus1im terrorist."
    found = categorise(text)
    [anti_muslim] = [one for one in found.strands if one.key == "religion:anti-muslim"]
    assert any("mus1im terrorist" in text[start:end] for start, end in anti_muslim.evidence)


def test_religion_is_always_listed_with_any_of_its_parts() -> None:
    for account in ACCOUNTS:
        found = strands_of(categorise(account["text"]))
        assert "religion" in found or not any(key.startswith("religion:") for key in found)


def test_a_group_that_is_only_named_is_not_the_target() -> None:
    assert strands_of(categorise("My Muslim neighbour's bike was stolen.")) == set()
    assert "religion:anti-muslim" in strands_of(categorise("My bike was smashed up because I am Muslim."))


def test_who_did_it_is_not_taken_for_the_target() -> None:
    assert "race" not in strands_of(categorise("An Asian man shouted at me and pushed me."))
    assert "race" in strands_of(categorise("They shouted at an Asian man and pushed him."))


def test_a_denied_reason_counts_for_little() -> None:
    assert strands_of(categorise("It was not racist, he was rude to everyone.")) == set()


def test_a_ticked_strand_gives_weight_to_a_mention_and_invents_nothing() -> None:
    text = "It was outside the mosque. He stared and stared."
    assert strands_of(categorise(text)) == set()
    assert "religion:anti-muslim" in strands_of(categorise(text, ticked=["religion:anti-muslim"]))
    assert strands_of(categorise("He stared and stared.", ticked=["religion:anti-muslim"])) == set()


def test_a_sexual_offence_is_not_also_counted_as_assault() -> None:
    found = kinds_of(categorise("He grabbed my breast on the bus."))
    assert "sexual_offence" in found
    assert "physical_assault" not in found


def test_only_suggestions_at_the_threshold_are_listed_unless_scores_are_asked_for() -> None:
    text = "A Polish man spat at me."
    assert all(one.score >= THRESHOLD for one in categorise(text).strands)
    every = categorise(text, scores=True)
    assert [one.key for one in every.strands] == list(STRANDS)
    assert [one.key for one in every.kinds] == list(KINDS)
    assert all(0 <= one.score < 1 for one in (*every.strands, *every.kinds))


def test_reasons_of_a_priority_say_why_and_where() -> None:
    text = "They broke my nose and it happens every day."
    priority = categorise(text).priority
    assert priority.level == "high"
    assert {reason.key for reason in priority.reasons} == {"harm", "risk"}
    assert all(reason.text and reason.evidence for reason in priority.reasons)
    assert "broke my nose" in {text[start:end] for reason in priority.reasons for start, end in reason.evidence}


def test_who_somebody_is_raises_nothing_where_nothing_was_done() -> None:
    assert categorise("My wheelchair needs a new battery.").priority.level == "standard"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("He shouted at me when I was going to the shop and it was not the first time.", "en"),
        ("Krzyczał na mnie, że jestem brudny i że mam wracać do siebie.", "pl"),
        ("Otobüste bir adam bana bağırdı ve çok korktum.", "tr"),
        ("Nin ayaa igu qayliyay oo yiri waxaan ahay wasakh.", "so"),
        ("رجل صرخ في وجهي في الشارع", "ar"),
        ("اس آدمی نے مجھے گالی دی اور دھکا دیا ہے", "ur"),
        ("একজন লোক আমাকে গালি দিয়েছে", "bn"),
        ("איש צעק עלי ברחוב", "he"),
        ("", "und"),
        ("😀", "und"),
        ("xqz", "und"),
    ],
)
def test_the_language_is_guessed_or_left_open(text: str, language: str) -> None:
    assert categorise(text).language == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "😀",
        "\x00",
        "\x00" * 1000 + "paki",
        "\ud800 lone \udfff",
        "‮" * 50,
        "ﷺ" * 1000,
        "e" + "\u0301" * 1000,
        "*" * 1000,
        "a'" * 1000,
        "jew " * 5000,
        "keep " * 5000,
        "m.u.s.l.i.m " * 500,
        "a" * 300_000,
    ],
    ids=range(15),
)
def test_any_string_is_answered_with_offsets_inside_it(text: str) -> None:
    found = categorise(text).as_dict()
    json.dumps(found)
    for one in (*found["strands"], *found["kinds"], *found["priority"]["reasons"]):
        assert all(0 <= start < end <= len(text) for start, end in one["evidence"])
        assert len(one["evidence"]) <= 20


def test_what_stands_behind_the_first_part_is_not_looked_at_and_that_is_said() -> None:
    long = categorise("a " * (LOOKED_AT // 2) + "paki")
    assert strands_of(long) == set()
    assert long.as_dict()["looked_at"] == LOOKED_AT
    assert "looked_at" not in categorise("short").as_dict()


def test_the_answer_has_the_agreed_form() -> None:
    found = categorise("He called me a paki and spat at me.").as_dict()
    assert set(found) == {"language", "strands", "kinds", "priority", "model"}
    assert set(found["strands"][0]) == {"key", "score", "evidence"}
    assert set(found["priority"]) == {"level", "reasons"}
    assert found["model"].startswith("rules-1.")


WORDS = st.sampled_from(
    [
        "muslim",
        "j3w",
        "f*g",
        "he",
        "spat",
        "at",
        "because",
        "i",
        "am",
        "not",
        "gay",
        "İ",
        "ß",
        "😀",
        ".",
        "\n",
        "paki",
        "حجاب",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=60), max_size=4))
def test_in_a_row_each_account_gets_the_answer_it_gets_alone_and_offsets_lie_inside(texts: list[str]) -> None:
    together = list(categorise_many(texts))
    assert together == [categorise(text) for text in texts]
    for text, found in zip(texts, together, strict=True):
        places = [place for one in (*found.strands, *found.kinds, *found.priority.reasons) for place in one.evidence]
        assert all(0 <= start < end <= len(text) for start, end in places)
