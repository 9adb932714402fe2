"""Who knows someone in a case, and what may be done about it."""

from dataclasses import dataclass

from cases.desk.forms import DeskForm
from cases.desk.presenters.case_page import Forms
from cases.desk.recusing_forms import Lifting, Recusing
from cases.models import Account, Case
from cases.permissions import may_lift_recusal
from cases.queries.case_file import recused_people


@dataclass(frozen=True)
class Recusal:
    """`names` of those for whom the case is hidden; `lift` for supervisors, where it is hidden from anybody."""

    names: list[str]
    form: DeskForm
    lift: DeskForm | None


def part(case: Case, account: Account, kept: Forms) -> Recusal:
    """One query where somebody knows someone in the case, else none."""
    people = recused_people(case)
    may_lift = people and may_lift_recusal(account, case)
    lift: DeskForm | None = kept.of(Lifting, people=people) if may_lift else None
    return Recusal([one.known_as for one in people], kept.of(Recusing), lift)
