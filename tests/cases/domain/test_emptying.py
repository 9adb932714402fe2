"""What was planned in a case that is emptied is found where its report went."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from cases.desk.presenters import labels
from cases.domain import claiming, linking, risk, tasks, translated_answers, translation
from cases.enums import RiskQuestion
from cases.models import Account, Case, Commitment, Task, TranslationRequest
from cases.queries.translations import answers_to_send
from tests.cases.domain.test_translation import enter, hold, polish_case
from tests.cast import Cast, case, take_and_read
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db


def attach(held: Case, other: Case, by: Account, *, now: datetime | None = None) -> None:
    linking.attach_report(held.pk, other.reference, reason="The same.", by=by, now=now or timezone.now())


def assess(held: Case, level: str, days: int, by: Account) -> None:
    now = timezone.now()
    risk.assess_risk(
        held.pk, answers={question.value: "not_known" for question in RiskQuestion}, notes={}, level=level,
        plan="A patrol each evening.", review_at=now + timedelta(days=days), by=by, now=now,
    )  # fmt: skip


def test_open_tasks_go_on_and_finished_ones_stay(cast: Cast) -> None:
    held, other = take_and_read(case(), cast.officer), take_and_read(case(), cast.officer)
    now, day = timezone.now(), timezone.localdate() + timedelta(days=2)
    tasks.add_task(other.pk, what="Ring the school", assigned_to=cast.colleague, due_on=day, by=cast.officer, now=now)
    tasks.add_task(other.pk, what="Fetch the film", assigned_to=None, due_on=None, by=cast.officer, now=now)
    tasks.finish_task(other.pk, Task.objects.get(what="Fetch the film").pk, outcome="Here.", by=cast.officer, now=now)
    attach(held, other, cast.officer)
    task = Task.objects.get(case=held)
    assert (task.what, task.assigned_to, task.due_on, task.done_at) == ("Ring the school", cast.colleague, day, None)
    assert not Task.objects.open().filter(case=other).exists()
    assert Task.objects.get(case=other, what="Ring the school").outcome == f"It goes on in case {held.reference}."
    assert Task.objects.get(case=other, what="Fetch the film").outcome == "Here."


@pytest.mark.parametrize(("level", "days", "due_in"), [("high", 10, 1), ("standard", 10, 10), ("medium", 1, 1)])
def test_a_risk_that_was_assessed_is_owed_a_look_where_the_report_is(
    cast: Cast, level: str, days: int, due_in: int
) -> None:
    held, other = take_and_read(case(), cast.officer), take_and_read(case(), cast.officer)
    assess(other, level, days, cast.officer)
    attach(held, other, cast.officer)
    owed = Commitment.objects.open().get(case=held, kind="next_action", what="Review the risk")
    assert timezone.localdate(owed.due_at) == timezone.localdate() + timedelta(days=due_in)
    page = at_the_desk(cast.officer).get(f"/desk/cases/{held.reference}/").content.decode()
    assert f"Risk of case {other.reference}, whose report came here: {labels.risk_level(level)}" in page
    assess(held, level, days, cast.officer)
    assert not Commitment.objects.open().filter(pk=owed.pk).exists()


def test_an_earlier_look_at_the_risk_stays_owed(cast: Cast) -> None:
    held, other = take_and_read(case(), cast.officer), take_and_read(case(), cast.officer)
    assess(held, "medium", 1, cast.officer)
    before = Commitment.objects.open().get(case=held, kind="next_action", what="Review the risk").due_at
    assess(other, "standard", 30, cast.officer)
    attach(held, other, cast.officer)
    assert Commitment.objects.open().get(case=held, kind="next_action", what="Review the risk").due_at == before


def test_a_look_that_is_overdue_is_not_put_back_by_one_that_was_due_before(cast: Cast) -> None:
    held, other = take_and_read(case(), cast.officer), take_and_read(case(), cast.officer)
    assess(held, "medium", 2, cast.officer)
    before = Commitment.objects.open().get(case=held, kind="next_action", what="Review the risk").due_at
    assess(other, "medium", 1, cast.officer)
    attach(held, other, cast.officer, now=timezone.now() + timedelta(days=4))
    assert Commitment.objects.open().get(case=held, kind="next_action", what="Review the risk").due_at == before


def test_translations_go_along_and_a_translated_answer_can_be_sent_where_the_report_is(cast: Cast) -> None:
    now = timezone.now()
    held, other = take_and_read(case(), cast.officer), polish_case()
    claiming.take_case(other.pk, by=cast.officer, now=now)
    translation.ask_translation(
        other.pk, other.opened_for_id, from_language="pl", to_language="en", by=cast.officer, now=now
    )
    asked = translated_answers.ask_answer_translation(
        other.pk, other.opened_for_id, message="Thank you.", by=cast.officer, now=now
    )
    attach(held, other, cast.officer)
    assert set(TranslationRequest.objects.values_list("case", flat=True)) == {held.pk}
    Account.objects.filter(pk=cast.colleague.pk).update(languages=["en", "pl"])
    enter(asked, "Dziękujemy.", hold(cast.colleague, "en", "pl"))
    assert [one.pk for one in answers_to_send(cast.officer)] == [asked.pk]
    assert translated_answers.send_translated_answer(asked.pk, by=cast.officer, now=now).sent_as is not None
    linking.detach_report(held.pk, other.opened_for_id, reason="Another day.", by=cast.officer, now=timezone.now())
    waiting = TranslationRequest.objects.open().get()
    assert waiting.case_id == other.pk
