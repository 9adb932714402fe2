"""Routing on real rows: what comes in, what the machine sorts, what a person answers."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import Settings

from cases.domain import claiming, routing, routing_rules, units
from cases.domain.categorisation import categorise_report
from cases.domain.reference import load_reference
from cases.domain.refusals import NotThere, Refused
from cases.enums import Role
from cases.models import Account, AuditEvent, Case, Commitment, RoutingRule, TimelineEntry, Unit
from tests import cast as people
from tests.cast import Cast
from tests.desk import draw_blind

pytestmark = pytest.mark.django_db
TERROR = "He supports ISIS and is recruiting for a terrorist attack on the synagogue because we are Jews."
ONLINE = "They wrote that Muslims are vermin, on my Facebook page, again and again."


def rule(name: str, unit: Unit, cast: Cast, **wants: object) -> RoutingRule:
    """A rule in force."""
    now = timezone.now()
    made = RoutingRule(name=name, unit=unit, in_force_from=timezone.localdate(), **wants)
    routing_rules.save_rule(made, by=cast.admin, now=now)
    return routing_rules.switch_rule(made.pk, is_on=True, by=cast.admin, now=now)


def somebody_in(unit: Unit, name: str = "specialist", **rights: object) -> Account:
    return Account.objects.create(username=name, role=Role.OFFICER, unit=unit, password="!", **rights)


def sorted_by_the_machine(case: Case) -> Case:
    categorise_report(case.opened_for_id, now=timezone.now())
    case.refresh_from_db()
    return case


def entries(case: Case, what: str) -> list[TimelineEntry]:
    return list(case.timeline.filter(what=what).order_by("pk"))


def test_a_report_that_says_where_it_belongs_comes_there_at_once(cast: Cast) -> None:
    rule("Online hate", cast.other_unit, cast, places=["online"])
    held = people.case(place_kind="online")
    assert held.unit == cast.other_unit
    (entry,) = entries(held, "routed")
    assert (entry.details["rule"], entry.details["from"], entry.details["to"]) == (
        "Online hate", "Hate Crime Unit", "North",
    )  # fmt: skip
    assert entry.details["because"] == [{"about": "place", "value": "online", "is_suggested": False}]
    assert people.case(place_kind="home").unit == cast.unit


ON_THE_TUBE = {"place_kind": "transport", "transport_kind": "tube", "transport_line": "Victoria line, Brixton station"}


def test_what_happened_on_a_train_comes_to_those_who_work_with_the_transport_police(cast: Cast) -> None:
    load_reference()
    delivered = RoutingRule.objects.get(name="British Transport Police")
    assert (delivered.is_active, delivered.wants) == (False, {"force": ["btp"]})
    somebody_in(delivered.unit)
    assert people.case(**ON_THE_TUBE).unit == cast.unit
    routing_rules.switch_rule(delivered.pk, is_on=True, by=cast.admin, now=timezone.now())
    held = people.case(**ON_THE_TUBE, borough="lambeth")
    assert held.unit == delivered.unit
    assert entries(held, "routed")[0].details["because"] == [{"about": "force", "value": "btp", "is_suggested": False}]
    assert people.case(place_kind="transport", transport_kind="bus", borough="lambeth").unit == cast.unit


def test_once_somebody_has_taken_it_the_transport_police_are_only_suggested(cast: Cast) -> None:
    held = people.case(**ON_THE_TUBE)
    claiming.take_case(held.pk, by=cast.officer, now=timezone.now())
    rule("Underground", cast.other_unit, cast, transports=["tube"], lines=["victoria line"])
    held.refresh_from_db()
    routing.route_case(held, now=timezone.now())
    assert held.unit == cast.unit
    (entry,) = entries(held, "routing_suggested")
    assert [one["about"] for one in entry.details["because"]] == ["transport", "line"]


def test_what_the_machine_finds_moves_a_case_that_nobody_has_touched(cast: Cast, settings: Settings) -> None:
    rule("Online abuse", cast.other_unit, cast, kinds=["online_abuse"])
    held = people.case(ONLINE)
    draw_blind(held, settings, is_hidden=False)
    due = held.next_due_at
    assert sorted_by_the_machine(held).unit == cast.other_unit
    assert held.next_due_at is not None
    assert due is not None
    assert held.next_due_at <= due
    assert entries(held, "routed")[0].details["because"][0]["is_suggested"] is True


@pytest.mark.parametrize("touch", ["taken", "moved", "read"])
def test_what_a_person_has_touched_is_only_suggested(cast: Cast, settings: Settings, touch: str) -> None:
    from cases.domain import moving, reading

    rule("Online abuse", cast.other_unit, cast, kinds=["online_abuse"])
    third = Unit.objects.create(key="third", name="Third")
    somebody_in(third)
    held, now = people.case(ONLINE), timezone.now()
    draw_blind(held, settings, is_hidden=False)
    if touch == "taken":
        claiming.take_case(held.pk, by=cast.officer, now=now)
    elif touch == "read":
        reading.mark_read(held.pk, held.opened_for_id, by=cast.officer, now=now)
    else:
        moving.move_to_unit(held.pk, to=third, reason="Theirs.", by=cast.officer, now=now)
    before = Case.objects.get(pk=held.pk).unit
    assert sorted_by_the_machine(held).unit == before
    assert [one.details["to"] for one in entries(held, "routing_suggested")] == ["North"]


def test_while_the_suggestion_is_hidden_the_machine_moves_nothing(cast: Cast, settings: Settings) -> None:
    rule("Online abuse", cast.other_unit, cast, kinds=["online_abuse"])
    held = people.case(ONLINE)
    draw_blind(held, settings)
    assert sorted_by_the_machine(held).unit == cast.unit
    assert len(entries(held, "routing_suggested")) == 1


def test_a_sealed_unit_is_only_ever_suggested_and_only_once(cast: Cast) -> None:
    somebody_in(cast.sealed_unit)
    rule("Terrorism", cast.sealed_unit, cast, cues=["terror"])
    rule("Anything at home", cast.sealed_unit, cast, places=["home"])
    held = people.case(TERROR, place_kind="home")
    assert held.unit == cast.unit
    assert sorted_by_the_machine(held).unit == cast.unit
    routing.route_case(held, now=timezone.now())
    assert [one.details["rule"] for one in entries(held, "routing_suggested")] == ["Terrorism"]


def test_a_rule_that_leads_where_nobody_works_does_nothing(cast: Cast) -> None:
    empty = Unit.objects.create(key="empty", name="Empty")
    rule("Online hate", empty, cast, places=["online"])
    assert people.case(place_kind="online").unit == cast.unit
    gone = somebody_in(empty, is_active=False)
    assert people.case(place_kind="online").unit == cast.unit
    Account.objects.filter(pk=gone.pk).update(is_active=True)
    assert people.case(place_kind="online").unit == empty


def test_a_rule_counts_only_while_it_is_on_and_within_its_dates(cast: Cast) -> None:
    today = timezone.localdate()
    made = rule("Online hate", cast.other_unit, cast, places=["online"])
    RoutingRule.objects.filter(pk=made.pk).update(in_force_from=today + timedelta(days=1))
    assert people.case(place_kind="online").unit == cast.unit
    RoutingRule.objects.filter(pk=made.pk).update(in_force_from=today - timedelta(days=9), in_force_until=today)
    assert people.case(place_kind="online").unit == cast.other_unit
    RoutingRule.objects.filter(pk=made.pk).update(in_force_until=today - timedelta(days=1))
    assert people.case(place_kind="online").unit == cast.unit
    routing_rules.switch_rule(made.pk, is_on=False, by=cast.admin, now=timezone.now())


def test_reports_about_police_go_past_every_rule(cast: Cast) -> None:
    rule("Online hate", cast.other_unit, cast, places=["online"])
    assert people.case(place_kind="online", about_police="yes").unit == cast.unit  # nobody else may read them yet
    standards = Unit.objects.create(key="standards", name="Standards", takes_police_reports=True)
    reader = somebody_in(standards)
    assert people.case(about_police="yes").unit == cast.unit
    reader.reads_restricted = True
    reader.save()
    held = people.case(place_kind="online", about_police="yes")
    assert (held.unit, held.is_restricted) == (standards, True)
    assert sorted_by_the_machine(held).unit == standards
    assert people.case(about_police="not_sure").unit == cast.unit


class TestAnswering:
    @pytest.fixture
    def suggested(self, cast: Cast) -> Case:
        somebody_in(cast.sealed_unit)
        rule("Terrorism", cast.sealed_unit, cast, cues=["terror"])
        return sorted_by_the_machine(people.case(TERROR))

    def test_one_press_sends_it_and_the_clock_goes_on(self, cast: Cast, suggested: Case) -> None:
        claiming.take_case(suggested.pk, by=cast.officer, now=timezone.now())
        owed = list(Commitment.objects.filter(case=suggested).order_by("pk").values_list("pk", "due_at", "met_at"))
        (entry,) = entries(suggested, "routing_suggested")
        routing.accept_suggestion(suggested.pk, entry.pk, by=cast.officer, now=timezone.now())
        suggested.refresh_from_db()
        assert (suggested.unit, suggested.officer, suggested.state) == (cast.sealed_unit, None, "new")
        assert (
            list(Commitment.objects.filter(case=suggested).order_by("pk").values_list("pk", "due_at", "met_at")) == owed
        )
        assert not Case.objects.visible_to(cast.officer).exists()
        assert AuditEvent.objects.get(action="case.move").details == {
            "from": "hate-crime", "to": "counter-terrorism", "rule": "Terrorism",
        }  # fmt: skip

    def test_one_press_keeps_it(self, cast: Cast, suggested: Case) -> None:
        (entry,) = entries(suggested, "routing_suggested")
        for _ in range(2):
            routing.keep_case(suggested.pk, entry.pk, by=cast.officer, now=timezone.now())
        assert len(entries(suggested, "routing_kept")) == 1
        with pytest.raises(Refused, match="officer has answered"):
            routing.accept_suggestion(suggested.pk, entry.pk, by=cast.colleague, now=timezone.now())
        suggested.refresh_from_db()
        assert suggested.unit == cast.unit

    def test_what_is_no_suggestion_is_refused(self, cast: Cast, suggested: Case) -> None:
        opened = entries(suggested, "opened")[0]
        with pytest.raises(Refused, match="no such suggestion"):
            routing.accept_suggestion(suggested.pk, opened.pk, by=cast.officer, now=timezone.now())

    def test_nobody_of_another_unit_answers_it(self, cast: Cast, suggested: Case) -> None:
        (entry,) = entries(suggested, "routing_suggested")
        for act in (routing.accept_suggestion, routing.keep_case):
            with pytest.raises(NotThere):
                act(suggested.pk, entry.pk, by=cast.outsider, now=timezone.now())


class TestRules:
    def test_a_rule_asks_about_something(self, cast: Cast) -> None:
        empty = RoutingRule(name="Empty", unit=cast.unit, in_force_from=timezone.localdate())
        with pytest.raises(Refused, match="at least one thing"):
            routing_rules.save_rule(empty, by=cast.admin, now=timezone.now())
        with pytest.raises(IntegrityError, match="asks_about_something"), transaction.atomic():
            empty.save()

    def test_a_rule_is_changed_while_it_is_off(self, cast: Cast) -> None:
        made = rule("Online hate", cast.other_unit, cast, places=["online"])
        made.places = ["home"]
        with pytest.raises(Refused, match="switch it off"):
            routing_rules.save_rule(made, by=cast.admin, now=timezone.now())
        routing_rules.switch_rule(made.pk, is_on=False, by=cast.admin, now=timezone.now())
        made.is_active = False
        routing_rules.save_rule(made, by=cast.admin, now=timezone.now())
        assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == [
            "routing.added", "routing.switched_on", "routing.switched_off", "routing.changed",
        ]  # fmt: skip

    def test_nobody_is_switched_on_by_nobody(self, cast: Cast) -> None:
        with pytest.raises(IntegrityError, match="switched_on_by_somebody"), transaction.atomic():
            RoutingRule.objects.create(
                name="x", unit=cast.unit, places=["home"], in_force_from=timezone.localdate(), is_active=True
            )

    def test_a_new_instance_has_rules_that_are_off_and_one_unit_for_new_cases(self, db: None) -> None:
        load_reference()
        assert not RoutingRule.objects.filter(is_active=True).exists()
        assert Unit.objects.get(is_default=True).key == "hate-crime"
        assert Unit.objects.get(takes_police_reports=True).key == "professional-standards"
        assert not Unit.objects.exclude(borough="").exists()


class TestUnits:
    def test_a_borough_gets_its_unit_and_a_rule_that_is_off(self, cast: Cast) -> None:
        for _ in range(2):
            units.add_borough_units(["southwark", "lambeth", "atlantis"], by=cast.admin, now=timezone.now())
        assert set(Unit.objects.exclude(borough="").values_list("borough", flat=True)) == {"southwark", "lambeth"}
        made = RoutingRule.objects.get(unit__borough="southwark")
        assert not made.is_active
        routing_rules.switch_rule(made.pk, is_on=True, by=cast.admin, now=timezone.now())
        assert people.case(area="Rye Lane, Peckham").unit == cast.unit  # nobody works there yet
        somebody_in(made.unit)
        assert people.case(area="Rye Lane, Peckham").unit == made.unit
        with pytest.raises(Refused, match="at least one borough"):
            units.add_borough_units(["atlantis"], by=cast.admin, now=timezone.now())

    def test_there_are_thirty_three_boroughs_and_no_place_is_in_two(self) -> None:
        assert len(units.boroughs()) == 33
        places = [place.casefold() for borough in units.boroughs().values() for place in borough.places]
        assert len(places) == len(set(places))

    def test_reports_about_police_come_to_one_unit_with_a_named_reader(self, cast: Cast) -> None:
        with pytest.raises(Refused, match="First name an account"):
            units.make_police_unit(cast.other_unit, by=cast.admin, now=timezone.now())
        for unit in (cast.unit, cast.other_unit):
            somebody_in(unit, f"reader-{unit.key}", reads_restricted=True)
            units.make_police_unit(unit, by=cast.admin, now=timezone.now())
            assert Unit.objects.get(takes_police_reports=True) == unit
