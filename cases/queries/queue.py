"""The queue: one unit's cases in the order of what is due first, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Left

from cases.enums import Lane, Speaker, State
from cases.models import Account, Case, CaseReport, Reading, RecordingDecision, Voice
from reporting.enums import Sender
from reporting.models import Message

PAGE = 50
OPENING = 120
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Tab(StrEnum):
    """What of the queue is looked at."""

    NEXT = "next"
    MINE = "mine"
    WAITING = "waiting"
    HELD = "held"
    PERSON = "person"
    ALL = "all"


@dataclass
class Row:
    """One case of the queue. `opening` is of the first report's words; `is_blind` hides what the machine suggests.

    `has_new_message`: somebody who reported has written since the last message from an officer.
    """

    case: Case
    opening: str = ""
    is_cut: bool = False
    references: list[str] = field(default_factory=list)
    unread: int = 0
    is_blind: bool = False
    has_new_message: bool = False


@dataclass(frozen=True)
class QueuePage:
    """`total` is of the whole tab; `next_cursor` is empty on the last page; `counts` has every tab but `all`."""

    tab: Tab
    rows: list[Row]
    counts: dict[str, int]
    total: int
    next_cursor: str

    @property
    def references(self) -> list[str]:
        """Of every case and report shown."""
        return sorted({row.case.reference for row in self.rows} | {one for row in self.rows for one in row.references})


def queue_page(account: Account, *, tab: Tab, cursor: str = "", size: int = PAGE) -> QueuePage:
    """One page of what this account may see: five queries however many rows.

    `cursor` is the `next_cursor` of the page before; one that makes no sense begins at the first page. Emptied cases
    are on no tab: they owe nothing and are counted nowhere.
    """
    visible = Case.objects.visible_to(account)
    counts = visible.open().aggregate(**{one: Count("pk", filter=_of(one, account)) for one in Tab if one != Tab.ALL})
    everything = visible.exclude(state=State.EMPTIED)
    cases = (
        everything.order_by("-received_at", "-pk")
        if tab == Tab.ALL
        else visible.open().filter(_of(tab, account)).by_due_time()
    )
    total = everything.count() if tab == Tab.ALL else counts[tab]
    found = list(
        _after(cases, tab, cursor).select_related("officer", "opened_for").defer("opened_for__words")[: size + 1]
    )
    shown = found[:size]
    return QueuePage(
        tab=tab,
        rows=_rows(shown),
        counts=counts,
        total=total,
        next_cursor=_cursor(shown[-1], tab) if len(found) > size else "",
    )


def blind_reports() -> "QuerySet[Voice]":
    """Suggestions that stay hidden until the officer has chosen."""
    return Voice.objects.filter(speaker=Speaker.MACHINE, is_blind=True)


def _of(tab: Tab, account: Account) -> Q:
    return {
        Tab.NEXT: Q(),
        Tab.MINE: Q(officer=account),
        Tab.WAITING: Q(state=State.WAITING),
        Tab.HELD: Q(lane=Lane.HELD),
        Tab.PERSON: ~Q(needs_person=""),
    }[tab]


def _rows(cases: Sequence[Case]) -> list[Row]:
    rows = {case.pk: Row(case) for case in cases}
    messages = Message.objects.filter(report=OuterRef("report")).order_by("-sent_at", "-pk")
    links = (
        CaseReport.objects.filter(case__in=list(rows), detached_at=None)
        .annotate(
            opening=Left("report__words", OPENING + 1),
            is_read=Exists(Reading.objects.filter(report=OuterRef("report"))),
            is_blind=Exists(blind_reports().filter(report=OuterRef("report")))
            & ~Exists(RecordingDecision.objects.filter(case=OuterRef("case"))),
            wrote_last=Subquery(messages.values("sender")[:1]),
        )
        .order_by("attached_at", "pk")
        .values_list("case_id", "report__reference", "opening", "is_read", "is_blind", "wrote_last")
    )
    for case_id, reference, opening, is_read, is_blind, wrote_last in links:
        row = rows[case_id]
        if not row.references:
            row.opening, row.is_cut = opening[:OPENING], len(opening) > OPENING
        row.references.append(reference)
        row.unread += not is_read
        row.is_blind |= is_blind
        row.has_new_message |= wrote_last == Sender.REPORTER
    return list(rows.values())


def _after(cases: "QuerySet[Case]", tab: Tab, cursor: str) -> "QuerySet[Case]":
    micros, _, pk = cursor.partition("-")
    if not (micros.isascii() and micros.isdigit() and pk.isascii() and pk.isdigit() and len(cursor) < 40):
        return cases
    try:
        at = _EPOCH + timedelta(microseconds=int(micros))
    except OverflowError:
        return cases
    if tab == Tab.ALL:
        return cases.filter(Q(received_at__lt=at) | Q(received_at=at, pk__lt=int(pk)))
    return cases.filter(Q(next_due_at__gt=at) | Q(next_due_at=at, pk__gt=int(pk)) | Q(next_due_at=None))


def _cursor(case: Case, tab: Tab) -> str:
    at = case.received_at if tab == Tab.ALL else case.next_due_at
    if at is None:
        return ""
    return f"{(at - _EPOCH) // timedelta(microseconds=1)}-{case.pk}"
