"""Where a case stands, and what may be done to that."""

from enum import StrEnum


class State(StrEnum):
    """Where a case stands. `closed` is the only final state; an `emptied` case is neither open nor final."""

    NEW = "new"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    CLOSED = "closed"
    EMPTIED = "emptied"


OPEN_STATES = (State.NEW, State.IN_PROGRESS, State.WAITING)


class Move(StrEnum):
    """What may be done to a case's state."""

    TAKE = "take"
    HAND_OVER = "hand_over"
    HAND_BACK = "hand_back"
    WAIT = "wait"
    RESUME = "resume"
    CLOSE = "close"
    REOPEN = "reopen"
    EMPTY = "empty"
    REVIVE = "revive"


TRANSITIONS: dict[tuple[State, Move], State] = {
    (State.NEW, Move.TAKE): State.IN_PROGRESS,
    (State.IN_PROGRESS, Move.HAND_OVER): State.IN_PROGRESS,
    (State.WAITING, Move.HAND_OVER): State.IN_PROGRESS,
    (State.IN_PROGRESS, Move.HAND_BACK): State.NEW,
    (State.WAITING, Move.HAND_BACK): State.NEW,
    (State.IN_PROGRESS, Move.WAIT): State.WAITING,
    (State.WAITING, Move.RESUME): State.IN_PROGRESS,
    (State.IN_PROGRESS, Move.CLOSE): State.CLOSED,
    (State.WAITING, Move.CLOSE): State.CLOSED,
    (State.CLOSED, Move.REOPEN): State.NEW,
    (State.NEW, Move.EMPTY): State.EMPTIED,
    (State.IN_PROGRESS, Move.EMPTY): State.EMPTIED,
    (State.WAITING, Move.EMPTY): State.EMPTIED,
    (State.EMPTIED, Move.REVIVE): State.NEW,
}


class Lane(StrEnum):
    """Main, held on suspicion of abuse of the form, or of a backlog that was imported: the same clock in all."""

    MAIN = "main"
    HELD = "held"
    BACKLOG = "batch"
