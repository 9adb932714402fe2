"""Rules over facts: order, whose word it is, and what the machine may never do by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.engine.routing import ABOUT, Facts, Rule, choose, is_in_area, is_in_line

ONLINE = Rule(1, "Online hate", 10, False, {"place": ["online"]})
ABUSE = Rule(2, "Abuse online", 10, False, {"kind": ["online_abuse"]})
TERROR = Rule(3, "Terrorism", 20, True, {"cue": ["terror"]})
FAITH = Rule(4, "Faith in SE15", 30, False, {"strand": ["religion"], "area": ["SE15", "Peckham"]})


def said(area: str = "", **about: str) -> Facts:
    return Facts(said={key: frozenset([one]) for key, one in about.items()}, area=area)


def suggested(*, is_hidden: bool = False, **about: str) -> Facts:
    return Facts(suggested={key: frozenset([one]) for key, one in about.items()}, is_hidden=is_hidden)


def test_the_first_rule_that_is_met_counts() -> None:
    other = Rule(9, "Other", 99, False, {"place": ["online", "home"]})
    assert choose([other, ONLINE], said(place="online"), is_untouched=True).move.rule is other  # type: ignore[union-attr]
    assert choose([ONLINE, other], said(place="online"), is_untouched=True).move.rule is ONLINE  # type: ignore[union-attr]


def test_all_that_a_rule_asks_about_must_hold_and_any_one_value_is_enough() -> None:
    assert choose([FAITH], said(area="Rye Lane, peckham", strand="religion:sikh"), is_untouched=True).move
    assert choose([FAITH], said(area="SE15 4QT", strand="religion"), is_untouched=True).move
    assert not choose([FAITH], said(area="SE15", strand="race"), is_untouched=True).move
    assert not choose([FAITH], said(area="SE1", strand="religion"), is_untouched=True).move


def test_what_somebody_has_touched_is_not_moved_but_the_unit_is_suggested() -> None:
    route = choose([ONLINE], said(place="online"), is_untouched=False)
    assert (route.move, route.suggestion and route.suggestion.rule) == (None, ONLINE)


def test_beside_a_move_the_sealed_unit_is_still_suggested() -> None:
    facts = Facts(said={"place": frozenset(["online"])}, suggested={"cue": frozenset(["terror"])})
    for order in ([TERROR, ONLINE], [ONLINE, TERROR]):
        route = choose(order, facts, is_untouched=True)
        assert (route.move and route.move.rule, route.suggestion and route.suggestion.rule) == (ONLINE, TERROR)


def test_while_suggestions_are_hidden_only_what_was_said_moves_a_case() -> None:
    route = choose([ABUSE], suggested(kind="online_abuse", is_hidden=True), is_untouched=True)
    assert (route.move, route.suggestion and route.suggestion.rule) == (None, ABUSE)
    assert choose([ABUSE], suggested(kind="online_abuse"), is_untouched=True).move


def test_the_reason_says_whose_word_it_is() -> None:
    both = Facts(said={"strand": frozenset(["race"])}, suggested={"strand": frozenset(["race", "sex"])})
    race = Rule(5, "Race", 1, False, {"strand": ["race"]})
    sex = Rule(6, "Sex", 1, False, {"strand": ["sex"]})
    assert not choose([race], both, is_untouched=True).move.is_suggested  # type: ignore[union-attr]
    assert choose([sex], both, is_untouched=True).move.is_suggested  # type: ignore[union-attr]


VALUES = ["a", "b", "a:c"]
FACTS = st.builds(
    Facts,
    said=st.dictionaries(st.sampled_from(ABOUT), st.frozensets(st.sampled_from(VALUES)), max_size=4),
    suggested=st.dictionaries(st.sampled_from(ABOUT), st.frozensets(st.sampled_from(VALUES)), max_size=4),
    area=st.sampled_from(["", "a", "b street", "none"]),
    is_hidden=st.booleans(),
)
RULES = st.lists(
    st.builds(
        Rule,
        id=st.integers(1, 9),
        name=st.just("r"),
        unit=st.integers(1, 3),
        is_sealed=st.booleans(),
        wants=st.dictionaries(st.sampled_from(ABOUT), st.lists(st.sampled_from(VALUES), max_size=2), max_size=3),
    ),
    max_size=6,
)


@given(RULES, FACTS, st.booleans())
def test_the_machine_never_moves_to_a_sealed_unit_nor_what_was_touched_nor_by_hidden_words(
    rules: list[Rule], facts: Facts, is_untouched: bool
) -> None:
    move = choose(rules, facts, is_untouched=is_untouched).move
    if move is not None:
        assert is_untouched
        assert not move.rule.is_sealed
        assert not (facts.is_hidden and move.is_suggested)
        assert any(move.rule.wants.values())


@given(RULES, FACTS)
def test_the_same_facts_give_the_same_route(rules: list[Rule], facts: Facts) -> None:
    assert choose(rules, facts, is_untouched=True) == choose(list(rules), facts, is_untouched=True)


@pytest.mark.parametrize(
    ("wanted", "area", "is_there"),
    [
        ("SE15", "SE15", True),
        ("se15", "near SE15 4QT", True),
        ("SE15", "se154qt", True),
        ("SE1", "SE15 4QT", False),
        ("E8", "SE8 3AB", False),
        ("E8", "E82", False),
        ("E8", "E8 1AA", True),
        ("Stoke Newington", "stoke-newington high street", True),
        ("Stoke Newington", "Newington", False),
        ("Acton", "Clacton", False),
        ("Earl's Court", "Earl's Court", True),
        ("", "anything", False),
    ],
)
def test_places_are_found_as_whole_words_and_postcodes_by_their_first_half(
    wanted: str, area: str, is_there: bool
) -> None:
    assert is_in_area(wanted, area) is is_there


@given(st.text(max_size=60), st.text(max_size=200))
def test_any_place_and_any_area_are_answered(wanted: str, area: str) -> None:
    assert is_in_area(wanted, area) in (True, False)


@pytest.mark.parametrize(
    ("wanted", "written", "is_named"),
    [
        ("36", "bus 36 towards New Cross", True), ("36", "bus 136", False), ("36", "N36", False),
        ("Victoria line", "VICTORIA  LINE, Brixton", True), ("Victoria line", "Victoria station", False), (" ", " ", False),
    ],
)  # fmt: skip
def test_a_line_is_known_by_whole_words(wanted: str, written: str, is_named: bool) -> None:
    assert is_in_line(wanted, written) is is_named


def test_a_rule_may_ask_about_transport_line_and_force() -> None:
    rail = Rule(6, "Rail", 40, False, {"force": ["btp"], "transport": ["tube"], "line": ["Victoria line"]})
    told = {"force": frozenset(["btp"]), "transport": frozenset(["tube"])}
    match = choose([rail], Facts(said=told, line="Victoria line, Brixton"), is_untouched=True).move
    assert match is not None
    assert [(one.about, one.value) for one in match.because] == [
        ("transport", "tube"), ("line", "Victoria line"), ("force", "btp"),
    ]  # fmt: skip
    assert choose([rail], Facts(said=told, line="Northern line"), is_untouched=True).move is None
