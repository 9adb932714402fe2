"""What closing cases would leave undone: said before it is done, and never a reason not to."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F

from cases.enums import CommitmentKind
from cases.models import Commitment, Referral, RiskAssessment, Transfer

# An answer is among them only for somebody who wants no contact: everybody else is answered before the case closes.
ENDS_WITH_THE_CASE = (
    CommitmentKind.NEXT_ACTION,
    CommitmentKind.UPDATE,
    CommitmentKind.REFERRAL,
    CommitmentKind.ANSWER,
)


@dataclass
class LeftOver:
    """Of one case. `owed`: next actions in words, and what people were promised. `asked`: who has not answered us."""

    is_assessed: bool = False
    owed: list[Commitment] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


def left_over_of(case_ids: Iterable[int]) -> dict[int, LeftOver]:
    """By id; three queries, however many cases."""
    found = {pk: LeftOver() for pk in case_ids}
    for pk in RiskAssessment.objects.filter(case__in=found).values_list("case", flat=True).distinct():
        found[pk].is_assessed = True
    ends = Commitment.objects.open().filter(case__in=found, kind__in=ENDS_WITH_THE_CASE).order_by("due_at", "pk")
    for one in ends:
        if is_worth_saying(one):
            found[one.case_id].owed.append(one)
    referred = Referral.objects.filter(case__in=found, outcome="").values_list("case", "organisation__name")
    transferred = Transfer.objects.filter(case__in=found, outcome="").values_list("case", F("force__name"))
    for pk, name in referred.union(transferred, all=True):
        found[pk].asked.append(name)
    return found


def is_worth_saying(owed: Commitment) -> bool:
    """Not the next action that opens by itself, nor what an organisation owes: that one is named."""
    is_promised = owed.kind in (CommitmentKind.UPDATE, CommitmentKind.ANSWER)
    return is_promised or (owed.kind == CommitmentKind.NEXT_ACTION and bool(owed.what))
