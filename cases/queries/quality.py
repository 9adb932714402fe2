"""How far two people agree, what those who reported say, where the voices differ, and who reads how much that is hard."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone

from cases.engine.measure import kappa
from cases.enums import RereadOf, Role, Speaker
from cases.models import Account, Case, Reading, RecordingDecision, Reread, Voice
from cases.models.case import CaseQuerySet
from cases.queries.days import midnight
from cases.queries.offers import hard_cases, rule_in_force
from reporting.enums import WishKind
from reporting.models import Wish
from reporting.taxonomy import STRANDS, with_parents

FEWEST_OF_A_PERSON = 30  # below that nobody is named
FEWEST = 10  # below that kappa says nothing
_MOST = 50
_YEAR, _VOICES_OVER = timedelta(days=365), timedelta(days=28)
WITHOUT = "none"  # no strand at all
_WHOLE = ""


@dataclass(frozen=True)
class Agreement:
    """Of `n` pairs so many were the same; `kappa` is None where there are too few."""

    n: int
    same: int
    kappa: float | None


def to_read(account: Account) -> list[Reread]:
    """What this account may read again, its own first, then what was drawn first."""
    open_ones = Reread.objects.visible_to(account).open().filter(Q(reader=None) | Q(reader=account))
    return list(open_ones.order_by("reader", "drawn_at", "pk")[:_MOST])


def one_reread(reread_id: int, account: Account) -> Reread | None:
    """One that this account may read or has read."""
    shown = Reread.objects.visible_to(account).filter(pk=reread_id)
    return shown.select_related("decision__case", "decision__by", "reader").first()


@dataclass(frozen=True)
class SecondLook:
    """What second readings came to: of the last four whole quarters, and by name of the last whole calendar year.

    `until` is the last day that is counted. `officers`: only where there are enough to name somebody (`may_be_named`).
    A quarter counts where it is of several (`told_of_a_quarter`); where none is, the whole has no pairs.
    """

    strands: dict[str, Agreement]
    whole: Agreement
    officers: dict[str, Agreement]
    nothing_recorded: tuple[int, int]
    no_line_left: tuple[int, int]
    until: date
    year: int


@dataclass(frozen=True)
class Second:
    """One second reading: whose decision it was, the strands named there, what was recorded first and second."""

    quarter: tuple[int, int]
    by: str
    keys: frozenset[str]
    pair: tuple[str, str]
    is_uniform: bool = True
    is_line_left: bool | None = None


def second_look(account: Account, *, now: datetime) -> SecondLook:
    """Agreement of the unit, from the uniform 2 % alone; beside it how often the other two kinds were seen differently.

    The second number of each pair is how many were read, the first in how many the second reader came to something else.
    Every quarter and every year is said once it is over and is the same for everybody who may read figures of the unit:
    neither two days nor two readers differ by a single decision.
    """
    ended = _quarter_of(timezone.localdate(now))
    until, since, year = _begin(ended), _begin((ended[0] - 1, ended[1])), ended[0] - 1
    rows = _read_again(account, since=min(since, date(year, 1, 1)), before=until)
    uniform = [one for one in rows if one.is_uniform and one.is_line_left is None]
    recent = [one for one in rows if _begin(one.quarter) >= since]
    told: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for quarter in _by_quarter(one for one in uniform if _begin(one.quarter) >= since):
        for key, of_it in told_of_a_quarter(quarter).items():
            told[key] += [one.pair for one in of_it]
    of_year: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for one in uniform:
        if one.quarter[0] == year:
            of_year[one.by].append(one.pair)
    named = may_be_named({who: len(pairs) for who, pairs in of_year.items()})
    nothing = _of_several_quarters(
        one for one in recent if one.is_line_left is None and one.pair[0] == "nothing_recorded"
    )
    lines = _of_several_quarters(one for one in recent if one.is_line_left is not None)
    return SecondLook(
        strands={key: agreement(told[key]) for key in (*STRANDS, WITHOUT) if key in told},
        whole=agreement(told[_WHOLE]),
        officers={who: agreement(of_year[who]) for who in sorted(named)} if account.role == Role.SUPERVISOR else {},
        nothing_recorded=(sum(one.pair[0] != one.pair[1] for one in nothing), len(nothing)),
        no_line_left=(sum(bool(one.is_line_left) for one in lines), len(lines)),
        until=until - timedelta(days=1),
        year=year,
    )


def told_of_a_quarter(rows: Collection[Second]) -> dict[str, list[Second]]:
    """What may be told of one quarter, by strand and (empty key) of all: nothing that fewer than thirty of one officer show.

    Nor anything that leaves as few of one officer when it is taken from what holds it, or when the parts are taken from it.
    """
    told: dict[str, list[Second]] = {}
    for key in (_WHOLE, *STRANDS, WITHOUT):
        of_it = [one for one in rows if key in (_WHOLE, *one.keys)]
        holders = [told[one] for one in {_WHOLE, key.partition(":")[0]} - {key} if one in told]
        rests = [[one for one in holder if key not in one.keys] for holder in holders]
        if of_it and all(_are_of_several(some) for some in (of_it, *rests)):
            told[key] = of_it
    for holder in sorted(told, key=len, reverse=True):
        parts = {key for key in told if key != holder and (holder == _WHOLE or key.startswith(f"{holder}:"))}
        if parts and not _are_of_several([one for one in told[holder] if not parts & one.keys]):
            del told[holder]
    return told


def may_be_named(read: Mapping[str, int]) -> set[str]:
    """Officers whose figure may stand beside that of all together, by how many of theirs were read again.

    Whoever takes the named from all is left with the others: those are never one alone, nor fewer than it takes to name
    somebody. So of the named those with the fewest go to the others, until that is so.
    """
    named = sorted(
        (who for who, number in read.items() if number >= FEWEST_OF_A_PERSON), key=lambda who: (read[who], who)
    )
    others = [number for who, number in read.items() if who not in named]
    while named and others and (len(others) < 2 or sum(others) < FEWEST_OF_A_PERSON):
        others.append(read[named.pop(0)])
    return set(named)


def _read_again(account: Account, *, since: date, before: date) -> list[Second]:
    """Those of the unit, whoever looks: a figure that leaves out what one reader may not see tells it to another."""
    if account.role not in (Role.OFFICER, Role.SUPERVISOR):
        return []
    done = Reread.objects.filter(
        read_at__gte=midnight(since), read_at__lt=midnight(before), decision__case__unit=account.unit_id
    ).order_by("read_at", "pk")  # fmt: skip
    rows = done.values_list(
        "read_at", "decision__by__username", "decision__strands", "decision__recording", "recording", "is_uniform",
        "of", "is_line_left",
    )  # fmt: skip
    return [
        Second(
            _quarter_of(timezone.localdate(at)), by, frozenset(strands or [WITHOUT]), (first, second), is_uniform,
            bool(line) if of == RereadOf.CLOSING else None,
        )
        for at, by, strands, first, second, is_uniform, of, line in rows
    ]  # fmt: skip


def _quarter_of(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3


def _begin(quarter: tuple[int, int]) -> date:
    return date(quarter[0], 3 * quarter[1] + 1, 1)


def _by_quarter(rows: Iterable[Second]) -> list[list[Second]]:
    found: defaultdict[tuple[int, int], list[Second]] = defaultdict(list)
    for one in rows:
        found[one.quarter].append(one)
    return list(found.values())


def _of_several_quarters(rows: Iterable[Second]) -> list[Second]:
    return [one for quarter in _by_quarter(rows) if _are_of_several(quarter) for one in quarter]


def _are_of_several(rows: Collection[Second]) -> bool:
    """Whether no officer stands behind them alone with fewer than thirty; true of none at all."""
    return len(rows) >= FEWEST_OF_A_PERSON or len({one.by for one in rows}) != 1


def agreement(pairs: list[tuple[str, str]]) -> Agreement:
    """Of two who each recorded the same cases."""
    same = sum(first == second for first, second in pairs)
    return Agreement(len(pairs), same, kappa(pairs) if len(pairs) >= FEWEST else None)


def feedback(account: Account, *, now: datetime) -> dict[str, dict[str, int]]:
    """What those who reported say of whether it helped, by strand: the newest answer of each report of the last year."""
    held = _cases(account).values("links__report")
    said = Wish.objects.filter(kind=WishKind.HELPED, sent_at__gte=now - _YEAR, report__in=held).exclude(choice="")
    newest = said.order_by("report", "-pk").distinct("report")
    return _tallied(newest.values_list("report__perceived_strands", "choice"))


@dataclass
class Voices:
    """Of decided cases of one strand: how many in which each voice named it, and in how many another differs."""

    officer: int = 0
    reporter: int = 0
    machine: int = 0
    reporter_differs: int = 0
    machine_differs: int = 0


def disagreement(account: Account, *, now: datetime) -> dict[str, Voices]:
    """Reporter and machine beside the officer who decided, by strand, over four weeks. The reporter's word stands."""
    machine = Voice.objects.filter(report=OuterRef("case__opened_for"), speaker=Speaker.MACHINE).order_by("-pk")
    decided = RecordingDecision.objects.filter(
        at__gte=now - _VOICES_OVER, at__lte=now, case__in=_cases(account)
    ).order_by("case", "-at", "-pk").distinct("case")  # fmt: skip
    rows = decided.annotate(machine=Subquery(machine.values("strands")[:1])).values_list(
        "strands", "case__opened_for__perceived_strands", "machine"
    )
    found: defaultdict[str, Voices] = defaultdict(Voices)
    for officer, perceived, suggested in rows:
        reporter = with_parents(perceived)  # nobody ticks a religion and then religion once more
        for strand in {*officer, *reporter, *(suggested or ())}:
            one = found[strand]
            one.officer += strand in officer
            one.reporter += strand in reporter
            one.machine += strand in (suggested or ())
            one.reporter_differs += (strand in reporter) != (strand in officer)
            one.machine_differs += suggested is not None and (strand in suggested) != (strand in officer)
    return {key: found[key] for key in STRANDS if key in found}


