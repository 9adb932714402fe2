"""Complaints on the officers' side: taken, answered, closed with a reason, and never by who decided."""

from datetime import datetime

from django.db import transaction

from cases.domain.audit import record_event
from cases.domain.refusals import NotThere, Refused
from cases.models import Account, CaseReport, ComplaintWork
from cases.queries.absence import is_absent
from reporting.domain.complaints import publish_news
from reporting.domain.words import canonical
from reporting.enums import COMPLAINT_WITHIN, ComplaintStep
from reporting.models import Complaint, Report


def take_in(complaint_id: int, *, now: datetime) -> None:
    """Put a complaint before the supervisors, due thirty days after it came in. A second call changes nothing."""
    complaint = Complaint.objects.get(pk=complaint_id)
    report = Report.objects.filter(reference=complaint.report_reference).only("pk").first()
    ComplaintWork.objects.get_or_create(
        complaint=complaint,
        defaults={
            "report": report,
            "due_at": complaint.received_at + COMPLAINT_WITHIN,
            "kept_from": sorted(_who_decided(report)) if report else [],
        },
    )


def take_complaint(work_id: int, *, by: Account, now: datetime) -> ComplaintWork:
    """Take it; whoever complained can see from now on that somebody looks into it.

    Who has it already keeps it; so does somebody else who still may have it, and then this is `Refused`. Raises
    `NotThere` for whom it does not exist: all but supervisors, and who decided.
    """
    with transaction.atomic():
        work = _locked(work_id, by=by)
        if work.taken_by_id == by.pk:
            return work
        if work.taken_by is not None and _may_keep(work, work.taken_by, now):
            raise Refused("Somebody else has this complaint already.")
        work.taken_by, work.taken_at = by, now
        work.save(update_fields=["taken_by", "taken_at"])
        publish_news(work.complaint_id, step=ComplaintStep.TAKEN, now=now)
        _write_down(work, "complaint.take", by=by, now=now)
    return work


def answer_complaint(work_id: int, *, answer: str, how: str, by: Account, now: datetime) -> ComplaintWork:
    """Write down what was answered, and how it was given besides: with their code they read it. It stays; there is one.

    Raises `Refused` for what is missing or was done already, `NotThere` as `take_complaint`.
    """
    answer = canonical(answer)
    if not answer.strip():
        raise Refused("Write what you answer.", about="answer")
    if not how.strip():
        raise Refused("Write how the answer was given, or why it could not be.", about="how")
    with transaction.atomic():
        work = _mine(work_id, by=by)
        if work.answered_at is not None:
            raise Refused("This complaint is answered already.")
        work.answer, work.answered_how, work.answered_by, work.answered_at = answer, how.strip(), by, now
        work.save(update_fields=["answer", "answered_how", "answered_by", "answered_at"])
        publish_news(work.complaint_id, step=ComplaintStep.ANSWERED, words=answer, now=now)
        _write_down(work, "complaint.answer", by=by, now=now)
    return work


def close_complaint(work_id: int, *, reason: str, by: Account, now: datetime) -> ComplaintWork:
    """Close it, with what came of it. A second call changes nothing.

    Raises `Refused` without a reason or before it is answered, `NotThere` as `take_complaint`.
    """
    if not reason.strip():
        raise Refused("Write what came of it.", about="reason")
    with transaction.atomic():
        work = _mine(work_id, by=by)
        if work.closed_at is not None:
            return work
        if work.answered_at is None:
            raise Refused("Answer the complaint first.", about="reason")
        work.closing_reason, work.closed_by, work.closed_at = reason.strip(), by, now
        work.save(update_fields=["closing_reason", "closed_by", "closed_at"])
        _write_down(work, "complaint.close", by=by, now=now)
    return work


def _locked(work_id: int, *, by: Account) -> ComplaintWork:
    shown = ComplaintWork.objects.visible_to(by).filter(pk=work_id)
    work = shown.select_related("complaint", "taken_by").select_for_update(of=("self",)).first()
    if work is None:
        raise NotThere
    return work


def _mine(work_id: int, *, by: Account) -> ComplaintWork:
    work = _locked(work_id, by=by)
    if work.taken_by_id != by.pk:
        raise Refused("Take the complaint first.")
    return work


def _may_keep(work: ComplaintWork, holder: Account, now: datetime) -> bool:
    """Who is away, has gone, or has since decided on the case, is no reason to leave somebody without an answer."""
    return not is_absent(holder, now) and ComplaintWork.objects.visible_to(holder).filter(pk=work.pk).exists()


def _who_decided(report: Report) -> set[int]:
    links = CaseReport.objects.filter(report=report)
    people = links.values_list("case__officer", "case__closed_by", "case__decisions__by")
    return {one for row in people for one in row if one is not None}


def _write_down(work: ComplaintWork, action: str, *, by: Account, now: datetime) -> None:
    record_event(account=by, action=action, address="", references=[work.complaint.reference], now=now)
