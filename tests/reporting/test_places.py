"""Places as data: what is told about where leads to the police force whose work it is."""

import json
from pathlib import Path

import pytest

from frontend.borough_map import DRAWN, drawing
from reporting.places import BOROUGHS, FORCES, district_of, force_of, is_district
from reporting.questions import QUESTIONS

REFERENCE = Path(__file__).resolve().parents[2] / "cases/reference"


@pytest.mark.parametrize(
    ("answers", "force"),
    [
        ({}, ""),
        ({"place_kind": "online"}, ""),
        ({"place_kind": "transport", "transport_kind": "tube", "borough": "camden"}, "btp"),
        ({"place_kind": "transport", "transport_kind": "bus", "borough": "camden"}, "met"),
        ({"place_kind": "transport", "transport_line": "Victoria line, Brixton station", "borough": "lambeth"}, "btp"),
        ({"place_kind": "transport", "transport_line": "hammersmith & city  line"}, "btp"),
        ({"place_kind": "transport", "transport_kind": "other", "transport_line": "the DLR at Bank"}, "btp"),
        ({"place_kind": "transport", "transport_line": "36 to Victoria station", "borough": "lambeth"}, "met"),
        ({"place_kind": "transport", "transport_kind": "bus", "transport_line": "Central line replacement"}, ""),
        ({"place_kind": "street", "transport_line": "Central line", "borough": "camden"}, "met"),
        ({"borough": "city-of-london"}, "city"),
        ({"borough": "outside_london"}, "elsewhere"),
        ({"area": "EC2V 7HN"}, "city"),
        ({"area": "Peckham, SE15"}, "met"),
        ({"area": "M1 1AA"}, "elsewhere"),
        ({"area": "the M25"}, ""),
        ({"area": "ZZ1"}, ""),
        ({"area": "somewhere"}, ""),
    ],
)
def test_where_it_happened_says_whose_work_it_is(answers: dict[str, str], force: str) -> None:
    assert force_of(answers) == force


def test_boroughs_and_forces_are_those_of_the_reference_data() -> None:
    known = {one["key"]: one["name"] for one in json.loads((REFERENCE / "boroughs.json").read_text())}
    assert known == BOROUGHS
    offered = {choice.key: choice.label for choice in QUESTIONS["borough"].choices}
    assert offered == BOROUGHS | {"outside_london": "Outside London"}
    forces = {one["name"] for one in json.loads((REFERENCE / "forces.json").read_text())}
    assert {name for key, name in FORCES.items() if key != "elsewhere"} <= forces


def test_no_word_is_taken_for_a_postcode() -> None:
    assert district_of("I was in a1 shop and b2 club with w3c people") is None
    assert district_of("w1a") == ("W", "1A")
    assert is_district("SW", "1A")
    assert not is_district("SE", "99")


def test_the_map_is_drawn_from_the_shapes_that_are_shipped_and_stays_small() -> None:
    drawn = drawing()
    assert DRAWN.read_text(encoding="utf-8") == drawn
    assert all(f'id="{key}"' in drawn for key in BOROUGHS)
    assert len(drawn) < 10_000
    assert "Open Government Licence" in DRAWN.with_name("boroughs.LICENCE.txt").read_text(encoding="utf-8")
