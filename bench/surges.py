"""How often quiet days alarm, and what is found of real rises, beside an oracle that knows mean and dispersion.

Simulated by `bench/simulated.py`; and the days of Toronto, 2018 to 2024. The peers, EARS C1 to C3 and the flexible
Farrington algorithm, see the same series. docs/surges.md tells what came out.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from bench.farrington import bound
from bench.simulated import FIRST, PAST, QUIET, Counts, Simulated, draw, ears, make_series, oracle

if TYPE_CHECKING:
    from cases.engine.surge import Watch

DISPERSIONS: Final = (1.0, 1.3, 2.0)
SERIES: Final = 1_000  # of each dispersion
SEED: Final = 20_170_606  # of no series that anything was tuned on
TORONTO: Final = Path(__file__).parent / "data" / "toronto-daily-counts.csv"
RISES: Final = {
    "five_fold_day_at_3": (3, 5.0, 1, 1),
    "five_fold_day_at_10": (10, 5.0, 1, 1),
    "two_fold_three_days_at_10": (10, 2.0, 3, 2),
    "one_and_a_half_week_at_30": (30, 1.4, 7, 3),
}
"""Mean, how many times it, for how many days, within how many it is to be found."""

BOROUGHS: Final = (0.5, 1.0, 2.0)  # incidents a day
CITY: Final = 38.0  # incidents a day, of which the borough has its part
PEERS: Final = ("ears_c1", "ears_c2", "ears_c3", "farrington")

_FARRINGTON_SEES: Final = 5  # one series of so many, since it takes a hundred times as long
_EARS_SEES: Final = 20  # days up to the first that is judged
_BANDS: Final = ((0.3, 0.8), (0.8, 1.7), (1.7, 4), (4, 10), (10, 20), (20, 40))


def measure(series: int = SERIES, tries: int = 1_920) -> Iterator[dict[str, object]]:
    """Rows for each dispersion. Passed: one false alarm at most a series and 180 days; nine tenths of the oracle."""
    for dispersion in DISPERSIONS:
        yield _false_alarms(np.random.default_rng(SEED), dispersion, series)
    for name, rise in RISES.items():
        for dispersion in DISPERSIONS:
            yield _found(np.random.default_rng(SEED + 1), name, rise, dispersion, tries)
    for mean in BOROUGHS:
        for dispersion in DISPERSIONS:
            yield _of_a_borough(np.random.default_rng(SEED + 2), mean, dispersion, tries)
    yield _toronto()


def _false_alarms(rng: np.random.Generator, dispersion: float, series: int) -> dict[str, object]:
    means = np.exp(rng.uniform(np.log(0.3), np.log(40), series))
    found: dict[str, list[float]] = {name: [] for name in ("ours", *PEERS)}
    for number, mean in enumerate(means):
        counts = make_series(rng, mean, dispersion).counts
        found["ours"].append(sum(_watched(counts)[PAST:]))
        for method in (1, 2, 3):
            found[f"ears_c{method}"].append(sum(ears(counts.tolist(), method)[PAST:]))
        if number % _FARRINGTON_SEES == 0:
            found["farrington"].append(sum(counts[at] > bound(counts, at) for at in range(PAST, PAST + QUIET)))
    bands = {
        f"{low} to {high}": round(float(np.mean(inside)), 2)
        for low, high in _BANDS
        if (inside := [count for count, mean in zip(found["ours"], means, strict=True) if low <= mean < high])
    }
    return {
        "name": f"surges_false_{dispersion}", "value": round(float(np.mean(found["ours"])), 2),
        "unit": "per 180 quiet days", "n": series, "by_mean": bands,
        **{name: round(float(np.mean(found[name])), 1) for name in PEERS}, "farrington_n": len(found["farrington"]),
        "pass": bool(np.mean(found["ours"]) <= 1) and all(one <= 1 for one in bands.values()),
    }  # fmt: skip


def _watched(counts: np.ndarray) -> list[bool]:  # type: ignore[type-arg]
    from cases.engine.surge import Watch

    watch = Watch(bounds=False)
    return [watch.see(FIRST + timedelta(at), int(count)).alarm for at, count in enumerate(counts)]


def _found(
    rng: np.random.Generator, name: str, rise: tuple[float, float, int, int], dispersion: float, tries: int
) -> dict[str, object]:
    mean, fold, lasts, within = rise
    hits: dict[str, list[bool]] = {found_by: [] for found_by in ("ours", *PEERS)}
    while len(hits["ours"]) < tries:
        _plant(hits, rng, make_series(rng, mean, dispersion), dispersion, fold, lasts, within)
    known = oracle(rng, mean, dispersion, fold=fold, lasts=lasts, within=within)
    share = float(np.mean(hits["ours"]))
    return {
        "name": f"surges_found_{name}_{dispersion}", "value": round(share, 3), "unit": f"within {within} days",
        "n": len(hits["ours"]), "oracle": round(known, 3), "of_the_oracle": round(share / known, 3),
        **{found_by: round(float(np.mean(hits[found_by])), 3) for found_by in PEERS}, "pass": bool(share >= 0.9 * known),
    }  # fmt: skip


def _plant(
    hits: dict[str, list[bool]], rng: np.random.Generator, made: Simulated, dispersion: float, fold: float, lasts: int,
    within: int,
) -> None:  # fmt: skip
    """Plant rises on sixteen of the quiet days, three draws each, each seen by a copy of the watch that no surge holds.

    The peers see the same draws after the same days.
    """
    from cases.engine.surge import Watch

    watch = Watch(bounds=False)
    for at in range(PAST + QUIET - within):
        if at >= PAST and at % 11 == 0 and not watch.is_in_surge:
            highest = [bound(made.counts, at + day) for day in range(within)]  # the days just before have no part in it
            for _ in range(3):
                means = made.means[at : at + within] * np.where(np.arange(within) < lasts, fold, 1)
                counts = draw(rng, means, dispersion)
                hits["ours"].append(_sees(copy.deepcopy(watch), at, counts))
                hits["farrington"].append(bool((counts > highest).any()))
                shown = [*made.counts[at - _EARS_SEES : at].tolist(), *counts.tolist()]
                for method in (1, 2, 3):
                    hits[f"ears_c{method}"].append(any(ears(shown, method)[-within:]))
        watch.see(FIRST + timedelta(at), int(made.counts[at]))


def _sees(watch: Watch, at: int, counts: Counts) -> bool:
    return any(watch.see(FIRST + timedelta(at + day), int(count)).alarm for day, count in enumerate(counts))


def _of_a_borough(rng: np.random.Generator, mean: float, dispersion: float, tries: int) -> dict[str, object]:
    """A five-fold day in one borough: found by its own counts, and by those of the whole city that day."""
    from cases.engine.surge import Watch

    hits: dict[str, list[bool]] = {found_by: [] for found_by in ("ours", *PEERS)}
    while len(hits["ours"]) < tries:
        _plant(hits, rng, make_series(rng, mean, dispersion), dispersion, 5.0, 1, 1)
    known = oracle(rng, mean, dispersion, fold=5.0, lasts=1, within=1)
    city: list[bool] = []
    while len(city) < tries:
        made, watch = make_series(rng, CITY, dispersion), Watch(bounds=False)
        for at in range(PAST + QUIET):
            if at >= PAST and at % 11 == 0 and not watch.is_in_surge:
                more = draw(rng, np.full(3, 4 * mean), dispersion)
                city += [_sees(copy.deepcopy(watch), at, made.counts[at : at + 1] + one) for one in more]
            watch.see(FIRST + timedelta(at), int(made.counts[at]))
    share = float(np.mean(hits["ours"]))
    return {
        "name": f"surges_borough_{mean}_{dispersion}", "value": round(share, 3), "unit": "of five-fold days, the day",
        "n": len(hits["ours"]), "oracle": round(known, 3), "of_the_oracle": round(share / known, 3),
        "seen_in_the_city": round(float(np.mean(city)), 3),
    }  # fmt: skip


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
