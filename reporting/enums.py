"""Plain words for states, channels and limits of the public's side. Data only."""

from datetime import timedelta
from enum import StrEnum

READ_CEILING = timedelta(hours=24)  # rule 4: a person reads every report within this time, nights included

COMPLAINT_WITHIN = timedelta(days=30)  # within this time a complaint is answered


class Channel(StrEnum):
    """By which door a report came in."""

    WEB = "web"
    PHONE = "phone"
    COUNTER = "counter"
    LETTER = "letter"
    OFFICER = "officer"  # told to an officer, who did not say how
    API = "api"
    IMPORT = "import"


class PublicStatus(StrEnum):
    """All that the public side may know of the officers' work on a report."""

    RECEIVED = "received"
    READ = "read"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    CLOSED = "closed"


class Owed(StrEnum):
    """What is owed next to the person who reported, as far as they are told."""

    READ = "read"
    ANSWER = "answer"
    UPDATE = "update"
    REFERRAL = "referral"
    NEXT_ACTION = "next_action"
    NOTHING = "nothing"


class Sender(StrEnum):
    """Who wrote a message in the thread of a report."""

    REPORTER = "reporter"
    OFFICER = "officer"


class AlarmCause(StrEnum):
    """Why an alarm rings."""

    REPORTER = "reporter"  # "is anyone in danger now?" answered with yes
    WORDS = "words"  # the list of words that ring
    OFFICER = "officer"  # a person set the priority to immediate
    MACHINE = "machine"  # the categoriser suggests immediate
    UNATTENDED = "unattended"  # somebody looked after it, and nothing more was written down in time


class AlarmOutcome(StrEnum):
    """How a named person answered an alarm."""

    ACKNOWLEDGED = "acknowledged"
    HANDED_OVER = "handed_over"
    NO_DANGER = "no_danger"
    ENDED = "ended"


class ComplaintAbout(StrEnum):
    """What a complaint is about."""

    DATA = "data"
    TREATMENT = "treatment"
    OTHER = "other"


class PartnerSays(StrEnum):
    """What a partner answers to a referral."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


class ComplaintStep(StrEnum):
    """What whoever complained is told of the work on it."""

    TAKEN = "taken"
    ANSWERED = "answered"


class WishKind(StrEnum):
    """What a person asks for with their code, after they have reported."""

    CONTACT = "contact"  # the contact card anew
    NO_FURTHER = "no_further"  # "I do not want this taken further"
    REVIEW = "review"  # somebody else is to look at what was decided
    HELPED = "helped"  # whether it helped, once it is closed
    AGAIN = "again"  # another report is on its way that belongs to this one
    NEW_CODE = "new_code"  # somebody else may have the code: another one opens the report now
    CODE_STOPPED = "code_stopped"  # the same, and none does
    NO_NOTICES = "no_notices"  # no more e-mails and texts that something waits


class Helped(StrEnum):
    """Whether it helped to report."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class ConsentScope(StrEnum):
    """What the person has agreed to when a partner passes their report on."""

    SHARE_IDENTITY = "share_identity"
    CONTACT_THROUGH_US = "contact_through_us"  # "us" is the partner
    STATISTICS_ONLY = "statistics_only"


class KeyScope(StrEnum):
    """What a partner's key may be used for."""

    REPORT = "report"
    STATUS = "status"
    TENSION = "tension"


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
