"""What a reveal names in the log."""

from collections.abc import Iterable

from cases.models import Account, Case, CaseReport


def known_of(references: Iterable[str], account: Account) -> dict[str, list[str]]:
    """Of these references the cases that the account may see, each with those of its reports."""
    cases = Case.objects.visible_to(account).filter(reference__in=list(references))
    known: dict[str, list[str]] = {reference: [] for reference in cases.values_list("reference", flat=True)}
    live = CaseReport.objects.filter(case__reference__in=known, detached_at=None).order_by("pk")
    for reference, report in live.values_list("case__reference", "report__reference"):
        known[reference].append(report)
    return known
