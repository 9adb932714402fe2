"""Draws static/heard/boroughs.svg, the shapes behind the map of boroughs on the public form. Run it after they change.

One small file that a browser keeps; the page uses its shapes by the key of the borough. Points are snapped to one grid,
so that neighbours still share their border.
"""

import json
import math
import re
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHAPES = ROOT / "cases/engine/data/places/boroughs.json"
DRAWN = ROOT / "static/heard/boroughs.svg"
WIDTH = 420
_WEST, _EAST, _SOUTH, _NORTH = -0.512, 0.336, 51.285, 51.693
_FEWEST_POINTS, _LEAST_AREA = 4, 6

Point = tuple[int, int]


def drawing() -> str:
    """The file, one path a borough."""
    scale = WIDTH / ((_EAST - _WEST) * _flattened())
    height = round((_NORTH - _SOUTH) * scale)
    paths = [
        f'<path id="{re.sub(r"[^a-z]+", "-", name.lower())}" d="{_path(rings, scale)}"/>'
        for name, rings in sorted(json.loads(SHAPES.read_text(encoding="utf-8")).items())
    ]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}">\n'
        "<!-- Contains Ordnance Survey and National Statistics data, Crown copyright and database right. OGL v3.0 -->\n"
    )
    return head + "\n".join(paths) + "\n</svg>\n"


def _flattened() -> float:
    """How much shorter a degree of longitude is than one of latitude here."""
    return math.cos(math.radians((_SOUTH + _NORTH) / 2))


def _path(rings: list[list[list[float]]], scale: float) -> str:
    drawn = [_snapped(ring, scale) for ring in rings]
    large = [ring for ring in drawn if len(ring) >= _FEWEST_POINTS and _area(ring) >= _LEAST_AREA]
    return "".join(_steps(ring) for ring in large or [max(drawn, key=_area)])


def _snapped(ring: list[list[float]], scale: float) -> list[Point]:
    """On the grid, without points that repeat or lie on the line between their neighbours."""
    points: list[Point] = []
    for east, north in ring:
        point = round((east - _WEST) * _flattened() * scale), round((_NORTH - north) * scale)
        if points and points[-1] == point:
            continue
        if len(points) > 1 and _is_straight(points[-2], points[-1], point):
            points.pop()
        points.append(point)
    return points


def _is_straight(one: Point, two: Point, three: Point) -> bool:
    return (two[0] - one[0]) * (three[1] - two[1]) == (two[1] - one[1]) * (three[0] - two[0])


def _area(ring: list[Point]) -> float:
    following = [*ring[1:], ring[0]]
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, following, strict=True))) / 2


def _steps(ring: list[Point]) -> str:
    """Each point as the way from the one before: shorter than its place."""
    start, *_ = ring
    moves = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(ring)]
    return f"M{start[0]} {start[1]}l" + " ".join(f"{x} {y}" for x, y in moves).replace(" -", "-") + "z"


if __name__ == "__main__":
    DRAWN.write_text(drawing(), encoding="utf-8")
