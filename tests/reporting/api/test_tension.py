"""What partners hear before anything is reported comes to the officers once, is no report, and is shown to nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cases.domain import tension
from cases.models import Case, TensionEntry
from cases.tasks import take_tension
from reporting.enums import KeyScope
from reporting.models import Outbox, PartnerTension, Report
from tests.cast import Cast
from tests.desk import at_the_desk
from tests.reporting.api.conftest import Program

pytestmark = pytest.mark.django_db
WORDS = "Leaflets against the canary mosque on Saturday market."


def tell(program: Program, key: str = "one", **body: Any) -> HttpResponse:
    said = {"kind": "leaflet", "what": WORDS, "reliability": "reliable", "day": timezone.localdate().isoformat()}
    return program.post("tension", {**said, **body}, **{"Idempotency-Key": key})


def test_it_is_kept_once_and_put_before_the_officers(program: Program, cast: Cast, settings: Settings) -> None:
    first, again = (tell(program, borough="southwark", strands=["religion:anti-muslim"]) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"
    row = Outbox.objects.get(task="cases.take_tension")
    for _ in range(2):
        take_tension(row.pk)
        tension.take_in(row.subject)
    entry = TensionEntry.objects.get()
    assert (entry.what, entry.borough, entry.strands, entry.by, entry.source) == (
        WORDS, "southwark", ["religion:anti-muslim"], None, program.partner.name,
    )  # fmt: skip
    settings.ROOT_URLCONF = "config.urls_desk"
    page = at_the_desk(cast.officer).get("/desk/tension/").content.decode()
    assert WORDS in page
    assert "by its own key" in page


def test_it_is_no_report_and_stands_on_nothing_public(program: Program) -> None:
    tell(program)
    take_tension(Outbox.objects.get().pk)
    assert not Report.objects.exists()
    assert not Case.objects.exists()
    for address in ("/promise/", "/promise.json", "/what-happened/", "/figures.json", "/"):
        assert "canary" not in Client().get(address).content.decode()


def test_a_supervisor_can_take_it_back_and_an_officer_cannot(program: Program, cast: Cast, settings: Settings) -> None:
    tell(program)
    settings.ROOT_URLCONF = "config.urls_desk"
    entry = tension.take_in(PartnerTension.objects.get().pk)
    address, given = f"/desk/tension/{entry.pk}/take-back/", {"reason": "Not so.", "week": entry.day.isoformat()}
    assert at_the_desk(cast.officer).post(address, given).status_code == 409
    assert at_the_desk(cast.supervisor).post(address, given).status_code == 302
    entry.refresh_from_db()
    assert entry.taken_back_by == cast.supervisor


def test_another_thing_under_the_same_key_is_refused(program: Program) -> None:
    tell(program)
    assert tell(program, kind="rumour").status_code == 409
    assert PartnerTension.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "riot"}, "kind"), ({"kind": ["leaflet"]}, "kind"), ({"what": " "}, "what"), ({"what": "x" * 501}, "what"),
        ({"what": 5}, "what"), ({"reliability": None}, "reliability"), ({"day": "soon"}, "day"), ({"day": 5}, "day"),
        ({"day": "1999-01-01"}, "day"), ({"borough": "paris"}, "borough"), ({"strands": ["all"]}, "strands"),
        ({"strands": "race"}, "strands"), ({"strands": [["race"]]}, "strands"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_by_its_field_and_nothing_is_kept(
    program: Program, body: dict[str, Any], field: str
) -> None:
    answer = tell(program, **body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field
    assert not PartnerTension.objects.exists()


def test_a_key_for_reports_alone_does_not_open_it(program: Program) -> None:
    other = Program(program.partner, scopes=(KeyScope.REPORT, KeyScope.STATUS))
    assert tell(other).status_code == 403
    assert not PartnerTension.objects.exists()


def test_what_was_said_is_never_changed_and_needs_somebody_who_says_it(program: Program, cast: Cast) -> None:
    tell(program, day=(timezone.localdate() + timedelta(days=5)).isoformat())
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnerTension.objects.update(what="Other words")
    with pytest.raises(IntegrityError), transaction.atomic():
        TensionEntry.objects.create(
            kind="other", what="x", reliability="untested", day=timezone.localdate(), at=timezone.now()
        )
