"""“I know someone in this”: for whoever says so the case does not exist any more, anywhere."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.domain import absence, claiming, duty, linking, recusing
from cases.domain.couriers import Couriers
from cases.domain.refusals import NotThere, Refused
from cases.domain.ringing import deliver_due
from cases.models import Account, AlarmStep, Case, DutyShift, TimelineEntry
from cases.permissions import Access, how_to_open, may_manage, may_work
from cases.queries.alarms import ringing_for
from cases.queries.case_file import colleagues
from reporting.models import Alarm
from tests.cast import Cast, case, take_and_read

pytestmark = pytest.mark.django_db


def recuse(held: Case, by: Account) -> Case:
    return recusing.recuse(held.pk, by=by, now=timezone.now())


def test_the_case_goes_back_with_its_clock_and_is_offered_to_others_only(cast: Cast) -> None:
    held = case()
    due = held.next_due_at
    claiming.take_case(held.pk, by=cast.officer, now=timezone.now())
    recuse(held, cast.officer)
    held.refresh_from_db()
    assert (held.state, held.officer, held.next_due_at, held.recused) == ("new", None, due, [cast.officer.pk])
    assert claiming.claim_next(by=cast.officer, now=timezone.now()) is None
    assert claiming.claim_next(by=cast.colleague, now=timezone.now()) == held


def test_nothing_more_can_be_done_on_it_and_a_second_call_finds_nothing(cast: Cast) -> None:
    held = case()
    recuse(held, cast.officer)
    for act in (
        lambda: recuse(held, cast.officer),
        lambda: claiming.take_case(held.pk, by=cast.officer, now=timezone.now()),
        lambda: recusing.lift_recusal(held.pk, "officer", reason="x", by=cast.officer, now=timezone.now()),
    ):
        with pytest.raises(NotThere):
            act()


def test_what_a_colleague_has_stays_theirs(cast: Cast) -> None:
    held = take_and_read(case(), cast.colleague)
    recuse(held, cast.officer)
    held.refresh_from_db()
    assert (held.state, held.officer) == ("in_progress", cast.colleague)
    assert cast.officer not in colleagues(held, cast.colleague, timezone.now())
    with pytest.raises(Refused, match="cannot work"):
        claiming.hand_over(held.pk, to=cast.officer, note="Yours.", by=cast.colleague, now=timezone.now())


def test_the_last_who_could_work_on_it_cannot_hide_it_from_all(cast: Cast) -> None:
    held = case()
    recuse(held, cast.officer)
    recuse(held, cast.colleague)
    with pytest.raises(Refused, match="Nobody else"):
        recuse(held, cast.supervisor)
    assert Case.objects.visible_to(cast.supervisor).filter(pk=held.pk).exists()


def test_a_supervisor_may_show_it_again_with_a_reason(cast: Cast) -> None:
    held = case()
    recuse(held, cast.officer)
    with pytest.raises(Refused, match="why"):
        recusing.lift_recusal(held.pk, "officer", reason=" ", by=cast.supervisor, now=timezone.now())
    with pytest.raises(NotThere):
        recusing.lift_recusal(held.pk, "officer", reason="x", by=cast.colleague, now=timezone.now())
    for _ in range(2):
        recusing.lift_recusal(held.pk, "officer", reason="Another family.", by=cast.supervisor, now=timezone.now())
    assert Case.objects.visible_to(cast.officer).filter(pk=held.pk).exists()
    assert list(TimelineEntry.objects.filter(case=held, what__startswith="recus").values_list("what", flat=True)) == [
        "recused",
        "recusal_lifted",
    ]


def test_a_report_takes_along_who_knows_someone_in_it(cast: Cast) -> None:
    held, other = take_and_read(case(), cast.officer), case("I saw it.")
    recuse(other, cast.officer)
    linking.attach_report(held.pk, other.reference, reason="same", by=cast.colleague, now=timezone.now())
    held.refresh_from_db()
    assert (held.state, held.officer) == ("new", None)
    assert not Case.objects.visible_to(cast.officer).exists()


def test_whoever_knows_someone_is_neither_rung_nor_may_answer(cast: Cast) -> None:
    now = timezone.now()
    for account, kind in ((cast.officer, "duty"), (cast.colleague, "duty"), (cast.supervisor, "supervisor")):
        DutyShift.objects.create(account=account, kind=kind, starts_at=now, ends_at=now + timedelta(hours=8))
    recuse(case(now=now, in_danger_now="yes"), cast.officer)
    couriers, alarm = Couriers(), Alarm.objects.get()
    deliver_due(couriers, now=now)
    assert couriers.wait(5)
    deliver_due(couriers, now=now)
    told = set(AlarmStep.objects.filter(channel="email").values_list("to", flat=True))
    assert told == {"colleague@example.org"}
    assert [len(ringing_for(cast.officer)), len(ringing_for(cast.colleague))] == [0, 1]
    with pytest.raises(NotThere):
        duty.acknowledge(alarm.pk, by=cast.officer, now=now)


def test_where_all_on_duty_know_someone_the_supervisor_is_told_at_once(cast: Cast) -> None:
    now = timezone.now()
    for account, kind in ((cast.officer, "duty"), (cast.supervisor, "supervisor")):
        DutyShift.objects.create(account=account, kind=kind, starts_at=now, ends_at=now + timedelta(hours=8))
    recuse(case(now=now, in_danger_now="yes"), cast.officer)
    couriers = Couriers()
    deliver_due(couriers, now=now)
    assert couriers.wait(5)
    deliver_due(couriers, now=now)
    assert set(AlarmStep.objects.filter(channel="email").values_list("to", flat=True)) == {"supervisor@example.org"}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    recused=st.sets(st.sampled_from(["officer", "colleague", "supervisor", "outsider", "admin"])),
    is_restricted=st.booleans(),
    reads_restricted=st.booleans(),
    unit=st.sampled_from(["unit", "other_unit", "sealed_unit"]),
)
def test_what_the_lists_show_opens_and_what_opens_is_in_the_lists(
    cast: Cast, recused: set[str], is_restricted: bool, reads_restricted: bool, unit: str
) -> None:
    held = case()
    held.unit, held.is_restricted = getattr(cast, unit), is_restricted
    held.recused = [getattr(cast, name).pk for name in sorted(recused)]
    held.save()
    for name in ("officer", "colleague", "supervisor", "outsider", "auditor", "admin"):
        account = getattr(cast, name)
        account.reads_restricted = reads_restricted
        account.save()
        is_listed = Case.objects.visible_to(account).filter(pk=held.pk).exists()
        opens = how_to_open(account, held, held.unit) == Access.YES
        works = may_work(account, held) or may_manage(account, held, held.unit)
        assert (name, is_listed) == (name, opens or may_manage(account, held, held.unit))
        assert works == is_listed
        assert not (name in recused and (is_listed or how_to_open(account, held, held.unit) != Access.NO))


def test_who_is_away_and_knows_someone_are_different_things(cast: Cast) -> None:
    held = case()
    claiming.take_case(held.pk, by=cast.officer, now=timezone.now())
    Account.objects.filter(pk=cast.officer.pk).update(absent_until=timezone.now().date())
    absence.return_untouched(now=timezone.now())
    assert Case.objects.visible_to(cast.officer).filter(pk=held.pk).exists()
