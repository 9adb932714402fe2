"""One case with every row that the product's own writes would have left behind; each method is one of those writes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Any

from django.db.models import Model

from cases.demo.bulk.patterns import contact_rows
from cases.demo.bulk.people import Team
from cases.demo.bulk.stories import Story
from cases.demo.letters import Letters
from cases.domain.commitments import STATUS, TOLD
from cases.domain.persons import persons_told_of
from cases.domain.searchable import OPEN_WORDS, put_in_words
from cases.engine.findable import without_identifiers
from cases.enums import OPEN_STATES, CommitmentKind, PersonRole, Speaker, State, Understood
from cases.models import (
    Account,
    ActionTaken,
    Case,
    CaseReport,
    Commitment,
    Reading,
    RecordingDecision,
    SearchText,
    SeriesLink,
    TimelineEntry,
    Voice,
)  # fmt: skip
from reporting.domain.follow_up_code import token_hash
from reporting.enums import Owed, PublicStatus, Sender
from reporting.models import Message, Report
from reporting.taxonomy import with_parents

Promises = dict[tuple[str, str], tuple[timedelta, int | None]]
_BETWEEN_TWO = timedelta(hours=1)


@dataclass
class Life:
    """`reports` are those attached now; `no_contact` those of people who wish none. Times are the caller's."""

    case: Case
    story: Story
    team: Team
    rng: Random
    promises: Promises
    message_ids: Iterator[int]
    person_ids: Iterator[int]
    reports: list[Report] = field(default_factory=list)
    no_contact: set[int] = field(default_factory=set)
    rows: list[Model] = field(default_factory=list)
    links: list[CaseReport] = field(default_factory=list)
    owed: list[Commitment] = field(default_factory=list)
    entries: list[TimelineEntry] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    decisions: list[RecordingDecision] = field(default_factory=list)

    def note(self, what: str, at: datetime, by: Account | None = None, note: str = "", **details: Any) -> None:
        """One more line on the timeline, and one more write on the case."""
        name = by.username if by else ""
        self.entries.append(TimelineEntry(case=self.case, what=what, at=at, by=name, note=note, details=details))
        self.case.version += 1

    def owe(
        self,
        kind: CommitmentKind,
        at: datetime,
        *,
        report: Report | None = None,
        since: datetime | None = None,
        due_at: datetime | None = None,
        what: str = "",
    ) -> None:
        """Owe something, by its promise where no time is given."""
        within, rule = self.promises[kind, self.case.priority]
        due_at = due_at or (since or at) + within
        self.owed.append(
            Commitment(
                case=self.case, report=report, kind=kind, rule_id=rule, what=what, opened_at=at, due_at=due_at,
                priority=self.case.priority,
            )
        )  # fmt: skip

    def open(self, *kinds: CommitmentKind, report: Report | None = None) -> list[Commitment]:
        """What is owed still: of these kinds and this report where they are given."""
        return [
            one
            for one in self.owed
            if one.met_at is None and one.released_at is None and (not kinds or one.kind in kinds)
            and (report is None or one.report_id in (None, report.pk))
        ]  # fmt: skip

    def meet(self, at: datetime, by: Account, *kinds: CommitmentKind, report: Report | None = None) -> None:
        """It was done."""
        for one in self.open(*kinds, report=report):
            one.met_at, one.met_by = at, by

    def attach(self, report: Report, at: datetime, by: Account | None = None, reason: str = "opened for it") -> None:
        """A report comes to the case, with the people it names."""
        self.reports.append(report)
        self.links.append(
            CaseReport(
                case=self.case, report=report, attached_at=at, attached_by=by.username if by else "", reason=reason
            )
        )
        persons = persons_told_of(self.case, report, now=at)
        if any(one.role == PersonRole.REPORTER and one.wants_no_contact for one in persons):
            self.no_contact.add(report.pk)
        for one in persons:
            one.pk = next(self.person_ids)
            if one.role == PersonRole.REPORTER and report.pk == self.case.opened_for_id:
                self.rows.extend(contact_rows(one))
        self.rows.extend(persons)

    def give_away(self, at: datetime, by: Account, to: Case, reason: str) -> Report:
        """The one report of the case goes to another: this one is emptied and owes nothing."""
        report, link = self.reports.pop(), self.links[0]
        link.detached_at, link.detached_by = at, by.username
        for one in self.open():
            one.released_at, one.released_because = at, "its report left the case"
        self.case.state = State.EMPTIED
        self.note("detached", at, by, f"attached to {to.reference}", report=report.reference)
        return report

    def take(self, at: datetime, by: Account) -> None:
        """An officer takes it."""
        self.case.state, self.case.officer = State.IN_PROGRESS, by
        self.note("taken", at, by)

    def read(self, report: Report, at: datetime, by: Account) -> None:
        """The officer has understood a report; an answer is owed from now on."""
        held = self.story.incident.language in by.languages
        understood = Understood.LANGUAGE_HELD if held else Understood.TRANSLATION
        self.rows.append(Reading(report=report, case=self.case, by=by, at=at, understood=understood))
        self.meet(at, by, CommitmentKind.READ, report=report)
        if report.pk not in self.no_contact:
            self.owe(CommitmentKind.ANSWER, at, report=report)
        self.note("read", at, by, report=report.reference, understood=str(understood))

    def put_last(self, at: datetime, by: Account, reason: str) -> None:
        """Everything is read, and it may wait."""
        self.case.priority, self.case.priority_reason = "routine", reason
        for one in self.open():
            one.priority = one.priority if one.due_at <= at else "routine"
        self.note("priority", at, by, reason, priority="routine")

    def decide(self, at: datetime, by: Account, letters: Letters, recording: str) -> None:
        """How it is recorded, by whose perception, with what is done."""
        incident, rng = self.story.incident, self.rng
        given: dict[str, str] = {}
        reason = letters.pick("reasons", "decision")
        if recording == "crime":
            number = f"{rng.randint(10, 99)}{rng.randint(100_000, 999_999)}/{at:%y}"
            given = {"system": "Crime recording system", "number": number, "offence": letters.offence()}
        elif recording == "another_body":
            given["body"] = incident.passed_to or letters.pick("elsewhere", "body")
        elif recording == "nothing_recorded":
            reason = letters.pick("reasons", "abuse" if incident.abuse else "nothing_recorded")
        actions = letters.actions() if incident.hateful else []
        strands, kinds = with_parents(incident.strands), [*incident.kinds] if incident.hateful else []
        perceived_by = rng.choice(["victim", "victim", "witness", "officer"])
        self.decisions.append(
            RecordingDecision(
                case=self.case, recording=recording, by=by, at=at, reason=reason, strands=strands, kinds=kinds,
                perceived_by=perceived_by, **given,
            )
        )  # fmt: skip
        self.rows.extend(ActionTaken(case=self.case, action=action, by=by, at=at) for action in actions)
        if strands or kinds:
            self.rows.append(
                Voice(
                    speaker=Speaker.OFFICER,
                    case=self.case,
                    by=by.username,
                    at=at,
                    strands=strands,
                    kinds=kinds,
                    text=reason,
                )
            )
            self.case.strands, self.case.kinds = strands or self.case.strands, kinds or self.case.kinds
        self.case.needs_person = ""
        self.meet(at, by, CommitmentKind.RECORDING_DECISION)
        self.note("decided", at, by, reason, recording=recording, actions=actions)

    def answer(self, report: Report, at: datetime, by: Account, words: str) -> None:
        """One message of an officer; it meets what answers are owed."""
        self._write(report, Sender.OFFICER, at, words, author=by.username)
        self.case.needs_person = ""
        self.meet(at, by, CommitmentKind.ANSWER, CommitmentKind.UPDATE, report=report)
        self.note("answered", at, by, report=report.reference)

    def hear(self, report: Report, at: datetime, words: str) -> None:
        """The reporter has written: an answer is owed."""
        message = self._write(report, Sender.REPORTER, at, words)
        self.note("message", at, message=message.pk)
        if not self.open(CommitmentKind.ANSWER, report=report):
            self.owe(CommitmentKind.ANSWER, at, report=report)

    def wait(self, at: datetime, by: Account, until: date, reason: str) -> None:
        """It waits for something until a day."""
        self.case.state, self.case.waiting_until, self.case.waiting_for = State.WAITING, until, reason
        self.note("waiting", at, by, reason, until=until.isoformat())

    def hand_back(self, at: datetime, by: Account, note: str) -> None:
        """It goes back to the queue."""
        self.case.state, self.case.officer = State.NEW, None
        self.note("handed_back", at, by, note)

    def close(self, at: datetime, by: Account, closing: str, note: str, details: dict[str, str]) -> None:
        """It is closed; for abuse of the form somebody else has proposed it."""
        case = self.case
        if closing == "form_abuse":
            case.closing_proposed_by = first = self.team.second(by)
            self.note("closing_proposed", at - _BETWEEN_TWO, first, note, closing_reason=closing)
        case.state, case.closed_at, case.closed_by, case.closing_reason = State.CLOSED, at, by, closing
        case.closing_note, case.closing_details = note, details
        self.meet(at, by, *CommitmentKind)
        self.note("closed", at, by, note, closing_reason=closing)

    def finish(self, at: datetime) -> None:
        """Last: what is due, what the reporters are told, and what search keeps."""
        case = self.case
        if case.state in OPEN_STATES and not self.open():
            self.owe(CommitmentKind.NEXT_ACTION, at)
        first = min(self.open(), key=lambda one: one.due_at, default=None)
        case.next_due_at, case.next_due_kind = (first.due_at, first.kind) if first else (None, "")
        read = {row.report_id for row in self.rows if isinstance(row, Reading)}
        for report in self.reports:
            report.public_status = STATUS[State(case.state)] if report.pk in read else PublicStatus.RECEIVED
            told = [one for one in self.open(*TOLD, report=report) if one.report_id in (None, report.pk)]
            next_one = min(told, key=lambda one: one.due_at, default=None)
            report.public_due_at = next_one.due_at if next_one else None
            report.public_due_kind = TOLD[CommitmentKind(next_one.kind)] if next_one else Owed.NOTHING
            self.rows.append(self._kept(report, at))
        self.rows.append(self._kept_of_case(at))
        self.rows.extend([case, *self.links, *self.owed, *self.entries, *self.messages, *self.decisions, *self.reports])

    def _write(self, report: Report, sender: Sender, at: datetime, words: str, author: str = "") -> Message:
        pk = next(self.message_ids)
        token = token_hash(f"bulk message {pk}")
        message = Message(pk=pk, report=report, sender=sender, words=words, token_hash=token, author=author, sent_at=at)
        self.messages.append(message)
        return message

    def _kept(self, report: Report, at: datetime) -> SearchText:
        said = [one.words for one in sorted(self.messages, key=lambda one: one.sent_at) if one.report_id == report.pk]
        answers = [str(report.answers.get(name, "")) for name in OPEN_WORDS]
        row = SearchText(report=report)
        put_in_words(row, [report.words, *answers, *said], besides=[report.reference], now=at, without=_without)
        return row

    def _kept_of_case(self, at: datetime) -> SearchText:
        recorded = [word for one in self.decisions for word in (one.system, one.number, one.offence, one.body)]
        series = [one.series.title for one in self.rows if isinstance(one, SeriesLink)]
        notes = [one.note for one in sorted(self.entries, key=lambda one: one.at, reverse=True) if one.by and one.note]
        row = SearchText(case=self.case)
        put_in_words(
            row, [*recorded, *series, *map(str, self.case.closing_details.values()), *notes], now=at, without=_without
        )
        return row


def _without(said: str) -> str:
    """Paragraph by paragraph: most of them are said again and again."""
    return "\n\n".join(map(_without_once, said.split("\n\n")))


@lru_cache(maxsize=50_000)
def _without_once(paragraph: str) -> str:
    return without_identifiers(paragraph)
