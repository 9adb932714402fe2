"""Missed promises and enhanced service at the desk: who answers for them, and what is typed is never lost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.domain import claiming
from cases.domain.linking import attach_report
from cases.domain.reference import load_reference
from cases.models import AuditEvent, Commitment, NewTime, Person
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def missed(**answers: object) -> Commitment:
    held = people.case(now=timezone.now() - 25 * HOUR, **answers)
    return Commitment.objects.open().get(case=held, kind="read")


def promise(client: Client, commitment: Commitment, *, after: timedelta = 2 * HOUR, **typed: str) -> object:
    at = timezone.localtime(timezone.now() + after)
    given = {"due_on": f"{at:%d/%m/%Y}", "at": f"{at:%H:%M}", "reason": "The officer was ill.", **typed}
    return client.post(f"/desk/missed/{commitment.pk}/new-time/", given)


def page_of(client: Client) -> str:
    answer = client.get("/desk/missed/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_supervisor_sees_what_was_missed_and_promises_a_new_time(cast: Cast) -> None:
    first, client = missed(), at_the_desk(cast.supervisor)
    people.case()
    assert re.findall(r'data-commitment="(\d+)"', page_of(client))[0] == str(first.pk)
    assert promise(client, first).status_code == 302
    assert NewTime.objects.get().commitment == first
    html = page_of(client)
    assert f'data-commitment="{first.pk}"' not in html
    assert "Promised anew" in html
    assert AuditEvent.objects.filter(action="promises.missed", references__contains=[first.case.reference]).exists()


def test_what_was_typed_comes_back(cast: Cast) -> None:
    commitment, client = missed(), at_the_desk(cast.supervisor)
    answer = promise(client, commitment, at="half past", reason="x < y")
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Enter the time like 17:30." in html
    assert 'value="x &lt; y"' in html
    answer = promise(client, commitment, after=3 * 24 * HOUR)
    assert answer.status_code == 422
    assert "longer than the promise itself" in answer.content.decode()


def test_pressed_twice_it_is_promised_once_and_a_promise_kept_meanwhile_says_so(cast: Cast) -> None:
    commitment, client = missed(), at_the_desk(cast.supervisor)
    assert [promise(client, commitment).status_code for _ in range(2)] == [302, 302]
    assert NewTime.objects.count() == 1
    people.take_and_read(commitment.case, cast.officer)
    assert "done meanwhile" in promise(client, commitment).content.decode()


def test_another_units_and_restricted_cases_are_not_on_the_page(cast: Cast) -> None:
    hidden, elsewhere = missed(about_police="yes"), missed()
    elsewhere.case.unit = cast.other_unit
    elsewhere.case.save()
    client = at_the_desk(cast.supervisor)
    html = page_of(client)
    for one in (hidden, elsewhere):
        assert one.case.reference not in html
        assert promise(client, one).status_code == 404
    assert not NewTime.objects.exists()


def test_the_page_takes_the_same_statements_for_one_and_for_twenty(cast: Cast) -> None:
    client = at_the_desk(cast.supervisor)
    claiming.take_case(missed().case_id, by=cast.officer, now=timezone.now())

    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            page_of(client)
        return len([one for one in seen if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])

    one = statements()
    for _ in range(19):
        missed()
    assert statements() == one <= 12


def test_the_case_page_says_what_is_owed_to_whom_and_that_it_was_missed(cast: Cast) -> None:
    load_reference()
    commitment = missed()
    client = at_the_desk(cast.supervisor)
    address = f"/desk/cases/{commitment.case.reference}/"
    html = client.get(address).content.decode()
    assert "To: Person who reported" in html
    assert "within 24 hours" in html
    assert "The supervisor has to promise a new time." in html
    assert "Not kept in time: Reading" in html
    promise(client, commitment)
    people.take_and_read(commitment.case, cast.officer)
    html = client.get(address).content.decode()
    assert re.search(r"Done \d+ \w+ late: Reading", html)
    assert "New time promised:" in html


def test_enhanced_service_is_given_and_ended_with_a_reason(cast: Cast) -> None:
    load_reference()
    held = people.take_and_read(people.case(), cast.officer)
    person, client = held.persons.get(), at_the_desk(cast.officer)
    address = f"/desk/cases/{held.reference}/enhanced/{person.pk}/"
    html = client.get(address).content.decode()
    assert "Hate crime is one of them" in html
    assert "checked" not in html.split("<main")[1]
    refused = client.post(f"{address}give/", {"reason": "third time"})
    assert refused.status_code == 422
    assert 'value="third time"' in refused.content.decode()
    given = {"ground": "persistently_targeted", "reason": "third time"}
    assert client.post(f"{address}give/", given).status_code == 302
    shown = client.get(f"/desk/cases/{held.reference}/").content.decode()
    assert "Persistently targeted" in shown
    assert "enhanced service" in shown
    assert client.post(f"{address}end/", {"reason": ""}).status_code == 422
    assert client.post(f"{address}end/", {"reason": "a mistake"}).status_code == 302
    assert Person.objects.get(pk=person.pk).enhanced_at is None


def test_an_update_is_promised_from_the_case_page(cast: Cast) -> None:
    held = people.answer(people.take_and_read(people.case(), cast.officer), cast.officer)
    day = timezone.localdate() + timedelta(days=5)
    address = f"/desk/cases/{held.reference}/promise-update/"
    client = at_the_desk(cast.officer)
    late = client.post(address, {"of_report": held.opened_for_id, "due_on": f"{day + timedelta(days=90):%d/%m/%Y}"})
    assert late.status_code == 422
    assert "later than the rule" in late.content.decode()
    assert client.post(address, {"of_report": held.opened_for_id, "due_on": f"{day:%d/%m/%Y}"}).status_code == 302
    assert Commitment.objects.open().filter(case=held, kind="update").count() == 1


def test_with_two_reports_the_form_asks_to_whom(cast: Cast) -> None:
    held, other = people.take_and_read(people.case(), cast.officer), people.case()
    attach_report(held.pk, other.reference, reason="same", by=cast.officer, now=timezone.now())
    client = at_the_desk(cast.officer)
    html = client.get(f"/desk/cases/{held.reference}/").content.decode()
    assert f'<option value="{other.opened_for_id}">{other.reference}</option>' in html
    answer = client.post(f"/desk/cases/{held.reference}/promise-update/", {"of_report": "", "due_on": "1/1/2030"})
    assert answer.status_code == 422
    assert "Choose the report." in answer.content.decode()
    assert f'<option value="{other.opened_for_id}">' in answer.content.decode()
