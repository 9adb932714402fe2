"""To whom a case is passed on, what of it, and what came of that."""

from enum import StrEnum


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
