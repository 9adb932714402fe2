"""Rules in the administration: tried before they are switched on; units of boroughs only where somebody wants them."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from cases.models import AuditEvent, Case, RoutingRule, TimelineEntry, Unit
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db
RULES = "/admin/cases/routingrule/"


@pytest.fixture
def admin(cast: Cast) -> Client:
    return at_the_desk(cast.admin)


def form(unit: Unit, **given: object) -> dict[str, object]:
    return {
        "name": "Online hate",
        "unit": unit.pk,
        "place": 50,
        "in_force_from": "2026-01-01",
        "areas": "",
        "lines": "",
        **given,
    }


def made(cast: Cast, **given: object) -> RoutingRule:
    wants = {"places": ["online"], **given}
    return RoutingRule.objects.create(
        name=wants.pop("name", "Online hate"), unit=wants.pop("unit", cast.other_unit), in_force_from="2026-01-01",
        **wants,
    )  # fmt: skip


def text(client: Client, address: str) -> str:
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    return soup.find(id="content").get_text(" ", strip=True)  # type: ignore[union-attr]


def test_a_rule_is_written_in_words(admin: Client, cast: Cast) -> None:
    given = form(cast.other_unit, places=["online", "transport"], areas=" SE15 \r\n\r\nPeckham", cues=["terror"])
    assert admin.post(f"{RULES}add/", given).status_code == 302
    rule = RoutingRule.objects.get()
    assert (rule.places, rule.areas, rule.cues, rule.is_active) == (
        ["online", "transport"], ["SE15", "Peckham"], ["terror"], False,
    )  # fmt: skip
    assert "kind of place: Online, by phone or by message" in text(admin, RULES)
    assert "SE15\nPeckham" in admin.get(f"{RULES}{rule.pk}/change/").content.decode()


def test_a_rule_that_makes_no_sense_is_given_back(admin: Client, cast: Cast) -> None:
    answer = admin.post(f"{RULES}add/", form(cast.other_unit))
    assert b"Say at least one thing" in answer.content
    answer = admin.post(f"{RULES}add/", form(cast.other_unit, places=["online"], in_force_until="2025-01-01"))
    assert b"The last day cannot be before the first" in answer.content
    answer = admin.post(f"{RULES}add/", form(cast.other_unit, areas="x" * 61))
    assert b"at most 60 characters" in answer.content
    answer = admin.post(f"{RULES}add/", form(cast.other_unit, lines="x" * 61))
    assert b"at most 60 characters" in answer.content
    assert not RoutingRule.objects.exists()


class TestDryRun:
    def test_it_says_how_many_and_which_and_writes_nothing(self, admin: Client, cast: Cast) -> None:
        rule = made(cast)
        met = [people.case(place_kind="online") for _ in range(3)]
        people.case(place_kind="home")
        people.case(place_kind="online", about_police="yes")
        sealed = people.case(place_kind="online")
        Case.objects.filter(pk=sealed.pk).update(unit=cast.sealed_unit)
        entries = TimelineEntry.objects.count()
        said = text(admin, f"{RULES}{rule.pk}/dry-run/")
        assert "would have routed 3 of last week’s 4 cases to North" in said
        for case in met:
            assert case.reference in said
        assert sealed.reference not in said
        assert TimelineEntry.objects.count() == entries
        assert set(Case.objects.filter(pk__in=[one.pk for one in met]).values_list("unit", flat=True)) == {cast.unit.pk}
        assert set(AuditEvent.objects.get(action="admin.view").references) == {one.reference for one in met}

    def test_it_says_what_an_earlier_rule_takes_and_that_nobody_works_there(self, admin: Client, cast: Cast) -> None:
        earlier = made(cast, name="Anything online", place=1)
        admin.post(RULES, {"action": "switch_on", "_selected_action": earlier.pk})
        empty = Unit.objects.create(key="empty", name="Empty")
        rule = made(cast, unit=empty)
        case = people.case(place_kind="online")
        said = text(admin, f"{RULES}{rule.pk}/dry-run/")
        assert "would have routed 0 of last week’s 1 cases" in said
        assert "Nobody works in Empty yet" in said
        assert case.reference in said.split("one that is asked before it takes them")[1]

    def test_of_a_sealed_unit_it_says_that_it_would_suggest(self, admin: Client, cast: Cast) -> None:
        rule = made(cast, unit=cast.sealed_unit)
        people.case(place_kind="online")
        assert "would have suggested Counter-terrorism for 1 of last week’s 1 cases" in text(
            admin, f"{RULES}{rule.pk}/dry-run/"
        )

    def test_of_transport_and_of_whose_work_it_is(self, admin: Client, cast: Cast) -> None:
        given = form(
            cast.other_unit,
            name="Underground",
            transports=["tube"],
            forces=["btp"],
            lines="Victoria line\r\n Jubilee line ",
        )
        assert admin.post(f"{RULES}add/", given).status_code == 302
        rule = RoutingRule.objects.get()
        assert (rule.transports, rule.forces, rule.lines) == (["tube"], ["btp"], ["Victoria line", "Jubilee line"])
        assert "Victoria line\nJubilee line" in admin.get(f"{RULES}{rule.pk}/change/").content.decode()
        on_it = people.case(place_kind="transport", transport_kind="tube", transport_line="the victoria line")
        people.case(place_kind="transport", transport_kind="tube", transport_line="Northern line")
        said = text(admin, f"{RULES}{rule.pk}/dry-run/")
        assert "would have routed 1 of last week’s 2 cases to North" in said
        assert on_it.reference in said
        assert "police force for that place: British Transport Police" in said

    def test_only_of_rules_that_there_are(self, admin: Client) -> None:
        for number in ("0", "x", "9" * 30):
            assert admin.get(f"{RULES}{number}/dry-run/").status_code == 404


def test_a_rule_is_switched_on_and_then_only_looked_at(admin: Client, cast: Cast) -> None:
    rule = made(cast)
    admin.post(RULES, {"action": "switch_on", "_selected_action": rule.pk})
    rule.refresh_from_db()
    assert (rule.is_active, rule.switched_by) == (True, cast.admin)
    assert people.case(place_kind="online").unit == cast.other_unit
    assert admin.get(f"{RULES}{rule.pk}/change/").status_code == 200
    assert admin.post(f"{RULES}{rule.pk}/change/", form(cast.unit, places=["home"])).status_code == 403
    admin.post(RULES, {"action": "switch_off", "_selected_action": rule.pk})
    assert people.case(place_kind="online").unit == cast.unit
    Unit.objects.filter(pk=cast.other_unit.pk).update(is_active=False)
    answer = admin.post(RULES, {"action": "switch_on", "_selected_action": rule.pk}, follow=True)
    assert b"is not active: choose another unit first" in answer.content


def test_units_of_boroughs_are_added_where_somebody_wants_them(admin: Client) -> None:
    address = "/admin/cases/unit/boroughs/"
    assert b"Choose at least one borough" in admin.post(address).content
    assert admin.post(address, {"boroughs": ["southwark", "camden"]}).status_code == 302
    assert Unit.objects.exclude(borough="").count() == 2
    soup = BeautifulSoup(admin.get(address).content, "html.parser")
    offered = {one["value"] for one in soup.select("input[name=boroughs]")}
    assert len(offered) == 31
    assert not offered & {"southwark", "camden"}


def test_reports_about_police_come_where_somebody_may_read_them(admin: Client, cast: Cast) -> None:
    chosen = {"action": "make_police_unit", "_selected_action": cast.other_unit.pk}
    assert b"First name an account" in admin.post("/admin/cases/unit/", chosen, follow=True).content
    cast.outsider.reads_restricted = True
    cast.outsider.save()
    admin.post("/admin/cases/unit/", chosen)
    assert people.case(about_police="yes").unit == cast.other_unit


def test_cases_are_moved_from_the_list(admin: Client, cast: Cast) -> None:
    case, chosen = people.case(now=timezone.now()), {"action": "move_to_unit"}
    page = admin.post("/admin/cases/case/", {**chosen, "_selected_action": case.pk})
    assert b"Move cases to another unit" in page.content
    given = {"sure": "yes", "to": cast.other_unit.pk, "reason": "Rebalanced."}
    admin.post("/admin/cases/case/", {**chosen, "_selected_action": case.pk, **given})
    case.refresh_from_db()
    assert case.unit == cast.other_unit
