"""Many cases in words: what would be done, what was done, and each that was skipped with the reason."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.desk.presenters import labels, left_over, times
from cases.desk.presenters.hidden import Veil
from cases.desk.presenters.left_over import Left
from cases.domain.bulk import Foreseen
from cases.enums import BulkAct, BulkOutcome
from cases.models import Bulk, BulkCase, Case
from cases.queries.left_over import LeftOver
from reporting.domain.crockford import read_reference

LISTED = 1_000  # cases of one list on a page


@dataclass
class Group:
    """Cases of which the same is to be said."""

    sentence: str
    rows: list["Row"] = field(default_factory=list)


@dataclass(frozen=True)
class Weighed:
    """What a supervisor weighs before somebody is given a case: how it presses, and whether who gets it is there."""

    priority: str
    priority_colour: str
    due: str
    due_at: str
    is_late: bool
    on_duty: str


@dataclass(frozen=True)
class Row:
    """A reference, where its case stands, what closing it would leave undone, and what giving it to somebody weighs."""

    reference: str
    stands: str
    left: Sequence[Left] = ()
    weighed: Weighed | None = None


def cut(cases: list[Row]) -> tuple[list[Row], int]:
    """As many as a page lists, and how many more there are."""
    return cases[:LISTED], max(0, len(cases) - LISTED)


def chosen_rows(rows: Iterable[BulkCase]) -> list[Row]:
    """Each reference, and where its case stands."""
    return [Row(row.case.reference, _stands(row.case)) for row in rows]


def foreseen(
    bulk: Bulk,
    all_of_it: Iterable[Foreseen],
    left: Mapping[int, LeftOver] | None = None,
    *,
    on_duty: Collection[str] = (),
    now: datetime,
) -> tuple[list[Row], list[Group]]:
    """What would be done, to whom each goes where that differs, and what would be skipped, by reason.

    `left`: what closing would leave undone, by the id of the case. Words that hurt are always hidden here. `on_duty`: whose
    shifts run, by username; where nobody's does, nothing is said of it.
    """
    doable, skipped = [], dict[str, Group]()
    to_each = json.loads(bulk.given.get("to_each", "{}"))
    for one in all_of_it:
        to = to_each.get(str(one.row.case_id))
        stands = _("%(stands)s → %(to)s") % {"stands": _stands(one.row.case), "to": to} if to else _stands(one.row.case)
        undone = left_over.sentences(left[one.row.case_id], Veil(is_lifted=False).over) if left else []
        weighed = _weighed(one.row.case, to, on_duty, now) if to else None
        shown = Row(one.row.case.reference, stands, () if one.why_not else undone, weighed)
        if one.why_not:
            skipped.setdefault(one.why_not, Group(_(one.why_not))).rows.append(shown)
        else:
            doable.append(shown)
    return doable, list(skipped.values())


def outcomes(rows: Iterable[BulkCase]) -> tuple[list[Row], list[Group], list[Group]]:
    """What was done and stands; what was skipped or failed, by reason; what was undone or could not be."""
    done, skipped, undone = [], dict[str, Group](), dict[str, Group]()
    for row in rows:
        shown = Row(row.case.reference, _stands(row.case))
        if row.outcome in (BulkOutcome.SKIPPED, BulkOutcome.FAILED):
            skipped.setdefault(row.sentence, Group(_(row.sentence))).rows.append(shown)
        elif row.outcome == BulkOutcome.DONE and row.undo:
            said = row.undo_sentence or "Undone."
            undone.setdefault(said, Group(_(said))).rows.append(shown)
        elif row.outcome == BulkOutcome.DONE:
            done.append(shown)
    return done, list(skipped.values()), list(undone.values())


def what_is_done(bulk: Bulk) -> str:
    """The act in words, with what was given."""
    given = {key: str(value) for key, value in bulk.given.items()}
    match bulk.act:
        case BulkAct.ASSIGN:
            return _("Assign to %s") % given["to"]
        case BulkAct.RETURN:
            return _("Return to the queue") + (f": {given['note']}" if "note" in given else "")
        case BulkAct.SHARE:
            return _("Share out among the officers")
        case BulkAct.TAG:
            return _("Tag with “%s”") % given["name"]
        case BulkAct.UNTAG:
            return _("Take off the tag “%s”") % given["name"]
        case BulkAct.WAIT:
            day = times.day(date.fromisoformat(given["until"]))
            return _("Wait until %(day)s: %(reason)s") % {"day": day, "reason": given["reason"]}
        case BulkAct.LINK:
            reference = read_reference(given["reference"]) or given["reference"]
            return _("Attach to case %(reference)s: %(reason)s") % {"reference": reference, "reason": given["reason"]}
        case _:
            details = "; ".join(given[key] for key in ("passed_to", "force", "number", "reason") if key in given)
            return f"{_('Close')}: {labels.closing(given['closing_reason'])}" + (f" ({details})" if details else "")


def number_of_cases(number: int) -> str:
    """“1 case”, “12 cases”."""
    return ngettext("%d case", "%d cases", number) % number


def _weighed(case: Case, to: str, on_duty: Collection[str], now: datetime) -> Weighed:
    """Priority and due time as in the queue."""
    due = case.next_due_at
    is_there = _("on duty now") if to in on_duty else _("not on duty now")
    return Weighed(
        priority=labels.priority(case.priority),
        priority_colour=labels.priority_colour(case.priority),
        due=times.due_words(due, now) if due else "",
        due_at=times.moment(due),
        is_late=bool(due and due < now),
        on_duty=is_there if on_duty else "",
    )


def _stands(case: Case) -> str:
    officer = case.officer.known_as if case.officer else ""
    return f"{labels.state(case.state)}, {officer}" if officer else labels.state(case.state)
