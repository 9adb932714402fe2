"""What a supervisor promises after a promise was missed, and what officers promise besides."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cases.domain.access import case_for_work
from cases.domain.audit import record_event
from cases.domain.commitments import keep_due_time, open_commitment, promise
from cases.domain.refusals import NotThere, Refused
from cases.domain.timeline import write_entry
from cases.enums import OPEN_STATES, CommitmentKind
from cases.models import Account, Case, Commitment, NewTime
from cases.permissions import may_promise_anew


def give_new_time(commitment_id: int, *, due_at: datetime, reason: str, by: Account, now: datetime) -> Case:
    """A supervisor promises a new time for what was missed; the reporter is told both times.

    The missed time stays, orders the queue and counts as missed. The new one lies ahead, and no further than the
    promise itself is long. The same time again changes nothing. Raises `Refused` otherwise, without a reason, and when
    it was kept meanwhile; `NotThere` for whoever may not promise it.
    """
    commitment = Commitment.objects.filter(pk=commitment_id).first()
    if commitment is None:
        raise NotThere
    with transaction.atomic():
        case = case_for_work(commitment.case_id, by=by)
        if not may_promise_anew(by, case):
            raise NotThere
        commitment = Commitment.objects.with_new_time().select_related("report").get(pk=commitment_id)
        if commitment.met_at or commitment.released_at:
            raise Refused("This was done meanwhile: no new time is needed.")
        if commitment.new_due_at == due_at:  # type: ignore[attr-defined]
            return case
        _check(commitment, case, due_at, reason, now=now)
        NewTime.objects.create(commitment=commitment, due_at=due_at, reason=reason.strip()[:300], by=by, at=now)
        write_entry(
            case, "new_time", by=by, now=now, note=reason.strip(), kind=commitment.kind,
            missed=commitment.due_at.isoformat(), due_at=due_at.isoformat(),
        )  # fmt: skip
        record_event(account=by, action="case.new_time", address="", references=[case.reference], now=now)
        keep_due_time(case, now=now)
    return case


def promise_update(case_id: int, report_id: int, *, due_at: datetime, by: Account, now: datetime) -> Case:
    """Owe the person who sent this report an update by a time to come, at the latest in the hours of the rule in force.

    It replaces an update that was promised for later, never one that is due earlier: promising later than before is
    refused. Raises `Refused` for a time that has passed or lies too far, and for whoever wants no contact.
    """
    if due_at <= now:
        raise Refused("Choose a time that is still to come.", about="due_at")
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=OPEN_STATES)
        link = case.links.filter(report_id=report_id, detached_at=None).select_related("report").first()
        if link is None:
            raise Refused("This report is not attached to this case any more.")
        if case.persons.filter(report_id=report_id, role="reporter", wants_no_contact=True).exists():
            raise Refused("This person does not want to be contacted: promise them nothing.")
        _replace_update(case, report_id, due_at, now=now)
        owed = open_commitment(case, CommitmentKind.UPDATE, report=link.report, since=now, now=now)
        if due_at > owed.due_at:
            raise Refused("That is later than the rule in force allows: choose an earlier day.", about="due_at")
        owed.due_at = due_at
        owed.save(update_fields=["due_at"])
        write_entry(case, "update_promised", by=by, now=now, report=link.report.reference, due_at=due_at.isoformat())
        record_event(account=by, action="case.promise_update", address="", references=[case.reference], now=now)
        keep_due_time(case, now=now)
    return case


def _check(commitment: Commitment, case: Case, due_at: datetime, reason: str, *, now: datetime) -> None:
    if commitment.due_at >= now:
        raise Refused("The promised time has not passed yet: keep it.")
    if not reason.strip():
        raise Refused("Write why the promise was not kept.", about="reason")
    if due_at <= now:
        raise Refused("Choose a time that is still to come.", about="due_at")
    is_enhanced = bool(commitment.rule and commitment.rule.is_enhanced)
    within, _ = promise(CommitmentKind(commitment.kind), case.priority, now=now, is_enhanced=is_enhanced)
    if due_at > now + within:
        latest = timezone.localtime(now + within)
        raise Refused(
            "That is longer than the promise itself: choose a time up to "
            f"{latest:%H:%M} on {latest.day}/{latest.month}/{latest.year}.",
            about="due_at",
        )


def _replace_update(case: Case, report_id: int, due_at: datetime, *, now: datetime) -> None:
    owed = Commitment.objects.open().filter(case=case, report_id=report_id, kind=CommitmentKind.UPDATE)
    if owed.filter(due_at__lt=due_at).exists():
        raise Refused("An update is promised for an earlier day already: keep that promise.", about="due_at")
    owed.update(released_at=now, released_because="promised for an earlier time")
