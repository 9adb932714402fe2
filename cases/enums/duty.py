"""Who is rung, why nobody might be, and why a case was given to somebody."""

from enum import StrEnum


class Shift(StrEnum):
    """Who is rung."""

    DUTY = "duty"
    SUPERVISOR = "supervisor"


class Trouble(StrEnum):
    """Why nobody would look after what comes in."""

    NOBODY_ON_DUTY = "nobody_on_duty"
    NO_DEFAULT_UNIT = "no_default_unit"
    EVERYBODY_ABSENT = "everybody_absent"


class Because(StrEnum):
    """Why "take next" gave this case and no other, or how else somebody came by it."""

    RINGS = "rings"
    DUE = "due"
    LANGUAGE_LEFT = "language_left"
    HARD_LEFT = "hard_left"
    BACKLOG_LEFT = "backlog_left"
    ALARM = "alarm"
