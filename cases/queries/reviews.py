"""Reviews that nobody has answered yet."""

from django.db.models import Exists, OuterRef, Subquery

from cases.models import Account, Case, Review
from cases.models.review import ReviewQuerySet

MOST = 50  # on one page


def reviews_owed(account: Account) -> ReviewQuerySet:
    """Of cases that the account may see, each with the `reference` of the case that holds its report; due first, first."""
    held = Case.objects.visible_to(account).filter(links__report=OuterRef("report"), links__detached_at=None)
    reference = Subquery(held.order_by("pk").values("reference")[:1])
    return Review.objects.open().filter(Exists(held)).annotate(reference=reference).order_by("due_at", "pk")
