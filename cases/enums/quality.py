"""What is looked at a second time, blind."""

from enum import StrEnum


class RereadOf(StrEnum):
    """What of a case is read again."""

    DECISION = "decision"  # how it was recorded
    CLOSING = "closing"  # that no line of enquiry was left
