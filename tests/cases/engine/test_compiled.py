"""The tries of the word lists as they are kept in a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.engine.compiled import read_trie, write_tries
from cases.engine.lists import CHECKSUM, COMPILED
from cases.engine.terms import TermLists
from cases.engine.text import read_words
from cases.engine.trie import Label, grow
from tests.cases.engine.test_terms import ENTRIES

SLURS, GROUPS = Label("race", "slurs"), Label("religion:sikh", "groups", "de")


def test_the_file_that_is_shipped_was_made_of_these_lists() -> None:
    for part in ("english", "others"):
        assert read_trie(COMPILED, CHECKSUM, part), "the word lists have changed: run python -m cases.engine.train"


@given(entries=ENTRIES, text=st.lists(st.sampled_from(["a", "b", "c", "ab", "abc"]), max_size=8))
def test_what_is_read_from_a_file_finds_what_the_lists_find(
    tmp_path_factory: pytest.TempPathFactory, entries: list[str], text: list[str]
) -> None:
    grown = grow(((SLURS, GROUPS)[number % 2], entry) for number, entry in enumerate(entries))
    file = tmp_path_factory.mktemp("tries") / "terms.npz"
    write_tries(file, "sum", {"these": grown})
    again = read_trie(file, "sum", "these")
    assert again
    words = read_words(" ".join(text))
    assert sorted(TermLists(again).find(words)) == sorted(TermLists(grown).find(words))
    assert again.plain == grown.plain


@pytest.mark.parametrize("damage", ["missing", "cut", "other lists"])
def test_a_file_that_is_damaged_or_of_other_lists_is_not_used(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "terms.npz"
    write_tries(file, "sum", {"these": grow([(SLURS, "a b")])})
    assert read_trie(file, "sum", "these")
    if damage == "missing":
        file.unlink()
    elif damage == "cut":
        file.write_bytes(file.read_bytes()[:-40])
    assert read_trie(file, "another" if damage == "other lists" else "sum", "these") is None


def test_the_same_lists_make_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_tries(tmp_path / name, "sum", {"these": grow([(SLURS, "a/b [c] d*"), (GROUPS, "b ~ d")])})
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
