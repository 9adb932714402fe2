"""Nobody on duty, no unit for new cases, everybody absent: the supervisor on call is told."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from cases.domain.couriers import Couriers
from cases.domain.ringing import deliver_due
from cases.domain.staffing import tell_of_troubles
from cases.enums import Shift, Trouble
from cases.models import Account, DutyShift, StaffingNotice, Unit
from cases.queries.staffing import cases_that_nobody_sees, troubles
from tests.cast import Cast, case

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def on_shift(account: Account, kind: Shift, now: datetime) -> None:
    DutyShift.objects.create(account=account, kind=kind, starts_at=now - HOUR, ends_at=now + 40 * HOUR)


def ring(couriers: Couriers, now: datetime) -> None:
    tell_of_troubles(couriers, now=now)
    assert couriers.wait(5)
    deliver_due(couriers, now=now)


def test_all_is_well_where_somebody_is_there(cast: Cast, now: datetime) -> None:
    on_shift(cast.officer, Shift.DUTY, now)
    on_shift(cast.supervisor, Shift.SUPERVISOR, now)
    assert troubles(now) == []
    ring(Couriers(), now)
    assert not StaffingNotice.objects.exists()


def test_the_supervisor_on_call_is_told_once_and_again_after_twelve_hours(cast: Cast, now: datetime) -> None:
    on_shift(cast.supervisor, Shift.SUPERVISOR, now)
    for couriers, at in ((Couriers(), now), (Couriers(), now + HOUR), (Couriers(), now + 13 * HOUR)):
        ring(couriers, at)
    assert [letter.to for letter in mail.outbox] == [["supervisor@example.org"]] * 2
    assert mail.outbox[0].subject == "Heard: nobody is on duty"
    assert list(StaffingNotice.objects.order_by("pk").values_list("outcome", flat=True)) == ["sending", "sent"] * 2


def test_each_trouble_is_told(cast: Cast, now: datetime) -> None:
    on_shift(cast.supervisor, Shift.SUPERVISOR, now)
    held = case()
    Unit.objects.update(is_default=False)
    held.unit = cast.other_unit
    held.save()
    Account.objects.filter(pk=cast.outsider.pk).update(absent_until=now.date())
    assert troubles(now) == list(Trouble)
    ring(Couriers(), now)
    assert len({letter.subject for letter in mail.outbox}) == 3
    assert held.reference not in "".join(letter.body for letter in mail.outbox)


def test_what_does_not_arrive_is_sent_again(cast: Cast, now: datetime, settings: Settings) -> None:
    on_shift(cast.supervisor, Shift.SUPERVISOR, now)
    settings.EMAIL_BACKEND = "tests.no_such.Backend"
    couriers = Couriers()
    ring(couriers, now)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    ring(couriers, now + timedelta(seconds=30))
    assert len(mail.outbox) == 1
    assert list(StaffingNotice.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "sending", "ModuleNotFoundError", "sending", "sent",
    ]  # fmt: skip


def test_a_case_that_nobody_who_is_there_may_see_is_found(cast: Cast, now: datetime) -> None:
    plain, restricted = case(), case(about_police="yes")
    plain.recused = [cast.officer.pk, cast.colleague.pk]
    plain.save()
    assert cases_that_nobody_sees(now) == [restricted]
    Account.objects.filter(pk=cast.supervisor.pk).update(absent_until=now.date(), reads_restricted=True)
    Account.objects.filter(pk=cast.colleague.pk).update(reads_restricted=True)
    assert cases_that_nobody_sees(now) == [plain]
