"""Small counts are not shown, and not to be had by subtraction (an attack is tried on every small table)."""

import itertools

import pytest

from cases.engine.suppression import suppressed


def values_left(cells: tuple[int, ...], shown: list[int | None]) -> list[set[int]]:
    """Every value that each hidden cell could have, for whoever knows the total and the rule that cells are counts."""
    hidden = [at for at, one in enumerate(shown) if one is None]
    rest = sum(cells) - sum(one for one in shown if one is not None)
    ways = [way for way in itertools.product(range(1, rest + 1), repeat=len(hidden)) if sum(way) == rest]
    return [{way[at] for way in ways} for at in range(len(hidden))]


@pytest.mark.parametrize("places", [2, 3])
def test_no_count_under_five_can_be_worked_out_from_the_rest(places: int) -> None:
    for cells in itertools.product(range(10), repeat=places):
        found = suppressed({str(at): count for at, count in enumerate(cells)})
        shown = [found[str(at)] for at in range(places)]
        assert all(one is None or one == 0 or one >= 5 for one in shown), cells
        if None in shown and sum(cells) and any(shown):
            assert all(len(values) > 1 for values in values_left(cells, shown)), (cells, shown)


@pytest.mark.parametrize(("places", "most"), [(2, 12), (3, 10), (4, 7)])
def test_not_even_who_knows_how_it_is_hidden_can_tell_a_hidden_count(places: int, most: int) -> None:
    """Every table that gives the same answer and the same total is looked at: each hidden cell has two values or more."""
    alike: dict[tuple[tuple[int | None, ...], int], list[tuple[int, ...]]] = {}
    for cells in itertools.product(range(most + 1), repeat=places):
        shown = tuple(suppressed({str(at): count for at, count in enumerate(cells)}).values())
        alike.setdefault((shown, sum(cells)), []).append(cells)
    for (shown, total), tables in alike.items():
        for at, one in enumerate(shown):
            if one is None:
                assert len({cells[at] for cells in tables}) > 1, (shown, total, tables)


def test_large_counts_and_zeros_are_shown() -> None:
    assert suppressed({"a": 9, "b": 0, "c": 12}) == {"a": 9, "b": 0, "c": 12}


def test_a_lone_small_count_takes_the_next_smallest_with_it() -> None:
    assert suppressed({"a": 2, "b": 7, "c": 12}) == {"a": None, "b": None, "c": 12}


def test_without_a_known_total_only_the_small_ones_go() -> None:
    assert suppressed({"a": 2, "b": 7}, total_is_known=False) == {"a": None, "b": 7}
