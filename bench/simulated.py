"""Simulated daily counts, and what detectors make of them that know more, or less, than ours.

`make_series` is the generator: a mean, a weekly pattern, a trend, past surges, and counts whose variance is a given
multiple of their mean. `oracle` knows mean and dispersion of every day; `ears` is what surveillance systems use.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import lgamma, log
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

FIRST: Final = date(2021, 1, 4)
PAST, QUIET = 400, 180
_EARS_BASE: Final = 7  # days
_EARS_Z: Final = 3.0902
Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Simulated:
    """`means` of every day, and the `counts` drawn: `PAST` days with surges in them, then `QUIET` days without."""

    means: Numbers
    counts: Counts


def draw(rng: np.random.Generator, means: Numbers, dispersion: float) -> Counts:
    """Poisson, or a negative binomial whose variance is `dispersion` times its mean."""
    if dispersion == 1:
        return rng.poisson(means)
    return rng.negative_binomial(means / (dispersion - 1), 1 / dispersion)


def make_series(rng: np.random.Generator, mean: float, dispersion: float) -> Simulated:
    """Make one series that has the given mean over its quiet days."""
    days = np.arange(PAST + QUIET)
    weekly = (
        1 + rng.uniform(0, 0.35) * np.sin(2 * np.pi * (np.arange(7) + rng.integers(7)) / 7) + rng.normal(0, 0.05, 7)
    )
    means = weekly.clip(0.2)[days % 7] * np.exp(rng.uniform(-0.4, 0.4) * days / 365)
    means *= mean / means[PAST:].mean()
    shown = means.copy()
    for _ in range(rng.integers(0, 4)):
        begins, lasts = rng.integers(30, PAST - 10), rng.integers(1, 6)
        shown[begins : begins + lasts] *= rng.uniform(2, 5)
    return Simulated(means, draw(rng, shown, dispersion))


def evidence(counts: Counts, means: Numbers, fold: float, dispersion: float) -> Numbers:
    """Log-likelihood ratio of `fold` times the mean against the mean, a day."""
    if dispersion == 1:
        return counts * log(fold) - means * (fold - 1)
    log_gamma = np.vectorize(lgamma)
    usual, raised = means / (dispersion - 1), fold * means / (dispersion - 1)
    return (
        log_gamma(counts + raised) - log_gamma(raised) - log_gamma(counts + usual) + log_gamma(usual)
        - (raised - usual) * log(dispersion)
    )  # fmt: skip


def oracle(rng: np.random.Generator, mean: float, dispersion: float, *, fold: float, lasts: int, within: int) -> float:
    """Return the share of rises that a CUSUM finds that knows mean, dispersion, and what it looks for.

    Its threshold gives one false alarm in 180 quiet days, as measured on quiet days of its own.
    """
    quiet = evidence(
        draw(rng, np.full((400, 900), float(mean)), dispersion), np.full((400, 900), float(mean)), fold, dispersion
    )
    low, high = 0.0, 12.0
    for _ in range(16):
        middle = (low + high) / 2
        low, high = (middle, high) if _alarms(quiet, middle).sum() / quiet.size * QUIET > 1 else (low, middle)
    before, means = 30, np.full((8_000, 30 + within), float(mean))
    raised = means.copy()
    raised[:, before : before + lasts] *= fold
    rises = evidence(draw(rng, raised, dispersion), means, fold, dispersion)
    return float(_alarms(rises, high)[:, before:].any(axis=1).mean())


def _alarms(daily: Numbers, threshold: float) -> NDArray[np.bool_]:
    sums = np.zeros(len(daily))
    found = np.zeros(daily.shape, bool)
    for day in range(daily.shape[1]):
        sums = np.maximum(0, sums) + daily[:, day]
        found[:, day] = sums > threshold
        sums[found[:, day]] = 0
    return found


def ears(counts: Sequence[int], method: int) -> list[bool]:
    """EARS C1, C2 or C3 (Hutwagner and others 2003) with a baseline of seven days and alpha 0.001, a verdict a day."""
    values = np.asarray(counts, float)
    first = _EARS_BASE + (0 if method == 1 else 2)
    scores = np.zeros(len(values))
    if len(values) > first:
        base = sliding_window_view(values, _EARS_BASE)[: len(values) - first]
        deviation = base.std(axis=1, ddof=1)
        deviation[deviation == 0] = 0.2 if method == 3 else 1e-9
        scores[first:] = (values[first:] - base.mean(axis=1)) / deviation
    if method == 3:
        over = np.maximum(0.0, scores - 1)
        scores = over + np.concatenate([[0.0], over[:-1]]) + np.concatenate([[0.0, 0.0], over[:-2]])
    return [bool(one) for one in scores > _EARS_Z]
