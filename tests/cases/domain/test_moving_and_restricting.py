"""Another unit, and named readers only: the clock goes on, nobody is left without somebody who may see it."""

import pytest
from django.utils import timezone

from cases.domain import claiming, closing, linking, moving, restricting
from cases.domain.refusals import NotThere, Refused
from cases.enums import Role
from cases.models import Account, AuditEvent, Case, Commitment, Unit
from cases.permissions import Access, how_to_open, may_manage, may_work
from tests import cast as people
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def owed(case: Case) -> list[tuple[object, ...]]:
    return list(Commitment.objects.filter(case=case).order_by("pk").values_list("pk", "kind", "due_at", "met_at"))


def reader_in(unit: Unit, name: str = "reader") -> Account:
    return Account.objects.create(username=name, role=Role.OFFICER, unit=unit, password="!", reads_restricted=True)


class TestMoving:
    def test_the_officer_gives_it_up_and_what_is_owed_stays(self, cast: Cast) -> None:
        held = people.take_and_read(people.case(), cast.officer)
        before = owed(held)
        moving.move_to_unit(held.pk, to=cast.other_unit, reason=" Theirs. ", by=cast.officer, now=timezone.now())
        held.refresh_from_db()
        assert (held.unit, held.officer, held.state) == (cast.other_unit, None, "new")
        assert owed(held) == before
        entry = held.timeline.get(what="moved")
        assert (entry.by, entry.note, entry.details["from"], entry.details["to"]) == (
            "officer", "Theirs.", "Hate Crime Unit", "North",
        )  # fmt: skip
        assert AuditEvent.objects.get(action="case.move").reason == "Theirs."
        assert claiming.claim_next(by=cast.outsider, now=timezone.now()) == held

    def test_moving_to_the_same_unit_changes_nothing(self, cast: Cast) -> None:
        held = people.case()
        moving.move_to_unit(held.pk, to=cast.unit, reason="Ours.", by=cast.officer, now=timezone.now())
        assert not held.timeline.filter(what="moved").exists()

    def test_it_takes_a_reason_and_somebody_there(self, cast: Cast) -> None:
        held, now = people.case(), timezone.now()
        with pytest.raises(Refused, match="Write why"):
            moving.move_to_unit(held.pk, to=cast.other_unit, reason=" ", by=cast.officer, now=now)
        with pytest.raises(Refused, match="Nobody works in Counter-terrorism"):
            moving.move_to_unit(held.pk, to=cast.sealed_unit, reason="x", by=cast.officer, now=now)

    def test_a_restricted_case_goes_only_where_somebody_may_read_it(self, cast: Cast) -> None:
        reader = reader_in(cast.unit)
        held, now = people.case(about_police="yes"), timezone.now()
        with pytest.raises(Refused, match="named to read restricted"):
            moving.move_to_unit(held.pk, to=cast.other_unit, reason="x", by=reader, now=now)
        reader_in(cast.other_unit, "other-reader")
        assert moving.move_to_unit(held.pk, to=cast.other_unit, reason="x", by=reader, now=now).unit == cast.other_unit

    def test_a_closed_case_is_not_moved_and_strangers_move_nothing(self, cast: Cast) -> None:
        held = people.decide_and_answer(people.take_and_read(people.case(), cast.officer), cast.officer)
        with pytest.raises(NotThere):
            moving.move_to_unit(held.pk, to=cast.unit, reason="x", by=cast.outsider, now=timezone.now())
        closing.close_case(held.pk, closing_reason="person_wants_no_more", by=cast.officer, now=timezone.now())
        with pytest.raises(Refused, match="closed"):
            moving.move_to_unit(held.pk, to=cast.other_unit, reason="x", by=cast.officer, now=timezone.now())

    def test_administrators_move_what_they_manage(self, cast: Cast) -> None:
        held = people.case()
        moving.move_to_unit(held.pk, to=cast.other_unit, reason="x", by=cast.admin, now=timezone.now())
        held.refresh_from_db()
        assert held.unit == cast.other_unit


