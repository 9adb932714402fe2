"""How the word lists are written and found."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cases.engine.account import read_account
from cases.engine.lists import read_lists
from cases.engine.terms import TermLists
from cases.engine.text import read_words
from cases.engine.trie import Label, grow
from reporting.taxonomy import KINDS, STRANDS

LABEL = Label("race", "slurs")


def found(entry: str, text: str) -> list[str]:
    words = read_words(text)
    hits = TermLists(grow([(LABEL, entry)])).find(words)
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


def test_what_people_write_with_stars_is_read_as_it_is_written() -> None:
    assert found("n*****", "he said n***** and no") == ["n*****"]
    assert found("you/a p***", "you p*** and p*** off") == ["you p***"]


def hits(text: str) -> set[tuple[str, str, str]]:
    words, found_there, _ = read_account(text)
    return {(hit.label.key, hit.label.role, text[words[hit.first].start : words[hit.last].end]) for hit in found_there}


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("wmoen", ("sex", "groups", "wmoen")),
        ("retrads", ("disability", "slurs", "retrads")),
        ("imigrants", ("race", "groups", "imigrants")),
        ("mslms", ("religion:anti-muslim", "groups", "mslms")),
        ("Refu gees out", ("race", "groups", "Refu gees")),
        ("Disabledpeopleareaburden", ("disability", "groups", "Disabledpeople")),
        ("killthejews", ("religion:antisemitic", "groups", "jews")),
        ("#BanIslam", ("religion:anti-muslim", "groups", "Islam")),
        ("Tr*ns", ("transgender", "groups", "Tr*ns")),
        ("b*****ds", ("context", "hostile", "b*****ds")),
    ],
)
def test_misspelt_glued_and_starred_words_are_read(text: str, hit: tuple[str, str, str]) -> None:
    assert hit in hits(text)


@pytest.mark.parametrize(
    "text",
    [
        "therapist",
        "transport",
        "hungry",
        "harder",
        "Paris",
        "manchester",
        "diary",
        "Blackheath",
        "Kamala",
        "imma",
        "incl",
    ],
)
def test_other_words_are_left_as_they_are(text: str) -> None:
    assert not {hit for hit in hits(text) if hit[0] in STRANDS and hit[1] in ("groups", "slurs")}


# None of one letter: spaced letters are read as one word, which has forms that "b*" and "ab" share.
PIECES = st.sampled_from(["ka", "be", "be*", "ka/be", "ka/be/kab", "[be]", "[ka/ce]", "~", "kab-ce", "ce/kab-ce"])
ENTRIES = st.lists(st.lists(PIECES, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=5)


@given(ENTRIES, st.lists(st.sampled_from(["ka", "be", "ce", "kab", "bec"]), max_size=8))
@example(["ka", "[ka/ce] ka/be"], ["ka", "be"])
def test_lists_together_find_what_each_entry_finds_alone(entries: list[str], text: list[str]) -> None:
    """Nodes are shared between entries; nothing may be found or missed for that."""
    words = read_words(" ".join(text))
    labelled = [(Label("race", f"role{number}"), entry) for number, entry in enumerate(entries)]
    alone = {hit for one in labelled for hit in TermLists(grow([one])).find(words)}
    assert set(TermLists(grow(labelled)).find(words)) == alone


def test_every_list_speaks_for_a_key_of_the_taxonomy() -> None:
    entries = read_lists()
    keys = {label.key for label, _ in entries}
    assert set(STRANDS) | set(KINDS) <= keys
    assert keys - set(STRANDS) - set(KINDS) == {"context", "engagement", "harm", "risk", "threat", "vulnerability"}


def test_every_language_has_its_list_and_says_who_has_read_it() -> None:
    folder = resources.files("cases.engine").joinpath("data/languages")
    lists = {file.name.removesuffix(".toml"): file.read_text(encoding="utf-8") for file in folder.iterdir()}
    assert {"ar", "bn", "he", "pl", "so", "tr", "ur"} <= set(lists)  # those of the public form; English has folders
    assert {"fr", "de", "es", "it", "pt", "nl", "ro", "pa", "hi", "zh", "fa", "ru", "uk"} <= set(lists)
    for language, text in lists.items():
        table = tomllib.loads(text)
        assert text.startswith("# ")
        assert set(table["strands"]) <= set(STRANDS), language
