"""How likely so many are, or more: the upper tail of a count whose variance may exceed its mean. Pure Python."""

from __future__ import annotations

import math
from typing import Final

_SMALL: Final = 1e-12
_LARGE: Final = 5_000.0  # from this mean on the tail is read off a normal curve (Wilson and Hilferty's cube root)
_WIDE, _SCATTERED = 10_000.0, 20.0  # variance, and multiple of the mean, from which on a sum would take too long


def at_least(count: float, mean: float, variance: float) -> float:
    """Return P(X >= count) for a negative binomial X, a Poisson where the variance does not exceed the mean."""
    if count <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    if mean > _LARGE or variance > _WIDE or variance > _SCATTERED * mean:
        return _of_a_gamma(count - 0.5, mean, max(variance, mean))
    below = count < mean
    if variance <= mean * 1.0001:
        first = math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))
        size = math.inf
        ratio = mean
    else:
        size = mean * mean / (variance - mean)
        ratio = mean / (size + mean)
        first = math.exp(
            math.lgamma(count + size) - math.lgamma(size) - math.lgamma(count + 1)
            + size * math.log(size / (size + mean)) + count * math.log(ratio)
        )  # fmt: skip
    return max(0.0, 1.0 - _downwards(count, first, size, ratio)) if below else _upwards(count, first, size, ratio)


def _upwards(count: float, term: float, size: float, ratio: float) -> float:
    """Add the chances of `count`, of one more, and so on."""
    total, at = 0.0, count
    while term > _SMALL * total or total == 0.0:
        total += term
        if term == 0.0:
            break
        term *= ratio / (at + 1) if size == math.inf else ratio * (at + size) / (at + 1)
        at += 1
    return min(1.0, total)


def _downwards(count: float, term: float, size: float, ratio: float) -> float:
    """Add the chances of one less than `count`, of two less, and so on."""
    total, at = 0.0, count
    while at >= 1:
        term *= at / ratio if size == math.inf else at / (ratio * (at - 1 + size))
        total += term
        at -= 1
        if term < _SMALL * total:
            break
    return min(1.0, total)


def _of_a_gamma(count: float, mean: float, variance: float) -> float:
    shape = mean * mean / variance
    if shape < 0.5:  # no curve fits: Cantelli's bound, which never makes too little of chance
        off = count - mean
        return variance / (variance + off * off) if off > 0 else 1.0
    ninth = 1 / (9 * shape)
    z = ((max(count, 0.0) / mean) ** (1 / 3) - 1 + ninth) / math.sqrt(ninth)
    return 0.5 * math.erfc(z / math.sqrt(2))


def highest_likely(chance: float, mean: float, variance: float) -> int:
    """Return the smallest count k for which P(X > k) < chance: what stands no higher is not unlikely."""
    low, high = -1, max(1, math.ceil(mean))
    while at_least(high + 1, mean, variance) >= chance:
        low, high = high, 2 * high + 1
    while high - low > 1:
        middle = (low + high) // 2
        if at_least(middle + 1, mean, variance) < chance:
            high = middle
        else:
            low = middle
    return high
