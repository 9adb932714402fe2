"""What search does not know as it should."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.models import Case, CaseReport, SearchText
from cases.models.search import RECIPE
from cases.queries.agreement import GRACE


def cases_to_index() -> QuerySet[Case]:
    """Cases of which something was never kept for search, or in a way that is not today's.

    What is missing and what is old are asked for apart: how many rows have the newest recipe is what the database
    guesses worst while they are being made, and it then compares each with each (20 s for 100,000 cases, not 0.7 s).
    """
    rows = SearchText.objects.all()
    unkept = CaseReport.objects.filter(case=OuterRef("pk"), detached_at=None).filter(
        _lacks(rows.filter(report=OuterRef("report")))
    )
    return Case.objects.filter(_lacks(rows.filter(case=OuterRef("pk"))) | Exists(unkept))


def _lacks(rows: QuerySet[SearchText]) -> Q:
    return Q(~Exists(rows)) | Q(Exists(rows.filter(recipe__lt=RECIPE)))


def cases_that_search_misses(now: datetime) -> QuerySet[Case]:
    """The same, save what is still on its way."""
    return cases_to_index().filter(opened_at__lt=now - GRACE)
