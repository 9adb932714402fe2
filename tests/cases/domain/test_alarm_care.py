"""An alarm that somebody looks after has an end, and rings again where none is written in time."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError
from django.utils import timezone

from cases.domain import alarm_care, closing, duty
from cases.domain.couriers import Couriers
from cases.domain.refusals import Refused
from cases.domain.ringing import deliver_due
from cases.models import AlarmRule, DutyShift, TimelineEntry
from reporting.models import Alarm
from tests import cast as people
from tests.cast import Cast

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def alarm(cast: Cast, now: datetime) -> Alarm:
    """The officer looks after it; they and the supervisor are on the rota."""
    for account, kind in ((cast.officer, "duty"), (cast.supervisor, "supervisor")):
        DutyShift.objects.create(
            account=account, kind=kind, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=9)
        )
    case = people.case(now=now, in_danger_now="yes")
    return duty.acknowledge(Alarm.objects.get(report=case.opened_for_id).pk, by=cast.officer, now=now)


def ring(now: datetime) -> None:
    couriers = Couriers()
    deliver_due(couriers, now=now)
    assert couriers.wait(5)
    deliver_due(couriers, now=now)


def test_nothing_more_in_time_and_it_rings_again_for_the_supervisor_at_once(
    cast: Cast, alarm: Alarm, now: datetime
) -> None:
    assert alarm.act_by == now + 30 * MINUTE
    assert alarm_care.ring_unattended(now=now + 29 * MINUTE) == 0
    later = now + 30 * MINUTE
    assert (alarm_care.ring_unattended(now=later), alarm_care.ring_unattended(now=later)) == (1, 0)
    ring(later)
    assert {letter.to[0].partition("@")[0] for letter in mail.outbox} == {"officer", "supervisor"}
    alarm.refresh_from_db()
    assert (alarm.outcome, alarm.cause, alarm.raised_at, alarm.act_by) == ("", "unattended", later, None)
    assert TimelineEntry.objects.get(what="alarm_raised").details["unattended"] == "officer"
    duty.acknowledge(alarm.pk, by=cast.supervisor, now=later)
    assert alarm_care.ring_unattended(now=later + 29 * MINUTE) == 0


def test_who_looks_after_it_further_says_what_was_done_and_has_the_time_anew(
    cast: Cast, alarm: Alarm, now: datetime
) -> None:
    with pytest.raises(Refused, match="what you have done"):
        duty.look_on(alarm.pk, done=" ", by=cast.officer, now=now)
    looked_on = duty.look_on(alarm.pk, done="She does not pick up.", by=cast.colleague, now=now + 20 * MINUTE)
    assert (looked_on.answered_by, looked_on.act_by) == ("colleague", now + 50 * MINUTE)
    assert alarm_care.ring_unattended(now=now + 49 * MINUTE) == 0
    assert TimelineEntry.objects.filter(what="alarm_answered", note="She does not pick up.").exists()


def test_the_time_is_dated_data(cast: Cast, now: datetime) -> None:
    today = timezone.localdate(now)
    AlarmRule.objects.create(act_within=10 * MINUTE, in_force_from=today)
    AlarmRule.objects.create(act_within=5 * MINUTE, in_force_from=today + timedelta(days=1))
    case = people.case(now=now, in_danger_now="yes")
    alarm = duty.acknowledge(Alarm.objects.get(report=case.opened_for_id).pk, by=cast.officer, now=now)
    assert alarm.act_by == now + 10 * MINUTE


@pytest.mark.parametrize("end", ["handed_over", "no_danger", "ended"])
def test_each_end_is_an_end(cast: Cast, alarm: Alarm, now: datetime, end: str) -> None:
    if end == "handed_over":
        duty.hand_over_alarm(alarm.pk, log_number="CAD 7", by=cast.officer, now=now)
    elif end == "no_danger":
        duty.no_danger(alarm.pk, reason="The words are from a film.", by=cast.officer, now=now)
    else:
        with pytest.raises(Refused, match="what was done"):
            duty.end_alarm(alarm.pk, done="", by=cast.officer, now=now)
        duty.end_alarm(alarm.pk, done="Officers took him away.", by=cast.officer, now=now)
    assert alarm_care.ring_unattended(now=now + timedelta(days=1)) == 0
    with pytest.raises(Refused, match="officer has "):
        duty.look_on(alarm.pk, done="We went there again.", by=cast.colleague, now=now)
    with pytest.raises(Refused, match="officer has "):
        duty.end_alarm(alarm.pk, done="We went there again.", by=cast.colleague, now=now)


def test_a_ringing_one_is_not_looked_after_further(cast: Cast, now: datetime) -> None:
    case = people.case(now=now, in_danger_now="yes")
    with pytest.raises(Refused, match="say first that you look after it"):
        duty.look_on(Alarm.objects.get(report=case.opened_for_id).pk, done="x", by=cast.officer, now=now)


def test_a_case_does_not_close_while_its_alarm_has_no_end(cast: Cast, alarm: Alarm, now: datetime) -> None:
    case = alarm.report.opened_case
    people.decide_and_answer(people.take_and_read(case, cast.officer), cast.officer)
    with pytest.raises(Refused) as refused:
        closing.close_case(case.pk, closing_reason="person_wants_no_more", by=cast.officer, now=now)
    assert refused.value.sentence == (
        "Its alarm has not ended: hand it over, write why nobody is in danger or what was done, first."
    )
    duty.end_alarm(alarm.pk, done="They are safe with friends.", by=cast.officer, now=now)
    closing.close_case(case.pk, closing_reason="person_wants_no_more", by=cast.officer, now=now)


@pytest.mark.parametrize(
    "broken", [{"act_by": None}, {"outcome": "ended", "act_by": None}, {"outcome": "", "answered_by": ""}]
)
def test_the_database_knows_the_rules_too(alarm: Alarm, broken: dict[str, object]) -> None:
    with pytest.raises(IntegrityError):
        Alarm.objects.filter(pk=alarm.pk).update(**broken)
