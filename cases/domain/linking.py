"""Attaching and detaching reports: links are made and ended, nothing is merged, everything can be undone."""

from datetime import datetime

from django.db import transaction

from cases.domain.access import case_for_work
from cases.domain.audit import record_event
from cases.domain.commitments import (
    bring_reading_forward,
    goes_along,
    keep_due_time,
    open_commitment,
    owe_next_action_if_nothing_is_owed,
    release_commitments,
    take_along,
)  # fmt: skip
from cases.domain.emptying import hand_on, take_translations_along
from cases.domain.intake import reopen, why_read_soon
from cases.domain.labelling import label
from cases.domain.persons import add_persons_of, carry_persons
from cases.domain.reading import owe_answer
from cases.domain.recusing import hide_from_whoever_knows
from cases.domain.refusals import NotThere, Refused
from cases.domain.timeline import write_entry
from cases.domain.transitions import move
from cases.enums import OPEN_STATES, CommitmentKind, Move, State
from cases.models import Account, Case, CaseReport, Commitment, Reading, RecordingDecision, Referral, Transfer
from reporting.domain.crockford import read_reference
from reporting.domain.sealing import CannotOpen
from reporting.models import Report


def attach_report(case_id: int, report_reference: str, *, reason: str, by: Account, now: datetime) -> Case:
    """Attach a second report of the same incident. It keeps its words, clock and reading; what was promised to whoever
    sent it, what was agreed with them about reaching them, and whom it is hidden from go with it.

    The case that it had opened loses it and, when nothing is left there, is emptied; a closed one keeps it, and the
    report is then in both. A second call changes nothing. Raises `Refused` with a sentence; `NotThere` for a report of a
    case that the account may not know.
    """
    reference = read_reference(report_reference)
    if reference is None:
        raise Refused("Enter the reference as it stands on the report, such as 7K2M-9QX4T.", about="reference")
    if not reason.strip():
        raise Refused("Write why it is the same incident.", about="reason")
    with transaction.atomic():
        report = Report.objects.filter(reference=reference).select_related("opened_case").first()
        if report is None or not Case.objects.visible_to(by).filter(opened_for=report).exists():
            raise Refused("There is no report with this reference that you may attach.", about="reference")
        case, own, holders = _locked(case_id, report, by=by)
        if case.opened_for_id == report.pk or own is None:
            raise Refused("This is the report of this very case: enter the reference of another.", about="reference")
        if case.links.filter(report=report, detached_at=None).exists():
            return case
        if case.state not in OPEN_STATES:
            raise Refused("Reopen the case first.")
        if not case.is_restricted and any(one.is_restricted for one in (own, *holders)):
            raise Refused("That report is restricted and its readers are named: attach this one to its case instead.")
        CaseReport.objects.create(
            case=case, report=report, attached_at=now, attached_by=by.username, reason=reason.strip()[:300]
        )
        _carry(report, of=(holders or [own])[0], to=case, now=now)
        if own.state in OPEN_STATES:
            _leave(own, report, f"attached to {case.reference}", to=case, by=by, now=now)
        label(case)
        for one in (own, *holders):
            hide_from_whoever_knows(case, one, by=by, now=now)
        _owe_for(case, report, now=now)
        write_entry(
            case, "attached", by=by, now=now, note=reason.strip(), report=report.reference, priority=case.priority
        )
        record_event(
            account=by, action="case.attach", address="", references=[case.reference, report.reference], now=now
        )
        keep_due_time(case, now=now)
    return case


def detach_report(case_id: int, report_id: int, *, reason: str, by: Account, now: datetime) -> Case:
    """Undo an attachment: the report goes back to the case that it had opened, which revives and owes again; with it goes
    what went along when it was attached, as it is now.

    Raises `Refused` for the report that opened this very case, and without a reason. A second call changes nothing.
    """
    if not reason.strip():
        raise Refused("Write why it is not the same incident.", about="reason")
    with transaction.atomic():
        report = Report.objects.filter(pk=report_id).first()
        if report is None:
            raise NotThere
        case, own, holders = _locked(case_id, report, by=by)
        if case.opened_for_id == report.pk:
            raise Refused("This report opened the case and stays with it: detach the others instead.")
        link = case.links.filter(report=report, detached_at=None).first()
        if link is None:
            return case
        if case.state not in OPEN_STATES:
            raise Refused("Reopen the case first.")
        if own is None:
            raise NotThere
        if not holders:
            _revive(own, report, of=case, reason=reason.strip(), by=by, now=now)
        else:
            to = next((one for one in holders if one.state in OPEN_STATES), holders[0])
            if to.state == State.CLOSED and goes_along(report, case).exists():
                reopen(to, by=by, now=now, note=reason.strip())
            _leave(case, report, reason.strip(), to=to, by=by, now=now)
            keep_due_time(to, now=now)
        record_event(
            account=by, action="case.detach", address="", references=[case.reference, report.reference], now=now
        )
        case.refresh_from_db()
    return case


