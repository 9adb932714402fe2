"""Cases of which nothing is kept that could be compared."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.engine.similarity import VERSION
from cases.models import Case, CaseTraits


def cases_without_traits() -> QuerySet[Case]:
    """Those for which it was never made as it is made today; not those whose report is erased.

    Missing and old ones are asked for apart, as in `search_gaps.cases_to_index`.
    """
    rows = CaseTraits.objects.filter(case=OuterRef("pk"))
    lacks = Q(~Exists(rows)) | Q(Exists(rows.exclude(version=VERSION)))
    return Case.objects.filter(lacks, opened_for__erased_at=None)
