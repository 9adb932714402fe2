"""What officers do while the product suffers, as the desk's own database role. Prints one JSON value.

`python -m tests.faults.officers ACT …`, an act being one of the functions below with its arguments.
"""

import json
import os
import random
import secrets
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from cases.domain import claiming, correspondence, deciding, duty, intake, reading, safe_copies  # noqa: E402
from cases.domain.refusals import Refused  # noqa: E402
from cases.enums import Role, State  # noqa: E402
from cases.models import Account, Case, Unit  # noqa: E402
from config import celery  # noqa: E402,F401  (the application that the outbox publishes through)
from reporting.domain.submission import submit_report  # noqa: E402
from reporting.models import Evidence, Report  # noqa: E402
from tests import files  # noqa: E402
from tests.cast import file_of  # noqa: E402


def decide(count: str) -> list[list[Any]]:
    """The officer takes, reads and decides that many cases that the machine has not seen; what they decided."""
    officer = Account.objects.get(username="officer")
    unseen = Case.objects.visible_to(officer).filter(state=State.NEW).exclude(timeline__what="categorised")
    decided = []
    for case in unseen.order_by("-pk")[: int(count)]:
        now = timezone.now()
        claiming.take_case(case.pk, by=officer, now=now)
        reading.mark_read(case.pk, case.opened_for_id, by=officer, now=now)
        deciding.record_decision(
            case.pk, recording="nothing_recorded", reason="Decided while the worker was down.", strands=["age"],
            kinds=["hate_mail"], by=officer, now=now,
        )  # fmt: skip
        decided.append([case.pk, ["age"], ["hate_mail"]])
    return decided


def prepare(accounts: str, cases: str, key: str) -> list[int]:
    """A unit of its own with that many officers and new cases; run as the tables' owner."""
    unit = Unit.objects.create(key=key, name=key)
    for number in range(int(accounts)):
        Account.objects.create(username=f"{key}-{number}", role=Role.OFFICER, unit=unit, password="!")
    made = []
    for _ in range(int(cases)):
        token = secrets.token_urlsafe(16)
        receipt = submit_report(answers={"what_happened": "Somebody shouted."}, token=token, now=timezone.now())
        report = Report.objects.get(reference=receipt.reference)
        made.append(intake.open_case(report.pk, now=timezone.now()).pk)
    Case.objects.filter(pk__in=made).update(unit=unit)
    return made


def answer_by_mail(name: str, number: str) -> int:
    """So many reports come from people who agreed to e-mail, and are read and answered; run as the tables' owner."""
    officer = Account.objects.get(username="officer")
    for place in range(int(number)):
        token, now = secrets.token_urlsafe(16), timezone.now()
        answers = {
            "what_happened": "Somebody shouted.", "contact_by": ["email"], "contact_email": f"{name}-{place}@example.org",
        }  # fmt: skip
        receipt = submit_report(answers=answers, token=token, now=now)
        case = intake.open_case(Report.objects.get(reference=receipt.reference).pk, now=now)
        claiming.take_case(case.pk, by=officer, now=now)
        reading.mark_read(case.pk, case.opened_for_id, by=officer, now=now)
        correspondence.reply(
            case.pk,
            case.opened_for_id,
            message="Thank you for telling us.",
            token=token,
            by=officer,
            now=timezone.now(),
        )
    return int(number)


def open_exhibits(after: str, most: str) -> dict[str, Any]:
    """An officer opens so many of the files that came with later reports; what came of it, and how long the slowest took."""
    found = Evidence.objects.filter(report_id__gt=int(after)).order_by("?")[: int(most)]
    return _opened(list(found))


def open_bombs(number: str) -> dict[str, Any]:
    """The same with files that are made to be too much; run as the tables' owner."""
    token = secrets.token_urlsafe(16)
    receipt = submit_report(answers={"what_happened": "Open this."}, token=token, now=timezone.now())
    report, kinds = Report.objects.get(reference=receipt.reference), list(files.bombs().items())
    chosen = [kinds[place % len(kinds)] for place in range(int(number))]
    return _opened([file_of(report, content, kind) for (_, kind), content in chosen])


