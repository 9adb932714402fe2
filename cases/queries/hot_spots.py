"""How many incidents each borough had, and how many people live there."""

from datetime import date

from cases.models import BoroughPopulation
from cases.queries.trends import What, months_by_borough


def boroughs_of(what: What, *, first: date, last: date) -> dict[str, int]:
    """How many incidents each borough had, all units together; "" for those without one."""
    found: dict[str, int] = {}
    for counts in months_by_borough(what, first=first, last=last).values():
        for borough, count in counts.items():
            found[borough] = found.get(borough, 0) + count
    return found


def populations() -> dict[str, BoroughPopulation]:
    """By key of borough; empty until they were taken in."""
    return {one.borough: one for one in BoroughPopulation.objects.all()}
