"""A contact card is kept on top of the one that its page showed, and never silently over a newer one."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from cases.domain import contact_card, deciding
from cases.models import Account, Case, Person
from reporting.enums import WishKind
from tests import cast as people
from tests.cases.domain.test_wishes import taken
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db
_SAID = {"attrs": {"data-testid": "asked"}}  # as it was said, each time


@pytest.fixture
def case(cast: Cast) -> Case:
    told = people.case(contact_by=["phone"], contact_phone="020 7946 0123")
    return people.take_and_read(told, cast.officer)


def address_of(case: Case) -> str:
    return f"/desk/cases/{case.reference}/contact/{case.persons.get().pk}/card/"


def form_on(html: bytes) -> dict[str, list[str]]:
    """What the form of a page would send as it stands."""
    form = BeautifulSoup(html, "html5lib").select_one('form[action$="/card/keep/"]')
    assert form
    given: dict[str, list[str]] = {}
    for one in form.select("input[name], textarea[name]"):
        if one.get("type") in ("checkbox", "radio") and not one.has_attr("checked"):
            continue
        given.setdefault(str(one["name"]), []).append(str(one.get("value") or one.get_text().removeprefix("\n")))
    return given


def opened(client: Client, case: Case) -> dict[str, list[str]]:
    return form_on(client.get(address_of(case)).content) | {"agreed_how": ["She said so."]}


def never_phone(case: Case, by: Account) -> None:
    contact_card.keep_card(
        case.pk, case.persons.get().pk, channels=["website"], agreed_how="On the phone.", by=by, now=timezone.now()
    )


def channels(case: Case) -> tuple[str, ...]:
    return contact_card.card_of(Person.objects.get(case=case)).channels


@pytest.mark.parametrize("who", ["colleague", "officer"])
def test_a_page_that_is_older_than_the_card_says_so_and_saves_at_the_second_press(
    cast: Cast, case: Case, who: str
) -> None:
    """Whoever kept the newer one: a colleague, or the same officer in another tab."""
    client = at_the_desk(cast.officer)
    given = opened(client, case)
    assert given["channels"] == ["phone"]
    never_phone(case, getattr(cast, who))
    answer = client.post(f"{address_of(case)}keep/", given)
    assert answer.status_code == 409
    assert channels(case) == ("website",)
    page = BeautifulSoup(answer.content, "html5lib")
    now = page.select_one('[data-testid="card-now"]')
    assert now
    assert "Only on the website, with their code" in now.get_text()
    assert "Nothing was saved" in page.get_text()
    mine = form_on(answer.content)
    assert (mine["channels"], mine["agreed_how"]) == (["phone"], ["She said so."])
    assert client.post(f"{address_of(case)}keep/", mine).status_code == 302
    assert channels(case) == ("phone",)


def test_a_card_that_the_person_has_filled_in_anew_is_newer_too(cast: Cast, case: Case) -> None:
    client = at_the_desk(cast.officer)
    given = opened(client, case)
    taken(case, WishKind.CONTACT, answers={"contact_by": ["email"], "contact_email": "a@example.org"})
    answer = client.post(f"{address_of(case)}keep/", given)
    assert (answer.status_code, channels(case)) == (409, ("email",))


def test_what_the_officer_did_themselves_meanwhile_stops_nothing(cast: Cast, case: Case) -> None:
    client = at_the_desk(cast.officer)
    given = opened(client, case)
    deciding.add_note(case.pk, note="She called.", by=cast.officer, now=timezone.now())
    assert client.post(f"{address_of(case)}keep/", given).status_code == 302
    assert channels(case) == ("phone",)


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ({"contact_by": ["email"]}, "E-mail, but no address was given"),
        (
            {"contact_by": ["phone", "text", "letter"]},
            "Phone call, but no number was given; Text message, but no number was given; Letter, but no address was given",
        ),
        (
            {"contact_by": ["email", "phone"], "contact_phone": "020 7946 0123"},
            "E-mail, but no address was given; Phone call",
        ),
        ({"contact_by": ["website"]}, "Only on the website, with their code"),
    ],
)
def test_a_way_for_which_nothing_was_given_says_so_until_it_is(cast: Cast, told: dict[str, object], shown: str) -> None:
    case = people.take_and_read(people.case(**told), cast.officer)
    client = at_the_desk(cast.officer)

    def ways() -> str:
        page = BeautifulSoup(client.get(f"/desk/cases/{case.reference}/").content, "html.parser")
        in_force = [key for key in page.select("dt") if key.text == "Safe ways" and not key.find_parent(**_SAID)]
        return " ".join(key.find_next("dd").get_text(strip=True) for key in in_force)

    assert ways() == shown
    taken(case, WishKind.CONTACT, answers={"contact_email": "me@example.org"})
    assert ways() == shown.replace("E-mail, but no address was given", "E-mail")


@pytest.mark.parametrize(
    ("who", "said"), [("me", "for my language"), ("someone_else", "for the person it happened to")]
)
def test_what_a_helper_needs_is_read_as_they_were_asked(cast: Cast, who: str, said: str) -> None:
    needs = {"communication_needs": ["interpreter"], "happened_to": who}
    case = people.take_and_read(people.case(**needs), cast.officer)
    page = BeautifulSoup(at_the_desk(cast.officer).get(f"/desk/cases/{case.reference}/").content, "html.parser")
    assert [one.text for one in page.select("dd") if "nterpreter" in one.text and said in one.text]
