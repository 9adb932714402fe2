"""The flexible Farrington algorithm, as a peer to compare with: written from the papers' formulas, for daily counts.

Farrington and others 1996, J R Stat Soc A 159:547-563; Noufaily and others 2013, Stat Med 32:1206-1222. A quasi-Poisson
regression with a trend, fitted twice: the second time days with large Anscombe residuals count less. The bound is the
0.995 quantile of a negative binomial with the forecast's mean and the dispersion found. Two departures, since the
papers count weeks over five years and our series are days over one: a factor for the weekday stands in place of the ten
seasons, and the 26 time units that are left out before the day are days.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from bench.simulated import Counts, Numbers
from cases.engine.tail import highest_likely

LEFT_OUT: Final = 26  # days just before
BASELINE: Final = 365  # days before those
_ALPHA: Final = 0.005
_LARGE: Final = 2.58  # Anscombe residual from which on a day counts less (Noufaily 2013; 1 in Farrington 1996)
_FEWEST: Final = 5  # no verdict below five counts in the last four weeks
_WITHIN: Final = 28
_FITS: Final = 8


def bound(counts: Counts, at: int) -> float:
    """Return the highest count of day `at` that does not alarm, from the days before it; infinite without a verdict."""
    if counts[max(0, at - _WITHIN) : at].sum() < _FEWEST:
        return float("inf")
    days = np.arange(max(0, at - LEFT_OUT - BASELINE), at - LEFT_OUT)
    seen = counts[days].astype(float)
    design = _design(days, at)
    weights = np.ones(len(days))
    means, coefficients = _fit(design, seen, weights)
    phi, leverage = _dispersion(design, seen, means, weights)
    anscombe = 1.5 * (np.cbrt(seen) ** 2 - np.cbrt(means) ** 2) / (means ** (1 / 6) * np.sqrt(phi * (1 - leverage)))
    weights = np.where(anscombe > _LARGE, np.maximum(anscombe, _LARGE) ** -2.0, 1.0)
    weights *= len(days) / weights.sum()
    means, coefficients = _fit(design, seen, weights)
    phi, _ = _dispersion(design, seen, means, weights)
    mean = float(np.exp(np.clip(_design(np.array([at]), at)[0] @ coefficients, -12, 12)))
    return highest_likely(_ALPHA, mean, phi * mean)


def _design(days: Counts, at: int) -> Numbers:
    weekdays = (days[:, None] % 7 == np.arange(1, 7)).astype(float)
    return np.column_stack([np.ones(len(days)), (days - at) / BASELINE, weekdays])


def _fit(design: Numbers, seen: Numbers, weights: Numbers) -> tuple[Numbers, Numbers]:
    """Means and coefficients of a Poisson regression with a log link, by reweighted least squares."""
    means = seen + 0.5
    line = np.log(means)
    coefficients = np.zeros(design.shape[1])
    for _ in range(_FITS):
        working = line + (seen - means) / means
        weighted = design * (weights * means)[:, None]
        coefficients = np.linalg.solve(weighted.T @ design + 1e-6 * np.eye(design.shape[1]), weighted.T @ working)
        line = np.clip(design @ coefficients, -12, 12)
        means = np.exp(line)
    return means, coefficients


def _dispersion(design: Numbers, seen: Numbers, means: Numbers, weights: Numbers) -> tuple[float, Numbers]:
    """Dispersion, one at least; and each day's leverage."""
    phi = max(1.0, float((weights * (seen - means) ** 2 / means).sum() / (len(seen) - design.shape[1])))
    weighted = design * (weights * means)[:, None]
    inverse = np.linalg.inv(weighted.T @ design + 1e-6 * np.eye(design.shape[1]))
    leverage = weights * means * np.einsum("ij,jk,ik->i", design, inverse, design)
    return phi, np.clip(leverage, 0, 0.99)
