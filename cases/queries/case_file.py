"""Everything the case page shows, in a number of queries that does not grow with the case."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Count, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Left, Length

from cases.enums import OPEN_STATES, CommitmentKind, PersonRole, Speaker, State
from cases.models import (
    Account,
    ActionTaken,
    Case,
    CaseReport,
    Commitment,
    Person,
    Reading,
    RecordingDecision,
    RiskAssessment,
    Task,
    TimelineEntry,
    TranslationRequest,
    Voice,
)  # fmt: skip
from cases.queries.absence import is_there
from cases.queries.alarms import RingingAlarm, alarms_of
from cases.queries.prepared import Prepared
from cases.queries.tags import tag_names
from cases.queries.translations import translations_of
from reporting.enums import Sender, WishKind
from reporting.models import Evidence, Message, Report, Wish

SHOWN = 100_000  # characters of one report on the case page; the rest has a page of its own
_M = TypeVar("_M", bound=Model)


@dataclass
class ReportFile:
    """One attached report, with everything that hangs on it."""

    report: Report
    link: CaseReport
    words: str
    length: int
    exhibit: int = 0
    reading: Reading | None = None
    voices: list[Voice] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    acknowledgements: set[int] = field(default_factory=set)  # ids of messages
    wishes: list[Wish] = field(default_factory=list)
    files: list[Evidence] = field(default_factory=list)

    @property
    def is_spoken(self) -> bool:
        """No words: what happened was spoken or signed."""
        return not self.length and any(file.is_recording for file in self.files)

    @property
    def is_cut(self) -> bool:
        """Whether there is more than `words`."""
        return self.length > len(self.words)

    @property
    def is_answered(self) -> bool:
        """An officer wrote more than that we have it after whatever the person wrote, or they wish not to be contacted."""
        return (self.needs_no_answer or self._has_answer) and not self._waits

    @property
    def needs_no_answer(self) -> bool:
        """The person wishes not to be contacted, has not written since, and no officer wrote all the same."""
        return self.wants_no_contact and not self._has_answer and not self._waits

    @property
    def is_only_acknowledged(self) -> bool:
        """All that an officer wrote was that we have it."""
        only_so = not self.needs_no_answer and not self._has_answer
        return only_so and any(message.sender == Sender.OFFICER for message in self.messages)

    @property
    def wants_no_contact(self) -> bool:
        """The wish of whoever reported."""
        return any(person.role == PersonRole.REPORTER and person.wants_no_contact for person in self.persons)

    @property
    def _has_answer(self) -> bool:
        return any(map(self._is_answer, self.messages))

    @property
    def _waits(self) -> bool:
        """The rule is that of `answers.is_answered`."""
        answered = max((one.pk for one in self.messages if self._is_answer(one)), default=0)
        wished = [one.sent_at for one in self.wishes if one.kind == WishKind.CONTACT and self.wants_no_contact]
        return any(
            one.sender == Sender.REPORTER and one.pk > answered and not any(at >= one.sent_at for at in wished)
            for one in self.messages
        )

    def _is_answer(self, message: Message) -> bool:
        return message.sender == Sender.OFFICER and message.pk not in self.acknowledgements

    @property
    def has_blind_suggestion(self) -> bool:
        """A suggestion that is hidden until the officer has chosen."""
        return any(voice.is_blind and voice.speaker == Speaker.MACHINE for voice in self.voices)


@dataclass
class CaseFile:
    """A case with its reports, oldest attachment first, and its story."""

    case: Case
    reports: list[ReportFile]
    decisions: list[RecordingDecision]
    actions: list[ActionTaken]
    commitments: list[Commitment]
    timeline: list[TimelineEntry]
    voices: list[Voice]
    alarms: list[RingingAlarm]
    assessments: list[RiskAssessment] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    past: list[Commitment] = field(default_factory=list)
    translations: list[TranslationRequest] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Work may be done on it."""
        return self.case.state in OPEN_STATES

    @property
    def is_worked_on(self) -> bool:
        """Somebody has it."""
        return self.case.state in (State.IN_PROGRESS, State.WAITING)

    @property
    def decision(self) -> RecordingDecision | None:
        """The one in force."""
        return self.decisions[0] if self.decisions else None

    @property
    def is_read(self) -> bool:
        """Every report."""
        return all(one.reading for one in self.reports)

    @property
    def is_answered(self) -> bool:
        """Everybody who reported."""
        promised = {one.report_id for one in self.commitments if one.kind == CommitmentKind.ANSWER}
        return all(one.is_answered and (one.wants_no_contact or one.report.pk not in promised) for one in self.reports)

    @property
    def is_blind(self) -> bool:
        """The machine's suggestions stay hidden: a random few, until the officer has chosen."""
        return not self.decisions and any(one.has_blind_suggestion for one in self.reports)

    @property
    def ticked(self) -> set[str]:
        """Strands that those who reported ticked."""
        return {key for one in self.reports for key in one.report.perceived_strands}

    @property
    def last_entry(self) -> int:
        """Id of the newest line of the timeline, 0 when there is none."""
        return max((entry.pk for entry in self.timeline), default=0)

    @property
    def references(self) -> list[str]:
        """Of the case and of every report shown."""
        return sorted({self.case.reference, *(one.report.reference for one in self.reports)})


