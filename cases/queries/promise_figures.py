"""What was promised and kept, counted by the database from the commitments, readings and reports."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q

from cases.engine.promise_figures import WINDOWS, Kept
from cases.enums import CommitmentKind, State
from cases.models import CaseReport, Commitment, Reading
from cases.queries.days import midnight
from reporting.enums import Channel
from reporting.models import Report
from reporting.taxonomy import PRIORITIES


def end_of(day: date) -> datetime:
    """The moment at which a day is over, in local time."""
    return midnight(day + timedelta(days=1))


def start_of_window(until: date, days: int) -> datetime:
    """The moment at which a window of so many days begins, of which `until` is the last."""
    return end_of(until - timedelta(days=days))


def kept_until(until: date) -> Iterator[Kept]:
    """Each kind and priority over each window, and each kind over all priorities.

    Counted is what fell due in the window. Missed: not done by its time, done late or released later included. What
    was released before its time was not owed. The priority is that which the case had when it fell due, or was done.
    """
    fell_due = Commitment.objects.filter(
        due_at__lt=end_of(until), due_at__gte=start_of_window(until, max(WINDOWS))
    ).exclude(released_at__isnull=False, met_at=None, released_at__lte=F("due_at"))
    is_missed = Q(met_at=None) | Q(met_at__gt=F("due_at"))
    counts = {}
    for days in WINDOWS:
        in_window = Q(due_at__gte=start_of_window(until, days))
        counts[f"owed_{days}"] = Count("pk", filter=in_window)
        counts[f"missed_{days}"] = Count("pk", filter=in_window & is_missed)
    rows: dict[tuple[str, str], Any] = {
        (row["kind"], row["priority"]): row for row in fell_due.order_by().values("kind", "priority").annotate(**counts)
    }
    for kind in CommitmentKind:
        for priority in ("", *PRIORITIES):
            of = [rows.get((kind.value, one), {}) for one in ([priority] if priority else PRIORITIES)]
            for days in WINDOWS:
                owed, missed = (sum(row.get(f"{what}_{days}", 0) for row in of) for what in ("owed", "missed"))
                yield Kept(kind, priority, days, owed, missed)


def waits_to_read(until: date, days: int) -> list[float | None]:
    """Minutes from receipt to the first reading, of each report received in the window; None: not read when it ended."""
    end = end_of(until)
    read = Reading.objects.filter(report=OuterRef("pk"), at__lt=end).order_by().values("report").annotate(at=Min("at"))
    rows = _received(until, days).annotate(first=read.values("at")).values_list("received_at", "first")
    return [_minutes(received, first) for received, first in rows.iterator()]


def waits_to_answer(until: date, days: int) -> list[float | None]:
    """Minutes from receipt to the first answer, of each report received in the window to which one was owed by its end.

    Left out is whoever was owed one and, released from it, wants none.
    """
    end = end_of(until)
    owed = Q(commitments__kind=CommitmentKind.ANSWER, commitments__opened_at__lt=end)
    is_met = owed & Q(commitments__met_at__lt=end)
    is_open = owed & (Q(commitments__released_at=None) | Q(commitments__released_at__gte=end))
    rows = (
        _received(until, days)
        .annotate(first=Min("commitments__met_at", filter=is_met), waiting=Count("commitments", filter=is_open))
        .exclude(first=None, waiting=0)
        .values_list("received_at", "first")
    )
    return [_minutes(received, first) for received, first in rows.iterator()]


def oldest_unread(now: datetime) -> datetime | None:
    """When the report was received that nobody has read for the longest time; None where all are read."""
    unread = Report.objects.filter(~Exists(Reading.objects.filter(report=OuterRef("pk"), at__lte=now)))
    oldest: datetime | None = unread.filter(received_at__lte=now).aggregate(at=Min("received_at"))["at"]
    return oldest


def closed_unread() -> int:
    """How many reports stand in a closed case and were never read. The database refuses that (`case_must_hold`)."""
    links = CaseReport.objects.filter(detached_at=None, case__state=State.CLOSED)
    return links.filter(~Exists(Reading.objects.filter(report=OuterRef("report")))).count()


def _received(until: date, days: int) -> Any:
    rows = Report.objects.filter(received_at__gte=start_of_window(until, days), received_at__lt=end_of(until))
    return rows.exclude(channel=Channel.IMPORT).order_by()


def _minutes(since: datetime, at: datetime | None) -> float | None:
    return (at - since).total_seconds() / 60 if at else None
