"""What an account says of place, time and platform, and what in it points at somebody."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.engine.entities import MOST, extract
from cases.engine.names import Sort, is_first_name, is_last_name, sort_of

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


def said(text: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    entities, identifiers = extract(text)
    return [(one.kind, one.value) for one in entities], [(one.kind, one.normal) for one in identifiers]


@pytest.mark.parametrize(
    ("text", "platform"),
    [("İnstagram", "instagram"), ("ınstagram", "instagram"), ("TİKTOK", "tiktok"), ("tıktok", "tiktok"),
     ("ſnapchat", "snapchat"), ("Faceboo\u212a", "facebook")],
)  # fmt: skip
def test_a_platform_is_known_in_whatever_letters_it_is_written(text: str, platform: str) -> None:
    assert said(f"He wrote it on {text}.")[0] == [("platform", platform)]


LETTERS = st.text(st.characters() | st.sampled_from("İıſKiIskKsS\u212a@./:-_0123456789 "), max_size=80)
PIECES = st.sampled_from(
    ["tiktok", "İNSTAGRAM", "my visa ends ", "12/03/2027", "born ", "my neighbour ", "Quentin ", "Blatherwick ", "Square",
     "u/", "insta: ", "W12 345 678", " share code ", "07700900123", "@", "example.org/", "\n", ". ", "passport "]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(LETTERS | PIECES, max_size=8).map("".join))
def test_any_text_at_all_is_answered(text: str) -> None:
    entities, identifiers = extract(text)
    assert all(0 <= one.start < one.end <= len(text) for one in (*entities, *identifiers))
    taken = sorted((one.start, one.end) for one in identifiers)
    assert all(before[1] <= after[0] for before, after in pairwise(taken))


@pytest.mark.parametrize(
    ("text", "identifiers"),
    [
        ("seen on instagram.com/karen_w", [("url", "instagram.com/karen_w")]),
        ("seen on https://www.instagram.com/karen_w/", [("url", "instagram.com/karen_w")]),
        ("his insta: hatelad22 again", [("handle", "hatelad22")]),
        ("insta: hatelad", [("handle", "hatelad")]),
        ("On Facebook: they wrote that we should go", []),
        ("by u/hate_name on reddit", [("handle", "hate_name")]),
        ("@хейтер and @हिन्दी wrote", [("handle", "хейтер"), ("handle", "हिन्दी")]),
        ("at home @5pm", []),
        ("My neighbour Quentin Blatherwick spat", [("name", "quentin blatherwick")]),
        ("my neighbour, Quentin Blatherwick, spat", [("name", "quentin blatherwick")]),
        ("Facebook user Karen Whittle wrote", [("name", "karen whittle")]),
        ("a man called José Núñez-Brown", [("name", "josé núñez-brown")]),
        ("They called Muslims terrorists", []),
        ("my passport number 512345678 and phone 07700900123", [("phone", "+447700900123")]),
        ("on 3 March 07700900123 rang", [("phone", "+447700900123")]),
    ],
)
def test_links_handles_and_names_are_found_as_people_write_them(text: str, identifiers: list[tuple[str, str]]) -> None:
    assert said(text)[1] == identifiers


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("It was Quentin Blatherwick Mare Street", ["mare street"]),
        ("It was Quentin Mare Street", ["mare street"]),
        ("my neighbour Quentin Blatherwick Square 12", []),
        ("on Victoria Park Road", ["victoria park road"]),
    ],
)
def test_a_persons_name_does_not_join_the_name_of_a_street(text: str, places: list[str]) -> None:
    assert [value for kind, value in said(text)[0] if kind == "place"] == places


@pytest.mark.parametrize(
    "text",
    [
        "my visa ends 12/03/2027", "my visa runs from 12/03/2020 to 12/03/2027", "12/03/2027 is when my visa ends",
        "my share code W12 345 678 is valid until 3 May 2027", "W12 345 678 is my share code", "my visa ends on Friday",
        "leave to remain until 12 March 2027", "born on 12 March 1990", "DOB: 12.03.90", "my date of birth is 12/03/1990",
    ],
)  # fmt: skip
def test_dates_and_codes_of_papers_and_of_birth_are_no_entities(text: str) -> None:
    assert said(text) == ([], [])


def test_where_and_when_something_happened_is_kept_beside_papers() -> None:
    entities, _ = said("They laughed at my visa last night at 22:40 on Mare Street")
    assert entities == [("time", "last night"), ("time", "22:40"), ("place", "mare street")]


def test_the_list_of_names_says_how_sure_a_name_is() -> None:
    for name in (
        "david",
        "smith",
        "mohammed",
        "khan",
        "gurpreet",
        "okafor",
        "kowalski",
        "nguyen",
        "shevchenko",
        "محمد",
    ):
        assert sort_of(name) is Sort.ALWAYS
    assert (sort_of("mark"), sort_of("will"), sort_of("table")) == (Sort.CAPITAL, Sort.WORD, Sort.NONE)
    assert is_first_name("Quentin")
    assert is_last_name("Whittle")