def _locked(case_id: int, report: Report, *, by: Account) -> tuple[Case, Case | None, list[Case]]:
    """The case, the one that the report opened (None when they are the same), and every other that holds the report now;
    locked in the order of their ids."""
    holding = CaseReport.objects.filter(report=report, detached_at=None).values_list("case_id", flat=True)
    ids = {case_id, *Case.objects.filter(opened_for=report).values_list("pk", flat=True), *holding}
    locked = {one.pk: one for one in Case.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    case = case_for_work(case_id, by=by)
    others, held_in = [one for pk, one in locked.items() if pk != case_id], set(holding.all())
    own = next((one for one in others if one.opened_for_id == report.pk), None)
    return case, own, [one for one in others if one.pk in held_in]


def _leave(case: Case, report: Report, reason: str, *, to: Case, by: Account, now: datetime) -> None:
    """The report leaves the case; what goes along is owed by `to` from now on."""
    link = case.links.filter(report=report, detached_at=None).first()
    if link is None:
        return
    link.detached_at, link.detached_by = now, by.username
    link.save(update_fields=["detached_at", "detached_by"])
    take_along(report, of=case, to=to)
    take_translations_along(report, of=case, to=to)
    release_commitments(case, because="its report left the case", now=now, report_id=report.pk)
    if not case.links.filter(detached_at=None).exists():
        _nobody_is_asked(case)
        hand_on(case, to=to, by=by, now=now)
        release_commitments(case, because="the case was emptied", now=now)
        move(case, Move.EMPTY)
        case.officer, case.waiting_until, case.waiting_for = None, None, ""
    label(case)
    owe_next_action_if_nothing_is_owed(case, now=now)
    write_entry(case, "detached", by=by, now=now, note=reason, report=report.reference)
    keep_due_time(case, now=now)


def _carry(report: Report, *, of: Case, to: Case, now: datetime) -> None:
    try:
        add_persons_of(to, report, now=now)
        carry_persons(report, of=of, to=to)
    except CannotOpen:
        raise Refused(
            "A contact card of this report cannot be opened, so nobody can say how to reach its people safely. Tell the "
            "administrator: the key may be missing."
        ) from None


def _nobody_is_asked(case: Case) -> None:
    """An answer that comes to an emptied case would reach nobody."""
    waiting = [*Referral.objects.filter(case=case, outcome=""), *Transfer.objects.filter(case=case, outcome="")]
    if waiting:
        raise Refused(f"Case {case.reference} waits for an answer of whom it was passed on to: enter it there first.")


def _revive(own: Case, report: Report, *, of: Case, reason: str, by: Account, now: datetime) -> None:
    """The report leaves the case `of` and is in its own again; one that other reports had kept and is closed reopens."""
    if own.state == State.EMPTIED:
        move(own, Move.REVIVE)
    elif own.state == State.CLOSED:
        reopen(own, by=by, now=now, note=reason)
    CaseReport.objects.create(
        case=own, report=report, attached_at=now, attached_by=by.username, reason="detached elsewhere"
    )
    _carry(report, of=of, to=own, now=now)
    _leave(of, report, reason, to=own, by=by, now=now)
    label(own)
    _owe_for(own, report, now=now)
    write_entry(own, "revived", by=by, now=now, report=report.reference, priority=own.priority)
    keep_due_time(own, now=now)


def _owe_for(case: Case, report: Report, *, now: datetime) -> None:
    """What the case owes for a report that has come to it: its reading by its own clock, or the answer; and a decision."""
    if not Reading.objects.filter(report=report).exists():
        reason = why_read_soon(report)
        if reason and case.priority in ("standard", "routine"):
            case.priority, case.priority_reason = "high", reason
            bring_reading_forward(case, now=now)
        open_commitment(case, CommitmentKind.READ, report=report, since=report.received_at, now=now)
        if case.priority == "routine":
            case.priority = "standard"
    else:
        owe_answer(case, report, now=now)
    decided = RecordingDecision.objects.filter(case=case).exists()
    owed = Commitment.objects.open().filter(case=case, kind=CommitmentKind.RECORDING_DECISION).exists()
    if not decided and not owed:
        open_commitment(case, CommitmentKind.RECORDING_DECISION, report=report, since=report.received_at, now=now)
    owe_next_action_if_nothing_is_owed(case, now=now)
