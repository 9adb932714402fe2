"""What is owed, to whom, by when: opening, meeting, and the one column that orders the queue."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cases.domain.access import case_for_work
from cases.domain.audit import record_event
from cases.domain.refusals import Refused
from cases.domain.timeline import write_entry
from cases.enums import OPEN_STATES, CommitmentKind, PersonRole, State
from cases.models import Account, Case, Commitment, Person, PromiseRule
from cases.models.commitment import CommitmentQuerySet
from reporting.domain.status import publish_status
from reporting.domain.webhooks import owe_telling
from reporting.enums import READ_CEILING, Owed, PublicStatus
from reporting.models import Report
from reporting.taxonomy import PRIORITIES

REVIEW_RISK = "Review the risk"  # a next action of its own, which no other one replaces
_FALLBACK = {
    CommitmentKind.READ: READ_CEILING,
    CommitmentKind.RECORDING_DECISION: timedelta(hours=24),
    CommitmentKind.ANSWER: timedelta(hours=72),
    CommitmentKind.REFERRAL: timedelta(hours=48),
    CommitmentKind.UPDATE: timedelta(days=28),
    CommitmentKind.NEXT_ACTION: timedelta(days=14),
}
TOLD = {
    CommitmentKind.READ: Owed.READ,
    CommitmentKind.ANSWER: Owed.ANSWER,
    CommitmentKind.UPDATE: Owed.UPDATE,
    CommitmentKind.REFERRAL: Owed.REFERRAL,
    CommitmentKind.NEXT_ACTION: Owed.NEXT_ACTION,
}
# What the enhanced times are for: the person who waits for it, not the desk.
_OWED_TO_A_PERSON = (CommitmentKind.ANSWER, CommitmentKind.UPDATE, CommitmentKind.REFERRAL)
# What hangs on a report that somebody sent, whichever case it is attached to. Reading and decision have clocks of their own.
_GOES_ALONG = (CommitmentKind.ANSWER, CommitmentKind.UPDATE, CommitmentKind.NEXT_ACTION)
STATUS = {
    State.NEW: PublicStatus.READ,
    State.IN_PROGRESS: PublicStatus.IN_PROGRESS,
    State.WAITING: PublicStatus.WAITING,
    State.CLOSED: PublicStatus.CLOSED,
    State.EMPTIED: PublicStatus.RECEIVED,
}


def promise(
    kind: CommitmentKind, priority: str, *, now: datetime, is_enhanced: bool = False
) -> tuple[timedelta, PromiseRule | None]:
    """Within what time this kind is kept today, and the rule that says so: that of the priority before the general one.

    `is_enhanced`: for somebody who is owed enhanced service, the shorter of their rule and everybody's.
    Reading is never promised later than the taxonomy says, which for every report is 24 hours at most.
    """
    today = timezone.localdate(now)
    rules = PromiseRule.objects.filter(
        Q(in_force_until=None) | Q(in_force_until__gte=today),
        kind=kind,
        priority__in=["", priority],
        in_force_from__lte=today,
        is_enhanced__in=[False, is_enhanced],
    )
    found: dict[bool, PromiseRule] = {}
    for one in rules.order_by("-priority", "-in_force_from"):
        found.setdefault(one.is_enhanced, one)
    rule = found.get(False)
    within = rule.within if rule else _FALLBACK[kind]
    if True in found and found[True].within < within:
        rule, within = found[True], found[True].within
    if kind == CommitmentKind.READ:
        within = min(within, PRIORITIES[priority].read_within or READ_CEILING)
    return within, rule


def open_commitment(
    case: Case,
    kind: CommitmentKind,
    *,
    report: Report | None = None,
    since: datetime,
    now: datetime,
    due_at: datetime | None = None,
    what: str = "",
    owed_to: Person | None = None,
) -> Commitment:
    """Owe `kind` from `since` on. The caller then calls `keep_due_time`.

    An answer, update or referral is owed to the person who sent the report, where `owed_to` names nobody else, and
    within the enhanced times where somebody of whom the report tells is owed them.
    """
    reporter, is_enhanced = _told_of(case, report) if kind in _OWED_TO_A_PERSON else (None, False)
    owed_to = owed_to or reporter
    is_enhanced = is_enhanced or bool(owed_to and owed_to.enhanced_at)
    within, rule = promise(kind, case.priority, now=now, is_enhanced=is_enhanced)
    return Commitment.objects.create(
        case=case, report=report, kind=kind, owed_to=owed_to, rule=rule, what=what, opened_at=now,
        due_at=due_at or since + within, priority=case.priority,
    )  # fmt: skip


def _told_of(case: Case, report: Report | None) -> tuple[Person | None, bool]:
    """Who sent this report, and whether anybody of whom it tells is owed enhanced service."""
    persons = list(Person.objects.filter(case=case, report=report).order_by("pk")) if report else []
    reporter = next((one for one in persons if one.role == PersonRole.REPORTER), None)
    return reporter, any(one.enhanced_at for one in persons)


def meet_commitments(
    case: Case,
    *kinds: CommitmentKind,
    by: Account,
    now: datetime,
    report_id: int | None = None,
    what: str | None = None,
) -> int:
    """Mark what is open of these kinds (of one report, of these words where given) as met; returns how many that were."""
    owed = Commitment.objects.open().filter(case=case, kind__in=kinds)
    if what is not None:
        owed = owed.filter(what=what)
    if report_id is not None:
        owed = owed.filter(Q(report_id=report_id) | Q(report_id=None))
    return owed.update(met_at=now, met_by=by)


def release_commitments(
    case: Case,
    *,
    because: str,
    now: datetime,
    report_id: int | None = None,
    kinds: Collection[CommitmentKind] = tuple(CommitmentKind),
) -> None:
    """End what is open of these kinds (of one report where given) without its being met: its cause has left the case."""
    owed = Commitment.objects.open().filter(case=case, kind__in=kinds)
    if report_id is not None:
        owed = owed.filter(report_id=report_id)
    owed.update(released_at=now, released_because=because)


def goes_along(report: Report, case: Case) -> CommitmentQuerySet:
    """What is promised there to whoever sent a report, and what their wishes made."""
    return Commitment.objects.open().filter(case=case, report=report, kind__in=_GOES_ALONG)


def take_along(report: Report, *, of: Case, to: Case) -> None:
    """What was promised to whoever sent a report, and what their wishes made, goes with it to another case: each with its
    time, and with the new one that was promised where it was missed. The caller calls `keep_due_time` of both.

    What the other case owes them already is not owed twice there: the earlier time counts.
    """
    persons = {one.role: one for one in Person.objects.filter(case=to, report=report)}
    there = {(one.kind, one.what): one for one in goes_along(report, to)}
    for owed in goes_along(report, of).select_related("owed_to"):
        same = there.get((owed.kind, owed.what))
        if same is None:
            owed.case, owed.owed_to = to, persons.get(owed.owed_to.role) if owed.owed_to else None
            owed.save(update_fields=["case", "owed_to"])
        elif owed.due_at < same.due_at:
            same.due_at, same.rule = owed.due_at, owed.rule
            same.save(update_fields=["due_at", "rule"])


def bring_reading_forward(case: Case, *, now: datetime) -> None:
    """A higher priority brings open readings forward; a lower one never puts them back."""
    within, rule = promise(CommitmentKind.READ, case.priority, now=now)
    owed = Commitment.objects.open().filter(case=case, kind=CommitmentKind.READ).select_related("report")
    for commitment in owed:
        received_at = commitment.report.received_at if commitment.report else commitment.opened_at
        earlier = received_at + within
        if earlier < commitment.due_at:
            commitment.priority = case.priority if commitment.due_at > now else commitment.priority  # missed as it was
            commitment.due_at, commitment.rule = earlier, rule
            commitment.save(update_fields=["due_at", "rule", "priority"])


def owe_next_action_if_nothing_is_owed(case: Case, *, now: datetime) -> None:
    """An open, read case is never without a next commitment: one opens by itself (14 days, dated data)."""
    if case.state in OPEN_STATES and not Commitment.objects.open().filter(case=case).exists():
        open_commitment(case, CommitmentKind.NEXT_ACTION, since=now, now=now)


def keep_due_time(case: Case, *, now: datetime) -> None:
    """Recompute `next_due_at` from the open commitments, save the case, and tell the reporters what is owed to them.

    The last step of every write on a case.
    """
    first = Commitment.objects.open().filter(case=case).order_by("due_at", "pk").first()
    case.next_due_at, case.next_due_kind = (first.due_at, first.kind) if first else (None, "")
    case.version += 1
    case.save()
    _tell_reporters(case, now=now)


def set_next_action(case_id: int, *, what: str, due_at: datetime, by: Account, now: datetime) -> Case:
    """Owe one next action, in the officer's words, by a time to come; it takes the place of an earlier one, which is not
    said to be done by it.

    The review of the risk stays, and so does what a reporter's wish asks for, until it is done (`finish_action`).
    Raises `Refused` when there are no words or the time has passed.
    """
    if not what.strip():
        raise Refused("Write what is to be done next.", about="what")
    if due_at <= now:
        raise Refused("Choose a time that is still to come.", about="due_at")
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=OPEN_STATES)
        earlier = Commitment.objects.open().filter(case=case, kind=CommitmentKind.NEXT_ACTION)
        earlier.filter(report=None).exclude(what=REVIEW_RISK).update(
            released_at=now, released_because="another next action took its place"
        )
        open_commitment(case, CommitmentKind.NEXT_ACTION, since=now, now=now, due_at=due_at, what=what.strip()[:300])
        write_entry(case, "next_action", by=by, now=now, note=what.strip(), due_at=due_at.isoformat())
        record_event(account=by, action="case.next_action", address="", references=[case.reference], now=now)
        keep_due_time(case, now=now)
    return case


def finish_action(case_id: int, commitment_id: int, *, by: Account, now: datetime) -> Case:
    """A next action is done. Finishing it again changes nothing.

    Raises `Refused` for what is no next action of this case, or not one in words; the review of the risk is done by
    assessing it.
    """
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=OPEN_STATES)
        actions = Commitment.objects.filter(case=case, kind=CommitmentKind.NEXT_ACTION, released_at=None)
        action = actions.filter(pk=commitment_id).exclude(what__in=("", REVIEW_RISK)).first()
        if action is None:
            raise Refused("This is not owed in this case any more: look at the list again.")
        if action.met_at is not None:
            return case
        action.met_at, action.met_by = now, by
        action.save(update_fields=["met_at", "met_by"])
        owe_next_action_if_nothing_is_owed(case, now=now)
        write_entry(case, "action_done", by=by, now=now, note=action.what)
        record_event(account=by, action="case.action_done", address="", references=[case.reference], now=now)
        keep_due_time(case, now=now)
    return case


def _tell_reporters(case: Case, *, now: datetime) -> None:
    links = case.links.filter(detached_at=None).values_list("report_id", flat=True)
    report_ids = list(links)
    owed = Commitment.objects.open().with_new_time().filter(case=case, kind__in=TOLD).order_by("due_at", "pk")
    owed = owed.exclude(what=REVIEW_RISK)  # a look of ours: nobody outside was promised to hear of it
    by_report: dict[int | None, Commitment] = {}
    for commitment in owed:
        by_report.setdefault(commitment.report_id, commitment)
    read = set(case.readings.model.objects.filter(report_id__in=report_ids).values_list("report_id", flat=True))
    for report_id in report_ids:
        first = min(
            (by_report[key] for key in (report_id, None) if key in by_report), key=lambda one: one.due_at, default=None
        )
        status = STATUS[State(case.state)] if report_id in read else PublicStatus.RECEIVED
        owe_telling([report_id], status=status, now=now)
        publish_status(
            [report_id],
            status=status,
            due_at=first.due_at if first else None,
            due_kind=TOLD[CommitmentKind(first.kind)] if first else Owed.NOTHING,
            new_due_at=first.new_due_at if first else None,  # type: ignore[attr-defined]
        )
