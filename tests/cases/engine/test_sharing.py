"""Proposals: level, below caps, never to somebody from whom a case is kept."""

from cases.engine.sharing import Holder, Movable, over_average, share_out


def test_cases_go_to_whoever_has_the_fewest() -> None:
    holders = [Holder("ada", 0), Holder("bo", 3)]
    given = share_out([Movable(key) for key in range(5)], holders, level=False)
    assert list(given.values()).count("ada") == 4


def test_a_cap_and_what_is_kept_from_somebody_are_respected() -> None:
    holders = [Holder("ada", 1, most=2), Holder("bo", 9)]
    cases = [Movable(1), Movable(2), Movable(3, kept_from=frozenset({"bo"}))]
    assert share_out(cases, holders, level=False) == {1: "ada", 2: "bo"}


def test_a_case_goes_to_somebody_who_holds_its_language_where_there_is_one() -> None:
    holders = [Holder("ada", 0, languages=frozenset({"en"})), Holder("bo", 5, languages=frozenset({"pl"}))]
    cases = [Movable(1, language="pl"), Movable(2, language="fa")]
    assert share_out(cases, holders, level=False) == {1: "bo", 2: "ada"}


def test_level_moves_only_what_makes_two_more_alike() -> None:
    assert over_average({"ada": 5, "bo": 1}) == {"ada": 2}
    holders = [Holder("bo", 1), Holder("ada", 5)]
    given = share_out([Movable(key, of="ada") for key in range(5)], holders, level=True)
    assert given == {0: "bo", 1: "bo"}


def test_nobody_is_given_their_own_case_again() -> None:
    assert share_out([Movable(1, of="ada")], [Holder("ada", 1)], level=False) == {}
