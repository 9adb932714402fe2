"""Getting hold of a case for a write: locked, and only by somebody who may work on it."""

from collections.abc import Iterable

from cases import permissions
from cases.domain.refusals import NotThere, Refused
from cases.enums import State
from cases.models import Account, Case

NOT_NOW = {
    State.NEW: "Take the case first.",
    State.IN_PROGRESS: "The case is already being worked on.",
    State.WAITING: "The case is waiting: resume it first.",
    State.CLOSED: "The case is closed.",
    State.EMPTIED: "The case holds no report any more.",
}


def case_for_work(case_id: int, *, by: Account, states: Iterable[State] | None = None, managing: bool = False) -> Case:
    """The case, locked until the end of the transaction.

    `managing` is for acts that administrators may do as well (`permissions.may_manage`).
    Raises `NotThere` when the account may not know of it or not act on it, `Refused` when its state is not in `states`.
    """
    # No joins: after waiting for the lock PostgreSQL gives the row as it is now, and what was joined to it as it was.
    case = Case.objects.select_for_update().filter(pk=case_id).first()
    may_act = case is not None and (
        permissions.may_work(by, case) or (managing and permissions.may_manage(by, case, case.unit))
    )
    if case is None or not may_act:
        raise NotThere
    if states is not None and State(case.state) not in tuple(states):
        raise Refused(NOT_NOW[State(case.state)])
    return case
