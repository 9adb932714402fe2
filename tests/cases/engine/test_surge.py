"""Surges: what alarms, once; what does not; and what a series is taken to be."""

from datetime import date, timedelta

import numpy as np
import pytest

from bench.simulated import draw
from bench.surges import TORONTO, _watched
from cases.engine.counts_file import read_counts
from cases.engine.surge import Day, Watch

FIRST = date(2021, 1, 4)


def seen(counts: "np.ndarray | list[int]", *, without: frozenset[int] = frozenset()) -> list[Day]:
    watch = Watch()
    return [watch.see(FIRST + timedelta(at), int(count)) for at, count in enumerate(counts) if at not in without]


def quiet(mean: float, days: int, *, seed: int = 7, dispersion: float = 1.3) -> "np.ndarray":
    return draw(np.random.default_rng(seed), np.full(days, mean), dispersion)


def alarms(counts: "np.ndarray | list[int]") -> list[int]:
    return [at for at, day in enumerate(seen(counts)) if day.alarm]


def test_the_first_four_weeks_are_said_to_have_no_verdict() -> None:
    days = seen(quiet(5, 40))
    assert all((day.expected, day.upper, day.p, day.alarm) == (None, None, None, False) for day in days[:28])
    assert all(day.expected is not None and day.upper is not None for day in days[28:])


def test_outside_of_a_surge_a_day_alarms_just_when_it_is_above_its_upper_bound() -> None:
    for mean in (0.4, 1.5, 3, 12, 40):
        for day in seen(quiet(mean, 400))[28:]:
            if day.alarm or not day.in_surge:
                assert day.alarm == (day.observed > (day.upper or 0)), day


def test_a_five_fold_day_after_four_weeks_is_found_the_same_day() -> None:
    counts = [*quiet(10, 35), 50]
    assert 35 in alarms(counts)


def test_a_surge_of_a_week_is_one_alarm() -> None:
    counts = quiet(10, 260)
    counts[200:207] = 40
    assert [at for at in alarms(counts) if 195 <= at < 225] == [200]


def test_a_surge_that_grows_far_beyond_what_it_was_alarms_anew() -> None:
    counts = quiet(10, 260)
    counts[200:204] = 35, 36, 34, 120
    assert [at for at in alarms(counts) if 195 <= at < 215] == [200, 203]


def test_a_slower_rise_is_found_though_no_day_stands_out() -> None:
    counts = np.full(260, 30)
    counts[1::2] = 32
    counts[200:207] = 43
    days = seen(counts)
    assert any(day.alarm and day.length > 1 for day in days[200:204])


def test_a_past_surge_does_not_hide_the_next_one() -> None:
    counts = quiet(3, 260)
    counts[200:206] = 18
    counts[230] = 18
    assert 230 in alarms(counts)


def test_a_new_level_alarms_once_and_is_then_the_usual() -> None:
    counts = np.concatenate([quiet(6, 300), quiet(14, 200, seed=8)])
    days = seen(counts)
    assert sum(day.alarm for day in days[300:330]) <= 2
    assert days[-1].expected == pytest.approx(14, rel=0.25)


def test_days_on_which_nobody_recorded_leave_the_usual_as_it_was() -> None:
    counts = np.concatenate([quiet(8, 300), np.zeros(14, int), quiet(8, 40, seed=9)])
    days = seen(counts)
    assert days[316].expected == pytest.approx(8, rel=0.25)


def test_zeros_for_months_are_believed_in_the_end() -> None:
    days = seen(np.concatenate([quiet(8, 200), np.zeros(90, int)]))
    assert (days[-1].expected or 0) < 0.5


def test_nothing_at_all_never_alarms_and_two_are_not_yet_a_surge() -> None:
    assert alarms([0] * 200) == []
    assert alarms([*[0] * 200, 2]) == []


def test_a_strong_weekly_pattern_is_expected() -> None:
    means = np.where(np.arange(400) % 7 < 5, 20.0, 2.0)
    days = seen(draw(np.random.default_rng(3), means, 1.3))
    assert days[-1].expected == pytest.approx(means[len(days) - 1], rel=0.4)
    saturday = next(day for day in reversed(days) if day.date.weekday() == 5)
    assert (saturday.upper or 99) < 15


def test_days_without_data_are_left_out_and_never_zero() -> None:
    counts = quiet(6, 300)
    days = seen(counts, without=frozenset(range(150, 200)) | frozenset(range(0, 300, 9)))
    assert days[-1].expected == pytest.approx(6, rel=0.3)


def test_in_toronto_no_real_surge_is_missed_and_ordinary_days_hardly_alarm() -> None:
    with TORONTO.open("rb") as lines:
        counts = [count for _, count in read_counts(lines).of("all")]
    found = {at for at, alarm in enumerate(_watched(np.array(counts))) if alarm}
    real = {at for at in range(28, len(counts)) if counts[at] >= 5 and counts[at] >= 3 * sum(counts[at - 28 : at]) / 28}
    assert len(real) == 11
    assert real <= found
    assert len(found - real) <= 10


def test_quiet_days_alarm_at_most_once_in_180_on_average() -> None:
    rng = np.random.default_rng(11)
    found = [sum(_watched(draw(rng, np.full(380, mean), 1.3))[200:]) for mean in (0.3, 0.7, 2, 6, 12, 30) * 3]
    assert np.mean(found) <= 1.2  # of 18 series; `python -m bench surges` measures 1,000


def test_no_series_whatever_it_does_stops_the_watch() -> None:
    rng = np.random.default_rng(5)
    for _ in range(12):
        levels = np.repeat(rng.choice([0, 0, 0.3, 2, 9, 60, 4_000, 300_000], 12), rng.integers(1, 40, 12))
        counts = draw(rng, levels + 1e-9, float(rng.choice([1, 1.3, 5])))
        counts[rng.random(len(counts)) < 0.02] *= 50
        gaps = frozenset(np.flatnonzero(rng.random(len(counts)) < 0.1).tolist())
        days = seen(counts, without=gaps)
        assert all(day.p is None or 0 <= day.p <= 1 for day in days)
