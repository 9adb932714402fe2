"""What is owed, to a case and to a series."""

from enum import StrEnum


class CommitmentKind(StrEnum):
    """What is owed."""

    READ = "read"
    RECORDING_DECISION = "recording_decision"
    ANSWER = "answer"
    REFERRAL = "referral"
    UPDATE = "update"
    NEXT_ACTION = "next_action"


class SeriesWork(StrEnum):
    """What is owed to a series."""

    NEXT_ACTION = "next_action"
    REVIEW = "review"


class ReviewOutcome(StrEnum):
    """What somebody who did not decide made of it."""

    STANDS = "stands"
    CHANGED = "changed"
    GOES_ON = "goes_on"
