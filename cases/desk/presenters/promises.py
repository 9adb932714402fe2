"""What is owed, to whom, by which rule, in words; and what was kept or missed, among the lines of the timeline."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from cases.desk.presenters import labels, times
from cases.desk.presenters.story import SYSTEM, Line
from cases.domain.commitments import REVIEW_RISK
from cases.enums import CommitmentKind, PersonRole
from cases.models import Commitment, PromiseRule, Review
from cases.queries.case_file import CaseFile


@dataclass(frozen=True)
class Owed:
    """A commitment in words. `new_time` is what a supervisor promised after it was missed; `action` the id of a next
    action that somebody can say is done. `is_review`: a second look, which is no promise that can be made anew."""

    what: str
    due: str
    due_at: str
    is_late: bool
    to: str
    rule: str
    new_time: str = ""
    is_new_time_late: bool = False
    action: int = 0
    is_review: bool = False


def owed(commitment: Commitment, now: datetime) -> Owed:
    """One open commitment."""
    new = getattr(commitment, "new_due_at", None)
    return Owed(
        what=what(commitment),
        due=times.due_words(commitment.due_at, now),
        due_at=times.moment(commitment.due_at),
        is_late=commitment.due_at < now,
        to=_to(commitment),
        rule=_rule(commitment.rule) if commitment.rule else "",
        new_time=_("%(at)s (%(due)s)") % {"at": times.moment(new), "due": times.due_words(new, now)} if new else "",
        is_new_time_late=bool(new and new < now),
        action=commitment.pk if _is_in_words(commitment) else 0,
    )


def owed_review(review: Review, reference: str, now: datetime) -> Owed:
    """A second look that the person who sent this report asked for."""
    return Owed(
        what=_("Look again (%s): somebody who did not decide") % reference,
        due=times.due_words(review.due_at, now),
        due_at=times.moment(review.due_at),
        is_late=review.due_at < now,
        to=labels.person(PersonRole.REPORTER),
        rule="",
        is_review=True,
    )


def among(lines: list[Line], file: CaseFile, now: datetime) -> list[Line]:
    """The timeline, newest first, with what was kept and what was missed."""
    told = [line for one in [*file.commitments, *file.past] for line in _lines(one, now)]
    return sorted([*lines, *told], key=lambda line: line.at, reverse=True)


def _lines(commitment: Commitment, now: datetime) -> list[Line]:
    said_what, due_at, lines = what(commitment), commitment.due_at, []
    ended = commitment.met_at or commitment.released_at or now
    if due_at < ended:
        lines.append(Line(due_at, SYSTEM, _("Not kept in time: %s") % said_what, ""))
    if commitment.met_at and commitment.met_by:
        said = _("Done in time: %s") % said_what
        if due_at < commitment.met_at:
            late = times.waited_words(commitment.met_at - due_at)
            said = _("Done %(late)s late: %(what)s") % {"late": late, "what": said_what}
        lines.append(Line(commitment.met_at, commitment.met_by.username, said, ""))
    return lines


def what(commitment: Commitment, beside: str = "") -> str:
    """“Answer (7K2M-9QX4T)”, without the reference where the one that stands `beside` it is the same."""
    named = labels.owed(commitment.kind)
    if commitment.what:
        return f"{named}: {commitment.what}"
    reference = commitment.report.reference if commitment.report else ""
    return f"{named} ({reference})" if reference not in ("", beside) else named


def _is_in_words(commitment: Commitment) -> bool:
    is_action = commitment.kind == CommitmentKind.NEXT_ACTION
    return is_action and commitment.what not in ("", REVIEW_RISK)


def _to(commitment: Commitment) -> str:
    if commitment.owed_to:
        return labels.person(commitment.owed_to.role)
    return labels.person(PersonRole.REPORTER) if commitment.report else _("Everybody on the case")


def _rule(rule: PromiseRule) -> str:
    within = _("within %s") % times.span_words(rule.within)
    for_whom = labels.priority(rule.priority) if rule.priority else ""
    parts = [within, _("enhanced service") if rule.is_enhanced else "", for_whom]
    since = _("rule since %s") % times.day(rule.in_force_from)
    return ", ".join(filter(None, [*parts, since]))
