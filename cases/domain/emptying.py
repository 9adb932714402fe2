"""What was planned in a case goes on where its report is: its translations with the report, the rest once it is emptied."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from cases.domain.commitments import REVIEW_RISK, open_commitment
from cases.domain.timeline import write_entry
from cases.enums import CommitmentKind, RiskLevel
from cases.models import Account, Case, Commitment, RiskAssessment, Task, TranslationRequest
from cases.permissions import may_work
from cases.queries.days import end_of_work
from reporting.models import Report

_RAISED = (RiskLevel.MEDIUM, RiskLevel.HIGH)


def take_translations_along(report: Report, *, of: Case, to: Case) -> None:
    """Translations of this report that are asked for, or done and not sent, are the other case's from now on."""
    there = TranslationRequest.objects.open().filter(
        case=to, report=report, of=OuterRef("of"), message=OuterRef("message"), to_language=OuterRef("to_language")
    )
    waiting = TranslationRequest.objects.filter(case=of, report=report, withdrawn_at=None, sent_as=None)
    waiting.exclude(Exists(there)).update(case=to)


def hand_on(case: Case, *, to: Case, by: Account, now: datetime) -> None:
    """Open tasks of a case that nothing is left in are on the list of the other; the risk that was assessed is owed a
    look there. The caller calls `keep_due_time` of both."""
    for task in Task.objects.open().filter(case=case).select_related("assigned_to").order_by("pk"):
        whose = task.assigned_to if task.assigned_to and may_work(task.assigned_to, to) else None
        Task.objects.create(
            case=to, what=task.what, assigned_to=whose, due_on=task.due_on, added_by=task.added_by, added_at=now
        )
        write_entry(to, "task_added", by=by, now=now, note=task.what, to=whose.username if whose else "")
        task.done_at, task.done_by, task.outcome = now, by, f"It goes on in case {to.reference}."
        task.save(update_fields=["done_at", "done_by", "outcome"])
    assessed = RiskAssessment.objects.filter(case=case).order_by("at", "pk").last()
    if assessed is not None:
        _owe_look_at_risk(assessed, to, by=by, now=now)


def _owe_look_at_risk(assessed: RiskAssessment, to: Case, *, by: Account, now: datetime) -> None:
    """By the day on which it was to be looked at again; within a day where it was raised. An earlier look stays owed."""
    review = end_of_work(assessed.review_on)
    due_at = min(review, now + timedelta(days=1)) if assessed.level in _RAISED else review
    due_at = max(due_at, now)
    owed = Commitment.objects.open().filter(case=to, kind=CommitmentKind.NEXT_ACTION, what=REVIEW_RISK).first()
    if owed is None:
        open_commitment(to, CommitmentKind.NEXT_ACTION, since=now, now=now, due_at=due_at, what=REVIEW_RISK)
    elif due_at < owed.due_at:
        owed.due_at = due_at
        owed.save(update_fields=["due_at"])
    write_entry(
        to, "risk_elsewhere", by=by, now=now, note=assessed.plan, level=assessed.level, of=assessed.case.reference
    )
