"""How far two people agree, what those who reported say, where the voices differ, and who reads how much that is hard."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone

from cases.engine.measure import kappa
from cases.enums import RereadOf, Role, Speaker
from cases.models import Account, Case, Reading, RecordingDecision, Reread, Voice
from cases.models.case import CaseQuerySet
from cases.queries.offers import hard_cases, rule_in_force
from reporting.enums import WishKind
from reporting.models import Wish
from reporting.taxonomy import STRANDS

FEWEST_OF_A_PERSON = 30  # below that nobody is named
FEWEST = 10  # below that kappa says nothing
_MOST = 50
_YEAR, _VOICES_OVER = timedelta(days=365), timedelta(days=28)
WITHOUT = "none"  # no strand at all


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
    """What second readings of a year came to: `officers` only where there are enough to name somebody (`may_be_named`).

    A strand of which fewer than that are all of one officer is left out, and the whole has no pairs then.
    """

    strands: dict[str, Agreement]
    whole: Agreement
    officers: dict[str, Agreement]
    nothing_recorded: tuple[int, int]
    no_line_left: tuple[int, int]


def second_look(account: Account, *, now: datetime) -> SecondLook:
    """Agreement of the unit, from the uniform 2 % alone; beside it how often the other two kinds were seen differently.

    The second number of each pair is how many were read, the first in how many the second reader came to something else.
    """
    done = Reread.objects.filter(read_at__gte=now - _YEAR, decision__case__in=_cases(account))
    rows = list(
        done.values_list(
            "of", "is_uniform", "decision__recording", "recording", "decision__strands", "is_line_left",
            "decision__by__username",
        )
    )  # fmt: skip
    by_strand: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    by_officer: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    of_strand: defaultdict[str, set[str]] = defaultdict(set)
    every: list[tuple[str, str]] = []
    nothing, lines = [], []
    for of, is_uniform, first, second, strands, is_line_left, username in rows:
        if of == RereadOf.CLOSING:
            lines.append(bool(is_line_left))
            continue
        if first == "nothing_recorded":
            nothing.append(second != first)
        if is_uniform:
            every.append((first, second))
            by_officer[username].append((first, second))
            for strand in strands or [WITHOUT]:
                by_strand[strand].append((first, second))
                of_strand[strand].add(username)
    told = {key for key, pairs in by_strand.items() if _are_of_several(len(pairs), len(of_strand[key]))}
    named = may_be_named({who: len(pairs) for who, pairs in by_officer.items()})
    return SecondLook(
        strands={key: agreement(by_strand[key]) for key in (*STRANDS, WITHOUT) if key in told},
        whole=agreement(every if _are_of_several(len(every), len(by_officer)) else []),
        officers={who: agreement(by_officer[who]) for who in sorted(named)} if account.role == Role.SUPERVISOR else {},
        nothing_recorded=(sum(nothing), len(nothing)),
        no_line_left=(sum(lines), len(lines)),
    )


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


def _are_of_several(pairs: int, officers: int) -> bool:
    return officers > 1 or pairs >= FEWEST_OF_A_PERSON


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
    for officer, reporter, suggested in rows:
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
