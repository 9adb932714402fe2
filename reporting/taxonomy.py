"""The keys that every part of Heard shares: strands, kinds, priorities and what may be decided.

Pure data: no Django, no database. Keys are fixed; labels are plain English, and the edge that shows
one passes it through gettext. A new strand, kind or reason is one entry here.
Written for England and Wales.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final


@dataclass(frozen=True, slots=True)
class Strand:
    """Why somebody was picked on. `monitored` says whether it is counted nationally."""

    key: str
    label: str
    monitored: bool = True
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """What was done."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class PriorityLevel:
    """How soon a report is read.

    `read_within` is in elapsed time, nights included; None means that the level may be given only
    after a person has read the report, so that it never sets a time for reading.
    """

    key: str
    label: str
    read_within: timedelta | None
    rings: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A recording decision, an action or a closing reason.

    `demands` names the answers it cannot do without; `affirms` is what an officer states by choosing it,
    shown beside the choice.
    """

    key: str
    label: str
    demands: tuple[str, ...] = ()
    affirms: str = ""


RELIGION: Final = "religion"

STRANDS: Final[dict[str, Strand]] = {
    strand.key: strand
    for strand in (
        Strand("race", "Race, ethnicity or nationality"),
        Strand("religion", "Religion or belief"),
        Strand("religion:antisemitic", "Against Jewish people (antisemitic)", parent=RELIGION),
        Strand("religion:anti-muslim", "Against Muslim people (Islamophobic)", parent=RELIGION),
        Strand("religion:christian", "Against Christian people", parent=RELIGION),
        Strand("religion:hindu", "Against Hindu people", parent=RELIGION),
        Strand("religion:sikh", "Against Sikh people", parent=RELIGION),
        Strand("religion:other", "Against another belief, or none", parent=RELIGION),
        Strand("sexual_orientation", "Sexual orientation"),
        Strand("transgender", "Transgender or non-binary identity"),
        Strand("disability", "Disability or illness"),
        Strand("sex", "Sex (misogyny or misandry)", monitored=False),
        Strand("age", "Age", monitored=False),
    )
}

RACIST_ALL: Final = frozenset(key for key in STRANDS if key == "race" or key.split(":")[0] == RELIGION)
"""Strands of which any one makes an incident count, once, under "racist incidents (all)"."""

KINDS: Final[dict[str, Kind]] = {
    kind.key: kind
    for kind in (
        Kind("verbal_abuse", "Verbal abuse"),
        Kind("threats", "Threats"),
        Kind("physical_assault", "Physical assault"),
        Kind("sexual_offence", "Sexual offence"),
        Kind("criminal_damage", "Criminal damage"),
        Kind("arson_danger", "Fire or dangerous substances"),
        Kind("harassment", "Harassment"),
        Kind("stalking", "Stalking"),
        Kind("online_abuse", "Online abuse"),
        Kind("outing_doxxing", "Private details made known"),
        Kind("hate_mail", "Hate mail"),
        Kind("theft_robbery", "Theft or robbery"),
        Kind("exploitation", "Exploitation"),
        Kind("discrimination", "Discrimination"),
    )
}

PRIORITIES: Final[dict[str, PriorityLevel]] = {
    level.key: level
    for level in (
        PriorityLevel("immediate", "Immediate", timedelta(minutes=15), rings=True),
        PriorityLevel("high", "High", timedelta(hours=4)),
        PriorityLevel("standard", "Standard", timedelta(hours=24)),
        PriorityLevel("routine", "Routine", None),
    )
}
"""Most pressing first."""

RECORDING: Final[dict[str, Choice]] = {
    choice.key: choice
    for choice in (
        Choice("crime", "Recorded as a crime", ("system", "number", "offence", "strands")),
        Choice("antisocial_behaviour", "Recorded as antisocial behaviour"),
        # Whether this one is on offer is dated data: the guidance has changed three times since 2023.
        Choice("incident", "Recorded as an incident that is not a crime"),
        Choice("intelligence_only", "Kept as intelligence only"),
        Choice("another_body", "A matter for another body", ("body",)),
        Choice("nothing_recorded", "Nothing recorded", ("reason",)),
    )
}

ACTIONS: Final[dict[str, Choice]] = {
    choice.key: choice
    for choice in (
        Choice("safeguarding_adult", "Safeguarding of an adult"),
        Choice("safeguarding_child", "Safeguarding of a child"),
        Choice("support_referral", "Referral to support"),
        Choice("visit", "Visit"),
        Choice("patrol", "Patrol"),
        Choice("site_warned", "Site warned"),
        Choice("platform_told", "Online platform told"),
        Choice("housing_or_council", "Housing provider or council told"),
        Choice("safety_plan", "Safety plan"),
        Choice("restorative_offer", "Restorative meeting offered", ("victim_agrees",), affirms="The victim agrees."),
    )
}

CLOSING: Final[dict[str, Choice]] = {
    choice.key: choice
    for choice in (
        Choice(
            "with_investigators",
            "With investigators",
            affirms="They have told the person who has it and how to reach them.",
        ),
        Choice(
            "person_wants_no_more",
            "The person wants no more from us",
            affirms="The person has heard what we could do.",
        ),
        Choice("no_line_left", "No line of enquiry left", ("reason",)),
        Choice("not_hate_related", "Not hate related, passed on", ("passed_to",)),
        Choice("transferred", "Transferred to another force", ("force", "number")),
        Choice("form_abuse", "Abuse of the form", ("second_person",), affirms="Two people agree."),
    )
}


NOT_AN_INCIDENT: Final = frozenset({"form_abuse", "not_hate_related"})
"""Closing reasons that say that nobody was attacked for who they are: such a case is in no figure of incidents."""

NEVER_BOTH: Final = frozenset({"sexual_offence", "physical_assault"})
"""A sexual offence is never also counted as an assault."""


def with_parents(keys: Iterable[str]) -> list[str]:
    """Return the strands with each one's parent added, in the order of `STRANDS`, none twice.

    Raises KeyError for a key that is no strand.
    """
    wanted: set[str] = set()
    for key in keys:
        parent = STRANDS[key].parent
        wanted.update({key, parent} if parent else {key})
    return [key for key in STRANDS if key in wanted]