def case_for_desk(reference: str) -> Case | None:
    """The case of this reference, with unit and people; rights are the caller's to ask (`permissions.how_to_open`)."""
    return next(iter(_CASE.of(reference)), None)


def holder_of(case: Case) -> Case | None:
    """The case that now holds the report which opened this emptied one."""
    held = Case.objects.filter(links__report=case.opened_for_id, links__detached_at=None)
    return held.select_related("unit").exclude(pk=case.pk).order_by("pk").first()


def case_file(case: Case, account: Account) -> CaseFile:
    """Read the whole case; fifteen queries."""
    links = _LINKS.of(case.pk)
    ids = [link.report_id for link in links]
    readings = _grouped(_READINGS.of(ids))
    said = _VOICES.of(ids, case.pk)
    voices = _grouped(said)
    persons = _grouped(_PERSONS.of(case.pk, ids))
    messages = _grouped(_MESSAGES.of(ids))
    files = _grouped(_FILES.of(ids))
    wishes = _grouped(wishes_of(ids))
    for report_id, its_persons in persons.items():
        for person in its_persons:
            person.told_since = [wish for wish in wishes[report_id] if wish.kind == WishKind.CONTACT]
    owed = _OWED.of(case.pk)
    return CaseFile(
        case=case,
        reports=[
            ReportFile(
                report=link.report,
                link=link,
                words=link.shown,
                length=link.length,
                exhibit=link.exhibit,
                reading=next(iter(readings[link.report_id]), None),
                voices=voices[link.report_id],
                persons=persons[link.report_id],
                messages=messages[link.report_id],
                acknowledgements={one.pk for one in messages[link.report_id] if hasattr(one, "acknowledgement")},
                files=files[link.report_id],
                wishes=wishes[link.report_id],
            )
            for link in links
        ],
        decisions=_DECISIONS.of(case.pk),
        actions=_ACTIONS.of(case.pk),
        commitments=[one for one in owed if one.is_open],
        past=[one for one in owed if not one.is_open],
        translations=translations_of(case),
        timeline=_TIMELINE.of(case.pk),
        voices=[voice for voice in said if voice.case_id == case.pk],
        alarms=list(alarms_of(account, ids)),
        assessments=_ASSESSMENTS.of(case.pk),
        tasks=_TASKS.of(case.pk),
    )


def wishes_of(report_ids: Iterable[int]) -> list[Wish]:
    """What people have asked for with their codes, oldest first, each with its review where it asked for one."""
    return _WISHES.of(list(report_ids))


def colleagues(case: Case, account: Account, now: datetime) -> list[Account]:
    """Who of the case's unit is there and may take it over from this account."""
    kept_from = [account.pk, *case.recused, *case.hidden_from]
    others = Account.objects.filter(is_there(now), unit=case.unit_id).exclude(pk__in=kept_from)
    return list((others.filter(reads_restricted=True) if case.is_restricted else others).order_by("username"))


def recused_people(case: Case) -> list[Account]:
    """Who knows someone in this; no query where nobody does."""
    return list(Account.objects.filter(pk__in=case.recused).order_by("username")) if case.recused else []


def changes_since(
    case: Case, entry: int, *, by_others_than: Account, whoever: Collection[str] = ()
) -> list[TimelineEntry]:
    """What other people have done to the case after that line of the timeline, oldest first; of the kinds that are named
    in `whoever` also what was done by this account, the person who reported or the machine."""
    by_others = ~Q(by__in=("", by_others_than.username)) | Q(what__in=whoever)
    return list(TimelineEntry.objects.filter(by_others, case=case, pk__gt=entry).order_by("pk"))


def last_entry_of(case: Case) -> int:
    """Id of the newest line of the timeline, 0 when there is none."""
    newest = TimelineEntry.objects.filter(case=case).order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0


