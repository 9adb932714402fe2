"""Who else is here: shown to those who may know of the case, forgotten after a minute, and nothing is locked by it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.domain import presence
from cases.models import AuditEvent, Case, Presence
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db


def others(case: Case, cast: Cast, role: str = "officer") -> str:
    answer = at_the_desk(getattr(cast, role)).get(f"/desk/cases/{case.reference}/presence/")
    return " ".join(answer.content.decode().split()) if answer.status_code == 200 else str(answer.status_code)


def test_the_case_page_names_who_else_has_it_open(cast: Cast) -> None:
    case = people.case()
    cast.colleague.first_name, cast.colleague.last_name = "Ada", "Okoro"
    cast.colleague.save()
    for role in ("officer", "colleague"):
        html = at_the_desk(getattr(cast, role)).get(f"/desk/cases/{case.reference}/").content.decode()
    assert "Also here:" in html
    assert "officer (reading since " in html
    assert "Ada Okoro (reading since " in others(case, cast)
    assert others(case, cast, "outsider") == "404"  # no reason was given
    assert at_the_desk(cast.colleague).post(f"/desk/cases/{case.reference}/take/").status_code == 302  # no lock


def test_somebody_who_has_gone_is_forgotten_after_a_minute_and_begins_anew(cast: Cast) -> None:
    case, now = Case.objects.select_related("unit").get(pk=people.case().pk), timezone.now()
    presence.be_here(case, by=cast.colleague, now=now)
    later = now + timedelta(seconds=50)
    assert presence.be_here(case, by=cast.colleague, now=later) == []
    (seen,) = presence.be_here(case, by=cast.officer, now=later)
    assert seen.since == now  # type: ignore[attr-defined]
    gone = later + timedelta(seconds=61)
    assert presence.be_here(case, by=cast.officer, now=gone) == []
    presence.be_here(case, by=cast.colleague, now=gone)
    (seen,) = presence.be_here(case, by=cast.officer, now=gone)
    assert seen.since == gone  # type: ignore[attr-defined]
    assert presence.forget_old(now=gone + timedelta(hours=2)) == 2


@pytest.mark.parametrize("why", ["restricted", "recused", "hidden", "sealed", "inactive"])
def test_nobody_who_may_not_know_of_a_case_is_shown_on_it_or_shown_who_is(cast: Cast, why: str) -> None:
    case = people.case()
    for role in ("officer", "colleague", "supervisor"):
        others(case, cast, role)
    cast.officer.reads_restricted = cast.supervisor.reads_restricted = True
    for one in (cast.officer, cast.supervisor):
        one.save()
    kept_from = [cast.colleague.pk]
    changed = {
        "restricted": {"is_restricted": True}, "recused": {"recused": kept_from}, "hidden": {"hidden_from": kept_from},
        "sealed": {"unit": cast.sealed_unit}, "inactive": {},
    }[why]  # fmt: skip
    if changed:
        Case.objects.filter(pk=case.pk).update(**changed)
    if why == "sealed":  # both others are of that unit now, the colleague is not
        for one in (cast.officer, cast.supervisor):
            one.unit = cast.sealed_unit
            one.save()
    if why == "inactive":
        cast.colleague.is_active = False
        cast.colleague.save()
    else:
        assert others(case, cast, "colleague") == "404"
    told = others(case, cast)
    assert "supervisor (reading" in told
    assert "colleague" not in told


def test_asking_again_and_again_writes_one_row_of_the_log_and_changes_nothing_else(cast: Cast) -> None:
    case = people.case()
    client = at_the_desk(cast.officer)
    address = f"/desk/cases/{case.reference}/presence/"
    client.get(address)
    before = Case.objects.values().get(pk=case.pk)
    with CaptureQueriesContext(connection) as seen:
        for _ in range(3):
            client.get(address)
    assert AuditEvent.objects.filter(action="case.presence").count() == 1
    assert Case.objects.values().get(pk=case.pk) == before
    written = [one["sql"] for one in seen if "INSERT" in one["sql"] or one["sql"].startswith("UPDATE")]
    assert len(written) == 3
    assert all("cases_presence" in one for one in written)
    assert Presence.objects.count() == 1
    assert len([one for one in seen if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]) <= 5 * 3


def test_an_open_page_is_told_that_the_case_has_changed(cast: Cast) -> None:
    case = people.case()
    client = at_the_desk(cast.officer)
    address = f"/desk/cases/{case.reference}/presence/?version="
    assert b"has changed" not in client.get(f"{address}{case.version}").content
    people.take_and_read(case, cast.colleague)
    assert b"has changed" in client.get(f"{address}{case.version}").content
    for rubbish in ("", "x", "%00", "\u0663"):
        assert client.get(f"{address}{rubbish}").status_code == 200
