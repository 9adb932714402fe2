"""What search does not know as it should."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from cases.models import Case, CaseReport, SearchText
from cases.models.search import RECIPE
from cases.queries.agreement import GRACE


def cases_to_index() -> QuerySet[Case]:
    """Cases of which something was never kept for search, or in a way that is not today's."""
    kept = SearchText.objects.filter(recipe__gte=RECIPE)
    unkept = CaseReport.objects.filter(case=OuterRef("pk"), detached_at=None).filter(
        ~Exists(kept.filter(report=OuterRef("report")))
    )
    return Case.objects.filter(~Exists(kept.filter(case=OuterRef("pk"))) | Exists(unkept))


def cases_that_search_misses(now: datetime) -> QuerySet[Case]:
    """The same, save what is still on its way."""
    return cases_to_index().filter(opened_at__lt=now - GRACE)
