"""Closing a case: never unread, never undecided, never unanswered, never by a machine. The database refuses it too."""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from cases.domain.access import case_for_work
from cases.domain.audit import record_event
from cases.domain.commitments import (
    keep_due_time,
    meet_commitments,
    owe_next_action_if_nothing_is_owed,
    release_commitments,
)
from cases.domain.danger import GOES_ON, RINGS
from cases.domain.intake import reopen
from cases.domain.refusals import Refused, refuse_missing
from cases.domain.timeline import write_entry
from cases.domain.transitions import move
from cases.enums import CommitmentKind, Move, State
from cases.models import Account, Case, Commitment
from cases.queries.bulk import Known, known_of
from cases.queries.left_over import ENDS_WITH_THE_CASE
from reporting.models import Report
from reporting.taxonomy import CLOSING

_ASKED_FOR = {
    "reason": "Write the reason.",
    "passed_to": "Enter to whom it was passed.",
    "force": "Enter the force.",
    "number": "Enter the number that the force gave.",
}


class Outcome(StrEnum):
    """What a call of `close_case` did."""

    CLOSED = "closed"
    PROPOSED = "proposed"


def what_blocks_closing(case: Case) -> list[str]:
    """One sentence for each thing that is still missing; empty when the case may close."""
    return what_is_missing(case.pk, known_of([case.pk]))


def what_is_missing(case_id: int, known: Known) -> list[str]:
    """The same, of one of several cases of which this is known."""
    return sentences_for(
        is_unread=case_id in known.unread,
        is_undecided=case_id not in known.decided,
        is_unanswered=case_id in known.unanswered,
        has_tasks=case_id in known.with_tasks,
        alarms=known.alarms[case_id],
    )


def sentences_for(
    *, is_unread: bool, is_undecided: bool, is_unanswered: bool, has_tasks: bool, alarms: Collection[str]
) -> list[str]:
    """What is to be done first, for each thing that is missing. `alarms`: outcomes of those that have not ended."""
    missing = {
        "Read every report of this case first.": is_unread,
        "Record a decision first.": is_undecided,
        "Answer the person who reported first.": is_unanswered,
        "Finish the tasks of this case first.": has_tasks,
        RINGS: "" in alarms,
        GOES_ON: bool(alarms) and "" not in alarms,
    }
    return [sentence for sentence, is_missing in missing.items() if is_missing]


def check_demands(closing_reason: str, given: Mapping[str, str]) -> None:
    """Raise `Refused` for an unknown reason to close, and for what a known one demands and does not have."""
    if closing_reason not in CLOSING:
        raise Refused("Choose why the case is closed.", about="closing_reason")
    refuse_missing(
        [
            (_ASKED_FOR[demanded], demanded)
            for demanded in CLOSING[closing_reason].demands
            if demanded in _ASKED_FOR and not given.get(demanded, "").strip()
        ]
    )


def close_case(
    case_id: int,
    *,
    closing_reason: str,
    reason: str = "",
    details: Mapping[str, str] | None = None,
    by: Account,
    now: datetime,
) -> Outcome:
    """Close a case that is read, decided and answered. What was still to be done then ends undone, and the words of it
    stay on the timeline.

    `form_abuse` takes two people: the first call proposes, another officer's closes. Raises `Refused` with a sentence
    for what is missing, for an unknown reason, and for what that reason demands.
    """
    check_demands(closing_reason, {**(details or {}), "reason": reason})
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=(State.IN_PROGRESS, State.WAITING), managing=True)
        blocks = what_blocks_closing(case)
        if not blocks:
            _let_nobody_write(case)
            blocks = what_blocks_closing(case)
        if blocks:
            raise Refused(" ".join(blocks))
        if closing_reason == "form_abuse" and case.closing_proposed_by_id in (None, by.pk):
            return _propose(case, reason, by=by, now=now)
        move(case, Move.CLOSE)
        case.closed_at, case.closed_by, case.closing_reason, case.closing_note = now, by, closing_reason, reason.strip()
        case.closing_details = {key: value.strip() for key, value in (details or {}).items() if value.strip()}
        case.waiting_until, case.waiting_for = None, ""
        _end_what_is_owed(case, by=by, now=now)
        write_entry(case, "closed", by=by, now=now, note=reason.strip(), closing_reason=closing_reason)
        record_event(account=by, action="case.close", address="", references=[case.reference], now=now)
        keep_due_time(case, now=now)
    return Outcome.CLOSED


def reopen_case(case_id: int, *, reason: str, by: Account, now: datetime) -> Case:
    """Open a closed case again, with a reason; it returns to the queue and owes a next action. Raises `Refused`."""
    if not reason.strip():
        raise Refused("Write why the case is opened again.", about="reason")
    with transaction.atomic():
        case = case_for_work(case_id, by=by)
        reopen(case, by=by, now=now, note=reason.strip())
        owe_next_action_if_nothing_is_owed(case, now=now)
        record_event(account=by, action="case.reopen", address="", references=[case.reference], now=now)
        keep_due_time(case, now=now)
    return case


def _end_what_is_owed(case: Case, *, by: Account, now: datetime) -> None:
    """Nothing is said to be done that was not: what was still to be done is released, the rest was done by closing."""
    for owed in Commitment.objects.open().filter(case=case, kind__in=ENDS_WITH_THE_CASE).order_by("due_at", "pk"):
        if owed.what:
            write_entry(
                case, "left_undone", by=by, now=now, note=owed.what, kind=owed.kind, due_at=owed.due_at.isoformat()
            )  # fmt: skip
    release_commitments(case, because="the case was closed before it was done", kinds=ENDS_WITH_THE_CASE, now=now)
    meet_commitments(case, *CommitmentKind, by=by, now=now)


def _let_nobody_write(case: Case) -> None:
    """Whoever writes has written before this returns, or does so after the closing, and opens the case again.

    That a message's report is there is checked when the message is committed, which waits for this lock.
    """
    held = Report.objects.filter(links__case=case, links__detached_at=None)
    list(held.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))


def _propose(case: Case, reason: str, *, by: Account, now: datetime) -> Outcome:
    case.closing_proposed_by = by
    write_entry(case, "closing_proposed", by=by, now=now, note=reason.strip(), closing_reason="form_abuse")
    record_event(account=by, action="case.propose_closing", address="", references=[case.reference], now=now)
    keep_due_time(case, now=now)
    return Outcome.PROPOSED
