"""A report is kept whole, once, and only then is the code known."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from reporting.domain.receipt import receipt_for
from reporting.domain.submission import NothingSaid, submit_report
from reporting.domain.words import fingerprint
from reporting.models import Alarm, Outbox, Report

pytestmark = pytest.mark.django_db


def send(words: str = "They shouted at me on the bus.", token: str = "a token", **answers: object) -> Report:
    receipt = submit_report(answers={"what_happened": words, **answers}, token=token, now=timezone.now())
    return Report.objects.get(reference=receipt.reference)


def test_words_are_kept_as_they_were_typed() -> None:
    words = "  first\r\n\x00second \ud800 \u202eright to left  \n"
    report = send(words)
    assert report.words == "  first\n\ufffdsecond \ufffd \u202eright to left  \n"
    assert report.fingerprint == fingerprint(report.words)


def test_the_same_token_makes_one_report_and_shows_the_same_code() -> None:
    first = submit_report(answers={"what_happened": "once"}, token="t", now=timezone.now())
    second = submit_report(answers={"what_happened": "once"}, token="t", now=timezone.now())
    assert first == second == receipt_for("t")
    assert first.code
    assert Report.objects.count() == 1


def test_white_space_is_nothing_said() -> None:
    with pytest.raises(NothingSaid):
        send(" \r\n\t ")
    assert not Report.objects.exists()


def test_the_work_is_owed_in_the_same_transaction() -> None:
    report = send()
    assert list(Outbox.objects.values_list("task", "subject")) == [("cases.open_case", report.pk)]


def test_danger_now_rings() -> None:
    report = send(in_danger_now="yes")
    assert Alarm.objects.get(report=report).cause == "reporter"


def test_who_did_it_is_sealed_with_the_report() -> None:
    report = send(who_did_it="the man at number 12")
    assert "number 12" not in str(report.answers)
    assert b"number 12" not in bytes(report.sealed_answers)


@pytest.mark.parametrize(
    "change", ["words = 'other'", "reference = 'X'", "received_at = now()", "answers = '{\"a\": 1}'"]
)
def test_a_report_is_never_edited(change: str) -> None:
    report = send()
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE reporting_report SET {change} WHERE id = %s", [report.pk])  # noqa: S608


def test_a_report_is_never_deleted() -> None:
    report = send()
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM reporting_report WHERE id = %s", [report.pk])


def test_no_session_can_switch_the_triggers_off() -> None:
    report = send()
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(tgname::text) FROM pg_trigger WHERE tgname LIKE 'pgtrigger%%'")
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s::text[]::text, true)", [cursor.fetchone()[0]])
        cursor.execute("DELETE FROM reporting_report WHERE id = %s", [report.pk])


def test_the_fingerprint_is_that_of_the_words_also_in_sql() -> None:
    report = send()
    columns = [
        field.column
        for field in Report._meta.fields
        if field.column not in ("id", "fingerprint", "reference", "selector", "idempotency_hash")
    ]
    names = ", ".join(columns)
    with (
        pytest.raises(DatabaseError, match="fingerprint_is_that_of_the_words"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"INSERT INTO reporting_report (fingerprint, reference, selector, idempotency_hash, {names}) "  # noqa: S608
            f"SELECT repeat('0', 64), 'other', 'other', 'other', {names} FROM reporting_report WHERE id = %s",
            [report.pk],
        )