class TestRestricting:
    def test_who_is_involved_knows_of_it_no_more_even_as_a_named_reader(self, cast: Cast) -> None:
        reader = reader_in(cast.unit)
        cast.officer.reads_restricted = True
        cast.officer.save()
        held = people.take_and_read(people.case(), cast.officer)
        before = owed(held)
        restricting.mark_involved(held.pk, who="OFFICER", reason="He was there.", by=cast.colleague, now=timezone.now())
        held.refresh_from_db()
        assert (held.is_restricted, held.hidden_from, held.officer, held.state) == (
            True,
            [cast.officer.pk],
            None,
            "new",
        )
        assert owed(held) == before
        for account in (cast.officer, cast.colleague):
            assert not Case.objects.visible_to(account).exists()
            assert how_to_open(account, held, held.unit) == Access.NO
            assert not may_work(account, held)
        assert Case.objects.visible_to(reader).get() == held
        assert may_work(reader, held)

    def test_it_goes_to_the_unit_for_reports_about_police(self, cast: Cast) -> None:
        standards = Unit.objects.create(key="standards", name="Standards", takes_police_reports=True)
        reader_in(cast.unit, "in-unit")
        held = people.case()
        reader_in(standards)
        restricting.mark_involved(held.pk, reason="A special constable.", by=cast.officer, now=timezone.now())
        held.refresh_from_db()
        assert (held.unit, held.hidden_from) == (standards, [])

    def test_not_to_a_unit_whose_only_reader_is_the_one_involved(self, cast: Cast) -> None:
        standards = Unit.objects.create(key="standards", name="Standards", takes_police_reports=True)
        involved = reader_in(standards)
        held, now = people.case(), timezone.now()
        with pytest.raises(Refused, match="Nobody else is named"):
            restricting.mark_involved(held.pk, who=involved.username, reason="x", by=cast.officer, now=now)
        own = reader_in(cast.unit, "in-unit")
        restricting.mark_involved(held.pk, who=involved.username, reason="x", by=cast.officer, now=now)
        held.refresh_from_db()
        assert held.unit == cast.unit
        assert Case.objects.visible_to(own).exists()

    def test_a_second_call_changes_nothing_and_a_second_person_is_added(self, cast: Cast) -> None:
        reader = reader_in(cast.unit)
        held, now = people.case(), timezone.now()
        restricting.mark_involved(held.pk, who="officer", reason="x", by=reader, now=now)
        restricting.mark_involved(held.pk, who="officer", reason="x", by=reader, now=now)
        restricting.mark_involved(held.pk, who="colleague", reason="x", by=reader, now=now)
        held.refresh_from_db()
        assert held.hidden_from == [cast.officer.pk, cast.colleague.pk]
        assert held.timeline.filter(what="involved").count() == 2

    def test_it_takes_a_reason_and_a_name_that_there_is(self, cast: Cast) -> None:
        reader_in(cast.unit)
        held, now = people.case(), timezone.now()
        with pytest.raises(Refused, match="Write how"):
            restricting.mark_involved(held.pk, reason="", by=cast.officer, now=now)
        with pytest.raises(Refused, match="no account") as refused:
            restricting.mark_involved(held.pk, who="nobody", reason="x", by=cast.officer, now=now)
        assert refused.value.about == "who"

    def test_a_closed_case_can_be_restricted(self, cast: Cast) -> None:
        reader_in(cast.unit)
        held = people.decide_and_answer(people.take_and_read(people.case(), cast.officer), cast.officer)
        closing.close_case(held.pk, closing_reason="person_wants_no_more", by=cast.officer, now=timezone.now())
        restricting.mark_involved(held.pk, who="officer", reason="x", by=cast.colleague, now=timezone.now())
        held.refresh_from_db()
        assert (held.state, held.is_restricted) == ("closed", True)

    def test_a_named_reader_ends_it(self, cast: Cast) -> None:
        reader = reader_in(cast.unit)
        held, now = people.case(about_police="yes"), timezone.now()
        with pytest.raises(Refused, match="Write why"):
            restricting.lift_restriction(held.pk, reason="", by=reader, now=now)
        with pytest.raises(NotThere):
            restricting.lift_restriction(held.pk, reason="x", by=cast.officer, now=now)
        restricting.lift_restriction(held.pk, reason="Ticked by mistake.", by=reader, now=now)
        assert Case.objects.visible_to(cast.officer).get() == held

    def test_the_words_of_a_restricted_report_do_not_reach_a_case_that_is_not(self, cast: Cast) -> None:
        reader = reader_in(cast.unit)
        secret, held = people.case(about_police="yes"), people.case()
        with pytest.raises(Refused, match="attach this one to its case"):
            linking.attach_report(held.pk, secret.reference, reason="Same.", by=reader, now=timezone.now())
        linking.attach_report(secret.pk, held.reference, reason="Same.", by=reader, now=timezone.now())


@pytest.mark.parametrize("role", ["officer", "supervisor", "outsider", "auditor", "admin", "reader", "involved"])
@pytest.mark.parametrize("unit", ["unit", "other_unit", "sealed_unit"])
@pytest.mark.parametrize("is_restricted", [False, True])
def test_the_predicates_and_the_query_agree(cast: Cast, role: str, unit: str, is_restricted: bool) -> None:
    reader_in(cast.unit)
    involved = reader_in(cast.unit, "involved")
    account = Account.objects.get(username=role)
    held = people.case()
    Case.objects.filter(pk=held.pk).update(
        unit=getattr(cast, unit), is_restricted=is_restricted, hidden_from=[involved.pk]
    )
    held.refresh_from_db()
    is_visible = Case.objects.visible_to(account).exists()
    if role == "admin":
        assert may_manage(account, held, held.unit) == is_visible
    else:
        assert (how_to_open(account, held, held.unit) == Access.YES) == is_visible
        assert may_work(account, held) == is_visible
    if role == "involved":
        assert not is_visible
