"""Enhanced service: somebody on a case is owed shorter times, on a ground and for a reason."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.domain.access import case_for_work
from cases.domain.audit import record_event
from cases.domain.commitments import keep_due_time, promise
from cases.domain.refusals import Refused
from cases.domain.timeline import write_entry
from cases.enums import OPEN_STATES, CommitmentKind
from cases.models import Account, Case, Commitment, EnhancedGround, Person

_SHORTENED = (CommitmentKind.ANSWER, CommitmentKind.UPDATE, CommitmentKind.REFERRAL)


def grounds_in_force(on: date) -> QuerySet[EnhancedGround]:
    """On which grounds enhanced service is owed on this day."""
    in_force = EnhancedGround.objects.filter(Q(in_force_until=None) | Q(in_force_until__gte=on), in_force_from__lte=on)
    return in_force.order_by("pk")


def give_enhanced_service(
    case_id: int, person_id: int, *, ground: str, reason: str, by: Account, now: datetime
) -> Case:
    """From now on this person is owed enhanced service: what is open to them is brought forward, what follows is shorter.

    Nothing becomes late by it: the shorter time runs from now. A second call changes ground and reason.
    Raises `Refused` without a ground in force or without a reason, and for somebody who is not on this case.
    """
    chosen = grounds_in_force(timezone.localdate(now)).filter(key=ground).last()
    if chosen is None:
        raise Refused("Choose why enhanced service is owed.", about="ground")
    if not reason.strip():
        raise Refused("Write the reason.", about="reason")
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=OPEN_STATES)
        person = _person(case, person_id)
        person.enhanced_ground, person.enhanced_reason = chosen, reason.strip()[:300]
        person.enhanced_by, person.enhanced_at = by, now
        person.save(update_fields=["enhanced_ground", "enhanced_reason", "enhanced_by", "enhanced_at"])
        _bring_forward(case, person, now=now)
        _finish(case, "enhanced", person, by=by, now=now, note=reason.strip(), ground=chosen.label)
    return case


def end_enhanced_service(case_id: int, person_id: int, *, reason: str, by: Account, now: datetime) -> Case:
    """Enhanced service is not owed to this person after all; what was promised to them keeps its time.

    Ending what is not owed changes nothing. Raises `Refused` without a reason.
    """
    if not reason.strip():
        raise Refused("Write the reason.", about="reason")
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=OPEN_STATES)
        person = _person(case, person_id)
        if person.enhanced_at is None:
            return case
        person.enhanced_ground, person.enhanced_reason, person.enhanced_by, person.enhanced_at = None, "", None, None
        person.save(update_fields=["enhanced_ground", "enhanced_reason", "enhanced_by", "enhanced_at"])
        _finish(case, "enhanced_ended", person, by=by, now=now, note=reason.strip())
    return case


def _person(case: Case, person_id: int) -> Person:
    person = case.persons.filter(pk=person_id).first()
    if person is None:
        raise Refused("This person is not on the case.")
    return person


def _bring_forward(case: Case, person: Person, *, now: datetime) -> None:
    owed = Commitment.objects.open().filter(case=case, kind__in=_SHORTENED, due_at__gt=now)
    for commitment in owed.filter(Q(report_id=person.report_id) | Q(owed_to=person)):
        within, rule = promise(CommitmentKind(commitment.kind), case.priority, now=now, is_enhanced=True)
        if now + within < commitment.due_at:
            commitment.due_at, commitment.rule = now + within, rule
            commitment.save(update_fields=["due_at", "rule"])


def _finish(case: Case, what: str, person: Person, *, by: Account, now: datetime, note: str, **details: str) -> None:
    write_entry(case, what, by=by, now=now, note=note, role=person.role, **details)
    record_event(account=by, action=f"case.{what}", address="", references=[case.reference], now=now)
    keep_due_time(case, now=now)
