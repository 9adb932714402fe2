"""Cases of which nothing is kept that could be compared."""

from django.db.models import Exists, OuterRef, QuerySet

from cases.engine.similarity import VERSION
from cases.models import Case, CaseTraits


def cases_without_traits() -> QuerySet[Case]:
    """Those for which it was never made as it is made today; not those whose report is erased."""
    kept = CaseTraits.objects.filter(case=OuterRef("pk"), version=VERSION)
    return Case.objects.filter(~Exists(kept), opened_for__erased_at=None)
