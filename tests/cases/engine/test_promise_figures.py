"""No count under five can be known from the promise page: not shown, and not worked out from what is shown."""

import math
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from cases.engine.promise_figures import Kept, median_minutes, said_minutes, shown

PRIORITIES, BANDS = 4, 2  # bands of days that do not overlap; windows are the first, and both
CELLS = list(product(range(PRIORITIES), range(BANDS), ("kept", "missed")))
few = st.one_of(st.integers(0, 4), st.integers(0, 14), st.integers(0, 40))


def over(priorities: range | list[int], bands: range, *outcomes: str) -> np.ndarray:
    """The row of ones that adds up these cells."""
    return np.array([float(p in priorities and b in bands and o in outcomes) for p, b, o in CELLS])


def readings_of(said: int | None) -> tuple[float, float]:
    """Least and most of what a shown count may stand for."""
    if said is None:
        return 0, 4
    return (5 if said == 5 else said - 2), said + 2


@settings(max_examples=15, deadline=None)
@example([0] * 11 + [4, 0, 0, 4, 4])  # 4 done in time could be known, as long as 4 missed of 8 were told
@given(st.lists(few, min_size=len(CELLS), max_size=len(CELLS)))
def test_no_count_under_five_is_given_away_by_priorities_windows_and_totals_together(truth: list[int]) -> None:
    known, least, most = [], [], []
    groups = [range(PRIORITIES), *([p] for p in range(PRIORITIES))]
    for group, days in product(groups, (1, 2)):
        owed, missed = over(group, range(days), "kept", "missed"), over(group, range(days), "missed")
        cell = Kept("read", "", days, int(owed @ truth), int(missed @ truth)).as_shown()
        for row, (low, high) in ((owed, readings_of(cell["owed"])), *_of_missed(cell, missed, owed - missed)):  # type: ignore[arg-type]
            known.append(row), least.append(low), most.append(high)
    facts = LinearConstraint(np.array(known), least, most)
    for group, bands, what in product(
        groups, (range(1), range(1, 2), range(2)), (("kept",), ("missed",), ("kept", "missed"))
    ):
        asked = over(group, bands, *what)
        if 1 <= asked @ truth <= 4:
            ends = [_end(asked * sign, facts) * sign for sign in (1, -1)]
            assert ends[0] < ends[1], (group, bands, what, truth)


def _of_missed(
    cell: dict[str, Any], missed: np.ndarray, kept: np.ndarray
) -> list[tuple[np.ndarray, tuple[float, float]]]:
    """What a cell says of what was missed, and of what was not."""
    if cell["share"] is None:
        return []
    if cell["missed"] == cell["owed"]:
        return [(kept, (0, 4))]
    return [(missed, readings_of(cell["missed"])), (kept, (5, math.inf))]


def _end(aim: np.ndarray, facts: LinearConstraint) -> float:
    found = milp(aim, constraints=facts, integrality=np.ones(len(CELLS)), bounds=Bounds(0, 60))
    assert found.success
    return round(float(aim @ found.x), 6)


@given(st.integers(0, 5_000), st.data())
def test_a_share_says_nothing_that_its_shown_counts_do_not_say(owed: int, data: st.DataObject) -> None:
    missed = data.draw(st.integers(0, owed))
    cell = Kept("read", "high", 7, owed, missed).as_shown()
    assert cell["owed"] is None or abs(int(cell["owed"]) - owed) <= 2
    alike = {
        Kept("read", "high", 7, one, other).as_shown()["share"]
        for one in range(max(0, owed - 4), owed + 5)
        for other in range(max(0, missed - 4), min(one, missed + 4) + 1)
        if (like := Kept("read", "high", 7, one, other).as_shown())["owed"] == cell["owed"]
        and (like["missed"], like["is_least"]) == (cell["missed"], cell["is_least"])
    }
    assert alike == {cell["share"]}
    if cell["is_least"]:
        assert 100 * (owed - missed) / owed >= int(cell["share"] or 0)
    if cell["share"] == 100:
        assert missed == 0
    if cell["share"] == 0:
        assert 100 * (owed - missed) / owed < 25


def test_few_that_were_done_in_time_count_as_none_and_of_few_that_were_owed_only_their_number_is_said() -> None:
    said = [
        tuple(Kept("read", "high", 7, owed, missed).as_shown().values())[3:]
        for owed, missed in ((22, 22), (22, 9), (28, 25), (28, 20), (28, 4), (28, 28))
    ]
    assert said == [
        (20, None, None, False), (20, None, None, False), (30, 30, 0, False), (30, 20, 33, False), (30, None, 85, True),
        (30, 30, 0, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("count", "said"), [(0, None), (1, None), (4, None), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (1_238, 1_240)]
)
def test_counts_are_said_to_the_nearest_five(count: int, said: int | None) -> None:
    assert shown(count) == said


def test_half_is_not_reached_while_more_than_half_wait() -> None:
    assert median_minutes([1, 2, 3, None]) is None
    assert median_minutes([1, 2, 3, None, None]) == 3
    assert median_minutes([1, 2, None, None, None]) == math.inf
    assert median_minutes([4, 3, 2, 1, 9, 8]) == 3
    assert [said_minutes(one) for one in (0.0, 4, 5.1, 119, 121, 180.1)] == [5, 5, 10, 120, 180, 240]
