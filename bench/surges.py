"""How often quiet days alarm, and what is found of real rises, beside an oracle that knows mean and dispersion.

Simulated by `bench/simulated.py`; and the days of Toronto, 2018 to 2024. docs/surges.md tells what came out.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

import numpy as np

from bench.simulated import FIRST, PAST, QUIET, Simulated, draw, ears, make_series, oracle

DISPERSIONS: Final = (1.0, 1.3, 2.0)
SERIES: Final = 340  # of each dispersion
TORONTO: Final = Path(__file__).parent / "data" / "toronto-daily-counts.csv"
RISES: Final = {
    "five_fold_day_at_3": (3, 5.0, 1, 1),
    "five_fold_day_at_10": (10, 5.0, 1, 1),
    "two_fold_three_days_at_10": (10, 2.0, 3, 2),
    "one_and_a_half_week_at_30": (30, 1.4, 7, 3),
}
"""Mean, how many times it, for how many days, within how many it is to be found."""

_BANDS: Final = ((0.3, 0.8), (0.8, 1.7), (1.7, 4), (4, 10), (10, 20), (20, 40))


def measure(series: int = SERIES, tries: int = 960) -> Iterator[dict[str, object]]:
    """Rows for each dispersion. Passed: one false alarm at most a series and 180 days; nine tenths of the oracle."""
    for dispersion in DISPERSIONS:
        yield from _false_alarms(np.random.default_rng(1), dispersion, series)
    for name, rise in RISES.items():
        for dispersion in DISPERSIONS:
            yield _found(np.random.default_rng(2), name, rise, dispersion, tries)
    yield _toronto()


def _false_alarms(rng: np.random.Generator, dispersion: float, series: int) -> Iterator[dict[str, object]]:
    means = np.exp(rng.uniform(np.log(0.3), np.log(40), series))
    ours, peers = [], {f"ears_c{method}": [] for method in (1, 2, 3)}
    for mean in means:
        made = make_series(rng, mean, dispersion)
        ours.append(sum(_watched(made.counts)[PAST:]))
        for method, found in enumerate(peers.values(), start=1):
            found.append(sum(ears(made.counts.tolist(), method)[PAST:]))
    bands = {
        f"{low} to {high}": round(float(np.mean(inside)), 2)
        for low, high in _BANDS
        if (inside := [count for count, mean in zip(ours, means, strict=True) if low <= mean < high])
    }
    yield {
        "name": f"surges_false_{dispersion}", "value": round(float(np.mean(ours)), 2), "unit": "per 180 quiet days",
        "n": series, "by_mean": bands, **{name: round(float(np.mean(found)), 1) for name, found in peers.items()},
        "pass": bool(np.mean(ours) <= 1),
    }  # fmt: skip


def _watched(counts: np.ndarray) -> list[bool]:  # type: ignore[type-arg]
    from cases.engine.surge import Watch

    watch = Watch(bounds=False)
    return [watch.see(FIRST + timedelta(at), int(count)).alarm for at, count in enumerate(counts)]


def _found(
    rng: np.random.Generator, name: str, rise: tuple[float, float, int, int], dispersion: float, tries: int
) -> dict[str, object]:
    mean, fold, lasts, within = rise
    hits: list[bool] = []
    while len(hits) < tries:
        hits += _planted(rng, make_series(rng, mean, dispersion), dispersion, fold, lasts, within)
    known = oracle(rng, mean, dispersion, fold=fold, lasts=lasts, within=within)
    share = float(np.mean(hits))
    return {
        "name": f"surges_found_{name}_{dispersion}", "value": round(share, 3), "unit": f"within {within} days",
        "n": len(hits), "oracle": round(known, 3), "of_the_oracle": round(share / known, 3),
        "pass": bool(share >= 0.9 * known),
    }  # fmt: skip


def _planted(
    rng: np.random.Generator, made: Simulated, dispersion: float, fold: float, lasts: int, within: int
) -> list[bool]:
    """Plant rises on sixteen of the quiet days, three draws each, each seen by a copy of the watch that no surge holds."""
    from cases.engine.surge import Watch

    watch, hits = Watch(bounds=False), []
    for at in range(PAST + QUIET - within):
        if at >= PAST and at % 11 == 0 and not watch.is_in_surge:
            for _ in range(3):
                seer = copy.deepcopy(watch)
                means = made.means[at : at + within] * np.where(np.arange(within) < lasts, fold, 1)
                counts = draw(rng, means, dispersion)
                hits.append(
                    any(seer.see(FIRST + timedelta(at + day), int(one)).alarm for day, one in enumerate(counts))
                )
        watch.see(FIRST + timedelta(at), int(made.counts[at]))
    return hits


def _toronto() -> dict[str, object]:
    """`all` of Toronto: a real surge there is a day of at least five and at least three times the 28 days before."""
    from cases.engine.counts_file import read_counts

    with TORONTO.open("rb") as lines:
        counts = np.array([count for _, count in read_counts(lines).of("all")])
    real = {
        day for day in range(28, len(counts)) if counts[day] >= 5 and counts[day] >= 3 * counts[day - 28 : day].mean()
    }
    ours = {day for day, alarms in enumerate(_watched(counts)) if alarms}
    peer = {day for day, alarms in enumerate(ears(counts.tolist(), 2)) if alarms}
    return {
        "name": "surges_toronto_missed", "value": len(real - ours), "unit": f"of {len(real)} real surges",
        "n": len(counts), "on_ordinary_days": len(ours - real), "ears_c2_on_ordinary_days": len(peer - real),
        "ears_c2_missed": len(real - peer), "pass": real <= ours and len(ours - real) < len(peer - real),
    }  # fmt: skip
