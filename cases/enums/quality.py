"""What is looked at a second time, blind, and what people tell each other of tension."""

from enum import StrEnum


class RereadOf(StrEnum):
    """What of a case is read again."""

    DECISION = "decision"  # how it was recorded
    CLOSING = "closing"  # that no line of enquiry was left


class TensionKind(StrEnum):
    """What was heard of or seen."""

    RUMOUR = "rumour"
    LEAFLET = "leaflet"
    GRAFFITI = "graffiti"
    ONLINE = "online"
    PLANNED_MARCH = "planned_march"
    OTHER = "other"


class Reliability(StrEnum):
    """How far whoever tells of it may be relied on."""

    RELIABLE = "reliable"
    UNTESTED = "untested"
    NOT_RELIABLE = "not_reliable"
