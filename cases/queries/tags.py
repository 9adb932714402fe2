"""Tags of cases, read with the case itself."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from cases.models import CaseTag


def tag_names() -> ArraySubquery:
    """The names of a case's tags, in the order of the alphabet: a column, no query of its own."""
    live = CaseTag.objects.filter(case=OuterRef("pk"), taken_off_at=None).order_by("tag__name")
    return ArraySubquery(live.values("tag__name"))
