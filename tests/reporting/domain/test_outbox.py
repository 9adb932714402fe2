"""Work that is owed is done at least once, counted once, and never stands in the way of a report."""

import threading
from datetime import timedelta

import pytest
import redis
from django.conf import settings
from django.db import connection
from django.utils import timezone

from cases.domain import claiming
from cases.models import Case
from reporting.domain import outbox
from reporting.models import Outbox
from tests.cast import Cast, case, report

pytestmark = pytest.mark.django_db(transaction=True)


def owed() -> Outbox:
    report()
    return Outbox.objects.get()


def test_work_is_done_once_and_finished_with_it(cast: Cast) -> None:
    row, done = owed(), []
    assert outbox.finish(row.pk, done.append, now=timezone.now())
    assert not outbox.finish(row.pk, done.append, now=timezone.now())
    assert done == [row.subject]
    assert Outbox.objects.get().finished_at


def test_an_error_undoes_the_work_keeps_its_name_only_and_after_three_asks_for_a_person(cast: Cast) -> None:
    row = owed()

    def fails(subject: int) -> None:
        Case.objects.update(needs_person="half done")
        raise ValueError("words of somebody")

    held = case()
    for times in (1, 2, 3):
        assert not outbox.finish(row.pk, fails, now=timezone.now())
        kept = Outbox.objects.get(pk=row.pk)
        assert (kept.failures, kept.failure, kept.needs_person) == (times, "ValueError", times == 3)
    held.refresh_from_db()
    assert held.needs_person == ""
    assert outbox.sweep(now=timezone.now() + timedelta(days=1)) == 3  # the held case's three rows, not this one
    assert outbox.finish(row.pk, lambda subject: None, now=timezone.now())


def test_work_that_another_run_is_at_is_left_to_it_and_is_no_failure(cast: Cast) -> None:
    row, found = owed(), []

    def run_too() -> None:
        try:
            found.append(outbox.finish(row.pk, lambda subject: None, now=timezone.now()))
        finally:
            connection.close()

    def work(subject: int) -> None:
        other = threading.Thread(target=run_too)
        other.start()
        other.join()

    assert outbox.finish(row.pk, work, now=timezone.now())
    kept = Outbox.objects.get(pk=row.pk)
    assert (found, kept.failures, kept.failure) == ([False], 0, "")


def test_the_sweeper_sends_again_with_a_growing_delay(cast: Cast) -> None:
    row, now = owed(), timezone.now()
    assert outbox.sweep(now=now) == 0
    delays = []
    for _ in range(5):
        now = Outbox.objects.get().due_at
        assert outbox.sweep(now=now) == 1
        delays.append((Outbox.objects.get().due_at - now).total_seconds())
    assert delays == [10, 20, 40, 60, 60]
    assert not row.finished_at


def test_two_sweepers_never_take_the_same_row(cast: Cast) -> None:
    for _ in range(20):
        report()
    later, found = timezone.now() + timedelta(minutes=1), []

    def sweep() -> None:
        try:
            found.append(outbox.sweep(now=later))
        finally:
            connection.close()

    threads = [threading.Thread(target=sweep) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(found) == 20
    assert set(Outbox.objects.values_list("attempts", flat=True)) == {1}


def test_a_hundred_claims_at_once_of_twenty_cases_have_twenty_winners(cast: Cast) -> None:
    for _ in range(20):
        case()
    start, taken = threading.Barrier(10), []

    def claim(account: object) -> None:
        try:
            start.wait()
            for _ in range(10):
                found = claiming.claim_next(by=account, now=timezone.now())  # type: ignore[arg-type]
                if found:
                    taken.append(found.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=claim, args=(account,)) for account in [cast.officer, cast.colleague] * 5]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) == 20


def test_instances_that_share_a_broker_do_not_take_each_others_work(cast: Cast) -> None:
    prefix = settings.CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"].encode()
    with redis.Redis.from_url(settings.REDIS_URL) as broker:
        report()
        keys = broker.keys("*")
    assert [key for key in keys if key.startswith(prefix + b"celery")]
    assert [key for key in keys if key.startswith((b"celery", b"_kombu", b"unacked"))] == []
