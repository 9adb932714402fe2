"""Looking for whoever reported by how they may be reached: the very same address or number, never its words."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from cases.domain import linking
from cases.domain.likeness import find_alike
from cases.models import AuditEvent, Case
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db
EMAIL, PHONE = "Anna.Example@example.org", "020 7946 0018"


def told(**answers: object) -> Case:
    """A case whose reporter may be found, as after the worker."""
    case = people.case(contact_name="Anna", **answers)
    find_alike(case.pk, now=timezone.now())
    return case


def post(client: Client, typed: str) -> tuple[str, BeautifulSoup]:
    """The address that the search leads to, and the page there."""
    answer = client.post("/desk/search/for/", {"q": typed})
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(answer["Location"])
    assert page.status_code == 200
    return answer["Location"], BeautifulSoup(page.content, "html5lib")


def found(client: Client, typed: str) -> list[str]:
    return [one["data-case"] for one in post(client, typed)[1].select("[data-case]")]


@pytest.mark.parametrize(
    "typed",
    ["anna.example@example.org", "email:Anna.Example@EXAMPLE.org", "020 7946 0018", "+44 (0)20 7946 0018", "02079460018",
     "phone:02079460018", 'phone:"020 7946 0018"', "telephone:+442079460018", "state:open email:anna.example@example.org"],
)  # fmt: skip
def test_the_very_same_address_or_number_is_found(cast: Cast, typed: str) -> None:
    case, _ = told(contact_email=EMAIL, contact_phone=PHONE), told(contact_email="other@example.org")
    assert found(at_the_desk(cast.officer), typed) == [case.reference]
    assert found(at_the_desk(cast.outsider), typed) == []


@pytest.mark.parametrize(
    "typed", ["anna.example@example.com", "example.org", "anna", "0018", "02079460019", "7946 0018"]
)
def test_nothing_less_or_else_is_found(cast: Cast, typed: str) -> None:
    told(contact_email=EMAIL, contact_phone=PHONE)
    assert found(at_the_desk(cast.officer), typed) == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("email:anna", "takes a whole address"), ("phone:020", "takes a whole number")],
)
def test_what_is_no_whole_address_or_number_is_said(cast: Cast, typed: str, sentence: str) -> None:
    answer = at_the_desk(cast.officer).post("/desk/search/for/", {"q": typed})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_neither_the_address_of_the_page_nor_the_log_holds_it(cast: Cast) -> None:
    case, client = told(contact_email=EMAIL), at_the_desk(cast.officer)
    address, page = post(client, f"state:open {EMAIL}")
    assert set(parse_qs(urlsplit(address).query)) == {"s"}
    assert page.select_one("#q")["value"] == f"state:open {EMAIL}"
    assert "Only the very same address or number is found" in page.text
    row = AuditEvent.objects.filter(action="search.list").latest("pk")
    assert row.references == [case.reference]
    assert row.details["search"] == "state:open [sealed]"
    assert len(row.details["contact"]) == 1
    typed = client.get("/desk/search/", {"q": EMAIL})  # by hand: the words go out of the address at once
    assert typed.status_code == 302
    assert "example" not in typed["Location"]
    said = str(list(AuditEvent.objects.values_list("details", "address", "reason"))).casefold()
    assert "example.org" not in said
    assert at_the_desk(cast.colleague).get(address).status_code == 404  # sealed for whoever typed it
    assert client.get("/desk/search/?s=nonsense").status_code == 404


def test_it_follows_the_report_to_the_case_that_holds_it(cast: Cast) -> None:
    first, second = told(), told(contact_email=EMAIL)
    people.take_and_read(first, cast.officer)
    now = timezone.now()
    linking.attach_report(first.pk, second.reference, reason="The same man.", by=cast.officer, now=now)
    client = at_the_desk(cast.officer)
    assert found(client, EMAIL) == [first.reference]
    linking.detach_report(
        first.pk, second.opened_for_id, reason="It is not.", by=cast.officer, now=now + timedelta(minutes=1)
    )
    assert found(client, EMAIL) == [second.reference]


def test_a_restricted_case_is_not_found_by_contact(cast: Cast) -> None:
    case = told(contact_email=EMAIL)
    Case.objects.filter(pk=case.pk).update(is_restricted=True)
    assert found(at_the_desk(cast.officer), EMAIL) == []
