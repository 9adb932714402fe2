"""Words as search keeps them: every word apart, and nothing in them that identifies somebody."""

import time

import pytest

from cases.engine.findable import (
    START,
    STOP,
    findable,
    is_found_in_pieces,
    plain,
    shown,
    spellings,
    without_identifiers,
)


@pytest.mark.parametrize("text", ["home.He", "and/or", "<hit>", "anti-semitic", "a@b", "R&B", "7K2M-9QX4T", "x_y"])
def test_signs_no_longer_join_words_and_people_see_none_of_it(text: str) -> None:
    kept = findable(text)
    assert all(word.isalnum() for word in "".join(char if char.isalnum() else " " for char in kept).split())
    assert kept != text
    assert shown(kept) == text


@pytest.mark.parametrize("text", ["don't", "कितना", "مسجد", "中国人", "café"])
def test_words_stay_whole(text: str) -> None:
    assert findable(text) == text


def test_marks_of_hits_cannot_be_brought_along() -> None:
    assert START not in findable(f"a{START}b{STOP}")
    assert STOP not in findable(f"a{START}b{STOP}")


@pytest.mark.parametrize(
    "secret",
    ["07700 900123", "+44 20 7946 0000", "anna@example.org", "https://bad.example/p/1", "@nasty_one", "AB12 CDE", "Mr Smith"],
)  # fmt: skip
def test_what_identifies_somebody_is_cut_out_wherever_it_stands(secret: str) -> None:
    kept = without_identifiers(f"He shouted. {secret} it was. I know: {secret}. Nobody helped.")
    assert secret not in kept
    assert plain(secret) not in plain(kept)
    assert kept.startswith("He shouted. ")
    assert kept.endswith("Nobody helped.")


def test_a_full_name_is_cut_out_where_it_stands_again_and_an_ordinary_word_is_not() -> None:
    kept = without_identifiers("His name is Jo Park. Jo Park ran. Somebody called Green shouted in Green Lanes.")
    assert "Jo Park" not in kept
    assert "in Green Lanes" in kept


@pytest.mark.parametrize(
    "text",
    [" ".join(f"07700 9{number:05d}" for number in range(16_000)), "Mr Aaa " * 30_000, "mos" * 70_000, "@" * 200_000],
)
def test_more_of_them_than_anybody_means_are_all_cut_out_in_bounded_time(text: str) -> None:
    began = time.perf_counter()
    kept = without_identifiers(text)
    assert time.perf_counter() - began < 15
    assert "07700 90" not in kept[:-50]
    assert len(kept) <= 200_000


def test_spellings_hold_each_word_once_and_numbers_in_one_piece() -> None:
    kept = findable("The CRN/2026-17, the café. 🐷 किताब")
    assert spellings(kept, besides=["7K2M-9QX4T"]).split() == [
        "7k2m9qx4t", "the", "crn202617", "crn", "2026", "17", "cafe", "🐷", "किताब",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "is_so"), [("9QX4", True), ("12", False), ("回教", True), ("🐷", True), ("mosque", False), ("", False)]
)
def test_numbers_pictures_and_scripts_without_blanks_are_found_in_pieces(text: str, is_so: bool) -> None:
    assert is_found_in_pieces(text) is is_so
