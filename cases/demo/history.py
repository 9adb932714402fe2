"""Plays the whole history in the order of time, in one transaction: all of it is there, or nothing."""

import heapq
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from cases.demo.arrivals import plan_arrivals
from cases.demo.life import Life
from cases.demo.officers import Officers, gather_officers
from cases.demo.partners import add_partners
from cases.demo.published import publish_what_is_over
from cases.demo.rules import let_rules_rest, put_rules_to_work
from cases.domain.searchable import index_what_is_owed
from cases.models import Case, Unit
from reporting.domain import vault

Progress = Callable[[int, int, int], None]


class NoUnit(Exception):
    """There is no default unit."""


@dataclass(frozen=True)
class Played:
    """How many reports and steps there were, and where their cases stand now."""

    reports: int
    steps: int
    states: dict[str, int]


def play_history(reports: int, *, days: int, seed: int, quiet: bool, now: datetime, progress: Progress) -> Played:
    """Add a history of `days` days that ends `now`.

    Guarantees: exactly so many reports; either all of it is written or nothing, files included; nobody sees a case of it
    half-worked, and nothing rings that was answered in it. A second call adds another history. `progress` is told day
    (from 1), reports and steps so far. Raises `NoUnit`, and `Refused` where an account's name is taken.
    """
    lives: list[Life] = []
    try:
        with transaction.atomic():
            unit = Unit.objects.filter(is_default=True).first()
            if unit is None:
                raise NoUnit
            officers = gather_officers(unit)
            add_partners()
            let_rules_rest(now=now)
            told: set[str] = set()
            arrivals = plan_arrivals(reports, days=days, seed=seed, quiet=quiet, now=now)
            lives += [Life(one, seed=seed, officers=officers, told=told, end=now) for one in arrivals]
            with _without_savepoints():
                return _play(officers, lives, days=days, now=now, progress=progress)
    except BaseException:
        for file in (file for life in lives for file in life.reporters.files):  # no transaction takes these back
            vault.forget(file)
        raise


def _play(officers: Officers, lives: list[Life], *, days: int, now: datetime, progress: Progress) -> Played:
    courses = [life.course() for life in lives]
    due = [(next(course), number) for number, course in enumerate(courses)]
    heapq.heapify(due)
    start, today, steps = now - timedelta(days=days), 0, 0
    while due:
        at, number = heapq.heappop(due)
        if (at - start).days > today:
            _check_rules()
            progress(today + 1, _sent(lives), steps)
            today = (at - start).days
        following = next(courses[number], None)
        steps += 1
        if following is not None and following < now:
            heapq.heappush(due, (following, number))
    _check_rules()
    progress(days, _sent(lives), steps)
    index_what_is_owed(now=now)
    references = [receipt.reference for life in lives for receipt in life.reporters.receipts]
    put_rules_to_work(references, now=now)
    publish_what_is_over(officers, days=days, now=now)
    _check_rules()
    states = Counter(Case.objects.filter(reference__in=references).values_list("state", flat=True))
    return Played(_sent(lives), steps, dict(states))


@contextmanager
def _without_savepoints() -> Iterator[None]:
    """Any error ends the whole history, so a place to go back to in every step would only cost.

    Tens of thousands of them in one transaction would also slow down everybody else who reads the tables.
    """
    features = connection.features
    features.uses_savepoints = False
    try:
        yield
    finally:
        features.uses_savepoints = True


def _sent(lives: list[Life]) -> int:
    return sum(len(life.reporters.receipts) for life in lives)


def _check_rules() -> None:
    """Let the database check now what it would check at commit, so that a day's faults are a day's."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
