"""Cases that somebody has chosen to do something with all of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, Subquery

from cases.enums import BulkOutcome, CommitmentKind
from cases.models import (
    Account,
    Bulk,
    BulkCase,
    Case,
    CaseReport,
    CaseTag,
    Commitment,
    Reading,
    RecordingDecision,
    Task,
)
from cases.queries.answers import is_answered, wants_no_contact
from reporting.models import Alarm

SHOWN = 20  # of the latest ones


@dataclass
class Known:
    """Of cases, by id: what closing and attaching ask for. `reports` are those attached."""

    unread: set[int] = field(default_factory=set)
    unanswered: set[int] = field(default_factory=set)
    decided: set[int] = field(default_factory=set)
    with_tasks: set[int] = field(default_factory=set)
    alarms: defaultdict[int, set[str]] = field(default_factory=lambda: defaultdict(set))  # that have not ended
    reports: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))


def known_of(case_ids: Iterable[int]) -> Known:
    """Two queries, however many cases."""
    ids, known = list(case_ids), Known()
    # Files that were added are owed an answer too, and so is whoever told of danger without a message.
    promised = Commitment.objects.open().filter(
        case=OuterRef("case"), report=OuterRef("report"), kind=CommitmentKind.ANSWER
    )
    links = CaseReport.objects.filter(case__in=ids, detached_at=None).annotate(
        is_read=Exists(Reading.objects.filter(report=OuterRef("report"))),
        nobody_waits=is_answered() & (~Exists(promised) | Q(wants_no_contact())),
        alarm=Subquery(Alarm.objects.going_on().filter(report=OuterRef("report")).values("outcome")),
        has_tasks=Exists(Task.objects.open().filter(case=OuterRef("case"))),
    )  # fmt: skip
    found = links.values_list("case_id", "report_id", "is_read", "nobody_waits", "has_tasks", "alarm")
    for case_id, report_id, is_read, nobody_waits, has_tasks, alarm in found:
        known.reports[case_id].append(report_id)
        if not is_read:
            known.unread.add(case_id)
        if not nobody_waits:
            known.unanswered.add(case_id)
        if has_tasks:
            known.with_tasks.add(case_id)
        if alarm is not None:
            known.alarms[case_id].add(alarm)
    known.decided = set(RecordingDecision.objects.filter(case__in=ids).values_list("case_id", flat=True))
    return known


def tagged_with(name: str, case_ids: Iterable[int]) -> set[int]:
    """Which of these cases have the tag."""
    live = CaseTag.objects.filter(case__in=list(case_ids), tag__name__iexact=name, taken_off_at=None)
    return set(live.values_list("case_id", flat=True))


def is_chosen_by(account: Account) -> Exists:
    """Of a case: whether this account has chosen it."""
    return Exists(BulkCase.objects.filter(case=OuterRef("pk"), bulk__owner=account, bulk__confirmed_at=None))


def selection_of(account: Account) -> Bulk | None:
    """What this account has chosen and not confirmed yet."""
    return Bulk.objects.filter(owner=account, confirmed_at=None).first()


def cases_of(bulk: Bulk, account: Account) -> list[BulkCase]:
    """Its cases, as far as the account may see them now; what is due first comes first."""
    rows = BulkCase.objects.filter(bulk=bulk, case__in=Case.objects.visible_to(account))
    return list(rows.select_related("case", "case__officer").order_by("case__next_due_at", "case_id"))


def progress_of(bulk: Bulk, account: Account) -> tuple[int, int]:
    """How many of its cases are still to be done (or undone), and of how many."""
    rows = BulkCase.objects.filter(bulk=bulk, case__in=Case.objects.visible_to(account))
    if bulk.undo_at is not None:
        done = rows.filter(outcome=BulkOutcome.DONE)
        return done.filter(undo="").count(), done.count()
    return rows.filter(outcome="").count(), rows.count()


def latest_of(account: Account) -> list[Bulk]:
    """What this account has done with many cases, the latest first."""
    return list(Bulk.objects.filter(owner=account, confirmed_at__isnull=False).order_by("-made_at")[:SHOWN])


def own_bulk(bulk_id: int, account: Account) -> Bulk | None:
    """One of those, where it is this account's."""
    return Bulk.objects.filter(pk=bulk_id, owner=account, confirmed_at__isnull=False).first()
