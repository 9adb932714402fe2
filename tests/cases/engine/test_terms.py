"""How the word lists are written and found."""

from __future__ import annotations

import tomllib
from importlib import resources

from cases.engine.terms import Label, TermLists, read_lists
from cases.engine.text import read_words
from reporting.taxonomy import KINDS, STRANDS

LABEL = Label("race", "slurs")


def found(entry: str, text: str) -> list[str]:
    words = read_words(text)
    hits = TermLists([(LABEL, entry)]).find(words)
    return [text[words[hit.first].start : words[hit.last].end] for hit in hits]


def test_an_entry_may_give_choices_leave_words_out_begin_words_and_leave_gaps() -> None:
    assert found("go back to your/their [own] country", "Go back to your country! Go back to their own country") == [
        "Go back to your country",
        "Go back to their own country",
    ]
    assert found("migrant*", "the migrants came") == ["migrants"]
    assert found("threw ~ bottle", "he threw an old glass bottle") == ["threw an old glass bottle"]
    assert found("threw ~ bottle", "he threw one of the many old bottle") == []


def test_a_term_never_crosses_the_end_of_a_sentence() -> None:
    assert found("go home", "I want to go. Home is far.") == []


def test_a_word_inside_another_word_is_not_found() -> None:
    assert found("coon", "a raccoon in the cocoon") == []


def test_a_starred_word_needs_two_letters_to_be_read() -> None:
    assert found("nigger", "n****r and n*****") == ["n****r"]


def test_every_list_speaks_for_a_key_of_the_taxonomy() -> None:
    strands, _ = read_lists("strands")
    assert {label.key for label, _ in strands} == set(STRANDS)
    accounts, _ = read_lists("")
    kinds = {label.key for label, _ in accounts if label.role in ("sure", "hints")}
    assert kinds == set(KINDS)


def test_every_language_of_the_form_has_lists() -> None:
    file = resources.files("cases.engine").joinpath("data/strands/race.toml")
    assert {"en", "ar", "bn", "he", "pl", "so", "tr", "ur"} <= set(tomllib.loads(file.read_text(encoding="utf-8")))
