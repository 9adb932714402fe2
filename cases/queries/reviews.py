"""Reviews that nobody has answered yet."""

from django.db.models import BigIntegerField, Exists, F, Func, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Cast

from cases.models import Account, Case, Review
from cases.models.review import ReviewQuerySet
from cases.permissions import may_work

MOST = 50  # on one page


def reviews_owed(account: Account) -> ReviewQuerySet:
    """Of cases that the account may see, each with the `reference` of the case that holds its report; due first, first."""
    held = Case.objects.visible_to(account).filter(links__report=OuterRef("report"), links__detached_at=None)
    reference = Subquery(held.order_by("pk").values("reference")[:1])
    return Review.objects.open().filter(Exists(held)).annotate(reference=reference).order_by("due_at", "pk")


def reviews_for(account: Account) -> ReviewQuerySet:
    """Those of them that this account may answer: it had no part in what was decided."""
    place = Func(
        F("barred"), Cast(Value(account.pk), BigIntegerField()), function="array_position", output_field=IntegerField()
    )
    return reviews_owed(account).annotate(barred_at=place).filter(barred_at__isnull=True)


def review_in(case: Case, review_id: int) -> Review | None:
    """One of a report that is attached to this case, answered or not."""
    held = case.links.filter(detached_at=None).values("report_id")
    found = Review.objects.select_related("report").defer("report__words").filter(pk=review_id, report_id__in=held)
    return found.first()


def reviews_that_nobody_may_answer() -> list[tuple[Review, Case]]:
    """Open ones for which nobody is left in the unit of their case: all decided, or may not know of it."""
    found = []
    held = Case.objects.filter(links__report=OuterRef("report"), links__detached_at=None).order_by("pk")
    for review in Review.objects.open().annotate(held_by=Subquery(held.values("pk")[:1])).order_by("due_at", "pk"):
        case = Case.objects.get(pk=review.held_by)  # type: ignore[attr-defined]
        others = Account.objects.filter(unit=case.unit_id, is_active=True).exclude(pk__in=review.barred)
        if not any(may_work(one, case) for one in others):
            found.append((review, case))
    return found
