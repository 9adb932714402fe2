"""What an account says of place, time and platform, and what in it points at somebody."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.engine.entities import MOST, extract

TEXT = (
    "Last night about 22:40 on Mare Street, Hackney, near E8 1HR on the 43 bus: a man called Karl Brzezicki, "
    "reg AB12 CDE, phone 07700 900123, @karl_x on Facebook https://www.Example.org/Karl?x=1."
)


def test_places_times_and_platforms_are_found_where_they_stand() -> None:
    entities, _ = extract(TEXT)
    assert {(one.kind, one.value) for one in entities} == {
        ("time", "last night"), ("time", "22:40"), ("place", "mare street"), ("place", "hackney"), ("place", "e8 1hr"),
        ("place", "the 43 bus"), ("platform", "facebook"),
    }  # fmt: skip
    assert [TEXT[one.start : one.end].casefold() for one in entities] == [one.value for one in entities]


def test_what_points_at_somebody_is_brought_to_one_form() -> None:
    _, identifiers = extract(TEXT)
    assert [(one.kind, one.normal) for one in identifiers] == [
        ("name", "karl brzezicki"), ("registration", "AB12CDE"), ("phone", "+447700900123"), ("handle", "karl_x"),
        ("url", "example.org/Karl"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ring 07700 900123", "his number is +44 7700 900123"),
        ("see http://example.org/a/", "on https://www.example.org/a"),
        ("@Karl_X wrote", "from @karl_x again"),
        ("reg ab", "reg ab"),
    ],
)
def test_the_same_thing_has_the_same_form(one: str, other: str) -> None:
    assert [(i.kind, i.normal) for i in extract(one)[1]] == [(i.kind, i.normal) for i in extract(other)[1]]


@pytest.mark.parametrize(
    "text",
    [
        "My visa number is 0123456789 and they laughed at it.",
        "He asked for my passport, 1234567890, and my BRP card AB12 CDE.",
        "Home Office case ID 0123 4567 8901 is still open.",
        "asylum reference 01234567890",
    ],
)
def test_nothing_about_the_right_to_be_in_a_country_is_extracted(text: str) -> None:
    entities, identifiers = extract(text)
    assert identifiers == ()
    assert not any(character.isdigit() for one in entities for character in one.value)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200) | st.just("@a1 " * 500) | st.just("0" * 5000) | st.just("Mare Street " * 300))
def test_any_string_is_answered_inside_its_bounds(text: str) -> None:
    entities, identifiers = extract(text)
    assert len(entities) <= MOST
    assert len(identifiers) <= MOST
    assert all(0 <= one.start < one.end <= len(text) for one in (*entities, *identifiers))
    taken = sorted((one.start, one.end) for one in identifiers)
    assert all(before[1] <= after[0] for before, after in pairwise(taken))
