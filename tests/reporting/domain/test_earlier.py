"""What somebody writes about an earlier report: the reference is kept, the code is nowhere."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from reporting.domain import drafts
from reporting.domain.earlier import without_codes
from reporting.domain.sealing import unseal
from reporting.domain.submission import submit_report
from reporting.journey.steps import to_send
from reporting.models import Alarm, Report

pytestmark = pytest.mark.django_db


def send(token: str, **answers: Any) -> Any:
    return submit_report(answers={"what_happened": "It happened.", **answers}, token=token, now=timezone.now())


def kept(typed: str) -> str:
    return str(without_codes({"told_before_reference": typed}, now=timezone.now())["told_before_reference"])


def test_a_code_becomes_the_reference_of_its_report() -> None:
    first = send("first")
    for written in (first.code, first.code.replace(" ", ""), first.code.lower().replace(" ", "-")):
        assert kept(f"My code is {written}, and it goes on.") == f"My code is {first.reference}, and it goes on."


def test_a_second_look_changes_nothing_and_words_stay() -> None:
    first = send("first")
    for typed in (first.reference, "CAD 1234 of 3 May 2026, I told the officer at the desk", "", "4321 1234"):
        assert kept(typed) == typed


def test_what_looks_like_a_code_and_opens_nothing_is_masked() -> None:
    first = send("first")
    slip = first.code[:-1] + ("0" if first.code[-1] != "0" else "1")
    assert kept(f"see {slip}!") == "see [code removed]!"


def test_the_code_is_neither_in_the_report_nor_in_the_draft_nor_in_a_query_that_is_kept() -> None:
    first = send("first")
    key = drafts.new_key()
    draft = drafts.keep_answers(
        uuid.uuid4(), key=key, token="second", begins=True, now=timezone.now(),
        answers={"what_happened": "again", "told_before_reference": first.code},
    )  # fmt: skip
    assert draft.answers["told_before_reference"] == first.reference
    sent = drafts.send_answers(
        draft.id, key=key, token="second", answers={"told_before": ["here"]}, choose=to_send, language="en-gb",
        now=timezone.now(),
    )  # fmt: skip
    assert sent.sent
    report = Report.objects.exclude(reference=first.reference).get()
    assert "told_before_reference" not in report.answers  # it leads to a person
    assert report.sealed_answers is not None
    sealed = unseal(report.sealed_answers, table="report", row=report.reference, field="answers")
    assert sealed["told_before_reference"] == first.reference
    with connection.cursor() as cursor:
        cursor.execute("SELECT reporting_report::text FROM reporting_report")
        everything = " ".join(row[0] for row in cursor.fetchall())
    assert first.code.replace(" ", "")[8:] not in everything.replace(" ", "")


@pytest.mark.parametrize("name", ["said_or_done", "who_did_it", "injuries", "before_words"])
def test_words_of_danger_ring_wherever_they_are_written(name: str) -> None:
    send("danger", **{name: "He is outside my door now with a knife and says he will kill me"})
    assert Alarm.objects.count() == 1
