"""Which cell of the roll-ups each of our incidents and reports falls into, read from the cases themselves."""

import functools
from collections import Counter
from datetime import date, tzinfo
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.text import slugify

from cases.engine.london import hints_of
from cases.engine.series_keys import RACIST, is_racist
from cases.enums import Counted, DatedBy, State
from cases.models import Case, CaseReport

_AT_A_TIME = 2_000


class Cell(NamedTuple):
    """One row of `CountOfDay` without its count."""

    counted: str
    dated_by: str
    day: date
    strand: str
    kind: str
    borough: str
    channel: str
    unit_id: int


def cells_of_cases() -> Counter[Cell]:
    """Count every cell from the rows. Emptied cases count as no incident.

    A report that is attached to several cases counts once, with the one it was attached to first. What has no stated
    day is not counted by the day on which it happened. The borough is that of the unit, or the one that the reporter's
    place names, where it names just one.
    """
    cells: Counter[Cell] = Counter()
    zone = timezone.get_current_timezone()  # asked once, not for each row
    for case in _cases().iterator(_AT_A_TIME):
        _count(cells, Counted.INCIDENTS, case, zone)
    seen: set[int] = set()
    for link in _links().iterator(_AT_A_TIME):
        if link["report_id"] not in seen:
            seen.add(link["report_id"])
            _count(cells, Counted.REPORTS, link, zone)
    return cells


def _cases() -> Any:
    return (
        Case.objects.exclude(state=State.EMPTIED)
        .order_by()
        .values(
            "unit_id", "unit__borough", "area", "strands", "kinds", "received_at",
            "opened_for__channel", "opened_for__answers__happened_on",
        )
    )  # fmt: skip


def _links() -> Any:
    rows = CaseReport.objects.filter(detached_at=None).exclude(case__state=State.EMPTIED).order_by("pk")
    return rows.values(
        "report_id", "case__unit_id", "case__unit__borough", "case__area", "case__strands", "case__kinds",
        "report__received_at", "report__channel", "report__answers__happened_on",
    )  # fmt: skip


def _count(cells: Counter[Cell], counted: str, row: dict[str, Any], zone: tzinfo) -> None:
    case, report = ("", "opened_for__") if counted == Counted.INCIDENTS else ("case__", "report__")
    received = row["received_at" if counted == Counted.INCIDENTS else "report__received_at"]
    strands = ["", *row[f"{case}strands"]]
    if any(is_racist(strand) for strand in strands):
        strands.append(RACIST)
    borough = row[f"{case}unit__borough"] or _borough(row[f"{case}area"])
    days = {DatedBy.RECEIVED: received.astimezone(zone).date()}
    if happened := _date(row[f"{report}answers__happened_on"]):
        days[DatedBy.HAPPENED] = happened
    for dated_by, day in days.items():
        for strand in strands:
            for kind in ("", *row[f"{case}kinds"]):
                cells[
                    Cell(counted, dated_by, day, strand, kind, borough, row[f"{report}channel"], row[f"{case}unit_id"])
                ] += 1


@functools.lru_cache(maxsize=20_000)
def _borough(area: str) -> str:
    named = hints_of(area).boroughs if area else frozenset()
    return slugify(next(iter(named))) if len(named) == 1 else ""


def _date(answer: object) -> date | None:
    try:
        return date.fromisoformat(str(answer))
    except ValueError:
        return None


def received_and_happened_on(day: date) -> int:
    """How many incidents were received on a day and are said to have happened on it."""
    rows = _cases().filter(received_at__date=day, opened_for__answers__happened_on=day.isoformat())
    return int(rows.count())


def is_mostly_old(day: date) -> bool:
    """Whether most incidents that were received on a day, and say when they happened, happened two days before or more."""
    rows = _cases().filter(received_at__date=day)
    told = [_date(row["opened_for__answers__happened_on"]) for row in rows]
    happened = [one for one in told if one]
    return sum((day - one).days >= 2 for one in happened) * 2 > len(told)