def reports_of(case: Case) -> list[str]:
    """References of the reports attached to the case."""
    live = CaseReport.objects.filter(case=case, detached_at=None)
    return list(live.order_by("pk").values_list("report__reference", flat=True))


def whole_words(case: Case, report_id: int) -> Report | None:
    """A report that is attached to this case, with all its words."""
    return Report.objects.filter(pk=report_id, links__case=case, links__detached_at=None).first()


def reports_attached(case: Case) -> list[Report]:
    """Every report that is attached to this case, with all its words, oldest link first."""
    attached = Report.objects.filter(links__case=case, links__detached_at=None)
    return list(attached.order_by("links__attached_at", "pk"))


def exhibit_number(links: QuerySet[CaseReport]) -> int:
    """The number that the report of this link has in its case."""
    return int(links.alias(first_pk=_first_link()).values_list(_exhibit_number(), flat=True).get())


def _first_link() -> Subquery:
    """The first link of this report to this case, ended or not."""
    of_report = CaseReport.objects.filter(case=OuterRef("case"), report=OuterRef("report"))
    return Subquery(of_report.order_by("pk").values("pk")[:1])


def _exhibit_number() -> Subquery:
    """Which report of this case it was, counting those detached since: a number once given stays with its report."""
    before = CaseReport.objects.filter(case=OuterRef("case"), pk__lte=OuterRef("first_pk")).order_by().values("case")
    return Subquery(before.annotate(number=Count("report", distinct=True)).values("number"))


_CASE = Prepared[Case](
    lambda reference: (
        Case.objects.annotate(tag_names=tag_names())
        .select_related("unit", "officer", "closed_by", "closing_proposed_by")
        .filter(reference=reference)
    )
)
_LINKS = Prepared[Any](
    lambda case: (
        CaseReport.objects.filter(case=case, detached_at=None)
        .alias(first_pk=_first_link())
        .annotate(exhibit=_exhibit_number())
        .select_related("report__from_partner__partner")
        .defer("report__words")
        .annotate(shown=Left("report__words", SHOWN), length=Length("report__words"))
        .order_by("attached_at", "pk")
    )
)
_READINGS = Prepared[Reading](
    lambda reports: Reading.objects.filter(report__in=reports).select_related("by").order_by("at")
)
_VOICES = Prepared[Voice](
    lambda reports, case: Voice.objects.filter(Q(report__in=reports) | Q(case=case)).order_by("at", "pk")
)
_PERSONS = Prepared[Person](
    lambda case, reports: (
        Person.objects.filter(case=case, report__in=reports)
        .select_related("enhanced_ground", "enhanced_by")
        .order_by("pk")
    )
)
_MESSAGES = Prepared[Message](
    lambda reports: (
        Message.objects.filter(report__in=reports).select_related("acknowledgement").order_by("sent_at", "pk")
    )
)
_FILES = Prepared[Evidence](
    lambda reports: Evidence.objects.filter(report__in=reports).select_related("seal__unit").order_by("number")
)
_WISHES = Prepared[Wish](
    lambda reports: (
        Wish.objects.filter(report__in=reports)
        .exclude(kind=WishKind.AGAIN)
        .select_related("review__answered_by")
        .order_by("pk")
    )
)
_OWED = Prepared[Commitment](
    lambda case: (
        Commitment.objects.with_new_time()
        .filter(case=case)
        .select_related("report", "rule", "owed_to", "met_by")
        .defer("report__words")
        .order_by("due_at", "pk")
    )
)
_DECISIONS = Prepared[RecordingDecision](
    lambda case: RecordingDecision.objects.filter(case=case).select_related("by").order_by("-at", "-pk")
)
_ACTIONS = Prepared[ActionTaken](
    lambda case: ActionTaken.objects.filter(case=case).select_related("by").order_by("at", "pk")
)
_TIMELINE = Prepared[TimelineEntry](lambda case: TimelineEntry.objects.filter(case=case).order_by("-at", "-pk"))
_ASSESSMENTS = Prepared[RiskAssessment](
    lambda case: RiskAssessment.objects.filter(case=case).select_related("by").order_by("-at", "-pk")
)
_TASKS = Prepared[Task](
    lambda case: (
        Task.objects.filter(case=case).select_related("assigned_to", "added_by", "done_by").order_by("added_at", "pk")
    )
)


def _grouped(rows: Iterable[_M]) -> "defaultdict[int, list[_M]]":
    groups: defaultdict[int, list[_M]] = defaultdict(list)
    for row in rows:
        report_id: Any = getattr(row, "report_id", None)
        groups[report_id].append(row)
    return groups
