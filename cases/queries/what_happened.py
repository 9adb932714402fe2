"""What came of the reports, month by month: decisions and actions as they were written down, which never change."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone

from cases.engine.suppression import suppressed
from cases.models import ActionTaken, Reading, RecordingDecision
from cases.queries.days import midnight
from reporting.models import Report

MONTHS = 12


def months_over(now: datetime) -> Iterator[date]:
    """The first days of the last twelve months that are over, the newest first."""
    month = timezone.localdate(now).replace(day=1)
    for _ in range(MONTHS):
        month = (month - timedelta(days=1)).replace(day=1)
        yield month


def what_happened_in(month: date) -> dict[str, Any] | None:
    """What may be shown of a month; None where no report came in and none was read.

    Reports are those received, and those read for the first time. Decisions count incidents by the last decision of
    the month, actions count incidents in which one was taken. None for a count that is not shown.
    """
    start = midnight(month)
    end = midnight((month + timedelta(days=31)).replace(day=1))
    span = {"at__gte": start, "at__lt": end}
    received = Report.objects.arrivals().filter(received_at__gte=start, received_at__lt=end).count()
    again = Reading.objects.filter(at__lt=start).values("report")
    read = Reading.objects.filter(**span).exclude(report__in=again).aggregate(n=Count("report", distinct=True))["n"]
    if not received and not read:
        return None
    last = RecordingDecision.objects.filter(**span).order_by("case", "-at", "-pk").distinct("case")
    taken = ActionTaken.objects.filter(**span).order_by().values_list("action", "case").distinct()
    return {
        "month": f"{month:%Y-%m}", "received": received, "read": read,
        "decisions": _shown(last.values_list("recording", flat=True)),
        "actions": _shown(action for action, _case in taken),
    }  # fmt: skip


def _shown(keys: Iterable[str]) -> dict[str, int | None]:
    return dict(sorted(suppressed(Counter(keys)).items()))
