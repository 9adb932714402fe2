"""What cases may be to each other, and what people said to that."""

from enum import StrEnum


class Alike(StrEnum):
    """What two cases may be to each other."""

    INCIDENT = "incident"
    PATTERN = "pattern"
    RELATED = "related"


class Answer(StrEnum):
    """What people said to a suggestion."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
