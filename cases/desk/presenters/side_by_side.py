"""A form that others, or its officer in another tab, have overtaken: what is in force now beside what was typed."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from cases.desk.forms import DeskForm
from cases.desk.presenters import labels, times
from cases.desk.presenters.drafts import in_words
from cases.desk.presenters.risk import QUESTIONS
from cases.domain.commitments import REVIEW_RISK
from cases.enums import CommitmentKind
from cases.queries.case_file import CaseFile
from reporting.taxonomy import CLOSING, KINDS, PRIORITIES, RECORDING, STRANDS


@dataclass(frozen=True)
class Row:
    """One field. `differs` where the two say different things."""

    label: str
    theirs: str
    yours: str
    differs: bool


@dataclass(frozen=True)
class SideBySide:
    """`again` is everything that was typed, to be sent to `action` by a press of its own."""

    form: DeskForm
    by: str
    rows: list[Row]
    action: str
    again: list[tuple[str, str]]
    is_on_page: bool


_NOT_TYPED = ("csrfmiddlewaretoken", "version", "entry", "page", "took")


def side_by_side(file: CaseFile, form: DeskForm, *, is_on_page: bool, over: Callable[[str], str] = str) -> SideBySide:
    """Both versions of what only one can be in force of; nothing of them is merged. `over` hides words that hurt."""
    by, theirs = _IN_FORCE[form.section](file)
    rows = [
        _row(str(form[name].label), theirs.get(name, ""), in_words(field, form.data.getlist(name)), over)  # type: ignore[attr-defined]
        for name, field in form.fields.items()
        if not form[name].is_hidden
    ]
    again = [
        (name, value)
        for name, several in form.data.lists()  # type: ignore[attr-defined]
        for value in several
        if name not in _NOT_TYPED
    ]
    shown = [row for row in rows if row.theirs or row.yours]
    return SideBySide(form, by, shown, form.section.replace("-", "_"), again, is_on_page)


def _row(label: str, theirs: str, yours: str, over: Callable[[str], str]) -> Row:
    return Row(label, over(theirs), over(yours), differs=theirs != yours)


def _decision(file: CaseFile) -> tuple[str, dict[str, str]]:
    one = file.decision
    if one is None:
        return "", {}
    actions = [done.action for done in file.actions if done.at == one.at]
    return _who(str(one.by), one.at), {
        "recording": str(RECORDING[one.recording].label) if one.recording in RECORDING else one.recording,
        "system": one.system, "number": one.number, "offence": one.offence, "body": one.body,
        "strands": ", ".join(STRANDS[key].label for key in one.strands if key in STRANDS),
        "kinds": ", ".join(KINDS[key].label for key in one.kinds if key in KINDS),
        "actions": ", ".join(labels.actions(actions)), "reason": one.reason,
    }  # fmt: skip


def _priority(file: CaseFile) -> tuple[str, dict[str, str]]:
    entry = next((one for one in file.timeline if one.what == "priority"), None)
    said = {
        "priority": PRIORITIES[file.case.priority].label,
        "reason": "" if file.is_blind else file.case.priority_reason,
    }
    return (_who(entry.by, entry.at) if entry else ""), said


def _risk(file: CaseFile) -> tuple[str, dict[str, str]]:
    if not file.assessments:
        return "", {}
    one = file.assessments[0]
    said = {key.value: labels.risk_answer(one.answers[key]) for key in QUESTIONS}
    said |= {f"{key}_note": note for key, note in one.notes.items()}
    said |= {"level": labels.risk_level(one.level), "plan": one.plan, "review_on": f"{one.review_on:%d/%m/%Y}"}
    return _who(str(one.by), one.at), said


def _closing(file: CaseFile) -> tuple[str, dict[str, str]]:
    case = file.case
    if not case.closing_reason or case.closed_at is None:
        return "", {}
    said = {"closing_reason": CLOSING[case.closing_reason].label, "reason": case.closing_note}
    return _who(str(case.closed_by), case.closed_at), said | case.closing_details


def _next_action(file: CaseFile) -> tuple[str, dict[str, str]]:
    entry = next((one for one in file.timeline if one.what == "next_action"), None)
    planned = [
        one
        for one in file.commitments
        if one.kind == CommitmentKind.NEXT_ACTION and one.report_id is None and one.what != REVIEW_RISK
    ]
    said = {"what": planned[0].what, "due_on": f"{timezone.localdate(planned[0].due_at):%d/%m/%Y}"} if planned else {}
    return (_who(entry.by, entry.at) if entry else ""), said


def _hand_over(file: CaseFile) -> tuple[str, dict[str, str]]:
    """Who has the case now, however they came to it."""
    entry = next((one for one in file.timeline if one.what in _GIVES), None)
    said = {"to": file.case.officer.known_as if file.case.officer else "", "note": entry.note if entry else ""}
    return (_who(entry.by, entry.at) if entry else ""), said


def _who(name: str, at: object) -> str:
    return f"{name}, {times.moment(at)}"  # type: ignore[arg-type]


_InForce = Callable[[CaseFile], tuple[str, dict[str, str]]]
_GIVES = ("taken", "handed_over", "handed_back", "assigned")
_IN_FORCE: dict[str, _InForce] = {
    "decide": _decision, "priority": _priority, "risk": _risk, "close": _closing, "next-action": _next_action,
    "hand-over": _hand_over,
}  # fmt: skip
SECTIONS = frozenset(_IN_FORCE)
