"""The risk as a person assesses it: asked anew after each message, every answer kept."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cases.domain.access import case_for_work
from cases.domain.audit import record_event
from cases.domain.commitments import REVIEW_RISK, keep_due_time, meet_commitments, open_commitment
from cases.domain.refusals import refuse_missing
from cases.domain.timeline import write_entry
from cases.enums import OPEN_STATES, CommitmentKind, RiskAnswer, RiskLevel, RiskQuestion
from cases.models import Account, Case, RiskAssessment

LONGEST_REVIEW = timedelta(days=90)


def assess_risk(
    case_id: int,
    *,
    answers: Mapping[str, str],
    notes: Mapping[str, str],
    level: str,
    plan: str,
    review_at: datetime | None,
    by: Account,
    now: datetime,
) -> Case:
    """Keep one assessment; it is in force until the next. Its review is owed as a next action, at `review_at`.

    A second call keeps a second assessment and moves the review. Raises `Refused` while a question is open, without
    level, without a plan where the risk is raised, where the review is not to come within 90 days, and for
    danger now at standard risk.
    """
    missing = [
        ("Answer yes, no or not known.", question.value)
        for question in RiskQuestion
        if answers.get(question) not in tuple(RiskAnswer)
    ]
    if level not in tuple(RiskLevel):
        missing.append(("Choose how high the risk is.", "level"))
    elif level == RiskLevel.STANDARD and answers.get(RiskQuestion.DANGER) == RiskAnswer.YES:
        missing.append(("Somebody is in danger now: choose medium or high risk, and write the plan.", "level"))
    elif level != RiskLevel.STANDARD and not plan.strip():
        missing.append(("Write what is done about the risk.", "plan"))
    review_at = review_at or now  # no day is as wrong as today
    if timezone.localdate(review_at) <= timezone.localdate(now):
        missing.append(("Choose a day that is still to come.", "review_at"))
    elif review_at > now + LONGEST_REVIEW:
        missing.append(("Choose a day within the next 90 days.", "review_at"))
    refuse_missing(missing)
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=OPEN_STATES)
        RiskAssessment.objects.create(
            case=case, by=by, at=now, level=level, plan=plan.strip(), review_on=timezone.localdate(review_at),
            answers={question.value: answers[question] for question in RiskQuestion},
            notes={question.value: said for question in RiskQuestion if (said := notes.get(question, "").strip())},
        )  # fmt: skip
        meet_commitments(case, CommitmentKind.NEXT_ACTION, by=by, now=now, what=REVIEW_RISK)
        open_commitment(case, CommitmentKind.NEXT_ACTION, since=now, now=now, due_at=review_at, what=REVIEW_RISK)
        write_entry(case, "risk_assessed", by=by, now=now, note=plan.strip(), level=level)
        record_event(account=by, action="case.risk", address="", references=[case.reference], now=now)
        keep_due_time(case, now=now)
    return case
