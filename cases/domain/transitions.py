"""One table of states, one way to move."""

from cases.domain.refusals import Refused
from cases.enums import TRANSITIONS, Move, State
from cases.models import Case

_SAID = {
    State.NEW: "is in the queue",
    State.IN_PROGRESS: "is being worked on",
    State.WAITING: "is waiting",
    State.CLOSED: "is closed",
    State.EMPTIED: "holds no report any more",
}


def move(case: Case, verb: Move) -> None:
    """Set the state that the table gives; the caller saves. Raises `Refused` where the table has no such move."""
    target = TRANSITIONS.get((State(case.state), verb))
    if target is None:
        raise Refused(f"This cannot be done now: the case {_SAID[State(case.state)]}.")
    case.state = target