def _opened(found: list[Evidence]) -> dict[str, Any]:
    came_of: Counter[str] = Counter()
    errors: Counter[str] = Counter()
    slowest = 0.0
    for file in found:
        began = time.perf_counter()
        try:
            came_of[safe_copies.make_copies(file, now=timezone.now())[0].failure or "shown"] += 1
        except Exception as error:  # noqa: BLE001  (counted: there should be none)
            errors[type(error).__name__] += 1
        slowest = max(slowest, time.perf_counter() - began)
    return {"came_of": came_of, "errors": errors, "slowest": round(slowest, 1)}


def claim_next(key: str, threads: str, claims: str) -> dict[str, Any]:
    """So many claims of the next case by so many officers at once; who won which, and what else was heard."""
    won: list[int] = []
    heard: Counter[str] = Counter()

    def claim(officer: Account, _: int) -> None:
        case = claiming.claim_next(by=officer, now=timezone.now())
        if case is None:
            heard["none left"] += 1
        else:
            won.append(case.pk)

    _all_at_once(key, int(threads), list(range(int(claims))), claim, heard)
    return {"won": won, "heard": heard}


def take(key: str, threads: str, claims: str, seed: str) -> dict[str, Any]:
    """So many tries to take one certain case, spread evenly over the unit's cases; who won, what losers were told."""
    heard: Counter[str] = Counter()
    cases = list(Case.objects.filter(unit__key=key).order_by("pk").values_list("pk", flat=True))
    tries = [cases[number % len(cases)] for number in range(int(claims))]
    random.Random(seed).shuffle(tries)  # noqa: S311 (seeded on purpose: runs can be repeated)
    winners: dict[int, set[str]] = {case: set() for case in cases}
    told: dict[int, set[str]] = {case: set() for case in cases}

    def claim(officer: Account, case_id: int) -> None:
        try:
            claiming.take_case(case_id, by=officer, now=timezone.now())
        except Refused as refusal:
            told[case_id].add(refusal.sentence.split(" ")[0])
            heard["told who has it"] += 1
        else:
            winners[case_id].add(officer.username)

    _all_at_once(key, int(threads), tries, claim, heard)
    with_one = sum(len(names) == 1 for names in winners.values())
    wrongly_told = sum(bool(told[case] - winners[case]) for case in cases)
    return {"with_one_winner": with_one, "heard": heard, "wrongly_told": wrongly_told}


def acknowledge(alarm: str) -> str:
    """The officer answers the alarm."""
    officer = Account.objects.get(username="officer")
    return duty.acknowledge(int(alarm), by=officer, now=timezone.now()).outcome


def _all_at_once(
    key: str, threads: int, tries: list[int], act: Callable[[Account, int], None], heard: Counter[str]
) -> None:
    """Share the tries out among officers, each with a database connection of its own, who all begin together."""
    officers = list(Account.objects.filter(unit__key=key).order_by("pk"))[:threads]
    together = threading.Barrier(len(officers))

    def run(number: int, officer: Account) -> None:
        list(Case.objects.filter(pk=0))  # the connection is there before the start
        together.wait()
        for one in tries[number :: len(officers)]:
            try:
                act(officer, one)
            except Exception as error:  # noqa: BLE001 (counted, and the row fails for it)
                heard[type(error).__name__] += 1
        connections.close_all()

    running = [threading.Thread(target=run, args=one) for one in enumerate(officers)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()


if __name__ == "__main__":
    acts = {
        act.__name__: act
        for act in (decide, answer_by_mail, open_bombs, open_exhibits, prepare, claim_next, take, acknowledge)
    }
    print(json.dumps(acts[sys.argv[1]](*sys.argv[2:])))
