"""What administrators keep for the public pages, how far people come, and the clock of complaints."""

import re
from datetime import date

import pytest
from django.test import Client

from cases.domain.reference import load_reference
from reporting.models import StepTotal, SupportOrganisation
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db
LIST = "/admin/reporting/supportorganisation/"


@pytest.fixture
def admin(cast: Cast) -> Client:
    """The administrator's browser."""
    return at_the_desk(cast.admin)


def names(page: str) -> list[str]:
    return [one.split(chr(34))[0] for one in page.split("data-organisation=" + chr(34))[1:]]


def test_an_organisation_that_an_administrator_adds_is_on_the_public_page(admin: Client, client: Client) -> None:
    given = {"name": "Hackney Advice", "helps_with": "Advice.", "strands": ["disability"], "area": "Hackney",
             "languages": "bn,en", "phone": "", "other_ways": "", "checked_on": "", "place": "1", "is_shown": "on"}  # fmt: skip
    assert admin.post(f"{LIST}add/", given).status_code == 302
    assert "not filled in yet" in admin.get(LIST).content.decode()
    page = client.get("/support/").content.decode()
    assert names(page) == ["Hackney Advice"]
    assert "বাংলা" in page
    assert "Where no number stands, we do not have it yet." in page
    one = SupportOrganisation.objects.get()
    admin.post(f"{LIST}{one.pk}/change/", {**given, "is_shown": ""})
    assert names(client.get("/support/").content.decode()) == []


def test_what_is_delivered_names_nobody_twice_and_is_chosen_by_reason_area_and_language(client: Client) -> None:
    load_reference()
    assert load_reference()["organisations that help"] == 0
    everything = names(client.get("/support/").content.decode())
    assert {"Victim Support", "Tell MAMA", "Galop", "Childline"} <= set(everything)
    asked = client.post("/support/", {"strand": "religion:anti-muslim"}).content.decode()
    assert "Tell MAMA" in names(asked)
    assert "Victim Support" in names(asked), "what is for everybody is for them too"
    assert not {"Galop", "Community Security Trust (CST)"} & set(names(asked))
    assert "Nothing fits" in client.post("/support/", {"language": "xx"}).content.decode()
    SupportOrganisation.objects.filter(name="Galop").update(languages=["so"])
    assert set(names(client.post("/support/", {"language": "so"}).content.decode())) == {"Galop"}


@pytest.mark.parametrize(
    ("place", "not_there"),
    [
        ("London", {"Camden Advice"}),
        ("Hackney", {"Camden Advice"}),
        ("England", {"Hackney Advice", "Camden Advice", "London Advice"}),
        ("Wales", {"Hackney Advice", "Camden Advice", "London Advice", "SignHealth", "Refuge", "Age UK"}),
        (
            "Scotland",
            {"Hackney Advice", "Camden Advice", "London Advice", "SignHealth", "Refuge", "Age UK", "Victim Support",
             "Citizens Advice", "Mind", "Mencap"},
        ),
        (
            "Northern Ireland",
            {"Hackney Advice", "Camden Advice", "London Advice", "SignHealth", "Refuge", "Age UK", "Victim Support",
             "Citizens Advice", "Mind"},
        ),
    ],
)  # fmt: skip
def test_a_place_shows_who_helps_there_and_in_what_it_lies_in(client: Client, place: str, not_there: set[str]) -> None:
    load_reference()
    for area in ("Hackney", "Camden", "London"):
        SupportOrganisation.objects.create(name=f"{area} Advice", helps_with="Advice.", area=area)
    every = set(names(client.get("/support/").content.decode()))
    found = set(names(client.post("/support/", {"area": place}).content.decode()))
    assert {"Samaritans", "Childline", "Tell MAMA", "Stop Hate UK"} <= found, (
        "what is for the whole country is for here too"
    )
    assert every - found == not_there | ({"Hackney Advice"} if place == "London" else set())


def test_people_choose_where_they_are_and_not_what_an_organisation_calls_its_area(client: Client) -> None:
    load_reference()
    SupportOrganisation.objects.create(name="Hackney Advice", helps_with="Advice.", area="Hackney")
    SupportOrganisation.objects.create(name="Leeds Advice", helps_with="Advice.", area="Leeds")
    page = client.get("/support/").content.decode()
    offered = page[page.index('name="area"') : page.index("</select>", page.index('name="area"'))]
    assert re.findall(r'value="([^"]+)"', offered) == [
        "London", "England", "Wales", "Scotland", "Northern Ireland", "Hackney", "Leeds",
    ]  # fmt: skip
    assert {"Leeds Advice", "Samaritans"} <= set(names(client.post("/support/", {"area": "Leeds"}).content.decode()))


def test_how_far_people_come_is_a_list_that_nobody_can_change(admin: Client) -> None:
    StepTotal.objects.create(day=date(2026, 3, 2), step="where", shown=8, answered=6)
    assert "75 %" in admin.get("/admin/reporting/steptotal/").content.decode()
    assert admin.get("/admin/reporting/steptotal/add/").status_code == 403


def test_administrators_see_the_clock_of_a_complaint_and_not_its_words(admin: Client, cast: Cast) -> None:
    work = people.complaint("unmistakable", contact="me@example.org")
    for address in ("/admin/cases/complaintwork/", f"/admin/cases/complaintwork/{work.pk}/change/"):
        page = admin.get(address).content.decode()
        assert work.complaint.reference in page
        assert "unmistakable" not in page
        assert "example.org" not in page
