"""How long an alarm may stay silent is written with its unit; what is no such time is asked for in one sentence."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import AlarmRule
from tests.cases.admin.test_pages import logged_in
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ADD = "/admin/cases/alarmrule/add/"


def given(within: str) -> dict[str, str]:
    return {"act_within": within, "in_force_from": timezone.localdate().isoformat(), "source": ""}


@pytest.mark.parametrize("within", ["45", "-5", "0:00:30", "25:00:00"])
def test_a_time_that_is_none_for_an_alarm_is_asked_for_with_its_unit(cast: Cast, within: str) -> None:
    before = AlarmRule.objects.count()
    answer = logged_in(cast.admin).post(ADD, given(within)).content.decode()
    assert "Give a time from one minute to a day, as hours:minutes:seconds" in answer
    assert "Constraint" not in answer
    assert AlarmRule.objects.count() == before


def test_half_an_hour_is_half_an_hour(cast: Cast) -> None:
    admin = logged_in(cast.admin)
    assert "hours:minutes:seconds, for example 0:30:00" in admin.get(ADD).content.decode()
    assert admin.post(ADD, given("0:30:00")).status_code == 302
    assert AlarmRule.objects.latest("pk").act_within == timedelta(minutes=30)
