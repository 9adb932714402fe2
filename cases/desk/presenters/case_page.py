"""The case page: everything a template needs, in words, with the forms that fit the case's state."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar, cast

from django.utils.translation import gettext as _

from cases.desk import contact_forms, forms
from cases.desk.carried import Carried
from cases.desk.forms import DeskForm
from cases.desk.presenters import (
    cards,
    contact,
    doors,
    hidden,
    identity,
    labels,
    places,
    promises,
    routing,
    story,
    times,
    todo,
    translations,
    voices,
)  # fmt: skip
from cases.desk.presenters.alarm import alarm_box
from cases.desk.presenters.drafts import Drafts
from cases.desk.presenters.exhibits import exhibits
from cases.desk.presenters.hidden import Veil
from cases.desk.presenters.highlights import Piece, cues_of, pieces
from cases.desk.presenters.risk import risk
from cases.desk.presenters.voices import Said
from cases.desk.presenters.what_it_is import what_it_is
from cases.desk.presenters.wishes import asked_of
from cases.desk.promise_forms import PromisingUpdate
from cases.desk.risk_forms import AssessingRisk
from cases.desk.routing_forms import AnsweringRoute, Involving, Lifting, MovingUnit
from cases.desk.task_forms import AddingTask, FinishingTask
from cases.desk.translation_forms import AskingTranslation
from cases.domain.languages import language_in
from cases.engine.hard_words import mask
from cases.enums import CommitmentKind, Speaker
from cases.models import Account, Draft, Unit
from cases.permissions import may_lift_restriction, may_record_names
from cases.queries.case_file import CaseFile, ReportFile

_F = TypeVar("_F", bound=DeskForm)


@dataclass
class ReportPart:
    """One report as the page shows it."""

    file: ReportFile
    reference: str
    received: str
    channel: str
    pieces: list[Piece]
    is_marked: bool
    answers: list[tuple[str, str]]
    voices: list[Said]
    persons: list[cards.PersonCard]
    place: list[tuple[str, str]]
    has_hidden: bool
    read_by: str
    read_due: str
    is_read_late: bool
    is_own: bool
    needs_translation: bool
    language: str
    direction: str
    translation: translations.Translations
    forms: dict[str, DeskForm] = field(default_factory=dict)
    templates: list[tuple[int, str]] = field(default_factory=list)
    has_agreed: bool = False
    is_answer_owed: bool = False
    asks_for_more: bool = False  # what stands in the box of the answer


@dataclass(frozen=True)
class Step:
    """What has to be done before the case can close, or why it has not."""

    label: str
    is_done: bool
    anchor: str
    is_needed: bool = True


class Forms:
    """A page's forms; the one that was just refused keeps what was typed, and the others what was kept of them."""

    def __init__(self, failed: DeskForm | None, drafts: Drafts | None = None, carried: Carried | None = None) -> None:
        self.failed, self.drafts, self.carried = failed, drafts, carried

    def of(self, form: type[_F], *, suffix: str = "", **kwargs: Any) -> _F:
        """That form, with an answer or without."""
        is_failed = isinstance(self.failed, form) and self.failed.suffix == suffix
        made: Any = self.failed if is_failed else form(suffix=suffix, **kwargs)
        if self.drafts is not None:
            self.drafts.give(made)
        made.carried = self.carried
        return cast(_F, made)


