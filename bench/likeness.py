"""What suggestions find of planted clusters, and how many are wrong: recall by pair and by case, false per 1,000 cases.

The accounts and voices of `tune` were looked at while the thresholds were set; those of `report` once, to find what was
missing; those of `kept` never. Each row is the mean over its seeds.
"""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from bench.planted import Planted, World, make_world

SEEDS: Final = {"tune": range(1, 3), "report": range(101, 104), "kept": range(201, 204)}
OTHERS: Final = {"tune": 1_000, "report": 1_000, "kept": 1_000}


def measure() -> Iterator[dict[str, object]]:
    """Rows for each split; `pass` says whether recall is at least 0.9 and false suggestions at most 5 per 1,000."""
    for split, seeds in SEEDS.items():
        results = [judge(make_world(split, seed, others=OTHERS[split])) for seed in seeds]
        mean = {name: statistics.mean(one[name] for one in results) for name in results[0]}
        yield {
            "name": f"likeness_{split}_recall", "value": round(mean["recall"], 3), "unit": "of pairs", "n": len(results),
            "cases": round(mean["cases_found"], 3), "incident": round(mean["incident"], 3),
            "pattern": round(mean["pattern"], 3), "lowest": round(min(one["recall"] for one in results), 3),
            "pass": split == "tune" or mean["recall"] >= 0.9,
        }  # fmt: skip
        yield {
            "name": f"likeness_{split}_false", "value": round(mean["false"], 2), "unit": "per 1,000 cases",
            "n": round(mean["size"]), "highest": round(max(one["false"] for one in results), 2),
            "pass": split == "tune" or mean["false"] <= 5,
        }  # fmt: skip
        yield {
            "name": f"likeness_{split}_time",
            "value": round(mean["seconds"], 4),
            "unit": "s a case",
            "n": round(mean["size"]),
        }


def judge(world: World) -> dict[str, float]:
    """Look at each report as it comes, as the background task does, and compare what is suggested with what is true.

    Which cases it is compared with, and how common a word counts as, the product says (`cases.engine.nearest`).
    """
    from cases.engine import nearest, similarity
    from cases.engine import traits as traits_of

    traits = [_traits(one) for one in world.reports]
    holders: defaultdict[str, list[int]] = defaultdict(list)
    linked: defaultdict[int, set[int]] = defaultdict(set)
    found: set[tuple[int, int]] = set()
    started = time.perf_counter()
    for new, mine in enumerate(traits):
        keys = traits_of.keys_of(mine)[: nearest.MOST_KEYS]
        by_key = {key: holders[key][: nearest.HOLDERS + 1] for key in keys}  # no more are looked for
        found_near = nearest.nearest(by_key)  # type: ignore[arg-type]  # keys in words, where the product has digests
        near = {*found_near, *(one for other in found_near[: nearest.STRONGEST] for one in linked[other]), new}
        for key in keys:
            holders[key].append(new)

        def share(word: str, by_key: dict[str, list[int]] = by_key, so_far: int = new + 1) -> float:
            return nearest.share(len(by_key.get(f"w:{word}", ())), so_far)

        alike = similarity.find_alike(new, {one: traits[one] for one in near}, linked, share_here=share)
        for (one, other), likeness in alike.items():
            if likeness.kind != similarity.RELATED:
                found.add((one, other))
            if likeness.kind == similarity.INCIDENT:
                linked[one].add(other)
                linked[other].add(one)
    return _figures(world, found, (time.perf_counter() - started) / len(traits))


def _figures(world: World, found: set[tuple[int, int]], seconds: float) -> dict[str, float]:
    true = world.true_pairs()
    hits = true & found
    by_kind = {
        kind: [pair in found for pair in true if world.reports[pair[0]].kind == kind]
        for kind in ("incident", "pattern")
    }
    return {
        "recall": len(hits) / len(true),
        "cases_found": len({one for pair in hits for one in pair}) / len({one for pair in true for one in pair}),
        "false": 1000 * len(found - true) / len(world.reports),
        "size": len(world.reports),
        "seconds": seconds,
        **{kind: statistics.mean(hit) if hit else 1.0 for kind, hit in by_kind.items()},
    }


def _traits(one: Planted):  # type: ignore[no-untyped-def]
    from cases.engine import traits as traits_of

    themes, language = _sorted(one.words)
    return traits_of.read_traits(
        one.words, place=f"{one.area}\n{one.where}", when=one.when, stated_day=one.day, received=one.received,
        language=language, themes=themes,
    )  # fmt: skip


@lru_cache(maxsize=20_000)
def _sorted(words: str) -> tuple[frozenset[str], str]:
    """What the categoriser says, as in the product."""
    from cases.engine.categorise import categorise

    said = categorise(words)
    themes = {one.key for one in (*said.strands, *said.kinds)} - {"religion"}
    return frozenset(themes), said.language
