"""Totals of a day: they add up, wait their turn, and cost no page anything."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import OperationalError, connection

from reporting.domain import step_totals
from reporting.domain.step_totals import count_step, write_waiting
from reporting.models import StepTotal

pytestmark = pytest.mark.django_db
NOW, DAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC), date(2026, 3, 2)


@pytest.fixture(autouse=True)
def nothing_waits(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    step_totals._waiting.clear()
    monkeypatch.setattr(step_totals, "_written_at", None)
    yield
    step_totals._waiting.clear()


def rows() -> list[tuple[date, str, int, int]]:
    return list(StepTotal.objects.order_by("day", "step").values_list("day", "step", "shown", "answered"))


def test_counts_of_a_day_add_up() -> None:
    for what in ("shown", "shown", "answered"):
        count_step("where", what, day=DAY, now=NOW)
    write_waiting()
    count_step("where", "shown", day=DAY, now=NOW)
    count_step("where", "shown", day=DAY + timedelta(days=1), now=NOW)
    write_waiting()
    assert rows() == [(DAY, "where", 3, 1), (DAY + timedelta(days=1), "where", 1, 0)]


def test_pages_write_together_and_not_one_by_one() -> None:
    for _ in range(5):
        count_step("where", "shown", day=DAY, now=NOW)
    assert rows() == []
    count_step("when", "shown", day=DAY, now=NOW + step_totals.EVERY)
    assert [row[1:] for row in rows()] == [("when", 1, 0), ("where", 5, 0)]


def test_a_database_that_does_not_answer_fails_no_page_and_the_counts_wait() -> None:
    def gone(*_: object) -> None:
        raise OperationalError

    with connection.execute_wrapper(gone):
        for second in range(0, 60, 10):
            count_step("where", "shown", day=DAY, now=NOW + timedelta(seconds=second))
    write_waiting()
    assert rows() == [(DAY, "where", 6, 0)]
