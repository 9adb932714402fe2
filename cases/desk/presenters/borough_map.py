"""A map of the boroughs in shades of one colour, and the same as a table: counts, or rates where people are known."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders

from cases.models import BoroughPopulation
from cases.queries.boroughs import boroughs

SHADES = 5
_PATH = re.compile(r'<path id="([a-z-]+)" d="([^"]+)"/>')
_STEPS = re.compile(r"M(-?\d+) (-?\d+)l([^z]+)z")


@dataclass(frozen=True)
class Shape:
    """A borough as it is drawn: its outline, its shade from 0, and the number that stands in it."""

    path: str
    shade: int
    x: float
    y: float
    count: int


@dataclass(frozen=True)
class Row:
    """A borough in the table; `rate` is a year's for 100,000 people, empty where they are not known."""

    name: str
    count: int
    rate: str
    people: str


@dataclass(frozen=True)
class BoroughMap:
    """`key` says what each shade stands for; `elsewhere`: incidents that no borough is known of."""

    shapes: list[Shape]
    rows: list[Row]
    key: list[tuple[int, str]]
    is_rate: bool
    elsewhere: int
    source: str


def borough_map(counts: Mapping[str, int], people: Mapping[str, BoroughPopulation], *, days: int) -> BoroughMap:
    """Shade by rate where the people of every borough are known, by count otherwise."""
    is_rate = set(boroughs()) <= set(people)
    values = {
        key: counts.get(key, 0) / people[key].people * 100_000 * 365 / days if is_rate else float(counts.get(key, 0))
        for key in boroughs()
    }
    most = max(values.values(), default=0.0) or 1.0
    if not is_rate:
        most = float(math.ceil(most / SHADES) * SHADES)  # counts are whole: so is where one shade ends
    shapes = [
        Shape(path, _shade(values.get(key, 0.0), most), x, y, counts.get(key, 0))
        for key, (path, x, y) in _outlines().items()
    ]
    rows = [
        Row(
            one.name, counts.get(key, 0), f"{values[key]:.1f}" if is_rate else "",
            f"{people[key].people:,}" if key in people else "",
        )
        for key, one in sorted(boroughs().items(), key=lambda item: (-values[item[0]], item[1].name))
    ]  # fmt: skip
    sources = sorted({f"{one.source}, {one.year}" for one in people.values()}) if is_rate else []
    return BoroughMap(shapes, rows, _key(most, is_rate=is_rate), is_rate, counts.get("", 0), "; ".join(sources))


def _shade(value: float, most: float) -> int:
    return 0 if value <= 0 else min(math.ceil(value / most * SHADES - 1e-9), SHADES)


def _key(most: float, *, is_rate: bool) -> list[tuple[int, str]]:
    if not is_rate:
        step = int(most) // SHADES
        each = [(at * step + 1, (at + 1) * step) for at in range(SHADES)]
        return [
            (0, "none"),
            *((at + 1, str(low) if low == high else f"{low} to {high}") for at, (low, high) in enumerate(each)),
        ]
    edges = [most * step / SHADES for step in range(SHADES + 1)]
    return [(0, "none"), *((step + 1, f"{edges[step]:.3g} to {edges[step + 1]:.3g}") for step in range(SHADES))]


@lru_cache(maxsize=1)
def _outlines() -> dict[str, tuple[str, float, float]]:
    """Path of each borough, and the middle of its largest part."""
    drawn = Path(str(finders.find("heard/boroughs.svg"))).read_text(encoding="utf-8")
    return {key: (path, *_middle(path)) for key, path in _PATH.findall(drawn)}


def _middle(path: str) -> tuple[float, float]:
    rings = []
    for x, y, steps in _STEPS.findall(path):
        at = [int(x), int(y)]
        places = [tuple(at)]
        numbers = [int(one) for one in re.findall(r"-?\d+", steps)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            at = [at[0] + dx, at[1] + dy]
            places.append(tuple(at))
        rings.append(places)
    ring = max(rings, key=len)
    return round(sum(x for x, _ in ring) / len(ring), 1), round(sum(y for _, y in ring) / len(ring), 1)
