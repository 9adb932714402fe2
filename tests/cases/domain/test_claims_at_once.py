"""Fifty officers press “take next” at the same moment, each over a database connection of their own."""

import threading
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connections
from django.utils import timezone

from cases.domain import claiming
from cases.enums import Role
from cases.models import Account, Case, OfferRule
from tests.cast import Cast, case

pytestmark = pytest.mark.django_db(transaction=True)
OFFICERS, CASES, CLAIMS = 50, 100, 20  # a thousand claims


def test_each_of_fifty_officers_gets_a_case_of_their_own_and_every_case_an_officer(cast: Cast) -> None:
    hour = timedelta(hours=1)
    OfferRule.objects.create(
        hard_cases_a_day=0, supervisor_before=hour, anyone_before=hour, language_before=hour,
        in_force_from=date(2026, 1, 1),
    )  # fmt: skip
    officers = [
        Account.objects.create(
            username=f"o-{number}", role=Role.OFFICER, unit=cast.unit, languages=["en", "pl"][: 1 + number % 2]
        )
        for number in range(OFFICERS)
    ]
    now = timezone.now()
    for number in range(CASES):
        made = case(now=now - timedelta(minutes=number), in_danger_now="yes" if number % 15 == 0 else "no")
        Case.objects.filter(pk=made.pk).update(
            language="pl" if number % 3 == 0 else "en", kinds=[], priority="high" if number % 4 == 0 else "standard"
        )
    hidden = Case.objects.order_by("pk").first()
    assert hidden
    Case.objects.filter(pk=hidden.pk).update(recused=[officers[0].pk])
    won: list[tuple[int, int]] = []
    failures: list[str] = []
    together = threading.Barrier(OFFICERS)

    def claim(officer: Account) -> None:
        try:
            together.wait()
            for _ in range(CLAIMS):
                taken = claiming.claim_next(by=officer, now=timezone.now())
                if taken:
                    won.append((officer.pk, taken.pk))
        except Exception as error:  # noqa: BLE001 (said below)
            failures.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=claim, args=[officer]) for officer in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Counter(taken for _, taken in won) == Counter(Case.objects.values_list("pk", flat=True))
    assert {taken: officer for officer, taken in won} == dict(Case.objects.values_list("pk", "officer"))
    assert (officers[0].pk, hidden.pk) not in won
