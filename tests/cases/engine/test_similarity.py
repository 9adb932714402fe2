"""Two accounts: what makes them alike, what never does, and that any text can be compared."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.engine.london import hints_of, kilometres
from cases.engine.moments import moment_of
from cases.engine.similarity import INCIDENT, PATTERN, likeness
from cases.engine.traits import Traits, keys_of, read_traits

DAY = date(2026, 3, 14).toordinal()  # a Saturday
NOON = DAY * 1440 + 720
FLAT = "The woman in flat 7 of {} put bacon on my door handle and calls me a terrorist."
LIFT = "Neighbour in No 7, {}, pulls at tenant's hijab in the lift and posted pork through the letter box."


def traits(words: str, *, days: int = 0, **given_: str) -> Traits:
    return read_traits(words, received=NOON + days * 1440, **given_)


@pytest.mark.parametrize(
    "spelt", ["Gascoyne House", "Gascoine House", "gascoyne hse", "GASCOYNE HOUSE", "Gascoynes House"]
)
def test_one_place_is_known_by_any_spelling(spelt: str) -> None:
    found = likeness(traits(FLAT.format("Gascoyne House")), traits(LIFT.format(spelt), days=20))
    assert found
    assert found.kind == PATTERN
    assert "named" in {reason.key for reason in found.reasons}


def test_two_streets_of_one_name_in_two_boroughs_are_two_places() -> None:
    here, there = (
        traits(FLAT.format("Gascoyne House"), place="SE15"),
        traits(LIFT.format("Gascoyne House"), place="Enfield"),
    )
    assert likeness(here, there) is None


def test_what_is_told_word_for_word_within_hours_may_be_one_incident_also_without_a_place() -> None:
    words = "A group of lads made monkey noises at me in the park."
    told, again = traits(words), traits(words.upper().replace(".", "!!"))
    found = likeness(told, again, share_here=lambda word: 0.04)  # in four of a hundred cases
    assert found
    assert found.kind == INCIDENT
    assert likeness(told, traits(words, days=20), share_here=lambda word: 0.04) is None
    assert likeness(told, again, share_here=lambda word: 0.2) is None, "a campaign"
    fewer = traits("A group of lads shouted at me in the park.")
    assert likeness(told, fewer, share_here=lambda word: 0.04) is None


def test_another_day_is_another_incident() -> None:
    van = "A van hit the railings by the mosque on Salcombe Road and a man swung an iron bar. It was on {}."
    same, other = traits(van.format("12 March")), traits(van.format("13 March"))
    assert likeness(same, traits(van.format("12 March"), days=2)).kind == INCIDENT  # type: ignore[union-attr]
    elsewhere = likeness(same, traits(van.format("5 March")))
    assert elsewhere is None or elsewhere.kind != INCIDENT
    assert other.moment


def test_a_dogs_name_counts_and_a_persons_does_not() -> None:
    found = traits("My neighbour Quentin Blatherwick set his dog called Brutus on me. Ring 07700 900123.")
    assert found.animals == {"brutus"}
    assert not {"quentin", "blatherwick", "07700900123"} & (found.words.keys() | found.numbers)
    assert not any("blatherwick" in key for key in keys_of(found))


@pytest.mark.parametrize(
    ("said", "days", "minute"),
    [
        ("last night about 9 in the evening", (1, 1), 21 * 60),
        ("on Thursday at 21:15", (2, 2), 21 * 60 + 15),
        ("12 March at half past eight in the evening", (2, 2), 20 * 60 + 30),
        ("three days ago 7pm", (3, 3), 19 * 60),
        ("it still goes on", None, None),
    ],
)
def test_when_it_happened_is_read_as_people_say_it(said: str, days: tuple[int, int] | None, minute: int | None) -> None:
    found = moment_of(said, received=DAY)
    assert (found and (DAY - found.last, DAY - found.first)) == days
    assert (found and found.minute) == minute


def test_where_it_is_read_from_districts_and_names() -> None:
    assert hints_of("by the lido in peckham").districts == {"SE15"}
    assert hints_of("E8 2BT").postcodes == {"e82bt"}
    assert (
        hints_of("The dog kept barking at us all the way down the road, and would not stop for anything.").districts
        == set()
    )
    assert hints_of("outside the Plough and Harrow").boroughs == set()
    apart = kilometres(frozenset({"SE15"}), frozenset({"N22"}))
    assert apart
    assert 10 < apart < 16


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.text(max_size=400))
def test_any_two_texts_can_be_compared_kept_and_read_again(one: str, other: str) -> None:
    left, right = traits(one), traits(other)
    assert Traits.from_dict(json.loads(json.dumps(left.as_dict()))) == left
    there, back = likeness(left, right), likeness(right, left)
    assert (there and there.kind) == (back and back.kind)
    assert len(keys_of(left)) < 400
