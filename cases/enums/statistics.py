"""What figures count, and by which day."""

from enum import StrEnum


class Counted(StrEnum):
    """What figures count: always said."""

    REPORTS = "reports"
    INCIDENTS = "incidents"


class DatedBy(StrEnum):
    """On which day something is counted: when it reached us, or when it happened."""

    RECEIVED = "received"
    HAPPENED = "happened"
