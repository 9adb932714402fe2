"""What the public pages say and ask is changed in the administration, within bounds."""

import datetime

import pytest

from cases.domain.reference import load_reference
from reporting.models import EqualityCount, EqualityQuestion, OperatorStatement
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db


def test_a_question_is_written_as_lines_and_kept_as_answers(cast: Cast) -> None:
    admin = at_the_desk(cast.admin)
    typed = {"key": "carer", "label": "Do you care for somebody?", "place": "8", "in_force_from": "2026-01-01"}
    answer = admin.post("/admin/reporting/equalityquestion/add/", {**typed, "answers": "yes"})
    assert "Write each answer as: key = words." in answer.content.decode()
    answer = admin.post("/admin/reporting/equalityquestion/add/", {**typed, "answers": "yes = Yes\nno = No"})
    assert answer.status_code == 302
    assert EqualityQuestion.objects.get(key="carer").answers == [["yes", "Yes"], ["no", "No"]]


def test_what_was_counted_keeps_its_meaning(cast: Cast) -> None:
    load_reference()
    row = EqualityQuestion.objects.get(key="age")
    at_the_desk(cast.admin).post(
        f"/admin/reporting/equalityquestion/{row.pk}/change/",
        {"label": "x", "answers": "a = b", "place": "3", "in_force_until": "2027-01-01"},
    )
    after = EqualityQuestion.objects.get(key="age")
    assert (after.label, after.answers, after.place) == (row.label, row.answers, 3)
    assert after.in_force_until == datetime.date(2027, 1, 1)


def test_small_numbers_are_not_shown(cast: Cast) -> None:
    for number, answer in ((4, "few"), (5, "some")):
        EqualityCount.objects.create(month=datetime.date(2026, 1, 1), question="age", answer=answer, number=number)
    html = at_the_desk(cast.admin).get("/admin/reporting/equalitycount/").content.decode()
    assert "fewer than 5" in html
    assert '<td class="field-counted">5</td>' in html
    assert '<td class="field-counted">4</td>' not in html


def test_a_statement_can_be_mended_and_replaced_and_stays_dated(cast: Cast) -> None:
    admin = at_the_desk(cast.admin)
    typed = {"about": "immigration", "language": "en-gb", "text": "We tell nobdy.", "in_force_from": "2026-01-01"}
    assert admin.post("/admin/reporting/operatorstatement/add/", typed).status_code == 302
    row = OperatorStatement.objects.get()
    admin.post(f"/admin/reporting/operatorstatement/{row.pk}/change/", {"text": "We tell nobody.", "language": "pl"})
    row.refresh_from_db()
    assert (row.text, row.language) == ("We tell nobody.", "en-gb")