def case_page(
    file: CaseFile,
    account: Account,
    *,
    may_act: bool,
    allowed: list[str],
    colleagues: list[Account],
    units: list[Unit],
    failed: DeskForm | None,
    drafts: Sequence[Draft] = (),
    has_asked: bool = False,
    timeline: str = "",
    carried: Carried | None = None,
    now: datetime,
) -> dict[str, Any]:
    """The template's context. Forms are there only where the account may act and the state allows the act.

    `has_asked`: for the words that are hidden from whoever does not ask. `timeline`: what it is narrowed to.
    """
    typed = Drafts(drafts, file, account)
    case, kept, veil = file.case, Forms(failed, typed, carried), hidden.veil_for(account, has_asked=has_asked)
    may_do = may_act and file.is_worked_on
    reports = [_report(file, one, account, kept, veil, may_act=may_act, may_do=may_do, now=now) for one in file.reports]
    people = [card for report in reports for card in report.persons]
    careful = identity.careful_of(file, people)
    entries, narrowings = story.narrow(file.timeline, timeline)
    lines = [story.line(entry, veil) for entry in entries if not (file.is_blind and entry.what == routing.SUGGESTED)]
    route = routing.suggestion_of(file, case)
    page_forms = _forms(file, account, kept, may_act=may_act, may_do=may_do, allowed=allowed, colleagues=colleagues) | (
        _of_units(file, account, kept, route, units) if may_act else {}
    )
    return {
        "veil": veil,
        "careful": careful,
        "marks": identity.marks(file, careful, people),
        "risk": risk(file, now, veil.over),
        "drafts": typed,
        "tasks": todo.items(file.tasks, now, _finishing(file, kept) if may_act else {}, veil.over),
        "exhibits": exhibits(file),
        "named_records": sum(entry.what == "named_record" for entry in file.timeline),
        "may_record_names": may_record_names(account, case),
        "narrowings": narrowings,
        "file": file,
        "case": case,
        "form": failed,
        "may_act": may_act,
        "is_mine": case.officer_id == account.pk,
        "state": labels.state(case.state),
        "state_colour": labels.state_colour(case.state),
        "priority": labels.priority(case.priority),
        "priority_colour": labels.priority_colour(case.priority),
        "priority_reason": veil.over(case.priority_reason),
        "due": times.due_words(case.next_due_at, now) if case.next_due_at else "",
        "due_at": times.moment(case.next_due_at),
        "due_kind": labels.owed(case.next_due_kind),
        "is_late": bool(case.next_due_at and case.next_due_at < now),
        "what_it_is": what_it_is(case, file.ticked, is_blind=file.is_blind),
        "language": labels.language(case.language),
        "closing": labels.closing(case.closing_reason) if case.closing_reason else "",
        "waiting_until": times.day(case.waiting_until),
        "reports": reports,
        "asked": asked_of(reports, account, kept, veil, may_act=may_act, now=now),
        "steps": _steps(file),
        "owed": _owed(file, now),
        "timeline": lines if len(entries) < len(file.timeline) else promises.among(lines, file, now),
        "put_here": routing.put_here(file.timeline),
        "route": route,
        "officer_voice": voices.officers_said(file, veil),
        "decisions": [(labels.recording(one.recording), one, veil.over(one.reason)) for one in file.decisions],
        "closing_note": veil.over(case.closing_note),
        "actions": [(labels.actions([one.action])[0], one) for one in file.actions],
        "alarms_here": [alarm_box(one, kept, on_the_case=True) for one in file.alarms if one.goes_on]
        if may_act
        else [],
        "forms": page_forms,
    }


def _owed(file: CaseFile, now: datetime) -> list[promises.Owed]:
    """Commitments and reviews, what is due first comes first."""
    owed = [(one.due_at, promises.owed(one, now)) for one in file.commitments]
    for one in file.reports:
        reviews = [
            review for wish in one.wishes if (review := getattr(wish, "review", None)) and not review.answered_at
        ]
        owed += [(review.due_at, promises.owed_review(review, one.report.reference, now)) for review in reviews]
    return [shown for _due, shown in sorted(owed, key=lambda pair: pair[0])]


def _forms(
    file: CaseFile,
    account: Account,
    kept: Forms,
    *,
    may_act: bool,
    may_do: bool,
    allowed: list[str],
    colleagues: list[Account],
) -> dict[str, DeskForm]:
    fitting: list[DeskForm] = []
    if may_act and file.case.state == "new":
        fitting.append(kept.of(forms.Taking))
    if may_act and file.case.state == "waiting":
        fitting.append(kept.of(forms.Resuming))
    if may_act and file.case.state == "in_progress":
        fitting.append(kept.of(forms.Waiting))
    if may_do:
        fitting += [
            kept.of(forms.Deciding, allowed=allowed),
            kept.of(forms.Closing),
            kept.of(forms.HandingOver, colleagues=colleagues),
            kept.of(forms.HandingBack),
        ]
    if may_act and file.is_open:
        fitting += [kept.of(forms.SettingPriority), kept.of(forms.NextAction), kept.of(forms.Attaching)]
        fitting += [kept.of(AssessingRisk), kept.of(AddingTask, colleagues=[account, *colleagues])]
        fitting += [_about_one_of(file, kept.of(form)) for form in (AskingTranslation, PromisingUpdate)]
    if may_act and file.case.state == "closed":
        fitting.append(kept.of(forms.Reopening))
    if may_act:
        fitting += [kept.of(forms.Noting), kept.of(forms.Tagging)]
    return {form.section.replace("-", "_"): form for form in fitting}


def _finishing(file: CaseFile, kept: Forms) -> dict[int, DeskForm]:
    return {
        one.pk: kept.of(FinishingTask, suffix=f"-{one.pk}", initial={"task_id": one.pk})
        for one in file.tasks
        if not one.done_at
    }


def _of_units(
    file: CaseFile, account: Account, kept: Forms, route: routing.Suggestion | None, units: list[Unit]
) -> dict[str, DeskForm]:
    fitting: list[DeskForm] = []
    if file.is_open and units:
        fitting.append(kept.of(MovingUnit).offer(units))
    if route is not None:
        fitting.append(kept.of(AnsweringRoute, initial={"suggestion": route.entry}))
    fitting.append(kept.of(Involving))
    if may_lift_restriction(account, file.case):
        fitting.append(kept.of(Lifting))
    return {form.section: form for form in fitting}


