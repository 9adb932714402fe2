"""How well a model does on texts that it has not seen: F1, calibration, flags, by slice."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Row = tuple[str, float, bool]
"""A key, the probability given to it, and whether it applies."""


@dataclass(slots=True)
class Tally:
    """True positives, false positives, false negatives of one key."""

    hits: int = 0
    extra: int = 0
    missed: int = 0

    def f1(self) -> float:
        """Return 2·TP / (2·TP + FP + FN); 0 when there is nothing to find and nothing was found."""
        total = 2 * self.hits + self.extra + self.missed
        return 2 * self.hits / total if total else 0.0


@dataclass(slots=True)
class Score:
    """The tally of each key over some texts."""

    keys: dict[str, Tally] = field(default_factory=dict)

    def add(self, key: str, is_listed: bool, applies: bool) -> None:
        tally = self.keys.setdefault(key, Tally())
        if is_listed and applies:
            tally.hits += 1
        elif is_listed:
            tally.extra += 1
        elif applies:
            tally.missed += 1

    def micro(self) -> float:
        """Return F1 over all keys' counts together."""
        every = self.keys.values()
        return Tally(sum(t.hits for t in every), sum(t.extra for t in every), sum(t.missed for t in every)).f1()

    def macro(self, fewest: int = 1) -> float:
        """Return the mean of F1 over keys that apply to at least `fewest` texts."""
        found = [tally.f1() for tally in self.keys.values() if tally.hits + tally.missed >= fewest]
        return sum(found) / len(found) if found else 0.0


def score(rows: Iterable[Row], thresholds: Mapping[str, float]) -> Score:
    """Tally probabilities against thresholds."""
    found = Score()
    for key, probability, applies in rows:
        found.add(key, probability >= thresholds[key], applies)
    return found


def calibration_error(rows: Sequence[Row], bins: int = 15) -> float:
    """Return the expected calibration error: Σ |bin|/n · |mean probability - share that applies|, equal-width bins.

    Naeini, Cooper, Hauskrecht: Obtaining well calibrated probabilities using Bayesian binning, AAAI 2015.
    """
    parts: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for _, probability, applies in rows:
        parts[min(bins - 1, int(probability * bins))].append((probability, applies))
    return sum(
        abs(sum(p for p, _ in part) / len(part) - sum(a for _, a in part) / len(part)) * len(part) / len(rows)
        for part in parts
        if part
    )


def choose_threshold(rows: Sequence[Row], lowest: float = 0.25, highest: float = 0.65, nearly: float = 0.012) -> float:
    """Return the highest threshold, on a grid of 0.05, with nearly the best F1; drawn towards 0.4 when texts are few.

    F1 hardly changes around its best; the higher threshold has fewer false alarms. `nearly`: how much of the best F1 it
    may lack.
    """
    applies = sum(row[2] for row in rows)
    keys = {row[0] for row in rows}
    values: dict[float, float] = {}
    for step in range(round((highest - lowest) / 0.05) + 1):
        threshold = round(lowest + step * 0.05, 2)
        drawn = 0.2 * abs(threshold - 0.4) / max(1.0, applies / 20)
        values[threshold] = score(rows, dict.fromkeys(keys, threshold)).micro() - drawn
    best = max(values.values())
    return max(threshold for threshold, value in values.items() if value >= best - nearly)


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float:
    """Return Cohen's kappa, (observed - expected) / (1 - expected), of two who each said one of some things of the same.

    1 where both always said the same. Cohen: A coefficient of agreement for nominal scales, 1960.
    """
    n = len(pairs)
    observed = sum(a == b for a, b in pairs) / n
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    expected = sum(first[key] * second[key] for key in first) / n**2
    return 1.0 if expected == 1.0 else (observed - expected) / (1 - expected)


def differs(hits: int, n: int, other_hits: int, other_n: int) -> float:
    """Return the two-sided p-value that two shares are the same, by the pooled two-proportion z-test.

    z = (p₁ - p₂) / √(p(1 - p)(1/n₁ + 1/n₂)); Fleiss, Levin, Paik: Statistical Methods for Rates and Proportions, 2.3.
    """
    pooled = (hits + other_hits) / (n + other_n)
    spread = math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / other_n))
    if spread == 0.0:
        return 1.0
    z = abs(hits / n - other_hits / other_n) / spread
    return math.erfc(z / math.sqrt(2))
