"""Clusters of accounts planted among others: what stands in `planted.toml`, with places, spellings and times drawn by a seed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

from cases.engine.london import districts
from cases.engine.training.corpus import read_corpus

_FILE = Path(__file__).resolve().parent / "planted.toml"
_DAY = 1440
_FIRST_DAY = 739_600  # a day of 2025, as `date.toordinal` counts
_TELLS_DISTRICT, _TELLS_DAY = 0.45, 0.4


@dataclass(frozen=True)
class Planted:
    """One report: its words, what else is answered, when it came (minutes from day 0), and which cluster it is of."""

    words: str
    area: str
    where: str
    when: str
    day: int | None
    received: int
    cluster: str = ""
    kind: str = ""


@dataclass
class World:
    """Reports in the order they came, and the pairs among them that belong together."""

    reports: list[Planted] = field(default_factory=list)

    def true_pairs(self) -> set[tuple[int, int]]:
        """Places in `reports`, the smaller first."""
        clusters: dict[str, list[int]] = {}
        for at, one in enumerate(self.reports):
            if one.cluster:
                clusters.setdefault(one.cluster, []).append(at)
        return {pair for members in clusters.values() for pair in combinations(members, 2)}


def make_world(split: str, seed: int, *, others: int) -> World:
    """Plant every cluster of a split once, with places drawn by the seed, among `others` accounts of other incidents.

    Those are of the voices that are learnt from for `tune`, and of those kept aside for `report`.
    """
    rng = Random(f"{split} {seed}")
    reports = [*_planted(split, rng), *_others(split, rng, others)]
    return World(sorted(reports, key=lambda one: one.received))


def _planted(split: str, rng: Random) -> Iterator[Planted]:
    book = _book()
    names = {kind: rng.sample(lists, len(lists)) for kind, lists in book["names"][split].items()}
    areas = rng.sample(sorted(_areas()), len(book["cluster"]))
    for number, cluster in enumerate(book["cluster"]):
        if cluster["split"] != split:
            continue
        spellings = names[cluster["place"]].pop()
        yield from _cluster(f"{split}-{number}", cluster, spellings, areas[number], rng)


def _cluster(name: str, cluster: dict[str, Any], spellings: list[str], area: str, rng: Random) -> Iterator[Planted]:
    district = _areas()[area]
    start = (_FIRST_DAY + rng.randrange(60)) * _DAY + cluster.get("start_hour", rng.randrange(9, 12)) * 60
    if any("Saturday" in one for one in cluster.get("when", ())):
        start -= ((start // _DAY - 6) % 7) * _DAY  # the count began on a Monday
        start = start // _DAY * _DAY + 21 * 60
    for at, (words, hours) in enumerate(zip(cluster["accounts"], cluster["hours"], strict=True)):
        spelt = spellings[at % len(spellings)]
        told = {"place": spelt, "district": district, "area": area}
        yield Planted(
            words=words.format(**told),
            area=rng.choice([district, area]) if rng.random() < _TELLS_DISTRICT else "",
            where=f"{spelt}, {area}" if rng.random() < 0.25 else "",
            when=cluster["when"][at] if "when" in cluster else "",
            day=None,
            received=start + hours * 60 + rng.randrange(40),
            cluster=name,
            kind=cluster["kind"],
        )


def _others(split: str, rng: Random, count: int) -> Iterator[Planted]:
    wanted = "train" if split == "tune" else "test"
    texts = [one.text for one in read_corpus() if one.split == wanted and one.register == "account"]
    drawn = [*rng.sample(texts, min(count, len(texts)))]
    for words in drawn:
        area = rng.choice(sorted(_areas()))
        received = _FIRST_DAY * _DAY + rng.randrange(100 * _DAY)
        yield Planted(
            words=words,
            area=rng.choice([area, _areas()[area]]) if rng.random() < 0.7 else "",
            where="",
            when="",
            day=received // _DAY - rng.choice([0, 0, 1, 1, 2, 5]) if rng.random() < _TELLS_DAY else None,
            received=received,
        )


@lru_cache(maxsize=1)
def _book() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _areas() -> dict[str, str]:
    from cases.engine.london import _names

    named, _ = _names()
    return {name.title(): code for name, code in named.items() if code in districts()}
