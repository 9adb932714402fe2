"""Which words are translated."""

from enum import StrEnum


class TranslationOf(StrEnum):
    """Which words are translated."""

    REPORT = "report"
    MESSAGE = "message"
    ANSWER = "answer"
