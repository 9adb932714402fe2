"""What is asked of the risk, and how it is answered."""

from enum import StrEnum


class RiskLevel(StrEnum):
    """How much harm is to be feared, as a person assessed it."""

    STANDARD = "standard"
    MEDIUM = "medium"
    HIGH = "high"


class RiskQuestion(StrEnum):
    """What is asked of the risk each time."""

    DANGER = "danger"
    ESCALATION = "escalation"
    REPEAT = "repeat"
    WEAPONS = "weapons"
    ACCESS = "access"
    ISOLATION = "isolation"
    DEPENDANTS = "dependants"
    SELF_HARM = "self_harm"


class RiskAnswer(StrEnum):
    """`not_known` is an answer: nobody has to guess."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"
