"""The cases whose reports hold what was looked for by its digest, under the rights of the account."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cases.enums import State
from cases.models import Account, Case, CaseReport, Identifier

MOST = 100


@dataclass
class Held:
    """A case, and the reports of it that hold what was looked for, each with how often."""

    case: Case
    reports: dict[str, int] = field(default_factory=dict)


def cases_that_hold(digests: Sequence[bytes], account: Account) -> tuple[list[Held], bool]:
    """Newest first, at most `MOST`, and whether there are more: two queries."""
    reports = Identifier.objects.filter(digest__in=digests).values("report")
    links = CaseReport.objects.filter(detached_at=None, report__in=reports)
    found = list(
        Case.objects.visible_to(account)
        .exclude(state=State.EMPTIED)
        .filter(pk__in=links.values("case"))
        .select_related("officer")
        .order_by("-received_at", "-pk")[: MOST + 1]
    )
    held = {case.pk: Held(case) for case in found[:MOST]}
    rows = CaseReport.objects.filter(case__in=held, detached_at=None, report__identifiers__digest__in=digests).order_by(
        "attached_at", "pk"
    )
    for case_id, reference in rows.values_list("case_id", "report__reference"):
        held[case_id].reports[reference] = held[case_id].reports.get(reference, 0) + 1
    return list(held.values()), len(found) > MOST
