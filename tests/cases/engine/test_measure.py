"""The figures by which models are judged, against values worked out by hand or in print."""

from __future__ import annotations

import pytest

from cases.engine.measure import Score, Tally, calibration_error, choose_threshold, differs, kappa, score


def test_f1_counts_what_was_found_missed_and_invented() -> None:
    assert Tally(hits=2, extra=1, missed=1).f1() == pytest.approx(2 / 3)
    assert Tally().f1() == 0.0


def test_micro_adds_counts_and_macro_averages_keys_with_enough_texts() -> None:
    found = Score()
    for key, is_listed, applies in [("a", True, True)] * 8 + [
        ("b", False, True),
        ("b", True, False),
        ("c", True, True),
    ]:
        found.add(key, is_listed, applies)
    assert found.micro() == pytest.approx(2 * 9 / (2 * 9 + 1 + 1))
    assert found.macro() == pytest.approx((1 + 0 + 1) / 3)
    assert found.macro(fewest=2) == 1.0


def test_what_is_at_the_threshold_is_listed() -> None:
    assert score([("a", 0.5, True)], {"a": 0.5}).keys["a"].hits == 1


def test_calibration_error_is_nothing_when_shares_are_as_said_and_the_distance_otherwise() -> None:
    honest = [("a", 0.25, number == 0) for number in range(4)]
    assert calibration_error(honest) == pytest.approx(0.0)
    assert calibration_error([("a", 0.9, False)] * 10) == pytest.approx(0.9)


def test_a_threshold_parts_what_applies_from_what_does_not() -> None:
    rows = [("a", 0.6, True)] * 50 + [("a", 0.45, False)] * 50
    assert 0.45 < choose_threshold(rows) <= 0.6


def test_kappa_of_a_table_in_print() -> None:
    """Both yes 20, one alone 5 and 10, neither 15: observed 0.7, expected 0.5."""
    pairs = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    assert kappa(pairs) == pytest.approx(0.4)
    assert kappa([(True, True)] * 3) == 1.0


def test_two_shares_differ_beyond_chance_or_not() -> None:
    assert differs(50, 100, 50, 100) == pytest.approx(1.0)
    assert differs(45, 100, 60, 100) == pytest.approx(0.0338, abs=5e-4)  # z = 2.1226
    assert differs(3, 3, 5, 5) == 1.0
