"""What the bar above a case must say at once, and what must be known wherever somebody writes."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cases.desk.presenters.cards import PersonCard
from cases.enums import Lane
from cases.queries.case_file import CaseFile
from reporting.enums import Sender


@dataclass(frozen=True)
class Mark:
    """A tag of the bar."""

    key: str
    label: str
    colour: str


@dataclass
class Careful:
    """What stands beside every place where words are written that may leave the desk."""

    secrets: list[str] = field(default_factory=list)
    wants_no_contact: bool = False

    def __bool__(self) -> bool:
        return bool(self.secrets) or self.wants_no_contact


def careful_of(file: CaseFile, cards: list[PersonCard]) -> Careful:
    """What people around them do not know, each once; and whether somebody does not want to be contacted."""
    secrets = list(dict.fromkeys(card.secrets for card in cards if card.secrets))
    return Careful(secrets, any(card.person.wants_no_contact for card in cards))


def marks(file: CaseFile, careful: Careful, cards: list[PersonCard]) -> list[Mark]:
    """Restricted, held, of a backlog, under 18, do not disclose, no contact: what changes how one acts."""
    is_child = any(one.report.answers.get("under_18") == "yes" for one in file.reports) or any(
        card.person.needs.get("under_18") == "yes" for card in cards
    )
    is_waiting = any(one.messages and one.messages[-1].sender == Sender.REPORTER for one in file.reports)
    there = (
        (file.case.is_restricted, Mark("restricted", _("Restricted"), "red")),
        (file.case.lane == Lane.HELD, Mark("held", _("Held"), "purple")),
        (file.case.lane == Lane.BACKLOG, Mark("backlog", _("Backlog"), "grey")),
        (is_child, Mark("under-18", _("Under 18"), "red")),
        (bool(careful.secrets), Mark("secrets", _("Do not disclose"), "red")),
        (careful.wants_no_contact, Mark("no-contact", _("No contact"), "red")),
        (is_waiting, Mark("written", _("They have written"), "yellow")),
    )
    return [mark for is_there, mark in there if is_there]
