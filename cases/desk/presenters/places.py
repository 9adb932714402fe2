"""Where it happened, report by report."""

from django.utils.translation import gettext as _

from cases.desk.presenters import labels
from cases.desk.presenters.hidden import Veil
from cases.domain import persons
from cases.queries.case_file import ReportFile
from reporting.domain.sealing import CannotOpen

_ASKED = ("place_kind", "where", "area")


def place(one: ReportFile, veil: Veil) -> list[tuple[str, str]]:
    """What was answered about the place, in the reporter's words; empty where nothing was."""
    given = dict(one.report.answers)
    try:
        given |= persons.sealed_answers(one.report)
    except CannotOpen:
        given["where"] = _("This answer cannot be opened. Tell the administrator: the key may be missing.")
    return [(labels.asked(name), veil.over(labels.answer(name, given[name]))) for name in _ASKED if given.get(name)]
