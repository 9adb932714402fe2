"""The queue: one unit's cases, what rings first and then what is due first, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Left

from cases.enums import OPEN_STATES, Lane, Role, Speaker, State
from cases.models import Account, Case, CaseReport, Reading, RecordingDecision, TimelineEntry, Voice
from cases.models.case import CaseQuerySet, due_or_never
from cases.queries.alarms import cases_that_ring
from cases.queries.blind import blind_reports
from cases.queries.bulk import is_chosen_by
from cases.queries.counting import EXACT, PreparedCounts, about
from cases.queries.findings import REVIEWS, SITES, SITES_WAIT, SURGES, SURGES_WAIT, waiting_for
from cases.queries.prepared import Prepared
from cases.queries.queue_filter import RAISED, REPEATS, QueueFilter
from cases.queries.series import SOON, series_that_owe
from reporting.enums import Sender
from reporting.models import Message

PAGE = 50
OPENING = 120
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATE, _SERIES = "late", "series"
_RINGING = "r"  # begins the cursor of a page that ends among what rings
_SHOWN = (  # what a row says of a case
    "reference", "state", "lane", "needs_person", "priority", "priority_reason", "strands", "kinds", "is_labelled",
    "language", "area", "next_due_at", "next_due_kind", "waiting_until",
    "officer__username", "officer__first_name", "officer__last_name",
)  # fmt: skip


class Tab(StrEnum):
    """What of the queue is looked at."""

    NEXT = "next"
    MINE = "mine"
    WAITING = "waiting"
    HELD = "held"
    PERSON = "person"
    ALL = "all"


_ORDER = {tab: ("due", "-pk") if tab == Tab.ALL else ("due", "pk") for tab in Tab}
_RINGS = Q(pk__in=cases_that_ring())


@dataclass(frozen=True)
class _After:
    """The last case of the page before: whether it rings, when it is due, and its key."""

    rings: bool
    key: tuple[datetime, int]


@dataclass
class Row:
    """One case of the queue. `opening` is of the first report's words; `is_blind` hides what the machine suggests.

    `has_new_message`: somebody who reported has written since the last message from an officer. `before` is the
    strongest answer to whether it happened before: `often`, `once_or_twice` or empty. `came_again`: the same person or
    place had come before, so that its reading was brought forward. `ticked`: strands by those who reported. `hard`: places
    of the words that hurt, where the machine has looked.
    """

    case: Case
    opening: str = ""
    is_cut: bool = False
    references: list[str] = field(default_factory=list)
    unread: int = 0
    is_blind: bool = False
    has_new_message: bool = False
    before: str = ""
    came_again: bool = False
    ticked: set[str] = field(default_factory=set)
    hard: list[tuple[int, int]] | None = None


@dataclass(frozen=True)
class QueuePage:
    """`total` is of the whole tab, `is_about` when it is an estimate; `next_cursor` is empty on the last page.

    `counts` has every tab; a number past `EXACT` means “more than that”. `taken_and_late`: open cases that somebody has
    and that are late, wherever they stand. `series_due`: series of the account, or of nobody, that owe something within a
    day; `findings`: surges, notices of protected sites and reviews that wait for the account. Both are only told of
    where nothing is narrowed.
    """

    tab: Tab
    rows: list[Row]
    counts: dict[str, int]
    taken_and_late: int
    series_due: int
    findings: dict[str, int]
    total: int
    is_about: bool
    next_cursor: str

    @property
    def references(self) -> list[str]:
        """Of every case and report shown."""
        return sorted({row.case.reference for row in self.rows} | {one for row in self.rows for one in row.references})


def queue_page(
    account: Account,
    *,
    tab: Tab,
    wanted: QueueFilter | None = None,
    cursor: str = "",
    size: int = PAGE,
    now: datetime,
) -> QueuePage:
    """One page of what this account may see: three queries however many rows, four past `EXACT` cases.

    All counts are one statement, under the rights and the filter of the list itself. `cursor` is the `next_cursor` of
    the page before; one that makes no sense begins at the first page. Emptied cases are on no tab: they owe nothing and
    are counted nowhere.
    """
    after = _read_cursor(cursor)
    wanted = wanted or QueueFilter()
    is_narrowed = wanted != QueueFilter()
    if is_narrowed:
        visible = wanted.of(Case.objects.visible_to(account), now)
        counted, ids = _narrowed(visible, _tabs(account), tab, after, size + 1, now=now)
        found = list(_as_shown(_in_order(Case.objects.visible_to(account).filter(pk__in=ids), tab), account))
    else:
        counts = _counts_for(account.role, account.reads_restricted, account.keeps_sites)
        counted = counts.of(account.pk, account.unit_id or 0, now, now + SOON, now - SURGES_WAIT, now - SITES_WAIT)
        rows = _list_for(account.role, account.reads_restricted, tab, size + 1, after.rings if after else None)
        found = rows.of(account.pk, account.unit_id or 0, *(after.key if after else ()))
    late, series = counted.pop(_LATE), counted.pop(_SERIES, 0)
    findings = {one: counted.pop(one, 0) for one in (SURGES, SITES, REVIEWS)}
    shown = found[:size]
    is_about = counted[tab] > EXACT and not is_narrowed
    return QueuePage(
        tab=tab,
        rows=_rows(shown),
        counts=counted,
        taken_and_late=late,
        series_due=series,
        findings=findings,
        total=about(Case.objects.visible_to(account).filter(_tabs(account)[tab])) if is_about else counted[tab],
        is_about=is_about,
        next_cursor=_cursor(shown[-1]) if len(found) > size else "",
    )


def listed(account: Account, *, tab: Tab, wanted: QueueFilter, now: datetime) -> CaseQuerySet:
    """Every case that a tab lists under a filter, in its order: what `queue_page` shows a page of."""
    return _in_order(wanted.of(Case.objects.visible_to(account), now).filter(_tabs(account)[tab]), tab)


def officers_of(account: Account) -> list[Account]:
    """Who of this account's unit may have cases."""
    return _OFFICERS.of(account.unit_id) if account.unit_id else []


