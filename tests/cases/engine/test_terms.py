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
    entries, _ = read_lists()
    keys = {label.key for label, _ in entries}
    assert set(STRANDS) | set(KINDS) <= keys
    assert keys - set(STRANDS) - set(KINDS) == {"context", "engagement", "harm", "risk", "threat", "vulnerability"}


def test_every_language_has_its_list_and_says_who_has_read_it() -> None:
    folder = resources.files("cases.engine").joinpath("data/languages")
    lists = {file.name.removesuffix(".toml"): file.read_text(encoding="utf-8") for file in folder.iterdir()}
    assert {"en", "ar", "bn", "he", "pl", "so", "tr", "ur"} <= set(lists)  # those of the public form
    assert {"fr", "de", "es", "it", "pt", "nl", "ro", "pa", "hi", "zh", "fa", "ru", "uk"} <= set(lists)
    for language, text in lists.items():
        table = tomllib.loads(text)
        assert text.startswith("# ")
        assert language == "en" or set(table["strands"]) <= set(STRANDS)
