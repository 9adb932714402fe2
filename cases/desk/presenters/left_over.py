"""What closing would leave undone, in sentences with the place on the case page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.desk.presenters import promises, times
from cases.desk.presenters.risk import Risk
from cases.models import Commitment
from cases.queries.case_file import CaseFile
from cases.queries.left_over import LeftOver, is_worth_saying
from cases.queries.passing_on import Asked


@dataclass(frozen=True)
class Left:
    """One thing that stays undone. `anchor`: its section of the case page."""

    sentence: str
    anchor: str


def of_file(file: CaseFile, asked: Iterable[Asked], risk: Risk, over: Callable[[str], str]) -> list[Left]:
    """Of a case that is read in full. `over` hides what is to be hidden."""
    left = LeftOver(
        is_assessed=bool(file.assessments),
        owed=[one for one in file.commitments if is_worth_saying(one)],
        asked=[one.name for one in asked if not one.outcome],
    )
    said = sentences(left, over)
    return [Left(risk.stale, "risk"), *said] if risk.stale else said


def sentences(left: LeftOver, over: Callable[[str], str]) -> list[Left]:
    """What is left of one case."""
    said = [] if left.is_assessed else [Left(_("Nobody has assessed the risk."), "risk")]
    said += [Left(over(_owed(one)), "owed") for one in left.owed]
    return [*said, *(Left(_("%s has not answered yet.") % name, "passing-on") for name in left.asked)]


def _owed(one: Commitment) -> str:
    return _("%(what)s, due %(day)s.") % {"what": promises.what(one), "day": times.day(one.due_at)}
