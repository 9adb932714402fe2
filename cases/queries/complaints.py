"""Complaints as supervisors see them."""

from collections.abc import Iterable

from cases.enums import Role
from cases.models import Account, Case, ComplaintWork, Person
from cases.models.complaint import ComplaintWorkQuerySet

MOST = 50  # on one page


def open_complaints(account: Account) -> ComplaintWorkQuerySet:
    """Those that are not closed, what is due first comes first; without their words."""
    return _listed(account).open().order_by("due_at", "pk")


def closed_complaints(account: Account) -> ComplaintWorkQuerySet:
    """Those that are closed, the last one first."""
    return _listed(account).exclude(closed_at=None).order_by("-closed_at", "-pk")


def complaint_for(account: Account, work_id: int) -> ComplaintWork | None:
    """One with its words, where this account may know of it."""
    shown = ComplaintWork.objects.visible_to(account)
    return shown.select_related("complaint", "taken_by", "answered_by", "closed_by").filter(pk=work_id).first()


def persons_of(work: ComplaintWork, cases: Iterable[Case]) -> list[Person]:
    """Of whom the report tells that the complaint is about, in these cases."""
    told = (
        Person.objects.filter(case__in=list(cases), report=work.report_id) if work.report_id else Person.objects.none()
    )
    return list(told.order_by("pk"))


def complaints_that_nobody_may_have() -> list[ComplaintWork]:
    """Open ones that no supervisor may know of: every one of them had, decided or closed the case."""
    seen: set[int] = set()
    for account in Account.objects.filter(role=Role.SUPERVISOR, is_active=True):
        seen.update(ComplaintWork.objects.visible_to(account).open().values_list("pk", flat=True))
    left = ComplaintWork.objects.open().exclude(pk__in=seen).select_related("complaint")
    return list(left.defer("complaint__words", "answer").order_by("due_at"))


def _listed(account: Account) -> ComplaintWorkQuerySet:
    shown = ComplaintWork.objects.visible_to(account).select_related("complaint", "taken_by")
    return shown.defer("complaint__words", "complaint__sealed_contact", "answer")
