"""How somebody is reached, what came of it, and what a message leaves open."""

from enum import StrEnum


class Means(StrEnum):
    """By which means somebody is reached. `website` is the thread behind their code: it reaches nobody by itself."""

    WEBSITE = "website"
    PHONE = "phone"
    TEXT = "text"
    EMAIL = "email"
    LETTER = "letter"
    VISIT = "visit"


class DangerTo(StrEnum):
    """All that lets an officer go against a contact card."""

    LIFE = "life"
    CHILD = "child"


class ContactOutcome(StrEnum):
    """What came of trying to reach somebody."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    SOMEBODY_ELSE = "somebody_else"
    VOICEMAIL = "voicemail"
    SENT = "sent"
    NOT_DELIVERED = "not_delivered"
    NOT_TRIED = "not_tried"


class Placeholder(StrEnum):
    """What a message template may leave open. Heard fills the first three, the officer the others."""

    REFERENCE = "reference"
    RECEIVED_ON = "received_on"
    ANSWER_BY = "answer_by"
    DONE = "done"
    REASON = "reason"
    PASSED_TO = "passed_to"


class NoticeState(StrEnum):
    """Where an e-mail or text stands that Heard sends by itself."""

    QUEUED = "queued"
    FAILED = "failed"  # and is tried again
    SENT = "sent"  # the server or gateway has taken it; of an e-mail nobody knows more
    DELIVERED = "delivered"
    NOT_DELIVERED = "not_delivered"  # the gateway says so
    REFUSED = "refused"  # for good: there is no such address or number
    GIVEN_UP = "given_up"
    NOT_SENT = "not_sent"  # the contact card, or their wish, was against it