@dataclass(frozen=True)
class Exposure:
    """How much that is hard somebody has read, today and in seven days."""

    account: Account
    today: int
    week: int


def exposure(account: Account, *, now: datetime) -> tuple[list[Exposure], int]:
    """Of oneself; for supervisors of everybody of the unit, by name. And after how many a day others come first."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    people = Account.objects.filter(unit=account.unit_id, is_active=True, role__in=(Role.OFFICER, Role.SUPERVISOR))
    if account.role != Role.SUPERVISOR:
        people = people.filter(pk=account.pk)
    rule = rule_in_force(now)
    hard = hard_cases(rule, "case__")
    read = Reading.objects.filter(
        hard,
        by__in=people,
        at__gte=midnight - timedelta(days=6),
        at__lte=now,
        case__in=Case.objects.visible_to(account),
    )
    counts = {
        row["by"]: (row["today"], row["week"])
        for row in read.order_by()
        .values("by")
        .annotate(today=Count("pk", filter=Q(at__gte=midnight)), week=Count("pk"))
    }
    listed = sorted(people, key=lambda one: (one.pk != account.pk, one.known_as))
    return [Exposure(one, *counts.get(one.pk, (0, 0))) for one in listed], rule.hard_cases_a_day


def _cases(account: Account) -> CaseQuerySet:
    return Case.objects.visible_to(account).filter(unit=account.unit_id)


def _tallied(rows: Iterable[tuple[list[str], str]]) -> dict[str, dict[str, int]]:
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for strands, choice in rows:
        for strand in strands or [WITHOUT]:
            found[strand][choice] = found[strand].get(choice, 0) + 1
    return {key: found[key] for key in (*STRANDS, WITHOUT) if key in found}
