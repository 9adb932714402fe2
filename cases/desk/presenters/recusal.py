"""Who knows someone in a case, and what may be done about it."""

from dataclasses import dataclass

from cases.desk.forms import DeskForm
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


def part(case: Case, account: Account, failed: DeskForm | None) -> Recusal:
    """A refused form keeps what was typed. One query where somebody knows someone in the case, else none."""
    people = recused_people(case)
    form = failed if isinstance(failed, Recusing) else Recusing()
    lift: DeskForm | None = None
    if people and may_lift_recusal(account, case):
        lift = failed if isinstance(failed, Lifting) else Lifting(people=people)
    return Recusal([one.known_as for one in people], form, lift)
