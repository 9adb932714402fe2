"""Which cell of the roll-ups each of our incidents and reports falls into, read from the cases themselves."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache, reduce
from itertools import chain
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Q
from django.db.models.fields.json import KT
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.text import slugify

from cases.engine.london import hints_of
from cases.engine.series_keys import ALL, RACIST, is_racist
from cases.enums import Counted, DatedBy
from cases.models import Case, CaseReport
from cases.models.case import counts
from cases.queries.days import midnight
from reporting.enums import Channel
from reporting.models import Report

_AT_A_TIME = 2_000
_SEEN = (
    "unit_id", "unit__borough", "area", "strands", "kinds", "received_at",
    "opened_for__channel", "opened_for__answers__happened_on",
)  # fmt: skip


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


def cells_of_days(days: Collection[date]) -> Counter[Cell]:
    """Count every cell of some days from the rows. What is no incident (`counts`) is left out, with its reports.

    A report that is attached to several cases counts once, with the one it was attached to first. What has no stated
    day is not counted by the day on which it happened. The borough is that of the unit, or the one that the reporter's
    place names, where it names just one.
    """
    cells: Counter[Cell] = Counter()
    zone = timezone.get_current_timezone()  # asked once, not for each row
    for dated_by in DatedBy:
        for case in _cases(_within(dated_by, days, "", "opened_for__")).iterator(_AT_A_TIME):
            _count(cells, Counted.INCIDENTS, dated_by, case, zone)
        seen: set[int] = set()
        for link in _links(_within(dated_by, days, "report__", "report__")).iterator(_AT_A_TIME):
            if link["report_id"] not in seen:
                seen.add(link["report_id"])
                _count(cells, Counted.REPORTS, dated_by, link, zone)
    return cells


def days_of_cases(ids: Collection[int]) -> set[date]:
    """The days by which cases, and every report that is or was attached to one, are counted."""
    days = set()
    opened = Case.objects.filter(pk__in=ids).values_list("received_at", "opened_for__answers__happened_on")
    attached = CaseReport.objects.filter(case__in=ids).values_list(
        "report__received_at", "report__answers__happened_on"
    )
    for received_at, stated in chain(opened.iterator(_AT_A_TIME), attached.iterator(_AT_A_TIME)):
        days |= {timezone.localdate(received_at), _date(stated)}
    return {day for day in days if day}


def days_with_cases() -> set[date]:
    """Every day that some case, or report in one, is counted by."""
    received = Report.objects.annotate(day=TruncDate("received_at")).values_list("day", flat=True)
    stated = Report.objects.annotate(day=KT("answers__happened_on")).values_list("day", flat=True)
    days = {*received.distinct(), *map(_date, stated.distinct())}
    return {day for day in days if day}


def _within(dated_by: str, days: Collection[date], received: str, report: str) -> Q:
    """Rows of some days, in terms of the indices by time received and by stated day."""
    if dated_by == DatedBy.HAPPENED:
        return Q(**{f"{report}pk__in": _stated(days)})
    name = f"{received}received_at"
    return reduce(or_, (Q(**{f"{name}__gte": since, f"{name}__lt": until}) for since, until in _stretches(days)))


def _stated(days: Collection[date]) -> Any:
    told = Report.objects.alias(day=KT("answers__happened_on"))
    return told.filter(day__in=[day.isoformat() for day in days]).values("pk")


def _stretches(days: Collection[date]) -> Iterator[tuple[datetime, datetime]]:
    """From when to when the days last; those that follow one another as one."""
    rows = sorted(days)
    for at, day in enumerate(rows):
        if not at or rows[at - 1] != day - timedelta(days=1):
            since = midnight(day)
        if at + 1 == len(rows) or rows[at + 1] != day + timedelta(days=1):
            yield since, midnight(day + timedelta(days=1))


def _cases(wanted: Q) -> Any:
    return Case.objects.filter(wanted).counted().order_by().values(*_SEEN)


def _links(wanted: Q) -> Any:
    rows = CaseReport.objects.filter(wanted, counts("case__"), detached_at=None).order_by("pk")
    return rows.values(
        "report_id", "case__unit_id", "case__unit__borough", "case__area", "case__strands", "case__kinds",
        "report__received_at", "report__channel", "report__answers__happened_on",
    )  # fmt: skip


def _count(cells: Counter[Cell], counted: str, dated_by: str, row: dict[str, Any], zone: tzinfo) -> None:
    case, report = ("", "opened_for__") if counted == Counted.INCIDENTS else ("case__", "report__")
    if dated_by == DatedBy.HAPPENED:
        day = _date(row[f"{report}answers__happened_on"])
    else:
        day = row["received_at" if counted == Counted.INCIDENTS else "report__received_at"].astimezone(zone).date()
    if not day:
        return
    strands = ["", *row[f"{case}strands"]]
    if any(is_racist(strand) for strand in strands):
        strands.append(RACIST)
    borough = _borough_of(row, case)
    for strand in strands:
        for kind in ("", *row[f"{case}kinds"]):
            cells[
                Cell(counted, dated_by, day, strand, kind, borough, row[f"{report}channel"], row[f"{case}unit_id"])
            ] += 1


def _borough_of(row: dict[str, Any], case: str) -> str:
    return row[f"{case}unit__borough"] or _borough(row[f"{case}area"])


@lru_cache(maxsize=20_000)
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
    return int(_arrived(day).filter(opened_for__in=_stated([day])).count())


def happened_and_received_later(day: date) -> int:
    """How many incidents are said to have happened on a day and came in after it, so far."""
    late = Q(received_at__gte=midnight(day + timedelta(days=1)))
    return int(_cases(_within(DatedBy.HAPPENED, [day], "", "opened_for__") & late).count())


def imported_on(day: date) -> int:
    """How many incidents of a backlog were imported on a day."""
    return int(_cases(_within(DatedBy.RECEIVED, [day], "", "")).filter(opened_for__channel=Channel.IMPORT).count())


def of_old(day: date, *, key: str = ALL, borough: str = "") -> tuple[int, int]:
    """Of the incidents of one series that arrived on a day: how many were of two days before or more, and how many there were.

    By the day on which one happened, or on which another door took it. A backlog that was imported is not among them.
    """
    zone, last = timezone.get_current_timezone(), day - timedelta(days=2)
    old = count = 0
    for row in _arrived(day).values(*_SEEN, "opened_for__happened_elsewhere_at").iterator(_AT_A_TIME):
        if not _is_of(key, row["strands"]) or (borough and _borough_of(row, "") != borough):
            continue
        count += 1
        taken_at, stated = row["opened_for__happened_elsewhere_at"], _date(row["opened_for__answers__happened_on"])
        told = [one for one in (stated, taken_at and taken_at.astimezone(zone).date()) if one]
        old += bool(told) and min(told) <= last
    return old, count


def _arrived(day: date) -> Any:
    return _cases(_within(DatedBy.RECEIVED, [day], "", "")).exclude(opened_for__channel=Channel.IMPORT)


def _is_of(key: str, strands: list[str]) -> bool:
    return key == ALL or key in strands or (key == RACIST and any(is_racist(one) for one in strands))
