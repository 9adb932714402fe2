"""The contact card, what must not be given away, and what a report answers besides its words."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.presenters import contact, labels, times
from cases.desk.presenters.hidden import Veil
from cases.domain import contact_card, persons
from cases.domain.contact import Card
from cases.domain.contact_data import doubtful
from cases.models import Person
from cases.queries.case_file import ReportFile
from reporting.domain.about_you import ABOUT_YOU
from reporting.domain.sealing import CannotOpen
from reporting.places import FORCES, force_of
from reporting.questions import QUESTIONS

_OWN_CARD = frozenset(name for name in QUESTIONS if name.startswith("contact_")) | {"do_not_disclose"}
_ELSEWHERE = _OWN_CARD | {
    "what_happened", "because", "because_words", "happened_to", "how_you_know", "your_role", "person_agrees",
    "support_wanted", "support_words", "outcome_wanted", "outcome_words", "language_wanted", "communication_needs",
    "trusted_adult", "parents_may_know", "may_pass_on",
}  # fmt: skip
_DOUBTS = {
    "email": gettext_lazy("The e-mail address that they gave cannot be right: nothing can be sent to it."),
    "phone": gettext_lazy("The telephone number that they gave cannot be dialled as it stands."),
}


@dataclass
class PersonCard:
    """One person, as seen before somebody says why they need more. `means` have an address; the card may forbid them."""

    person: Person
    role: str
    name: str = ""
    lines: list[tuple[str, str]] = field(default_factory=list)
    secrets: str = ""
    may_pass_on: str = ""
    means: list[tuple[str, str]] = field(default_factory=list)
    rules: Card = field(default_factory=Card)
    attempts: list[contact.Attempt] = field(default_factory=list)
    form: object = None
    cannot_open: bool = False
    doubtful: list[str] = field(default_factory=list)
    is_changed: bool = False

    @property
    def doubts(self) -> list[str]:
        """What of it cannot be right, in words."""
        return [str(_DOUBTS[key]) for key in self.doubtful]


def secrets_in(persons: Iterable[Person]) -> list[str]:
    """What must not be given away of these persons, for wherever words or files may leave the desk."""
    return [one.secrets for one in map(card, persons) if one.secrets]


def card(person: Person) -> PersonCard:
    """Wishes, safe times and needs. Numbers and addresses are not on it: only which of them there are."""
    shown = PersonCard(person, labels.person(person.role))
    try:
        identity, shown.rules = persons.identity(person), contact_card.card_of(person)
        shown.secrets = persons.secrets_of(person)
    except CannotOpen:
        shown.cannot_open = True
        return shown
    shown.name = identity.get("name", "")
    if told := persons.told_since(person):
        shown.is_changed = True
        changed = _("%s, with their code. Make sure that it is them before you use a new number or address.")
        shown.lines.append((_("Changed by them"), changed % times.moment(told[-1].at)))
    shown.lines += contact.lines_of(shown.rules, identity)
    happened_to = person.knowledge.get("happened_to")
    shown.lines += [(labels.asked(name), labels.answer(name, value)) for name, value in person.knowledge.items()]
    shown.lines += [
        (labels.asked(name), labels.answer(name, value, happened_to)) for name, value in person.needs.items()
    ]
    if "knows_of_report" in person.consent:
        shown.lines.append(
            (labels.asked("person_agrees"), labels.answer("person_agrees", person.consent["knows_of_report"]))
        )
    if "may_pass_on" in person.consent:
        shown.may_pass_on = labels.answer("may_pass_on", person.consent["may_pass_on"], happened_to)
        shown.lines.append((labels.asked("may_pass_on"), shown.may_pass_on))
    known = {**identity, "address": shown.rules.address}
    shown.doubtful = doubtful(identity)
    shown.means = [(means, contact.means(means)) for means, key in contact.NEEDS.items() if known.get(key)]
    return shown


def answers(report: ReportFile, veil: Veil) -> list[tuple[str, str]]:
    """What the person answered besides their words, in the order of the questions, sealed answers included."""
    given = dict(report.report.answers)
    try:
        given |= persons.sealed_answers(report.report)
    except CannotOpen:
        given["who_did_it"] = _("These answers cannot be opened. Tell the administrator: the key may be missing.")
    shown = [name for name in QUESTIONS if name in given and name not in _ELSEWHERE]
    told = [(labels.asked(name), _said(name, given[name], veil)) for name in shown]
    if force := force_of(given):
        told.append((_("Police force for that place"), _(FORCES[force])))
    return [*told, *((_(question), _(answer)) for question, answer in given.get(ABOUT_YOU, ()))]


def _said(name: str, value: object, veil: Veil) -> str:
    if name == "happened_on":
        return times.day(str(value))
    said = labels.answer(name, value)
    return said if QUESTIONS[name].choices else veil.over(said)
