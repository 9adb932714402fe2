"""Who of a unit could be given cases, and which cases could move."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from cases.engine.language import base_language
from cases.engine.sharing import Holder, Movable
from cases.enums import OPEN_STATES, Role, State
from cases.models import Account, Case
from cases.queries.absence import is_there
from cases.queries.alarms import shifts_on_duty
from cases.queries.workload import caps_of

NOBODY, EVERYBODY = "-nobody", "-everybody"  # no username begins so
_PLAIN = ("", "und", "en")


@dataclass(frozen=True)
class Choosable(Movable):
    """With its reference, by which it is chosen."""

    reference: str = ""


def loads_of(account: Account) -> dict[str, int]:
    """How many open cases each of the unit has, as far as the account may know of them."""
    still = Case.objects.visible_to(account).filter(unit=account.unit_id, state__in=OPEN_STATES, officer__isnull=False)
    rows = still.order_by().values("officer__username").annotate(has=Count("pk"))
    return {row["officer__username"]: row["has"] for row in rows}


def holders_of(account: Account, *, now: datetime) -> list[Holder]:
    """The unit's officers who are there, those who have the fewest first; supervisors are given none."""
    has, (caps, of_cap) = loads_of(account), caps_of(account)
    there = Account.objects.filter(is_there(now), unit=account.unit_id, role=Role.OFFICER)
    holders = [
        Holder(
            one.username, has.get(one.username, 0), caps.get(one.pk, of_cap),
            frozenset(base_language(code) for code in one.languages),
        )
        for one in there
    ]  # fmt: skip
    return sorted(holders, key=lambda one: (one.has, one.key))


def on_duty_of(account: Account, *, now: datetime) -> set[str]:
    """Whose shift of the unit runs now, by username."""
    return set(shifts_on_duty(now).filter(account__unit=account.unit_id).values_list("account__username", flat=True))


def movable_of(account: Account, *, of: str = "", spare: Mapping[str, int] | None = None, most: int) -> list[Choosable]:
    """Cases of one officer or of nobody, what is due first first; or, of each who has too many, what is due last.

    Who knows somebody in a case, is involved in it or may not read restricted ones is not given it.
    """
    cases = Case.objects.visible_to(account).filter(unit=account.unit_id, state__in=OPEN_STATES)
    if spare is not None:
        found = [
            case
            for username, number in sorted(spare.items())
            for case in cases.filter(officer__username=username, state=State.IN_PROGRESS)
            .select_related("officer").order_by("-next_due_at", "-pk")[:number]
        ][:most]  # fmt: skip
    elif of == NOBODY:
        found = list(cases.filter(state=State.NEW).select_related("officer").by_due_time()[:most])
    else:
        found = list(cases.filter(officer__username=of).select_related("officer").by_due_time()[:most])
    people = list(Account.objects.filter(unit=account.unit_id).only("pk", "username", "reads_restricted"))
    return [_movable(case, people) for case in found]


def _movable(case: Case, people: list[Account]) -> Choosable:
    language = "" if case.language in _PLAIN else base_language(case.language)
    kept_from = frozenset(
        one.username
        for one in people
        if one.pk in case.recused or one.pk in case.hidden_from or (case.is_restricted and not one.reads_restricted)
    )
    of = case.officer.username if case.officer else ""
    return Choosable(case.pk, of, "" if language in _PLAIN else language, kept_from, case.reference)