def _tabs(account: Account) -> dict[Tab, Q]:
    """What belongs on each tab. `next` is what “take next” takes from."""
    is_open = Q(state__in=OPEN_STATES)
    return {
        Tab.NEXT: Q(state=State.NEW),
        Tab.MINE: Q(officer=account) & is_open,
        Tab.WAITING: Q(state=State.WAITING),
        Tab.HELD: Q(lane=Lane.HELD) & is_open,
        Tab.PERSON: ~Q(needs_person="") & is_open,
        Tab.ALL: ~Q(state=State.EMPTIED),
    }


@cache
def _counts_for(role: str, reads_restricted: bool, keeps_sites: bool) -> PreparedCounts:
    """Of a queue that nothing narrows, for accounts of which these rights are the same."""

    def build(
        pk: int, unit: int, now: datetime, soon: datetime, surges_since: datetime, sites_since: datetime
    ) -> dict[str, Any]:
        account = Account(pk=pk, unit_id=unit, role=role, reads_restricted=reads_restricted, keeps_sites=keeps_sites)
        visible = Case.objects.visible_to(account)
        counts = {one: visible.filter(of_it) for one, of_it in _counted(_tabs(account), now).items()}
        found = waiting_for(account, now, surges_since, sites_since)
        return {**counts, **found, _SERIES: series_that_owe(account, by=soon)}

    return PreparedCounts(build)


@cache
def _list_for(role: str, reads_restricted: bool, tab: Tab, most: int, is_after_ringing: bool | None) -> Prepared[Case]:
    """A page of a tab that nothing narrows, for accounts of which these rights are the same: the first, or one behind a
    case that rings or does not.

    What rings is picked out by itself, so that the rest is read in the order of its index.
    """

    def build(pk: int, unit: int, *key: Any) -> CaseQuerySet:
        account = Account(pk=pk, unit_id=unit, role=role, reads_restricted=reads_restricted)
        of_tab = _with_due(Case.objects.visible_to(account).filter(_tabs(account)[tab]), tab)
        ringing, rest = of_tab.filter(_RINGS), of_tab.exclude(_RINGS)
        if is_after_ringing:
            ringing = ringing.filter(_behind(tab, *key))
        elif is_after_ringing is not None:
            ringing, rest = ringing.none(), rest.filter(_behind(tab, *key))
        parts = [part.order_by(*_ORDER[tab]).values("pk")[:most] for part in (ringing, rest)]
        of_page = Case.objects.filter(pk__in=parts[0].union(parts[1], all=True))
        return _as_shown(_in_order(of_page, tab), account)[:most]

    return Prepared(build)


def _as_shown(cases: CaseQuerySet, account: Account) -> CaseQuerySet:
    """With what a row says, and whether the account has chosen it."""
    return cases.annotate(is_chosen=is_chosen_by(account)).select_related("officer").only(*_SHOWN)


def _counted(tabs: dict[Tab, Q], now: datetime) -> dict[str, Q]:
    """What is counted: each tab, and the late cases that somebody has (`_LATE`).

    Whole tabs are counted in their indexes and no further than `EXACT`.
    """
    late = Q(state__in=OPEN_STATES, officer__isnull=False, next_due_at__lt=now)
    return {**{one.value: of_tab for one, of_tab in tabs.items()}, _LATE: late}


