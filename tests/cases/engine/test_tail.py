"""The tail of a count, against sums made term by term."""

import math

import pytest

from cases.engine.tail import at_least, highest_likely


def poisson(count: int, mean: float) -> float:
    return sum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count, count + 400))


def binomial(count: int, mean: float, variance: float) -> float:
    size = mean**2 / (variance - mean)
    logs = (
        math.lgamma(k + size) - math.lgamma(size) - math.lgamma(k + 1)
        + size * math.log(size / (size + mean)) + k * math.log(mean / (size + mean))
        for k in range(count, count + 2_000)
    )  # fmt: skip
    return sum(map(math.exp, logs))


@pytest.mark.parametrize(("count", "mean"), [(1, 0.3), (9, 3.0), (25, 30.0), (60, 40.0)])
def test_without_excess_variance_it_is_poissons(count: int, mean: float) -> None:
    assert at_least(count, mean, mean) == pytest.approx(poisson(count, mean), rel=1e-9)


@pytest.mark.parametrize(
    ("count", "mean", "variance"), [(3, 0.3, 0.6), (13, 3.0, 6.0), (20, 30.0, 45.0), (90, 40.0, 80.0)]
)
def test_with_it_the_negative_binomials(count: int, mean: float, variance: float) -> None:
    assert at_least(count, mean, variance) == pytest.approx(binomial(count, mean, variance), rel=1e-6)


def test_large_counts_are_read_off_a_curve_that_meets_the_sum() -> None:
    assert at_least(5_300, 5_001.0, 10_000.0) == pytest.approx(at_least(5_299, 4_999.9, 10_000.0), rel=0.05)


def test_the_bound_is_the_last_count_that_is_not_too_rare() -> None:
    for mean, variance in ((0.01, 0.01), (3.0, 3.9), (40.0, 80.0)):
        most = highest_likely(0.003, mean, variance)
        assert at_least(most + 1, mean, variance) < 0.003 <= at_least(most, mean, variance)
