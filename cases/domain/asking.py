"""What referrals and transfers share: a question to an organisation, owed an answer within two working days."""

from datetime import datetime

from django.utils import timezone

from cases.domain.audit import record_event
from cases.domain.commitments import open_commitment
from cases.domain.refusals import Refused
from cases.domain.working_days import add_working_days
from cases.enums import CommitmentKind, PassingOn
from cases.models import Account, Case, Commitment, Referral, Transfer
from cases.queries.days import end_of_work
from cases.queries.passing_on import holidays

WORKING_DAYS = 2


def due_for_answer(now: datetime) -> datetime:
    """Five in the afternoon, local time, two working days after today."""
    return end_of_work(add_working_days(timezone.localdate(now), WORKING_DAYS, holidays()))


def owe_answer(case: Case, *, what: str, now: datetime) -> Commitment:
    """It comes back to the officer as a task; part of the caller's transaction."""
    due_at = due_for_answer(now)
    return open_commitment(case, CommitmentKind.REFERRAL, since=now, now=now, due_at=due_at, what=what[:300])


def meet(commitment_id: int, *, by: Account, now: datetime) -> None:
    """Only this one: the other organisations still owe their answers."""
    Commitment.objects.open().filter(pk=commitment_id).update(met_at=now, met_by=by)


def enter_answer(
    asked: Referral | Transfer, *, outcome: str, answered_name: str, number: str, note: str, by: Account, now: datetime
) -> None:
    """Keep what they said and meet what was owed; part of the caller's transaction.

    Raises `Refused` for an unknown outcome, one already entered, and without a word on why it was declined.
    """
    if asked.outcome:
        raise Refused("The answer has been entered already. Look at the page again.")
    if outcome not in list(PassingOn):
        raise Refused("Choose what came of it.", about="outcome")
    if outcome != PassingOn.ACCEPTED and not note.strip():
        raise Refused("Write why.", about="note")
    asked.outcome, asked.answered_at, asked.entered_by = outcome, now, by
    asked.answered_name, asked.number, asked.note = answered_name.strip(), number.strip(), note.strip()
    asked.save()
    meet(asked.commitment_id, by=by, now=now)


def ask_once_more(asked: Referral | Transfer, *, what: str, by: Account, now: datetime) -> None:
    """They were reminded: what was owed is met, and owed anew. Raises `Refused` where they have answered."""
    if asked.outcome:
        raise Refused("They have answered already. Look at the page again.")
    meet(asked.commitment_id, by=by, now=now)
    asked.commitment = owe_answer(asked.case, what=what, now=now)
    asked.save(update_fields=["commitment"])


def log(case: Case, action: str, *, by: Account, now: datetime, **details: object) -> None:
    """One row of the log for an act on a case that is passed on."""
    record_event(account=by, action=action, address="", references=[case.reference], details=details, now=now)
