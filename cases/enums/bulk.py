"""What is done with many cases, and what became of each."""

from enum import StrEnum


class BulkAct(StrEnum):
    """What is done with many cases at once. `SHARE` is proposed by the workload page, not chosen in the queue."""

    ASSIGN = "assign"
    TAG = "tag"
    UNTAG = "untag"
    WAIT = "wait"
    LINK = "link"
    CLOSE = "close"
    RETURN = "return"
    SHARE = "share"


class BulkOutcome(StrEnum):
    """What became of one of them."""

    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"
