"""Who is offered which case is dated data that an administrator changes without code."""

import pytest
from django.utils import timezone

from cases.models import OfferRule
from cases.queries.offers import rule_in_force
from tests.cases.admin.test_pages import logged_in
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ADD = "/admin/cases/offerrule/add/"


def rule(**changes: object) -> dict[str, object]:
    return {
        "hard_cases_a_day": 4, "hard_kinds": ["sexual_offence", "threats"], "supervisor_before": "01:00:00",
        "anyone_before": "00:30:00", "language_before": "02:00:00", "in_force_from": timezone.localdate().isoformat(),
        **changes,
    }  # fmt: skip


def test_a_new_rule_counts_from_its_day(cast: Cast) -> None:
    admin = logged_in(cast.admin)
    assert admin.post(ADD, rule()).status_code == 302
    in_force = rule_in_force(timezone.now())
    assert (in_force.hard_cases_a_day, in_force.hard_kinds) == (4, ["sexual_offence", "threats"])
    assert b"2:00:00" in admin.get("/admin/cases/offerrule/").content


@pytest.mark.parametrize(
    "changes",
    [{"anyone_before": "01:30:00"}, {"language_before": "0"}, {"hard_kinds": ["rudeness"]}, {"in_force_from": "soon"}],
)
def test_what_would_keep_a_case_until_it_is_late_is_refused(cast: Cast, changes: dict[str, object]) -> None:
    assert logged_in(cast.admin).post(ADD, rule(**changes)).status_code == 200
    assert not OfferRule.objects.exists()
