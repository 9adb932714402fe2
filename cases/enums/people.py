"""Who somebody is: at the desk, in a case, as a voice."""

from enum import StrEnum


class Role(StrEnum):
    """What an account is for."""

    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class PersonRole(StrEnum):
    """Who somebody is in a case."""

    REPORTER = "reporter"
    VICTIM = "victim"
    WITNESS = "witness"
    SUPPORTER = "supporter"
    PERSON_REPORTED = "person_reported"


class Speaker(StrEnum):
    """Whose voice it is."""

    REPORTER = "reporter"
    MACHINE = "machine"
    TRANSLATOR = "translator"
    OFFICER = "officer"


class Understood(StrEnum):
    """How an officer understood what was read."""

    LANGUAGE_HELD = "language_held"
    TRANSLATION = "translation"
