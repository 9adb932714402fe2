"""Finding by what is sealed in the words of reports: for few, for a reason, exact, and each time a row of the log."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.domain.categorisation import categorise_report
from cases.models import Account, AuditEvent, Case
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db
WHY = "The same man may have threatened two of my victims."
WORDS = "My neighbour Quentin Blatherwick (@quentin_b, 07700 900123) drives AB12 CDE and shouted at us."


def told(words: str = WORDS) -> Case:
    case = people.case(words)
    categorise_report(case.opened_for_id, now=timezone.now())
    return case


def find(account: Account, kind: str, value: str, reason: str = WHY) -> HttpResponse:
    return at_the_desk(account).post("/desk/sealed/find/", {"kind": kind, "value": value, "reason": reason})


def found(answer: HttpResponse) -> list[str]:
    assert answer.status_code == 200, answer.content.decode()
    return [one["data-case"] for one in BeautifulSoup(answer.content, "html5lib").select("[data-case]")]


@pytest.mark.parametrize(
    ("kind", "value"),
    [("name", "quentin  blatherwick"), ("name", "Mr Quentin Blatherwick"), ("handle", "Quentin_B"), ("handle", "@quentin_b"),
     ("phone", "+44 7700 900123"), ("registration", "ab12cde")],
)  # fmt: skip
def test_the_very_same_identifier_is_found(cast: Cast, kind: str, value: str) -> None:
    case, _ = told(), told("Somebody shouted at us.")
    assert found(find(cast.supervisor, kind, value)) == [case.reference]
    assert "Blatherwick" not in BeautifulSoup(find(cast.supervisor, "handle", "quentin_b").content, "html5lib").text


@pytest.mark.parametrize(
    ("kind", "value"), [("name", "Blatherwick"), ("handle", "quentin"), ("phone", "07700900124"), ("name", "quentin_b")]
)
def test_no_part_and_no_other_kind_is_found(cast: Cast, kind: str, value: str) -> None:
    told()
    assert found(find(cast.supervisor, kind, value)) == []


@pytest.mark.parametrize(
    ("kind", "value", "reason", "sentence"),
    [("", "x", WHY, "Choose what you look for."), ("name", " ", WHY, "Write what you look for."),
     ("planet", "x", WHY, "Choose from the list."), ("phone", "12", WHY, "Write the whole number"),
     ("registration", "car", WHY, "Write the whole registration"), ("name", "Jo Doe", "", "Write in a sentence"),
     ("name", "Jo Doe", "because", "Write in a sentence"), ("name", "Jo Doe", "x x x x x x", "Write in a sentence")],
)  # fmt: skip
def test_nothing_is_found_before_kind_value_and_reason_are_said(
    cast: Cast, kind: str, value: str, reason: str, sentence: str
) -> None:
    told()
    answer = find(cast.supervisor, kind, value, reason)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'data-testid="held"' not in page
    assert AuditEvent.objects.latest("pk").details == {"status": 422}


def test_it_is_for_supervisors_and_whom_the_administrator_has_marked(cast: Cast) -> None:
    case = told()
    assert find(cast.officer, "handle", "quentin_b").status_code == 404
    assert at_the_desk(cast.officer).get("/desk/sealed/").status_code == 404
    assert b"/desk/sealed/" not in at_the_desk(cast.officer).get("/desk/search/").content
    cast.officer.finds_sealed = True
    cast.officer.save()
    assert found(find(cast.officer, "handle", "quentin_b")) == [case.reference]
    assert b"/desk/sealed/" in at_the_desk(cast.officer).get("/desk/search/").content


def test_the_log_has_the_reason_and_what_was_shown_and_not_the_words(cast: Cast) -> None:
    case = told()
    find(cast.supervisor, "name", "Quentin Blatherwick")
    row = AuditEvent.objects.latest("pk")
    assert (row.action, row.reason, row.references) == ("sealed.find", WHY, [case.reference])
    assert row.details["found"] == 1
    assert row.details["kind"] == "name"
    assert "blatherwick" not in str(row.details).casefold()


def test_a_case_that_one_may_not_see_is_not_found(cast: Cast) -> None:
    case = told()
    Case.objects.filter(pk=case.pk).update(is_restricted=True)
    assert found(find(cast.supervisor, "handle", "quentin_b")) == []
    Case.objects.filter(pk=case.pk).update(is_restricted=False, unit=cast.other_unit)
    assert found(find(cast.supervisor, "handle", "quentin_b")) == []


def test_however_many_cases_hold_it_the_statements_are_as_many(cast: Cast) -> None:
    client, asked = at_the_desk(cast.supervisor), {"kind": "handle", "value": "quentin_b", "reason": WHY}
    counts = []
    for number in (1, 4):
        for _ in range(number):
            told()
        with CaptureQueriesContext(connection) as statements:
            client.post("/desk/sealed/find/", asked)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 18  # BEGIN and COMMIT of the log's row included
