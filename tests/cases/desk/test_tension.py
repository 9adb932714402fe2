"""Tension: entered, seen by week beside the figures, taken back with a reason, and summed up by a person."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.desk.presenters.tension import so_far
from cases.domain.roll_ups import roll_up
from cases.models import AuditEvent, CountOfDay, TensionEntry, TensionSummary
from cases.queries.tension import week_of
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db


def typed(**others: object) -> dict[str, object]:
    return {
        "kind": "leaflet", "what": "Leaflets against migrants at the station", "reliability": "untested",
        "borough": "camden", "strands": ["race"], "day": f"{timezone.localdate():%d/%m/%Y}",
        "source": "Tenants' association", **others,
    }  # fmt: skip


def test_an_entry_stands_in_its_week_beside_the_figures(cast: Cast) -> None:
    client = at_the_desk(cast.officer)
    people.case(because=["race"])
    roll_up()
    for _ in range(2):
        assert client.post("/desk/tension/add/", typed()).status_code == 302
    assert TensionEntry.objects.count() == 1
    html = at_the_desk(cast.outsider).get("/desk/tension/").content.decode()
    assert "Leaflets against migrants" in html
    assert "Tenants&#x27; association" in html
    assert (
        '<td data-label="Entries">1</td><td data-label="Incidents received this week">0</td>' in html
    )  # today is not over
    last = timezone.localdate() - timedelta(days=7)
    assert "Leaflets" not in client.get(f"/desk/tension/?week={last}").content.decode()
    assert client.get("/desk/tension/?week=9999-99-99").status_code == 200


@pytest.mark.parametrize(
    ("today", "days", "incidents", "before", "said"),
    [
        (date(2026, 3, 9), 0, 0, 0, "No day of this week is over yet: its incidents are not compared."),
        (date(2026, 3, 10), 1, 6, 1, "This week is not over. Compared are the Mondays alone."),
        (
            date(2026, 3, 12),
            3,
            18,
            3,
            "This week is not over. Compared are Monday to Wednesday, here and in the weeks before.",
        ),
        (date(2026, 3, 16), 7, 42, 7, ""),
        (date(2026, 4, 1), 7, 42, 7, ""),
    ],
)
def test_a_week_in_progress_stands_beside_the_same_days_of_the_weeks_before(
    cast: Cast, today: date, days: int, incidents: int, before: int, said: str
) -> None:
    """One incident a day in the weeks before, six a day in the week of 9 March."""
    monday = date(2026, 3, 9)
    CountOfDay.objects.bulk_create(
        CountOfDay(
            counted="incidents", dated_by="received", day=monday + timedelta(at), strand="race", channel="web",
            unit=cast.unit, count=6 if at >= 0 else 1,
        )
        for at in range(-40, 7)
    )  # fmt: skip
    found = week_of(date(2026, 3, 11), today=today)
    assert found.days_over == days
    assert [(one.incidents, one.before) for one in found.strands] == ([(incidents, before)] if days else [])
    assert so_far(found) == said


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": ""}, "Choose what it is."),
        ({"what": " "}, "Write what was heard of or seen."),
        ({"reliability": ""}, "Choose how reliable"),
        ({"borough": "atlantis"}, "Choose from the list."),
        ({"day": "1/1/1950"}, "within a year"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_comes_back(cast: Cast, wrong: dict[str, str], said: str) -> None:
    answer = at_the_desk(cast.officer).post("/desk/tension/add/", typed(**wrong))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Tenants&#x27; association" in answer.content.decode()


def test_all_that_is_missing_is_said_at_once(cast: Cast) -> None:
    answer = at_the_desk(cast.officer).post("/desk/tension/add/", {"source": "A mosque"})
    links = BeautifulSoup(answer.content, "html.parser").select(".govuk-error-summary li a")
    assert [link["href"] for link in links] == [f"#tension-{one}" for one in ("kind", "day", "reliability", "what")]


def test_it_is_taken_back_by_who_entered_it_or_a_supervisor_and_stays_to_be_seen(cast: Cast) -> None:
    at_the_desk(cast.officer).post("/desk/tension/add/", typed())
    entry = TensionEntry.objects.get()
    address = f"/desk/tension/{entry.pk}/take-back/"
    assert at_the_desk(cast.colleague).post(address, {"reason": "No."}).status_code == 409
    assert at_the_desk(cast.officer).post(address, {"reason": ""}).status_code == 422
    for _ in range(2):
        assert at_the_desk(cast.supervisor).post(address, {"reason": "It was last year's."}).status_code == 302
    html = at_the_desk(cast.officer).get("/desk/tension/").content.decode()
    assert "<s>Leaflets against migrants" in html
    assert '<td data-label="Entries">' not in html
    with pytest.raises(IntegrityError), transaction.atomic():
        TensionEntry.objects.all().delete()
    assert AuditEvent.objects.filter(action="tension.take_back").count() == 1


def test_a_person_writes_the_summary_and_every_version_is_kept(cast: Cast) -> None:
    client, monday = at_the_desk(cast.officer), date(2026, 3, 2)
    assert client.post("/desk/tension/summary/", {"week": monday, "words": ""}).status_code == 422
    for words in ("Quiet.", "Quiet.", "Quiet, save for one leaflet."):
        assert client.post("/desk/tension/summary/", {"week": monday, "words": words}).status_code == 302
    assert TensionSummary.objects.filter(week=monday).count() == 2
    assert "save for one leaflet" in client.get("/desk/tension/?week=2026-03-05").content.decode()


def test_words_that_hurt_are_hidden_until_asked_for_and_that_is_in_the_log(cast: Cast) -> None:
    client = at_the_desk(cast.officer)
    client.post("/desk/tension/add/", typed(what="A sticker says dirty paki"))
    assert "paki" not in client.get("/desk/tension/").content.decode()
    assert "paki" in client.get("/desk/tension/?words=shown").content.decode()
    assert AuditEvent.objects.filter(action="tension.list", details__hard_words__gte=1).count() == 1


def test_the_page_takes_the_same_statements_for_one_entry_and_twenty(cast: Cast) -> None:
    client = at_the_desk(cast.officer)

    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get("/desk/tension/")
        return len([one for one in seen if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])

    client.post("/desk/tension/add/", typed())
    one = statements()
    for number in range(20):
        client.post("/desk/tension/add/", typed(what=f"Leaflet {number}"))
    assert statements() == one <= 10
