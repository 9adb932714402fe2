"""Where the cases of a series are: dots on outlines of the boroughs, drawn on the server, and the same as a table."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from cases.engine.london import boroughs, districts, hints_of
from cases.models import Case

WIDTH, HEIGHT = 640, 500
_WEST, _EAST, _SOUTH, _NORTH = -0.52, 0.34, 51.28, 51.70


@dataclass(frozen=True)
class Dot:
    """A postcode district with its cases: places in the picture, and a radius that grows with their number."""

    x: float
    y: float
    radius: float
    number: int
    label: str


@dataclass(frozen=True)
class SeriesMap:
    """`rows`: each place with its borough and number of cases; `unplaced`: cases that tell no place in London."""

    outlines: list[tuple[str, str]]
    dots: list[Dot]
    rows: list[tuple[str, str, int]]
    unplaced: int


def series_map(cases: list[Case]) -> SeriesMap:
    """Place each case by its area, else by what its first report says. A hint: districts straddle boroughs."""
    counted: Counter[tuple[str, str]] = Counter()
    unplaced = 0
    for case in cases:
        place = _place(case)
        if place is None:
            unplaced += 1
        else:
            counted[place] += 1
    rows = sorted(
        ((district, borough, number) for (district, borough), number in counted.items()), key=lambda row: (-row[2], row)
    )
    dots = [_dot(district, number) for district, _borough, number in rows if district]
    shown = [(district or _("not said"), borough or _("not known"), number) for district, borough, number in rows]
    return SeriesMap(_outlines(), dots, shown, unplaced)


def _place(case: Case) -> tuple[str, str] | None:
    for text in (case.area, getattr(case, "opening", "")):
        found = hints_of(text)
        if found.districts:
            code = min(found.districts)
            return code, districts()[code].borough
        if found.boroughs:
            return "", min(found.boroughs)
    return None


def _dot(code: str, number: int) -> Dot:
    district = districts()[code]
    x, y = _at(district.longitude, district.latitude)
    return Dot(x, y, round(5 + 3 * number**0.5, 1), number, f"{code}: {number}")


def _at(longitude: float, latitude: float) -> tuple[float, float]:
    x = (longitude - _WEST) / (_EAST - _WEST) * WIDTH
    y = (_NORTH - latitude) / (_NORTH - _SOUTH) * HEIGHT
    return round(x, 1), round(y, 1)


@lru_cache(maxsize=1)
def _outlines() -> list[tuple[str, str]]:
    """Name and path of each borough, every second point: a picture, not a survey."""
    drawn = []
    for name, rings in boroughs().items():
        path = " ".join(f"M{' '.join(f'{x},{y}' for x, y in (_at(*point) for point in ring[::2]))}Z" for ring in rings)
        drawn.append((name, path))
    return drawn
