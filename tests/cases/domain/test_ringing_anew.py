"""An officer who says that somebody is in danger makes it ring, whatever was answered before; every step is written down."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from cases.domain import deciding, duty, intake
from cases.domain.couriers import Couriers
from cases.domain.ringing import deliver_due
from cases.models import Case, DutyShift, TimelineEntry
from reporting.models import Alarm
from tests.cast import Cast, case, report

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def rota(cast: Cast, now: datetime) -> Cast:
    for account, kind in ((cast.officer, "duty"), (cast.supervisor, "supervisor")):
        DutyShift.objects.create(
            account=account, kind=kind, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=9)
        )
    return cast


def ring(now: datetime) -> None:
    couriers = Couriers()
    deliver_due(couriers, now=now)
    assert couriers.wait(5)
    deliver_due(couriers, now=now)


def immediate(held: Case, cast: Cast, now: datetime) -> None:
    deciding.set_priority(held.pk, priority="immediate", reason="He is back.", by=cast.colleague, now=now)


@pytest.mark.parametrize("answer", ["acknowledged", "handed_over", "no_danger"])
def test_an_answered_alarm_rings_anew_from_its_first_step(rota: Cast, now: datetime, answer: str) -> None:
    held = case(now=now, in_danger_now="yes")
    ring(now)
    alarm = Alarm.objects.get()
    if answer == "acknowledged":
        duty.acknowledge(alarm.pk, by=rota.officer, now=now)
    elif answer == "handed_over":
        duty.hand_over_alarm(alarm.pk, log_number="CAD 1", by=rota.officer, now=now)
    else:
        duty.no_danger(alarm.pk, reason="The words are from a film.", by=rota.officer, now=now)
    later = now + 60 * MINUTE
    ring(later)
    assert len(mail.outbox) == 1
    immediate(held, rota, later)
    for at in (later, later + MINUTE, later + 5 * MINUTE):
        ring(at)
    assert [letter.to[0].partition("@")[0] for letter in mail.outbox] == ["officer", "officer", "supervisor"]
    alarm.refresh_from_db()
    assert (alarm.outcome, alarm.cause, alarm.raised_at) == ("", "officer", later)
    duty.hand_over_alarm(alarm.pk, log_number="CAD 2", by=rota.officer, now=later)
    story = TimelineEntry.objects.filter(case=held, what__startswith="alarm").order_by("pk")
    assert list(story.values_list("what", flat=True)) == [
        "alarm_step", "alarm_answered", "alarm_raised", "alarm_step", "alarm_step", "alarm_answered",
    ]  # fmt: skip
    assert story.filter(what="alarm_answered").first().details["outcome"] == answer
    looked_after = story.get(what="alarm_raised").details.get("looked_after_by")
    assert looked_after == ("officer" if answer == "acknowledged" else None)


def test_one_that_rings_already_goes_on_as_it_was(rota: Cast, now: datetime) -> None:
    held = case(now=now, in_danger_now="yes")
    ring(now)
    immediate(held, rota, now + MINUTE)
    assert Alarm.objects.get().raised_at == now
    assert not TimelineEntry.objects.filter(what="alarm_raised").exists()
    ring(now + 5 * MINUTE)
    assert len(mail.outbox) == 2


def test_a_first_alarm_by_an_officer_stands_on_the_timeline(rota: Cast, now: datetime) -> None:
    held = case(now=now)
    immediate(held, rota, now)
    assert TimelineEntry.objects.get(what="alarm_raised").by == "colleague"
    immediate(held, rota, now + MINUTE)
    assert TimelineEntry.objects.filter(what="alarm_raised").count() == 1


def test_what_the_alarm_did_before_its_case_was_open_stands_on_the_timeline_too(rota: Cast, now: datetime) -> None:
    sent = report("He is outside my door.", now=now, in_danger_now="yes")
    ring(now)
    duty.no_danger(Alarm.objects.get().pk, reason="They rang and are safe.", by=rota.officer, now=now + MINUTE)
    held = intake.open_case(sent.pk, now=now + 2 * MINUTE)
    story = TimelineEntry.objects.filter(case=held, what__startswith="alarm").order_by("pk")
    assert [(one.what, one.by, one.at) for one in story] == [
        ("alarm_step", "", now),
        ("alarm_answered", "officer", now + MINUTE),
    ]
    assert story[1].note == "They rang and are safe."
    assert story[0].details["told"] == 1
