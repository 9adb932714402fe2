"""One row of the queue in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.desk.presenters import labels, times
from cases.desk.presenters.hidden import Veil, marked
from cases.desk.presenters.what_it_is import what_it_is
from cases.domain.languages import holds, is_same
from cases.engine.hard_words import mask
from cases.enums import CommitmentKind
from cases.models import Account, Case
from cases.queries.queue import OPENING, Row
from reporting.languages import SOURCE


@dataclass(frozen=True)
class QueueRow:
    """What the table shows of a case. `owed` is what is due first; a new message is an answer owed besides."""

    row: Row
    opening: str
    has_hard: bool
    reports: str
    due: str
    is_late: bool
    due_at: str
    owed: list[str]
    priority: str
    priority_colour: str
    priority_reason: str
    state: str
    state_colour: str
    what_it_is: str
    language: str
    officer: str
    area: str
    needs_person: str
    before: str


def queue_row(row: Row, now: datetime, reader: Account, veil: Veil) -> QueueRow:
    """Words in a language that the reader does not hold need a translation."""
    case, opening = row.case, row.opening
    before = veil.count
    hidden = veil.places(opening, row.hard)
    officer = case.officer
    return QueueRow(
        row=row,
        opening=marked(mask(opening, hidden)) if hidden else opening,
        has_hard=veil.count > before,
        reports=_reports(len(row.references), row.unread),
        due=times.due_words(case.next_due_at, now) if case.next_due_at else "",
        is_late=bool(case.next_due_at and case.next_due_at < now),
        due_at=times.moment(case.next_due_at),
        owed=_owed(row),
        priority=labels.priority(case.priority),
        priority_colour=labels.priority_colour(case.priority),
        priority_reason=cut(case.priority_reason),
        state=_state(case),
        state_colour=labels.state_colour(case.state),
        what_it_is=what_it_is(case, row.ticked, is_blind=row.is_blind).in_short,
        language=language_for(case.language, reader),
        officer=officer.known_as if officer else "",
        area=cut(case.area),
        needs_person=cut(case.needs_person),
        before=labels.before(row.before) or (_("Came before") if row.came_again and not row.is_blind else ""),
    )


def _state(case: Case) -> str:
    if not case.waiting_until:
        return labels.state(case.state)
    return _("Waiting until %s") % formats.date_format(case.waiting_until, "j M")


def language_for(code: str, reader: Account) -> str:
    """What a text is in, and whether that needs translation; nothing where nobody knows, and for what nearly all are in and
    the reader holds: it would stand everywhere.
    """
    if not labels.is_language(code) or (holds(reader, code) and is_same(code, SOURCE)):
        return ""
    said = _("Language: %s") if holds(reader, code) else _("Needs translation: %s")
    return said % labels.language(code)


def cut(words: str) -> str:
    """As many characters as the queue shows of anybody's words."""
    return words if len(words) <= OPENING else f"{words[:OPENING]}…"


def _reports(number: int, unread: int) -> str:
    """“3 reports, 1 unread”."""
    attached = ngettext("%d report", "%d reports", number) % number
    if not unread:
        return attached
    return _("%s, unread") % attached if unread == number else _("%(reports)s, %(unread)d unread") % {
        "reports": attached, "unread": unread,
    }  # fmt: skip


def _owed(row: Row) -> list[str]:
    kind = row.case.next_due_kind
    if not row.has_new_message:
        return [labels.to_do(kind)] if kind else []
    first = [labels.to_do(kind)] if kind and kind != CommitmentKind.ANSWER else []
    return [*first, _("Answer: new message")]
