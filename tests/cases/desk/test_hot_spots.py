"""Hot spots at the desk: rights, rates, times, and files that give nobody away."""

import csv
import io
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from cases.domain.roll_ups import roll_up
from cases.models import AuditEvent, BoroughMonth, BoroughPopulation, CountOfDay
from cases.queries.boroughs import boroughs
from tests.cast import Cast, case
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 2, 20, 22, 30, tzinfo=ZoneInfo("Europe/London"))
SPAN = "first=01/02/2026&last=28/02/2026"


@pytest.fixture
def evenings(cast: Cast) -> list[str]:
    """Three Friday evenings in E8, and one at home, which no patrol sees."""
    found = []
    for week in range(3):
        at = FRIDAY - timedelta(weeks=week)
        one = case(
            "Somebody shouted at me outside Hartwell Road mosque.", now=at, area="E8", happened_on=at.date().isoformat(),
            happened_when="about 9 pm", place_kind="street",
        )  # fmt: skip
        found.append(one.reference)
    case(now=FRIDAY, area="E8", place_kind="home", part_of_day="evening", happened_on="2026-02-20")
    roll_up()
    return found


def test_it_says_where_when_and_why_and_logs_each_case_it_looked_at(cast: Cast, evenings: list[str]) -> None:
    said = at_the_desk(cast.officer).get(f"/desk/hot-spots/?{SPAN}").content.decode()
    assert "A map of reports is a map of who reports." in said
    assert "3 of the 3 incidents here whose time is known happened then, 3 of them on a Friday" in said
    assert "4 of 4 incidents" in said  # with a time
    assert said.count("<path class=") == len(boroughs())
    assert " style=" not in said
    event = AuditEvent.objects.get(action="hot_spots.open")
    assert set(evenings) < set(event.references)


def test_hours_without_an_incident_stand_together(cast: Cast, evenings: list[str]) -> None:
    said = at_the_desk(cast.officer).get(f"/desk/hot-spots/?{SPAN}").content.decode()
    table = said.partition('id="hours"')[2].partition("</table>")[0]
    rows = re.findall(r'<th scope="row" class="govuk-table__header">([^<]+)</th>', table)
    assert rows[:4] == ["00:00 to 20:59", "21:00", "22:00", "23:00"]


def test_nobody_learns_of_a_case_that_they_may_not_see(cast: Cast, evenings: list[str]) -> None:
    said = at_the_desk(cast.outsider).get(f"/desk/hot-spots/?{SPAN}").content.decode()
    assert not any(reference in said for reference in evenings)
    assert "0 incidents that you may see" in said


def test_a_place_that_two_incidents_name_is_listed(cast: Cast, evenings: list[str]) -> None:
    said = at_the_desk(cast.officer).get(f"/desk/hot-spots/?{SPAN}").content.decode()
    assert "Hartwell" in said.partition("Places named again and again")[2]


def test_rates_are_shown_once_the_people_of_every_borough_are_known(cast: Cast, evenings: list[str]) -> None:
    desk = at_the_desk(cast.officer)
    assert "Shades show counts, not rates" in desk.get(f"/desk/hot-spots/?{SPAN}").content.decode()
    BoroughPopulation.objects.bulk_create(
        BoroughPopulation(borough=key, people=200_000, year=2021, source="Census") for key in boroughs()
    )
    said = desk.get(f"/desk/hot-spots/?{SPAN}").content.decode()
    assert "Census, 2021" in said
    assert f"{4 / 200_000 * 100_000 * 365 / 28:.1f}" in said


def test_the_file_goes_by_month_and_shows_no_count_under_five_nor_what_gives_it_away(cast: Cast) -> None:
    cells = {"camden": 3, "hackney": 40, "barnet": 7}
    for borough, count in cells.items():
        CountOfDay.objects.create(
            counted="incidents", dated_by="received", day=date(2026, 2, 9), borough=borough, channel="web",
            unit=cast.unit, count=count,
        )  # fmt: skip
    answer = at_the_desk(cast.officer).get("/desk/hot-spots/counts.csv?first=09/02/2026&last=09/02/2026")
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    told = {line["borough"]: line["incidents"] for line in lines if line["incidents"] != "0"}
    assert told == {"Camden": "not shown", "Barnet": "not shown", "Hackney": "40"}
    assert {line["month_received"] for line in lines} == {"2026-02"}


def test_a_month_is_said_once_whatever_comes_late_or_is_found_to_be_no_hate(cast: Cast) -> None:
    def month(count: int) -> None:
        for counted, strand in (("incidents", ""), ("reports", ""), ("incidents", "race")):
            CountOfDay.objects.update_or_create(
                counted=counted, dated_by="received", day=date(2026, 2, 9), borough="hackney", channel="web", unit=cast.unit,
                strand=strand, defaults={"count": count},
            )  # fmt: skip

    desk = at_the_desk(cast.officer)
    addresses = [
        f"/desk/{page}/counts.csv?first=01/02/2026&last=28/02/2026&by=month&{more}"
        for page, more in (
            ("hot-spots", ""), ("hot-spots", "strand=race"), ("trends", "borough=hackney"),
            ("trends", "borough=hackney&counted=reports"), ("trends", "borough=hackney&strand=racist_all"),
        )
    ]  # fmt: skip
    month(40)
    first = [desk.get(address).content for address in addresses]
    assert b"Hackney,40," in first[0]
    assert b",40," in first[2]
    month(39)
    assert [desk.get(address).content for address in addresses] == first
    assert BoroughMonth.objects.get().month == date(2026, 2, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        BoroughMonth.objects.update(cells={})


def test_a_part_is_not_shown_where_it_would_leave_few_of_its_whole(cast: Cast) -> None:
    """20 in all less 18 because of race would be two; the rule itself is tried on random cities in the engine's tests."""
    counts = {"": {"hackney": 20, "camden": 60, "barnet": 50}, "race": {"hackney": 18, "camden": 40, "barnet": 30}}
    for strand, cells in counts.items():
        CountOfDay.objects.bulk_create(
            CountOfDay(
                counted="incidents", dated_by="received", day=date(2026, 2, 9), borough=borough, channel="web",
                unit=cast.unit, strand=strand, count=count,
            )
            for borough, count in cells.items()
        )  # fmt: skip
    desk, told = at_the_desk(cast.officer), {}
    for strand in ("all", "race"):
        answer = desk.get(f"/desk/hot-spots/counts.csv?first=09/02/2026&last=09/02/2026&strand={strand}")
        lines = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
        told[strand] = {line["borough"]: line["incidents"] for line in lines if line["incidents"] != "0"}
    assert told["all"] == {"Hackney": "20", "Camden": "60", "Barnet": "50"}
    assert told["race"]["Hackney"] == "not shown"
    shown = [borough for borough, count in told["race"].items() if count != "not shown"]
    rest = sum(counts["race"].values()) - sum(int(told["race"][borough]) for borough in shown)
    hidden = [borough for borough in told["race"] if borough not in shown]
    assert sum(int(told["all"][borough]) for borough in hidden) - rest >= 5


@pytest.mark.parametrize(
    "query", ["first=x", "first=02/02/2026&last=01/02/2026", "first=01/01/2010&last=01/01/2026", "strand=?"]
)
def test_what_makes_no_sense_comes_back(cast: Cast, query: str) -> None:
    desk = at_the_desk(cast.officer)
    assert desk.get(f"/desk/hot-spots/?{query}").status_code == 422
    assert desk.get(f"/desk/hot-spots/counts.csv?{query}").status_code == 404
