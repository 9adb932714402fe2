"""What a unit has to do, who has it, and how fast it is done; restricted and recused cases only for who may know of them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone

from cases.enums import OPEN_STATES, CommitmentKind, Lane, Role, State
from cases.models import Account, Case, DutyShift, WorkCap
from cases.models.case import CaseQuerySet
from reporting.enums import Channel
from reporting.models import Report

RATE_OVER = timedelta(days=28)
_DAYS = RATE_OVER.days
_NOBODY = 0  # in place of an officer's id


@dataclass
class Load:
    """What lies with somebody, a strand or a unit. `late` counts what is owed and past its time, by kind; `came` and
    `closed` are of the last four weeks, imports left out of what came, which is told of strands and other units alone."""

    open: int = 0
    due_today: int = 0
    late_cases: int = 0
    waiting: int = 0
    late: dict[str, int] = field(default_factory=dict)
    oldest_unread: datetime | None = None
    closed: int = 0
    came: int = 0

    @property
    def closed_a_day(self) -> float:
        """Over the last four weeks."""
        return self.closed / _DAYS

    @property
    def days_to_clear(self) -> float | None:
        """At that rate, if nothing new came in; None where nothing was closed."""
        return self.open / self.closed_a_day if self.closed else None


LoadsOf = Callable[..., list[Load]]
"""The loads to which a row belongs, by what it is grouped by."""


@dataclass
class Workload:
    """`officers` by account id, with 0 for nobody; `elsewhere` are other units, as far as one may know of their cases.

    `arrivals` are reports by priority over the last four weeks, imports left out; `caps` by account id.
    """

    people: list[Account]
    of_unit: Load
    officers: dict[int, Load]
    strands: dict[str, Load]
    elsewhere: dict[str, Load]
    arrivals: Mapping[str, int]
    arrived_this_week: int
    caps: dict[int, int]
    of_cap: int | None
    on_shift: int

    @property
    def arrivals_a_day(self) -> float:
        """Over the last four weeks."""
        return sum(self.arrivals.values()) / _DAYS


def workload(account: Account, *, now: datetime) -> Workload:
    """Everything of the account's unit, under the rights of every list; thirteen statements however many cases and officers."""
    cases = Case.objects.visible_to(account).filter(unit=account.unit_id)
    still = cases.filter(state__in=OPEN_STATES)
    officers: defaultdict[int, Load] = defaultdict(Load)
    by_strand: defaultdict[str, Load] = defaultdict(Load)

    def of_both(officer: int | None, strands: list[str]) -> list[Load]:
        return [officers[officer or _NOBODY], *(by_strand[strand] for strand in strands)]

    _add_counted(of_both, still, now, "officer_id", "strands")
    _add_late(of_both, still, now, "officer_id", "strands")
    people = _people(account, now)
    _add_closed(of_both, cases, now, "closed_by_id", "strands")
    caps, of_cap = caps_of(account)
    for one in people:
        officers[one.pk]  # somebody without a case is on the list too
    arrivals, this_week = _arrivals(by_strand, cases, now)
    return Workload(
        people=people,
        of_unit=_sum(officers),
        officers=dict(officers),
        strands=dict(by_strand),
        elsewhere=_elsewhere(account, now),
        arrivals=arrivals,
        arrived_this_week=this_week,
        caps=caps,
        of_cap=of_cap,
        on_shift=DutyShift.objects.filter(
            account__unit=account.unit_id, starts_at__lte=now, ends_at__gt=now
        ).aggregate(people=Count("account", distinct=True))["people"],
    )  # fmt: skip


def caps_of(account: Account) -> tuple[dict[int, int], int | None]:
    """How many open cases each of the unit should have at most, and what holds for all who have no cap of their own."""
    newest = WorkCap.objects.filter(unit=account.unit_id).order_by("account", "-pk").distinct("account")
    found: dict[int | None, int | None] = dict(newest.values_list("account", "most_open"))
    of_cap = found.pop(None, None)
    return {account_id: most for account_id, most in found.items() if account_id and most}, of_cap


def waiting_for_a_reader(
    account: Account, *, most: int, lanes: Collection[str] = (Lane.MAIN, Lane.HELD)
) -> list[tuple[str, datetime]]:
    """Priority and due time of what nobody has, of the account's unit and these lanes, what is due first."""
    mine = Case.objects.visible_to(account).filter(unit=account.unit_id, state=State.NEW)
    waiting = mine.filter(lane__in=lanes).by_due_time()
    return [(priority, due) for priority, due in waiting.values_list("priority", "next_due_at")[:most] if due]