def _narrowed(
    cases: CaseQuerySet, tabs: dict[Tab, Q], tab: Tab, after: _After | None, most: int, *, now: datetime
) -> tuple[dict[str, int], list[int]]:
    """All numbers, exact, and the ids of one page: what is narrowed has no index of its own and is gone through once."""
    counts = {one: Count("pk", filter=wanted) for one, wanted in _counted(tabs, now).items()}
    ordered = _in_order(cases, tab)
    of_page = tabs[tab]
    if after:
        behind = _behind(tab, *after.key)
        of_page &= Q(rings=False) | behind if after.rings else Q(rings=False) & behind
    page = ArrayAgg("pk", filter=of_page, order_by=ordered.query.order_by, default=Value([]))
    found = ordered.order_by().aggregate(**counts, page=_First(page, most=most))
    return found, found.pop("page")


class _First(Func):
    """The first so many of an array."""

    template = "(%(expressions)s)[1:%(most)s]"
    output_field = ArrayField(BigIntegerField())


def _in_order(cases: CaseQuerySet, tab: Tab) -> CaseQuerySet:
    """What rings comes first, then what is due first; on `all` closed cases come last, the newest first."""
    rings = ExpressionWrapper(_RINGS, BooleanField())
    return _with_due(cases, tab).annotate(rings=rings).order_by("-rings", *_ORDER[tab])


def _with_due(cases: CaseQuerySet, tab: Tab) -> CaseQuerySet:
    # An open case always owes something, so its due time is never empty.
    return cases.annotate(due=due_or_never() if tab == Tab.ALL else F("next_due_at"))


def _rows(cases: Sequence[Case]) -> list[Row]:
    rows = {case.pk: Row(case) for case in cases}
    links = _ROWS.of(list(rows)) if rows else []
    for case_id, reference, opening, is_read, is_blind, wrote_last, before, ticked, came_again, hard in links:
        row = rows[case_id]
        if not row.references:
            row.opening, row.is_cut = opening[:OPENING], len(opening) > OPENING
            row.hard = None if hard is None else [(int(start), int(end)) for start, end in hard]
        row.references.append(reference)
        row.unread += not is_read
        row.ticked.update(ticked)
        row.is_blind |= is_blind
        row.came_again |= came_again
        row.has_new_message |= wrote_last == Sender.REPORTER
        if before in REPEATS:
            row.before = max(row.before, before, key=("", *REPEATS).index)
    return list(rows.values())


def _behind(tab: Tab, at: datetime, pk: int) -> Q:
    """What comes behind the case with this key that is due at this time."""
    behind = Q(pk__lt=pk) if tab == Tab.ALL else Q(pk__gt=pk)
    # The first condition says nothing new: it is the one by which the index is entered.
    return Q(due__gte=at) & (Q(due__gt=at) | behind)


def _read_cursor(cursor: str) -> _After | None:
    """The last case of the page before; nothing for a cursor that makes no sense."""
    micros, _, pk = cursor.removeprefix(_RINGING).partition("-")
    if not (micros.isascii() and micros.isdigit() and pk.isascii() and pk.isdigit() and len(cursor) < 40):
        return None
    try:
        return _After(cursor.startswith(_RINGING), (_EPOCH + timedelta(microseconds=int(micros)), int(pk)))
    except OverflowError:
        return None


def _cursor(case: Case) -> str:
    due: datetime = case.due  # type: ignore[attr-defined]
    mark = _RINGING if case.rings else ""  # type: ignore[attr-defined]
    return f"{mark}{(due - _EPOCH) // timedelta(microseconds=1)}-{case.pk}"


def _links(cases: list[int]) -> Any:
    messages = Message.objects.filter(report=OuterRef("report")).order_by("-sent_at", "-pk")
    looked = Voice.objects.filter(report=OuterRef("report"), speaker=Speaker.MACHINE).order_by("-pk")
    return (
        CaseReport.objects.filter(case__in=cases, detached_at=None)
        .annotate(
            opening=Left("report__words", OPENING + 1),
            is_read=Exists(Reading.objects.filter(report=OuterRef("report"))),
            is_blind=Exists(blind_reports().filter(report=OuterRef("report")))
            & ~Exists(RecordingDecision.objects.filter(case=OuterRef("case"))),
            wrote_last=Subquery(messages.values("sender")[:1]),
            came_again=Exists(TimelineEntry.objects.filter(case=OuterRef("case"), what=RAISED)),
            before=KeyTextTransform("happened_before", "report__answers"),
            ticked=F("report__perceived_strands"),
            hard=Subquery(looked.values("details__hard")[:1]),
        )
        .order_by("attached_at", "pk")
        .values_list(
            "case_id", "report__reference", "opening", "is_read", "is_blind", "wrote_last", "before", "ticked",
            "came_again", "hard",
        )
    )  # fmt: skip


_ROWS = Prepared[Any](_links)
_OFFICERS = Prepared[Account](
    lambda unit: (
        Account.objects.filter(unit=unit, is_active=True, role__in=(Role.OFFICER, Role.SUPERVISOR))
        .only("username", "first_name", "last_name")
        .order_by("username")
    )
)
