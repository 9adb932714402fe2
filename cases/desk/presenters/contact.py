"""The contact card and each attempt to reach somebody, in words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.presenters import labels
from cases.domain.contact import Card, hours
from cases.enums import ContactOutcome, Means
from cases.models import TimelineEntry

MEANS: dict[str, Any] = {
    Means.WEBSITE: gettext_lazy("Only on the website, with their code"),
    Means.PHONE: gettext_lazy("Phone call"),
    Means.TEXT: gettext_lazy("Text message"),
    Means.EMAIL: gettext_lazy("E-mail"),
    Means.LETTER: gettext_lazy("Letter"),
    Means.VISIT: gettext_lazy("Visit"),
}
NEEDS = {"phone": "phone", "text": "phone", "email": "email", "letter": "address", "visit": "address"}
"""What has to be known of somebody to reach them by this means."""
OUTCOMES: dict[str, Any] = {
    ContactOutcome.REACHED: gettext_lazy("I reached them"),
    ContactOutcome.NO_ANSWER: gettext_lazy("Nobody answered"),
    ContactOutcome.SOMEBODY_ELSE: gettext_lazy("Somebody else answered"),
    ContactOutcome.VOICEMAIL: gettext_lazy("I left a voice message"),
    ContactOutcome.SENT: gettext_lazy("It is sent"),
    ContactOutcome.NOT_DELIVERED: gettext_lazy("It could not be delivered, or the number is wrong"),
    ContactOutcome.NOT_TRIED: gettext_lazy("I did not try after all"),
}
_BY_HAND = (ContactOutcome.REACHED, ContactOutcome.NO_ANSWER, ContactOutcome.SOMEBODY_ELSE)
_BY_POST = (ContactOutcome.SENT, ContactOutcome.NOT_DELIVERED, ContactOutcome.NOT_TRIED)
_MAY_COME_OF = {
    Means.PHONE: (*_BY_HAND, ContactOutcome.VOICEMAIL, ContactOutcome.NOT_DELIVERED, ContactOutcome.NOT_TRIED),
    Means.VISIT: (*_BY_HAND, ContactOutcome.NOT_TRIED),
}
_CAME_OF_IT = {
    ContactOutcome.REACHED: gettext_lazy("reached"),
    ContactOutcome.NO_ANSWER: gettext_lazy("nobody answered"),
    ContactOutcome.SOMEBODY_ELSE: gettext_lazy("somebody else answered"),
    ContactOutcome.VOICEMAIL: gettext_lazy("voice message left"),
    ContactOutcome.SENT: gettext_lazy("sent"),
    ContactOutcome.NOT_DELIVERED: gettext_lazy("not delivered"),
    ContactOutcome.NOT_TRIED: gettext_lazy("not tried"),
}


@dataclass(frozen=True)
class Attempt:
    """One attempt as the case page lists it. `is_open` while nobody has written what came of it."""

    id: int
    means: str
    at: datetime
    by: str
    outcome: str
    note: str
    is_against_card: bool

    @property
    def is_open(self) -> bool:
        return not self.outcome


def means(key: str) -> str:
    """By which means."""
    return str(MEANS.get(key, key))


def may_come_of(key: str) -> list[tuple[str, Any]]:
    """What can come of this means, to choose from."""
    return [(one, OUTCOMES[one]) for one in _MAY_COME_OF.get(Means(key), _BY_POST)]


def came_of_it(key: str) -> str:
    """What came of it, for a list."""
    return str(_CAME_OF_IT.get(ContactOutcome(key), key)) if key in list(ContactOutcome) else key


def lines_of(card: Card, identity: Mapping[str, str]) -> list[tuple[str, str]]:
    """What the card says, without number or address; of a way for which there is none, that there is none."""
    lines = []
    if card.wants_no_contact:
        lines.append((_("Contact"), _("Does not want to be contacted")))
    elif card.channels:
        known = {**identity, "address": card.address}
        lines.append((_("Safe ways"), "; ".join(_way(one, known) for one in card.channels)))
    if card.safe_times:
        lines.append((labels.asked("contact_safe_times"), card.safe_times))
    if card.has_hours:
        lines.append((_("Safe hours"), hours(card)))
    if card.voicemail:
        lines.append((labels.asked("contact_voicemail"), labels.answer("contact_voicemail", card.voicemail)))
    if card.who_might_see:
        lines.append((labels.asked("contact_who_might_see"), card.who_might_see))
    if card.withhold_number:
        lines.append((_("Our number"), _("Withhold it")))
    if card.no_visit or card.ask_before_visit:
        lines.append((_("Visits"), _("Do not visit") if card.no_visit else _("Ask them first, before any visit")))
    if card.not_the_parents:
        lines.append((_("Parents"), _("Do not tell them: the child did not say that it is safe")))
    if card.how_to_talk:
        lines.append((labels.asked("talk_with_them"), card.how_to_talk))
    own_words = ((_("Do not speak to"), card.not_to), (_("Code word"), card.code_word))
    return [*lines, *(line for line in own_words if line[1])]


def _way(key: str, known: Mapping[str, str]) -> str:
    if key not in NEEDS or known.get(NEEDS[key]):
        return means(key)
    lacking = _("%s, but no number was given") if NEEDS[key] == "phone" else _("%s, but no address was given")
    return lacking % means(key)


def attempts_of(timeline: Iterable[TimelineEntry], person_id: int, over: Callable[[str], str] = str) -> list[Attempt]:
    """Every attempt to reach this person, newest first, as the timeline tells it; no query of its own."""
    begun, ended = [], {}
    for entry in timeline:
        if entry.details.get("person") != person_id:
            continue
        if entry.what == "contact_begun":
            begun.append(entry)
        elif entry.what == "contact_outcome":
            ended[entry.details.get("attempt")] = entry
    shown = []
    for entry in begun:
        end = ended.get(entry.details.get("attempt"))
        last = end or entry
        shown.append(
            Attempt(
                id=int(entry.details.get("attempt", 0)),
                means=means(str(entry.details.get("means", ""))),
                at=last.at,
                by=last.by or "Heard",
                outcome=came_of_it(str(end.details.get("outcome", ""))) if end else "",
                note=over(last.note),
                is_against_card=bool(last.details.get("against_card")),
            )
        )
    return shown
