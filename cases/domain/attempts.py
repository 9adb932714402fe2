"""Reaching somebody outside the thread: allowed by their card, written down before and after, reviewed where it went against it."""

from datetime import datetime, timedelta

from django.db import transaction

from cases.domain.access import case_for_work
from cases.domain.audit import record_event
from cases.domain.commitments import keep_due_time
from cases.domain.contact import Danger, Plan, pass_gate
from cases.domain.contact_card import card_of
from cases.domain.refusals import NotThere, Refused
from cases.domain.timeline import write_entry
from cases.enums import OPEN_STATES, ContactOutcome, Means
from cases.models import Account, Case, ContactAttempt, Person
from cases.permissions import may_review_contact

SHOWN_FOR = timedelta(minutes=30)  # how long a number that was asked for stays readable


def begin_attempt(
    case_id: int,
    person_id: int,
    *,
    means: str,
    reason: str,
    planned_for: str = "",
    time_is_safe: bool = False,
    number_is_withheld: bool = False,
    danger: Danger | None = None,
    by: Account,
    now: datetime,
) -> ContactAttempt:
    """Write down by which means and why somebody is to be reached, after the gate has let it pass.

    Only then may the number or address be shown. A second call is a second attempt. Raises `Refused` with what the
    contact card forbids (`cases/domain/contact.py`), `NotThere` for a person of another case, `CannotOpen` for a card
    that cannot be read: who cannot read it reaches nobody.
    """
    if means not in list(Means) or means == Means.WEBSITE:
        raise Refused("Choose how you will contact them.", about="means")
    if not reason.strip():
        raise Refused("Write why you need to contact them.", about="reason")
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=OPEN_STATES)
        person = Person.objects.filter(pk=person_id, case=case).first()
        if person is None:
            raise NotThere
        plan = Plan(Means(means), now, time_is_safe=time_is_safe, number_is_withheld=number_is_withheld)
        forbidden = pass_gate(card_of(person), plan, danger)
        over = danger if forbidden and danger else Danger()
        attempt = ContactAttempt.objects.create(
            case=case, person=person, report_id=person.report_id, means=means, reason=reason.strip()[:300],
            planned_for=planned_for.strip()[:100], by=by, at=now, forbidden=forbidden, danger_to=over.to,
            danger_reason=over.reason.strip(), safest_means=over.safest_means.strip(), needs_review=bool(forbidden),
        )  # fmt: skip
        write_entry(
            case, "contact_begun", by=by, now=now, note=reason.strip(), attempt=attempt.pk, means=means,
            person=person.pk, role=person.role, against_card=bool(forbidden),
        )  # fmt: skip
        record_event(
            account=by, action="person.contact_begun", address="", references=[case.reference], reason=reason.strip(),
            details={"person": person.pk, "means": means, "attempt": attempt.pk, "against_card": bool(forbidden)},
            now=now,
        )  # fmt: skip
        keep_due_time(case, now=now)
    return attempt


def record_outcome(attempt_id: int, case_id: int, *, outcome: str, note: str = "", by: Account, now: datetime) -> Case:
    """Write down what came of an attempt, once; what happened is never refused.

    A voice message that the card did not allow is listed for a supervisor's review. Raises `Refused` without an
    outcome and where another one is written down already; the same one again changes nothing.
    """
    if outcome not in list(ContactOutcome):
        raise Refused("Choose what came of it.", about="outcome")
    with transaction.atomic():
        case = case_for_work(case_id, by=by)
        attempt = _locked(attempt_id, case)
        if attempt.outcome == outcome:
            return case
        if attempt.outcome:
            raise Refused("What came of it is written down already. Add a note to the case instead.")
        attempt.outcome, attempt.outcome_note = outcome, note.strip()
        attempt.outcome_by, attempt.outcome_at = by, now
        if outcome == ContactOutcome.VOICEMAIL and card_of(attempt.person).voicemail != "yes":
            attempt.forbidden = [*attempt.forbidden, "The contact card does not allow voice messages."]
            attempt.needs_review = True
        attempt.save(update_fields=["outcome", "outcome_note", "outcome_by", "outcome_at", "forbidden", "needs_review"])
        write_entry(
            case, "contact_outcome", by=by, now=now, note=note.strip(), attempt=attempt.pk, means=attempt.means,
            outcome=outcome, person=attempt.person_id, role=attempt.person.role, against_card=attempt.needs_review,
        )  # fmt: skip
        record_event(account=by, action="case.contact_outcome", address="", references=[case.reference], now=now)
        keep_due_time(case, now=now)
    return case


def review_attempt(attempt_id: int, *, note: str, by: Account, now: datetime) -> ContactAttempt:
    """A supervisor of the unit, not the one who did it, looks at an attempt against a card and writes what they think.

    A second call changes nothing. Raises `Refused` without words, `NotThere` for whom it is not.
    """
    if not note.strip():
        raise Refused("Write what you think of it, and what is to be done.", about="note")
    with transaction.atomic():
        attempt = ContactAttempt.objects.select_for_update().filter(pk=attempt_id, needs_review=True).first()
        case = Case.objects.visible_to(by).filter(pk=attempt.case_id).first() if attempt else None
        if attempt is None or case is None or not may_review_contact(by, case):
            raise NotThere
        if attempt.reviewed_at is not None:
            return attempt
        if by.pk in (attempt.by_id, attempt.outcome_by_id):
            raise Refused("Another supervisor has to look at what you did yourself.", about="note")
        attempt.reviewed_by, attempt.reviewed_at, attempt.review_note = by, now, note.strip()
        attempt.save(update_fields=["reviewed_by", "reviewed_at", "review_note"])
        write_entry(case, "contact_reviewed", by=by, now=now, note=note.strip(), attempt=attempt.pk)
        record_event(account=by, action="case.contact_reviewed", address="", references=[case.reference], now=now)
    return attempt


def _locked(attempt_id: int, case: Case) -> ContactAttempt:
    found = ContactAttempt.objects.select_for_update(of=("self",)).select_related("person")
    attempt = found.filter(pk=attempt_id, case=case).first()
    if attempt is None:
        raise NotThere
    return attempt
