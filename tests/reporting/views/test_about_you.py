"""Questions about the person: optional, counted apart from every report, or told to whoever helps where they say so."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.domain.reference import load_reference
from reporting.domain.sealing import unseal
from reporting.models import EqualityCount, EqualityQuestion, Report
from tests.reporting.views.conftest import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.urls("config.urls_public")]


@pytest.fixture(autouse=True)
def questions() -> None:
    load_reference()


@pytest.fixture
def asked(visitor: Visitor, words: str) -> Visitor:
    """Somebody who has followed the link from the list of answers."""
    visitor.begin().press(what_happened=words)
    draft = visitor.address.split("d=")[1]
    visitor.go(f"/report/check-answers/?d={draft}")
    assert f"/report/about-you/?d={draft}" in visitor.html
    return visitor.go(f"/report/about-you/?d={draft}")


def counted() -> dict[tuple[str, str], int]:
    return {(one.question, one.answer): one.number for one in EqualityCount.objects.all()}


def test_nothing_is_chosen_before_and_nothing_has_to_be(asked: Visitor) -> None:
    assert " checked" not in asked.html
    asked.press()
    assert asked.step == "sent"
    assert counted() == {}


def test_statistics_only_leave_no_way_back_to_the_report(asked: Visitor) -> None:
    asked.press(use="statistics", about_age="25-34", about_religion="muslim")
    assert asked.step == "sent"
    assert counted() == {("age", "25-34"): 1, ("religion", "muslim"): 1}
    assert Report.objects.get().sealed_answers is None
    fields = {field.name for field in EqualityCount._meta.get_fields()}
    assert fields == {"id", "month", "question", "answer", "number"}
    assert EqualityCount.objects.values_list("month", flat=True).distinct().get().day == 1


def test_for_the_person_who_helps_they_lie_sealed_with_the_report(asked: Visitor) -> None:
    asked.press(use="helper", about_age="18-24")
    report = Report.objects.get()
    assert report.sealed_answers is not None
    sealed = unseal(report.sealed_answers, table="report", row=report.reference, field="answers")
    assert sealed == {"about_you": [["How old are you?", "18 to 24"]]}
    assert counted() == {("age", "18-24"): 1}


def test_answers_without_a_word_on_their_use_are_asked_about_once_and_then_left_out(asked: Visitor) -> None:
    asked.press(about_age="18-24")
    assert asked.step == "about-you"
    assert asked.html.count("Choose what we may use your answers for.") == 2  # the summary and the field
    asked.press(about_age="18-24")
    assert asked.step == "sent"
    assert counted() == {}
    assert Report.objects.get().sealed_answers is None


def test_a_second_press_counts_nobody_twice(asked: Visitor) -> None:
    page, form = asked.address, asked.form()
    asked.press(use="statistics", about_sex="female").press(page, **form, use="statistics", about_sex="female")
    assert asked.step == "sent"
    assert counted() == {("sex", "female"): 1}
    assert Report.objects.count() == 1


def test_what_is_not_on_offer_is_no_answer(asked: Visitor) -> None:
    asked.press(use="statistics", about_sex="<b>", about_nothing="x")
    assert asked.step == "sent"
    assert counted() == {}


def test_a_question_is_asked_from_its_day_until_its_day(asked: Visitor) -> None:
    today = timezone.localdate()
    EqualityQuestion.objects.filter(key="age").update(in_force_until=today - timedelta(days=1))
    EqualityQuestion.objects.filter(key="sex").update(in_force_from=today + timedelta(days=1))
    EqualityQuestion.objects.create(
        key="religion",
        label="Do you have a faith?",
        answers=[["yes", "Yes"], ["no", "No"]],
        in_force_from=date(2026, 2, 1),
    )
    asked.go(asked.address)
    assert "How old are you?" not in asked.html
    assert "What is your sex?" not in asked.html
    assert "Do you have a faith?" in asked.html
    assert "What is your religion or belief?" not in asked.html
