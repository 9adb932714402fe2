"""Plain words for states, roles and kinds of the officers' side. Data only."""

from enum import StrEnum


class State(StrEnum):
    """Where a case stands. `closed` is the only final state; an `emptied` case is neither open nor final."""

    NEW = "new"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    CLOSED = "closed"
    EMPTIED = "emptied"


OPEN_STATES = (State.NEW, State.IN_PROGRESS, State.WAITING)


class Move(StrEnum):
    """What may be done to a case's state."""

    TAKE = "take"
    HAND_OVER = "hand_over"
    HAND_BACK = "hand_back"
    WAIT = "wait"
    RESUME = "resume"
    CLOSE = "close"
    REOPEN = "reopen"
    EMPTY = "empty"
    REVIVE = "revive"


TRANSITIONS: dict[tuple[State, Move], State] = {
    (State.NEW, Move.TAKE): State.IN_PROGRESS,
    (State.IN_PROGRESS, Move.HAND_OVER): State.IN_PROGRESS,
    (State.WAITING, Move.HAND_OVER): State.IN_PROGRESS,
    (State.IN_PROGRESS, Move.HAND_BACK): State.NEW,
    (State.WAITING, Move.HAND_BACK): State.NEW,
    (State.IN_PROGRESS, Move.WAIT): State.WAITING,
    (State.WAITING, Move.RESUME): State.IN_PROGRESS,
    (State.IN_PROGRESS, Move.CLOSE): State.CLOSED,
    (State.WAITING, Move.CLOSE): State.CLOSED,
    (State.CLOSED, Move.REOPEN): State.NEW,
    (State.NEW, Move.EMPTY): State.EMPTIED,
    (State.IN_PROGRESS, Move.EMPTY): State.EMPTIED,
    (State.WAITING, Move.EMPTY): State.EMPTIED,
    (State.EMPTIED, Move.REVIVE): State.NEW,
}


class Lane(StrEnum):
    """Main, held on suspicion of abuse of the form, or of a backlog that was imported: the same clock in all."""

    MAIN = "main"
    HELD = "held"
    BACKLOG = "batch"


class Role(StrEnum):
    """What an account is for."""

    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class CommitmentKind(StrEnum):
    """What is owed."""

    READ = "read"
    RECORDING_DECISION = "recording_decision"
    ANSWER = "answer"
    REFERRAL = "referral"
    UPDATE = "update"
    NEXT_ACTION = "next_action"


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


class Shift(StrEnum):
    """Who is rung."""

    DUTY = "duty"
    SUPERVISOR = "supervisor"


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


class OrganisationKind(StrEnum):
    """Whom a case can be passed on to."""

    PARTNER = "partner"  # takes referrals, as the person agreed
    FORCE = "force"  # takes over the case


class Shareable(StrEnum):
    """What of a person, or of the report they sent, may be given to a partner when they agreed to just that."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    SAFE_CONTACT = "safe_contact"
    NEEDS = "needs"
    WORDS = "words"
    WHEN = "when"
    WHERE = "where"
    BECAUSE = "because"


OF_THE_REPORT = (Shareable.WORDS, Shareable.WHEN, Shareable.WHERE, Shareable.BECAUSE)


class AgreedBy(StrEnum):
    """Who said yes to sharing."""

    SELF = "self"
    PARENT = "parent"
    DECIDER = "decider"


class PassingOn(StrEnum):
    """What came of a referral or transfer; nothing yet while it is empty."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


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


class TranslationOf(StrEnum):
    """Which words are translated."""

    REPORT = "report"
    MESSAGE = "message"
    ANSWER = "answer"


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


class SeriesWork(StrEnum):
    """What is owed to a series."""

    NEXT_ACTION = "next_action"
    REVIEW = "review"


class BulkAct(StrEnum):
    """What is done with many cases at once."""

    ASSIGN = "assign"
    TAG = "tag"
    UNTAG = "untag"
    WAIT = "wait"
    LINK = "link"
    CLOSE = "close"


class BulkOutcome(StrEnum):
    """What became of one of them."""

    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"


class ReviewOutcome(StrEnum):
    """What somebody who did not decide made of it."""

    STANDS = "stands"
    CHANGED = "changed"
    GOES_ON = "goes_on"


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
