"""What is done in a shorter way for speed gives exactly what the long way would."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.engine import kept
from cases.engine.kept import Kept
from cases.engine.rounding import rounded
from cases.engine.text import AnyCase, read_words
from cases.engine.words import PAIR, Known, counted

SOURCE = r"\bkick\w* (?:me|us)\b|\b1[0-7]\b"


@given(st.one_of(st.floats(0.0, 1.0), st.integers(0, 2000).map(lambda number: number / 2000)))
def test_a_probability_is_rounded_as_python_rounds_it(share: float) -> None:
    assert rounded(share) == round(share, 3)


@pytest.mark.parametrize(
    "text", ["", "They KICKED Me, aged 15", "he kic\u212aed us", "kicKs us \u0131 17", "kick him 18"]
)
def test_a_pattern_for_any_case_finds_the_same_in_plain_ascii_and_beyond(text: str) -> None:
    places = [match.span() for match in re.finditer(SOURCE, text, re.IGNORECASE)]
    assert [match.span() for match in AnyCase(SOURCE).finditer(text)] == places
    assert AnyCase(SOURCE).finds(text) == bool(places)


@given(st.lists(st.sampled_from(["ab", "ba", "xy", "."])))
def test_what_is_known_of_a_text_is_what_is_counted_of_it(pieces: list[str]) -> None:
    words = read_words(" ".join(pieces))
    found, distinct = counted(words)
    rows = {one: row for row, one in enumerate(["ab", "ab ba", "ba ab", "ba ba", "ba xy"])}
    known = {rows[one]: places for one, places in found.items() if one in rows}
    unknown = {one: places for one, places in found.items() if one not in rows and PAIR not in one}
    assert Known(rows).counted(words) == (known, unknown, distinct)


def test_answers_are_kept_up_to_a_number_and_then_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_MOST", 2)
    asked: list[int] = []
    doubled = Kept(lambda number: asked.append(number) or number * 2)
    assert [doubled[number] for number in (1, 1, 2, 1, 3, 1)] == [2, 2, 4, 2, 6, 2]
    assert asked == [1, 2, 3, 1]
