"""`doctor` names a unit whose restricted cases nobody may read, and a rule that leads nowhere."""

import io

import pytest
from django.core.management import call_command
from django.utils import timezone

from cases.models import Account, Case, RoutingRule, Unit
from reporting.enums import WishKind
from tests import cast as people
from tests.cases.domain.test_wishes import closed, taken
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def said() -> list[str]:
    out = io.StringIO()
    with pytest.raises(SystemExit):  # no rota, no lines: other things are missing here
        call_command("doctor", stdout=out)
    return out.getvalue().splitlines()


def test_a_unit_without_a_named_reader_is_named(cast: Cast) -> None:
    held = people.case(about_police="yes")
    Case.objects.filter(pk=held.pk).update(unit=cast.other_unit)
    sentence = "NOT OK North has restricted cases that nobody there may read: name a reader in /admin/."
    assert sentence in said()
    Account.objects.filter(pk=cast.outsider.pk).update(reads_restricted=True)
    assert sentence not in said()


def test_it_says_where_reports_about_the_police_come(cast: Cast) -> None:
    Account.objects.filter(pk=cast.officer.pk).update(reads_restricted=True)
    note = "note   Reports about the police come to the unit that has new cases: no other has a named reader."
    assert note in said()
    Unit.objects.filter(pk=cast.other_unit.pk).update(takes_police_reports=True)
    Account.objects.filter(pk=cast.outsider.pk).update(reads_restricted=True)
    found = said()
    assert note not in found
    assert "ok     Somebody in North reads restricted reports, such as those about the police." in found


def test_a_rule_that_leads_where_nobody_works_is_named(cast: Cast) -> None:
    RoutingRule.objects.create(
        name="Online hate", unit=cast.sealed_unit, places=["online"], in_force_from="2026-01-01", is_active=True,
        switched_at=timezone.now(), switched_by=cast.admin,
    )  # fmt: skip
    sentence = "note   Routing rule “Online hate” does nothing: nobody works in the unit that it leads to."
    assert sentence in said()


def test_a_review_that_nobody_is_left_for_is_named(cast: Cast) -> None:
    held = taken(closed(cast), WishKind.REVIEW, words="You did not ask the driver.")
    sentence = (
        f"NOT OK Case {held.reference}: a review was asked for that nobody in {held.unit} may answer, since all had a part"
        " in it: send the case to another unit."
    )
    assert sentence not in said()
    Account.objects.filter(unit=held.unit).exclude(pk=cast.officer.pk).update(is_active=False)
    assert sentence in said()
