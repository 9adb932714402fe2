"""What a hand-over pack holds beyond the case page: whole words a piece at a time, and who looked."""

from collections.abc import Iterable, Iterator

from django.db.models import Case, Value, When
from django.db.models.functions import Left, Substr

from cases.models import AuditEvent
from reporting.models import Report

PIECE = 500_000  # characters
_AT_ONCE = 1_000  # rows


def words_of(report_id: int) -> Iterator[str]:
    """All the words of a report, a piece at a time."""
    start = 1
    while True:
        piece = (
            Report.objects.filter(pk=report_id)
            .annotate(piece=Substr("words", start, PIECE))
            .values_list("piece", flat=True)
            .get()
        )
        if piece:
            yield piece
        if len(piece) < PIECE:
            return
        start += PIECE


def first_words(report_id: int, length: int) -> str:
    """So many characters of a report."""
    return str(
        Report.objects.filter(pk=report_id).annotate(first=Left("words", length)).values_list("first", flat=True).get()
    )


def looks_at(references: Iterable[str]) -> Iterator[tuple[object, ...]]:
    """When, who, role, unit, what, why: every row of the log that names one of these, oldest first."""
    rows = AuditEvent.objects.filter(references__overlap=list(references)).order_by("pk")
    who = Case(When(username="", then=Value("Heard")), default="username")
    return rows.values_list("at", who, "role", "unit", "action", "reason").iterator(chunk_size=_AT_ONCE)