def _about_one_of(file: CaseFile, form: DeskForm) -> DeskForm:
    references = [(str(one.report.pk), one.report.reference) for one in file.reports]
    form.fields["of_report"].offer(references)  # type: ignore[attr-defined]
    return form


def _report(
    file: CaseFile,
    one: ReportFile,
    account: Account,
    kept: Forms,
    veil: Veil,
    *,
    may_act: bool,
    may_do: bool,
    now: datetime,
) -> ReportPart:
    report, suffix = one.report, f"-{one.report.pk}"
    machine = [voice for voice in one.voices if voice.speaker == Speaker.MACHINE][-1:]
    shown = [voice for voice in machine if file.decisions or not voice.is_blind]
    persons = [cards.card(person) for person in one.persons]
    for shown_card in persons:
        shown_card.attempts = contact.attempts_of(file.timeline, shown_card.person.pk, veil.over)
    language = language_in(one.voices)
    translation = translations.of_report(file, one, language, account, veil, may_act=may_act)
    due = next((owed.due_at for owed in file.commitments if owed.kind == "read" and owed.report_id == report.pk), None)
    hard = veil.places(one.words, hidden.known_places(one))
    cues = cues_of(shown)
    part = ReportPart(
        file=one,
        reference=report.reference,
        received=times.moment(report.received_at),
        channel=labels.channel(report.channel),
        pieces=pieces(one.words, cues, hard),
        is_marked=bool(cues),
        answers=[*doors.lines_of(report, veil), *cards.answers(one, veil)],
        voices=voices.voices_of(file, one, mask(one.words, hard), veil),
        persons=persons,
        place=places.place(one, veil),
        has_hidden=bool(hard),
        read_by=_("%(who)s, %(when)s") % {"who": one.reading.by, "when": times.moment(one.reading.at)}
        if one.reading
        else "",
        read_due=times.due_words(due, now) if due else "",
        is_read_late=bool(due and due < now),
        is_own=file.case.opened_for_id == report.pk,
        needs_translation=translation.is_foreign,
        language=language,
        direction=translations.direction(language),
        translation=translation,
        is_answer_owed=any(
            one.kind == CommitmentKind.ANSWER and one.report_id == report.pk for one in file.commitments
        ),
    )
    if may_act and file.is_open and not one.reading:
        part.forms["read"] = kept.of(forms.MarkingRead, suffix=suffix, initial={"report_id": report.pk})
    if may_do:
        part.forms["reply"] = kept.of(
            forms.Replying, suffix=suffix, initial={"report_id": report.pk, "in_language": translation.written_in}
        )
    if may_act and file.is_open and not part.is_own:
        part.forms["detach"] = kept.of(forms.Detaching, suffix=suffix, initial={"report_id": report.pk})
    if may_do:
        for shown_card in persons:
            if shown_card.means:
                shown_card.form = kept.of(
                    contact_forms.ReachingOut,
                    suffix=f"-{shown_card.person.pk}", means=shown_card.means, card=shown_card.rules,
                )  # fmt: skip
    return part


def _steps(file: CaseFile) -> list[Step]:
    unread = sum(1 for one in file.reports if not one.reading)
    read = _("Read every report") if unread < 2 else _("Read every report (%d unread)") % unread
    return [
        Step(read, file.is_read, "reports"),
        Step(_("Record a decision"), bool(file.decisions), "decide"),
        *_answers(file),
        *[Step(_("End the alarm"), is_done=False, anchor=f"alarm-{one.id}") for one in file.alarms if one.goes_on],
        *([Step(_("Finish the tasks"), all(one.done_at for one in file.tasks), "tasks")] if file.tasks else []),
    ]


def _answers(file: CaseFile) -> list[Step]:
    """Nobody is said to be answered who was not: whoever wants no contact has a line of their own."""
    steps = []
    if not all(one.needs_no_answer for one in file.reports):
        so_far = any(one.is_only_acknowledged for one in file.reports)
        label = (
            _("Answer everybody who reported: that we have it is no answer yet")
            if so_far
            else _("Answer everybody who reported")
        )
        steps.append(Step(label, file.is_answered, "messages"))
    for one in file.reports:
        if one.needs_no_answer:
            label = (
                _("Not needed: the person does not want to be contacted")
                if len(file.reports) == 1
                else _("Not needed for report %s: the person does not want to be contacted") % one.report.reference
            )
            steps.append(Step(label, is_done=True, anchor="messages", is_needed=False))
    return steps
