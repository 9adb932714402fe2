"""The case page says why a case is here; one press answers a suggestion; words are not lost when rights are."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from cases.domain import accounts, moving
from cases.domain.categorisation import categorise_report
from cases.enums import Role
from cases.models import Account, Case, RoutingRule, Unit
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk, draw_blind

pytestmark = pytest.mark.django_db
TERROR = "He supports ISIS and is recruiting for a terrorist attack on the synagogue because we are Jews."


def rule(name: str, unit: Unit, by: Account, **wants: object) -> RoutingRule:
    return RoutingRule.objects.create(
        name=name, unit=unit, in_force_from="2026-01-01", is_active=True, switched_at=timezone.now(), switched_by=by,
        **wants,
    )  # fmt: skip


@pytest.fixture
def suggested(cast: Cast, settings: Settings) -> Case:
    """A case for which a rule suggests the sealed unit."""
    Account.objects.create(username="specialist", role=Role.OFFICER, unit=cast.sealed_unit, password="!")
    rule("Terrorism", cast.sealed_unit, cast.admin, cues=["terror"])
    case = people.case(TERROR)
    draw_blind(case, settings, is_hidden=False)
    categorise_report(case.opened_for_id, now=timezone.now())
    case.refresh_from_db()
    return case


@pytest.fixture
def officer(cast: Cast) -> Client:
    return at_the_desk(cast.officer)


def page(client: Client, case: Case) -> BeautifulSoup:
    return BeautifulSoup(client.get(f"/desk/cases/{case.reference}/").content, "html.parser")


def said(soup: BeautifulSoup, testid: str) -> str:
    found = soup.find(attrs={"data-testid": testid})
    return found.get_text(" ", strip=True) if found else ""


def test_the_page_says_which_rule_brought_the_case_here_and_because_of_what(cast: Cast) -> None:
    rule("Online hate", cast.other_unit, cast.admin, places=["online"])
    soup = page(at_the_desk(cast.outsider), people.case(place_kind="online"))
    assert said(soup, "put-here") == (
        "Routed here by rule “Online hate” because kind of place: Online, by phone or by message"
    )
    assert "Routed to North by rule" in soup.find(id="timeline").get_text()  # type: ignore[union-attr]


def test_the_page_says_that_it_is_the_work_of_the_transport_police(cast: Cast) -> None:
    rule("British Transport Police", cast.other_unit, cast.admin, forces=["btp"], lines=["Victoria line"])
    told = {"place_kind": "transport", "transport_kind": "tube", "transport_line": "Victoria line, Brixton"}
    assert said(page(at_the_desk(cast.outsider), people.case(**told)), "put-here") == (
        "Routed here by rule “British Transport Police” because line or route: Victoria line; police force for that place: "
        "British Transport Police"
    )


def test_a_suggestion_has_two_buttons_of_equal_weight(officer: Client, suggested: Case) -> None:
    soup = page(officer, suggested)
    assert "Rule “Terrorism”, because in the words: An attack or extremism is told of" in said(soup, "route")
    buttons = soup.select("#route button")
    assert [one.get_text() for one in buttons] == ["Send it to Counter-terrorism 1", "Keep it with Hate Crime Unit 2"]
    assert len({" ".join(one["class"]) for one in buttons}) == 1
    ids = [one["id"] for one in soup.find_all(id=True)]
    assert [one for one in set(ids) if ids.count(one) > 1] == []


def _answer(client: Client, case: Case, how: str) -> int:
    entry = case.timeline.get(what="routing_suggested").pk
    return client.post(f"/desk/cases/{case.reference}/route/{how}/", {"suggestion": entry}).status_code


def test_one_press_sends_it_out_of_sight(officer: Client, suggested: Case, cast: Cast) -> None:
    assert _answer(officer, suggested, "accept") == 302
    suggested.refresh_from_db()
    assert suggested.unit == cast.sealed_unit
    assert officer.get(f"/desk/cases/{suggested.reference}/").status_code == 404
    assert _answer(officer, suggested, "accept") == 404  # pressed twice


def test_one_press_keeps_it(officer: Client, suggested: Case, cast: Cast) -> None:
    assert _answer(officer, suggested, "keep") == 302
    assert said(page(officer, suggested), "route") == ""
    assert _answer(at_the_desk(cast.colleague), suggested, "accept") == 422  # somebody has answered it


def test_where_suggestions_are_hidden_this_one_is_too(
    officer: Client, cast: Cast, settings: Settings, suggested: Case
) -> None:
    hidden = people.case(TERROR)
    draw_blind(hidden, settings)
    categorise_report(hidden.opened_for_id, now=timezone.now())
    people.take_and_read(hidden, cast.officer)
    before = page(officer, hidden)
    assert said(before, "route") == ""
    assert "Counter-terrorism by rule" not in before.get_text()
    assert b"routing_suggested" not in at_the_desk(cast.admin).get(f"/admin/cases/case/{hidden.pk}/change/").content
    people.decide_and_answer(hidden, cast.officer)
    assert "Terrorism" in said(page(officer, hidden), "route")


def test_moving_offers_only_units_in_which_somebody_works(officer: Client, cast: Cast) -> None:
    Unit.objects.create(key="gone", name="Gone", is_active=False)
    case = people.case()
    options = [one.get_text() for one in page(officer, case).select("#move option")]
    assert options == ["Choose a unit", "North"]
    answer = officer.post(f"/desk/cases/{case.reference}/move/", {"to": "", "reason": "Theirs."})
    soup = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422
    assert soup.select_one("#move-reason")["value"] == "Theirs."  # type: ignore[index]
    assert [one.get_text() for one in soup.select("#move option")] == options
    answer = officer.post(f"/desk/cases/{case.reference}/move/", {"to": "north", "reason": "Theirs."})
    assert (answer.status_code, answer["Location"]) == (302, "/desk/queue/")


def test_somebody_of_the_police_is_involved(officer: Client, cast: Cast) -> None:
    Account.objects.create(username="reader", role=Role.OFFICER, unit=cast.unit, password="!", reads_restricted=True)
    case = people.case()
    answer = officer.post(f"/desk/cases/{case.reference}/involve/", {"who": "nobody", "reason": "He was there."})
    assert answer.status_code == 422
    assert b"no account with this user name" in answer.content
    officer.post(f"/desk/cases/{case.reference}/involve/", {"who": "colleague", "reason": "He was there."})
    assert officer.get(f"/desk/cases/{case.reference}/").status_code == 404
    reader = at_the_desk(Account.objects.get(username="reader"))
    assert "colleague is involved" in page(reader, case).get_text()
    assert page(reader, case).find(id="lift") is not None
    reader.post(f"/desk/cases/{case.reference}/lift-restriction/", {"reason": "Another of that name."})
    assert officer.get(f"/desk/cases/{case.reference}/").status_code == 200


class TestRightsLostMidway:
    def test_when_the_case_has_gone_to_another_unit(self, officer: Client, cast: Cast) -> None:
        case = people.take_and_read(people.case(), cast.officer)
        page(officer, case)
        moving.move_to_unit(case.pk, to=cast.other_unit, reason="x", by=cast.colleague, now=timezone.now())
        address = f"/desk/cases/{case.reference}/note/"
        answer = officer.post(address, {"note": "She rang\nagain."})
        assert answer.status_code == 404
        soup = BeautifulSoup(answer.content, "html.parser")
        assert soup.h1.get_text() == "You cannot work on a case with this reference"  # type: ignore[union-attr]
        assert soup.textarea.get_text().strip() == "She rang\nagain."  # type: ignore[union-attr]
        moving.move_to_unit(case.pk, to=cast.unit, reason="y", by=cast.outsider, now=timezone.now())
        assert officer.post(address, {"note": "She rang\nagain."}).status_code == 302

    def test_when_the_account_has_another_role(self, officer: Client, cast: Cast) -> None:
        case = people.take_and_read(people.case(), cast.officer)
        page(officer, case)
        cast.officer.role = Role.AUDITOR
        accounts.save_account(cast.officer, by=cast.admin, now=timezone.now())
        answer = officer.post(f"/desk/cases/{case.reference}/note/", {"note": "She rang again."})
        assert answer.status_code == 403
        assert b"You are logged out" in answer.content
        assert b"She rang again." in answer.content

    def test_when_the_account_has_another_unit(self, officer: Client, cast: Cast) -> None:
        case = people.take_and_read(people.case(), cast.officer)
        page(officer, case)
        cast.officer.unit = cast.other_unit
        accounts.save_account(cast.officer, by=cast.admin, now=timezone.now())
        answer = officer.post(f"/desk/cases/{case.reference}/note/", {"note": "She rang again."})
        assert answer.status_code == 404
        assert b"She rang again." in answer.content

    def test_a_button_without_words_is_simply_not_there(self, officer: Client, cast: Cast) -> None:
        case = people.case()
        Case.objects.filter(pk=case.pk).update(unit=cast.sealed_unit)
        answer = officer.post(f"/desk/cases/{case.reference}/take/")
        assert answer.status_code == 404
        assert b"cannot work on a case" not in answer.content


def test_the_page_costs_one_statement_however_many_units(officer: Client, cast: Cast) -> None:
    case = people.take_and_read(people.case(), cast.officer)

    def statements() -> list[str]:
        with CaptureQueriesContext(connection) as seen:
            page(officer, case)
        return [one["sql"] for one in seen.captured_queries]

    few = statements()
    for number in range(30):
        unit = Unit.objects.create(key=f"u{number}", name=f"Unit {number}")
        Account.objects.create(username=f"u{number}", role=Role.OFFICER, unit=unit, password="!")
    many = statements()
    assert len(few) == len(many)
    assert len([one for one in many if 'ORDER BY "cases_unit"."name"' in one]) == 1
