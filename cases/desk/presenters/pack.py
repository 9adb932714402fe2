"""What a hand-over pack tells of one case, as plain data: the same for the readable page and for machines."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.desk.presenters import contact, labels, passing_on, story, times, voices
from cases.desk.presenters.hidden import Veil
from cases.desk.presenters.risk import risk
from cases.domain import contact_card, persons
from cases.domain.contact import Card
from cases.domain.redaction import LEFT_OUT
from cases.enums import Speaker
from cases.models import Person
from cases.queries.case_file import CaseFile, ReportFile
from cases.queries.passing_on import Passing
from reporting.domain.sealing import CannotOpen
from reporting.questions import COMPULSORY, QUESTIONS, SEALED

Lines = list[tuple[str, str]]
SHOWN = 20_000  # characters of a text on the readable page; its file holds the rest
_IDENTITY = (("name", "contact_name"), ("email", "contact_email"), ("phone", "contact_phone"))


@dataclass
class Packed:
    """`told` is one case; `left_out` is what a reader must know is not there. `cut` leaves a full pack as it is."""

    file: CaseFile
    passing: Passing
    cut: Callable[[str], str]
    is_redacted: bool
    now: datetime
    left_out: list[str] = field(default_factory=list)
    files: dict[int, list[dict[str, str]]] = field(default_factory=dict)

    def told(self, words: dict[int, tuple[str, str]]) -> dict[str, Any]:
        """`words` are, by report, the first of them and the file that holds them all."""
        file, case = self.file, self.file.case
        limit = passing_on.limit_of_file(file)
        return {
            "reference": case.reference,
            "state": labels.state(case.state),
            "unit": case.unit.name,
            "officer": case.officer.username if case.officer else "",
            "received": times.moment(case.received_at),
            "closed": times.moment(case.closed_at),
            "closing": self._closing(),
            "crime_number": passing_on.crime_number(file.decisions),
            "summary_limit": {
                "last_day": limit.last.isoformat(),
                "is_estimate_from_receipt": limit.is_estimate,
                "words": passing_on.limit_line(limit, timezone.localtime(self.now).date(), is_open=False).last,
            },
            "risk": self._risk(),
            "decisions": [self._decision(one) for one in file.decisions],
            "actions": [[labels.actions([one.action])[0], str(one.by), times.moment(one.at)] for one in file.actions],
            "owed": [[labels.owed(one.kind), self.cut(one.what), times.moment(one.due_at)] for one in file.commitments],
            "passed_on": self._passed_on(),
            "reports": [self._report(one, *words[one.report.pk]) for one in file.reports],
            "files": _("Files: none are kept with these reports."),
        }

    def history(self) -> Iterable[tuple[datetime, str, str, str]]:
        """When, who, what, note: the timeline, oldest first."""
        for entry in reversed(self.file.timeline):
            said = story.line(entry)
            yield timezone.localtime(said.at), said.by, said.what, self.cut(said.note)

    def _closing(self) -> Lines:
        case = self.file.case
        if not case.closing_reason:
            return []
        details = [(key, self.cut(str(value))) for key, value in case.closing_details.items()]
        return [("reason", labels.closing(case.closing_reason)), *details, ("note", self.cut(case.closing_note))]

    def _risk(self) -> Lines:
        case = self.file.case
        said = [(_("Priority"), labels.priority(case.priority))]
        if case.priority_reason and not self.file.is_blind:
            said.append((_("Why this priority"), self.cut(case.priority_reason)))
        for name in ("in_danger_now", "happened_before", "may_happen_again", "know_them", "under_18"):
            answers = {
                labels.answer(name, one.report.answers[name]) for one in self.file.reports if name in one.report.answers
            }
            said += [(labels.asked(name), answer) for answer in sorted(answers)]
        return said + self._assessed()

    def _assessed(self) -> Lines:
        """The risk as a person last assessed it."""
        found = risk(self.file, self.now)
        if found.newest is None:
            return [(_("Risk assessed by a person"), _("Not yet."))]
        told = found.newest
        lines = [(_("Risk assessed by a person"), f"{told.level} ({told.by}, {told.at})")]
        lines += [(_("This assessment counts no longer"), found.stale)] if found.stale else []
        lines += [
            (question, self.cut(" ".join(filter(None, [answer, note])))) for question, answer, note in told.answers
        ]
        return [*lines, (_("Plan"), self.cut(told.plan)), (_("To be looked at again"), told.review)]

    def _decision(self, decision: Any) -> dict[str, Any]:
        return {
            "at": times.moment(decision.at),
            "by": str(decision.by),
            "lines": [(name, self.cut(value)) for name, value in voices.decided(decision)],
            "reason": self.cut(decision.reason),
        }

    def _passed_on(self) -> list[dict[str, Any]]:
        asked = [
            (_("Referral"), one.organisation.name, passing_on.fields(one.fields), one) for one in self.passing.referrals
        ] + [(_("Transfer"), one.force.name, [], one) for one in self.passing.transfers]  # type: ignore[misc]
        return [
            {
                "what": what,
                "to": name,
                "shared": shared,
                "at": times.moment(one.asked_at),
                "by": str(one.asked_by),
                "reason": self.cut(one.reason),
                "came_of": passing_on.came_of(one.outcome),
                "answered_by": self.cut(one.answered_name),
                "their_number": one.number,
                "note": self.cut(one.note),
            }
            for what, name, shared, one in asked
        ]

    def _report(self, one: ReportFile, words: str, path: str) -> dict[str, Any]:
        report = one.report
        if report.erased_at:
            self.left_out.append(
                _("The words of report %(report)s: they were erased on %(at)s.")
                % {"report": report.reference, "at": times.moment(report.erased_at)}
            )
        return {
            "reference": report.reference,
            "received": times.moment(report.received_at),
            "channel": labels.channel(report.channel),
            "read": f"{one.reading.by}, {times.moment(one.reading.at)}" if one.reading else "",
            "words_file": path,
            "words_sha256": "" if self.is_redacted or not one.length else report.fingerprint,
            "files": self.files.get(report.pk, []),
            "characters": one.length,
            "words": words[:SHOWN],
            "is_cut": len(words) > SHOWN or (one.is_cut and not self.is_redacted),
            "perceived_by_reporter": labels.strands(report.perceived_strands),
            "answers": self._answers(one),
            "voices": [
                {
                    "speaker": said.speaker,
                    "who": said.who,
                    "lines": [(name, self.cut(value)) for name, value in said.lines],
                    "text": self.cut(said.text),
                    "hidden": said.hidden,
                }
                for said in voices.voices_of(self.file, one, one.words, Veil(is_lifted=True))
            ],
            "persons": [self._person(person) for person in one.persons],
        }

    def _answers(self, one: ReportFile) -> Lines:
        given, sealed = dict(one.report.answers), {}
        try:
            sealed = persons.sealed_answers(one.report)
        except CannotOpen:
            self.left_out.append(_("Sealed answers of report %s: they cannot be opened.") % one.report.reference)
        given |= sealed
        said = []
        for name in QUESTIONS:
            if name not in given or name == COMPULSORY:
                continue
            is_left_out = self.is_redacted and (name in SEALED or name.startswith("contact_"))
            answer = (
                times.day(given[name])
                if name == "happened_on"
                else labels.answer(name, given[name], given.get("happened_to"))
            )
            said.append((labels.asked(name), LEFT_OUT if is_left_out else self.cut(answer)))
        return said

    def _person(self, person: Person) -> dict[str, Any]:
        lines: Lines = []
        try:
            known, card, secrets = persons.identity(person), contact_card.card_of(person), persons.secrets_of(person)
            agreed = contact_card.versions_of(person)[-1:]
        except CannotOpen:
            known, card, secrets, agreed = {}, Card(), "", []
            self.left_out.append(_("A contact card of report %s: it cannot be opened.") % person.report.reference)
        sealed = [(labels.asked(question), known[key]) for key, question in _IDENTITY if known.get(key)]
        sealed += contact.lines_of(replace(card, wants_no_contact=False), known)
        if card.address:
            sealed.append((labels.asked("contact_address"), card.address))
        sealed += [
            (
                _("Agreed with them"),
                f"{times.moment(datetime.fromisoformat(one['at']))}, {one['by']}: {one['agreed_how']}",
            )
            for one in agreed
        ]
        if secrets:
            sealed.append((_("Do not give this away"), secrets))
        lines += [(name, LEFT_OUT) for name, _value in sealed] if self.is_redacted else sealed
        if card.wants_no_contact or person.wants_no_contact:
            lines.append((_("Contact"), _("Does not want to be contacted")))
        for answers in (person.knowledge, person.needs):
            said = {
                name: labels.answer(name, one, person.knowledge.get("happened_to")) for name, one in answers.items()
            }
            lines += [(labels.asked(name), self.cut(answer)) for name, answer in said.items()]
        if "knows_of_report" in person.consent:
            agreed = labels.answer("person_agrees", person.consent["knows_of_report"])
            lines.append((labels.asked("person_agrees"), agreed))
        for consent in self.passing.consents:
            if consent.person_id == person.pk:
                shared = ", ".join(passing_on.fields(consent.fields))
                lines.append((_("Agreed to share with %s") % consent.organisation.name, shared))
        return {"role": labels.person(person.role), "lines": lines}


def not_included(packed: Iterable[Packed]) -> list[str]:
    """One sentence for each thing that a reader could look for in vain."""
    all_of_it = list(packed)
    said = [
        _("Follow-up codes: nobody but the person who reported has theirs."),
        _("Other cases, also where a person or place is the same."),
        _("Words that officers searched for."),
    ]
    if not any(report.files for one in all_of_it for report in one.file.reports):
        said.insert(0, _("Files such as pictures and recordings: none are kept with these reports."))
    if any(one.is_redacted for one in all_of_it):
        said += [
            _("Pictures, recordings and other files, sealed ones among them: they may show who somebody is."),
            _("Names and addresses of people who reported or to whom it happened, and how to reach them."),
            _("What people around them do not know."),
            _("What was told of who did it, and where exactly it happened: these answers are sealed."),
            _(
                "In every text: names, numbers, addresses and links that a machine found, and repeats of what is sealed. "
                "Each is marked %s. A machine may miss one: read the pack before you pass it on."
            )
            % LEFT_OUT,
            _("Of a text of more than 200,000 characters, what comes after them."),
            _("The hash of the words as they were said."),
        ]
    if any(one.file.is_blind for one in all_of_it):
        said.append(_("What the machine suggests, where officers have not decided yet and may not see it."))
    if any(
        voice.speaker == Speaker.MACHINE
        for one in all_of_it
        for report in one.file.reports
        for voice in report.voices[:-1]
    ):
        said.append(_("Earlier suggestions of the machine."))
    return [*said, *(line for one in all_of_it for line in one.left_out)]
