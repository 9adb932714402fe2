"""Somebody in a case: taken from what a report says, sealed from the start."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from cases.enums import PersonRole
from cases.models import Case, CaseReport, Person
from reporting.domain import sealing
from reporting.domain.wishes import card_of_wish
from reporting.models import Report, Wish
from reporting.questions import is_child_reporting

_IDENTITY = {"contact_name": "name", "contact_email": "email", "contact_phone": "phone"}
_CONTACT = {
    "contact_by": "channels", "contact_safe_times": "safe_times", "contact_voicemail": "voicemail",
    "contact_who_might_see": "who_might_see", "contact_not_to": "not_to", "contact_code_word": "code_word",
    "contact_address": "address",
}  # fmt: skip
_TALK = {"talk_with_them": "how_to_talk"}  # said by whoever reports, of the person it happened to
_KNOWLEDGE = ("happened_to", "how_you_know", "your_role", "person_agrees")
_CARRIED = ("wants_no_contact", "enhanced_ground", "enhanced_reason", "enhanced_by", "enhanced_at")
_NEEDS = (
    "language_wanted", "communication_needs", "trusted_adult", "parents_may_know", "support_wanted", "support_words",
    "outcome_wanted", "outcome_words",
)  # fmt: skip


def sealed_answers(report: Report) -> dict[str, Any]:
    """The answers of a report that identify somebody, by name of question; the caller has logged the look."""
    if report.sealed_answers is None:
        return {}
    answers: dict[str, Any] = sealing.unseal(
        report.sealed_answers, table="report", row=report.reference, field="answers"
    )
    return answers


def identity(person: Person) -> dict[str, str]:
    """Name, e-mail and phone as given last; empty where none was."""
    known: dict[str, str] = _unsealed(person, "identity") or {}
    for told in told_since(person):
        known |= _renamed(told.answers, _IDENTITY)
    return known


def contact_card(person: Person) -> dict[str, Any]:
    """How, when and how not to reach this person, in their own words; what was left empty later is as before."""
    card: dict[str, Any] = _unsealed(person, "contact") or {}
    for told in told_since(person):
        card |= told.card
    return card


def first_card(person: Person) -> dict[str, Any]:
    """The contact card as it came with the report."""
    return _unsealed(person, "contact") or {}


@dataclass(frozen=True)
class Told:
    """A contact card that the person has filled in anew with their code: the answers given, by name of question."""

    at: datetime
    answers: dict[str, Any]

    @property
    def card(self) -> dict[str, Any]:
        """The same, as a contact card."""
        return {**_renamed(self.answers, _CONTACT), **_limits(self.answers)}


def told_since(person: Person) -> list[Told]:
    """The cards that the person has filled in anew since they reported, oldest first; read as they are this moment."""
    if person.role != PersonRole.REPORTER:
        return []
    wishes = person.told_since
    if wishes is None:
        wishes = list(Wish.objects.about_contact().filter(report=person.report_id))
    return [Told(wish.sent_at, card_of_wish(wish)) for wish in wishes]


def agreed_since(person: Person) -> list[dict[str, Any]]:
    """Each version of what officers have agreed with this person about reaching them, oldest first."""
    return _unsealed(person, "agreed") or []


def add_agreed(person: Person, version: dict[str, Any]) -> None:
    """Add a version to a locked row; earlier ones stay."""
    person.sealed_agreed = _sealed(person, "agreed", [*agreed_since(person), version])
    person.save(update_fields=["sealed_agreed"])


def secrets_of(person: Person) -> str:
    """What people around them do not know, in their own words."""
    return _unsealed(person, "secrets") or ""


def everywhere(person: Person) -> QuerySet[Person]:
    """The same person in each case that holds their report now: a report may hang on several."""
    held = CaseReport.objects.filter(case=OuterRef("case"), report=OuterRef("report"), detached_at=None)
    return Person.objects.filter(Exists(held), report=person.report_id, role=person.role).order_by("pk")


def carry_persons(report: Report, *, of: Case, to: Case) -> None:
    """What became known of the people of a report since it came goes with it from case to case; part of the caller's
    transaction.

    That is every version of what was agreed with them, whether they want no contact, and enhanced service.
    Raises `CannotOpen` without the key.
    """
    before = {one.role: one for one in of.persons.filter(report=report)}
    for person in to.persons.filter(report=report, role__in=before).select_for_update(of=("self",)).order_by("pk"):
        was = before[person.role]
        versions = agreed_since(person)
        versions += [one for one in agreed_since(was) if one not in versions]
        versions.sort(key=lambda one: datetime.fromisoformat(one["at"]))
        person.sealed_agreed = _sealed(person, "agreed", versions)
        for name in _CARRIED:
            setattr(person, name, getattr(was, name))
        person.save(update_fields=["sealed_agreed", *_CARRIED])


def add_persons_of(case: Case, report: Report, *, now: datetime) -> None:
    """The reporter and, where it happened to somebody else, the victim; part of the caller's transaction.

    A second call for the same report adds nobody.
    """
    if not case.persons.filter(report=report).exists():
        Person.objects.bulk_create(persons_told_of(case, report, now=now))


def persons_told_of(case: Case, report: Report, *, now: datetime) -> list[Person]:
    """Everybody whom a report names to us, sealed and not saved."""
    answers = {**report.answers, **sealed_answers(report)}
    is_victim = answers.get("happened_to") in ("me", "me_and_others")
    reporter = Person(case=case, report=report, role=PersonRole.REPORTER, created_at=now)
    reporter.sealed_identity = _sealed(reporter, "identity", _renamed(answers, _IDENTITY))
    reporter.sealed_contact = _sealed(reporter, "contact", {**_renamed(answers, _CONTACT), **_limits(answers)})
    reporter.sealed_secrets = _sealed(reporter, "secrets", answers.get("do_not_disclose", ""))
    reporter.knowledge = {name: answers[name] for name in _KNOWLEDGE if name in answers}
    reporter.needs = {name: answers[name] for name in _NEEDS if name in answers}
    if is_victim and "under_18" in answers:
        reporter.needs["under_18"] = answers["under_18"]
    elif "reporter_under_18" in answers and not is_victim:
        reporter.needs["under_18"] = answers["reporter_under_18"]
    if answers.get("may_pass_on"):
        reporter.consent["may_pass_on"] = answers["may_pass_on"]
    reporter.wants_no_contact = "no_contact" in answers.get("contact_by", [])
    persons = [reporter]
    if answers.get("happened_to") == "someone_else":
        consent = {"knows_of_report": answers["person_agrees"]} if "person_agrees" in answers else {}
        needs = {"under_18": answers["under_18"]} if "under_18" in answers else {}
        victim = Person(case=case, report=report, role=PersonRole.VICTIM, consent=consent, needs=needs, created_at=now)
        victim.sealed_contact = _sealed(victim, "contact", _renamed(answers, _TALK))
        persons.append(victim)
    return persons


def _limits(answers: dict[str, Any]) -> dict[str, bool]:
    """What their answers forbid. A child's parents are not told unless the child says that it is safe."""
    limits = {
        "withhold_number": answers.get("contact_withhold_number") == "yes",
        "no_visit": answers.get("contact_no_visit") == "no_visit",
        "ask_before_visit": answers.get("contact_no_visit") == "ask_first",
        "not_the_parents": is_child_reporting(answers) and answers.get("parents_may_know") != "yes",
    }
    return {name: True for name, is_set in limits.items() if is_set}


def _renamed(answers: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    return {new: answers[old] for old, new in names.items() if answers.get(old)}


def _sealed(person: Person, field: str, value: Any) -> bytes | None:
    return sealing.seal(value, table="person", row=str(person.seal_id), field=field) if value else None


def _unsealed(person: Person, field: str) -> Any:
    sealed = getattr(person, f"sealed_{field}")
    return None if sealed is None else sealing.unseal(sealed, table="person", row=str(person.seal_id), field=field)