def _add_counted(loads: LoadsOf, still: CaseQuerySet, now: datetime, *by: str) -> None:
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    counted = still.order_by().values_list(*by).annotate(
        open=Count("pk"),
        due_today=Count("pk", filter=Q(next_due_at__gte=now, next_due_at__lt=midnight)),
        late_cases=Count("pk", filter=Q(next_due_at__lt=now)),
        waiting=Count("pk", filter=Q(state=State.WAITING)),
    )  # fmt: skip
    for *of, still_open, due_today, late_cases, waiting in counted:
        for load in loads(*of):
            _add(load, Load(still_open, due_today, late_cases, waiting))


def _add_late(loads: LoadsOf, still: CaseQuerySet, now: datetime, *by: str) -> None:
    """A case can owe several things that are late: each is counted. Unread is what still owes its reading."""
    # In one filter with what else is asked, so that all of it is of one commitment.
    is_open = Q(commitments__met_at=None, commitments__released_at=None)
    late = still.filter(is_open, next_due_at__lt=now, commitments__due_at__lt=now).order_by()
    for *of, kind, number in late.values_list(*by, "commitments__kind").annotate(number=Count("*")):
        for load in loads(*of):
            load.late[kind] = load.late.get(kind, 0) + number
    unread = still.filter(is_open, commitments__kind=CommitmentKind.READ).order_by()
    for *of, oldest in unread.values_list(*by).annotate(Min("commitments__report__received_at")):
        for load in loads(*of):
            load.oldest_unread = min(load.oldest_unread or oldest, oldest)


def _add_closed(loads: LoadsOf, cases: CaseQuerySet, now: datetime, *by: str) -> None:
    closed = cases.filter(state=State.CLOSED, closed_at__gte=now - RATE_OVER, closed_at__lte=now).order_by()
    for *of, done in closed.values_list(*by).annotate(number=Count("*")):
        for load in loads(*of):
            load.closed += done


def _people(account: Account, now: datetime) -> list[Account]:
    """Who works in the unit: oneself first, then by name. Nobody is ranked."""
    works = Account.objects.filter(unit=account.unit_id, is_active=True, role__in=(Role.OFFICER, Role.SUPERVISOR))
    found = works.only("username", "first_name", "last_name", "absent_until", "unit", "role", "languages")
    return sorted(found, key=lambda one: (one.pk != account.pk, one.known_as))


def _add(load: Load, part: Load) -> None:
    for name in ("open", "due_today", "late_cases", "waiting"):
        setattr(load, name, getattr(load, name) + getattr(part, name))


def _sum(officers: Mapping[int, Load]) -> Load:
    whole = Load()
    for one in officers.values():
        _add(whole, one)
        whole.closed += one.closed
        for kind, number in one.late.items():
            whole.late[kind] = whole.late.get(kind, 0) + number
        if one.oldest_unread and (whole.oldest_unread is None or one.oldest_unread < whole.oldest_unread):
            whole.oldest_unread = one.oldest_unread
    return whole


def _elsewhere(account: Account, now: datetime) -> dict[str, Load]:
    """By name of unit, of those that have anything open."""
    found: defaultdict[str, Load] = defaultdict(Load)

    def of_unit(name: str) -> list[Load]:
        return [found[name]]

    known = Case.objects.known_elsewhere(account)
    _add_counted(of_unit, known.open(), now, "unit__name")
    _add_late(of_unit, known.open(), now, "unit__name")
    _add_closed(of_unit, known, now, "unit__name")
    for name, month in _came(known, now).values_list("unit__name").annotate(number=Count("*")):
        found[name].came = month
    return {name: found[name] for name in sorted(found) if found[name].open}


def _came(cases: CaseQuerySet, now: datetime) -> CaseQuerySet:
    """What came in over the last four weeks, imports left out."""
    came = cases.filter(received_at__gte=now - RATE_OVER, received_at__lte=now).exclude(lane=Lane.BACKLOG)
    backlog = Report.objects.filter(channel=Channel.IMPORT, received_at__gte=now - RATE_OVER)
    return came.exclude(opened_for__in=backlog).order_by()


def _arrivals(strands: defaultdict[str, Load], cases: CaseQuerySet, now: datetime) -> tuple[dict[str, int], int]:
    came = _came(cases, now)
    week = Q(received_at__gte=now - timedelta(days=7))
    by_priority: defaultdict[str, int] = defaultdict(int)
    this_week = 0
    for row in came.values("priority", "strands").annotate(month=Count("*"), week=Count("received_at", filter=week)):
        by_priority[row["priority"]] += row["month"]
        this_week += row["week"]
        for strand in row["strands"]:
            strands[strand].came += row["month"]
    return dict(by_priority), this_week
