"""Trends at the desk: each chart with its table, days without data said, and files that give nobody away."""

import csv
import io
import itertools
import re
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import F
from django.test import Client
from django.utils import timezone

from cases.desk.presenters.trends import city_for_outside, sentences, trend_of
from cases.engine.band import points
from cases.engine.periods import Step
from cases.engine.plain_numbers import day as said_day
from cases.engine.suppression import FEWEST
from cases.models import Bulletin, CountImport, CountOfDay, DailyCount, Surge, TriggerEvent
from cases.queries.trends import What, counts_of, counts_of_strands
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2017, 1, 1), date(2017, 6, 30)
JUNE = "first=01/06/2017&last=30/06/2017&strand=racist_all"


@pytest.fixture
def officer(cast: Cast) -> Client:
    return at_the_desk(cast.officer)


@pytest.fixture
def imported() -> dict[date, int]:
    """Two series; 10 June has no data, 6 June is high."""
    CountImport.objects.create(source="the mayor", digest="x", at=timezone.now(), by="t", added=1, changed=0, removed=0)
    days = [FIRST + timedelta(days=at) for at in range((LAST - FIRST).days + 1)]
    held = {day: 10 + day.toordinal() % 5 for day in days if day != date(2017, 6, 10)}
    held[date(2017, 6, 6)] = 60
    for series, part in (("antisemitic", 4), ("other_racist", 0)):
        DailyCount.objects.bulk_create(
            DailyCount(source="the mayor", series=series, day=day, count=4 if part else count - 4)
            for day, count in held.items()
        )
    return held


def page(client: Client, query: str) -> str:
    answer = client.get(f"/desk/trends/?{query}")
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def lines(client: Client, query: str) -> list[dict[str, str]]:
    answer = client.get(f"/desk/trends/counts.csv?{query}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.fixture
def by_month(tmp_path: Path) -> None:
    """Three boroughs' months, with a month missing, under one label that is a strand of ours, and one that is none."""
    rows = [
        f"2017-{month:02},{borough},Islamophobic,religion:anti-muslim,{10 * month + at}"
        for month in (1, 2, 4)
        for at, borough in enumerate(("Camden", "Hackney", "Aviation Security(SO18)"))
    ]
    rows += [
        "2017-01,Camden,Faith Hate Crime,religion,7",
        "2017-01,Camden,Racist and Religious Hate Crime,race+religion,99",
    ]
    file = tmp_path / "months.csv"
    file.write_text("month,borough,mps_strand,strand,count\n" + "\n".join(rows) + "\n")
    call_command("import_counts", str(file), "--monthly", "--source", "met")


class TestMonthsOfOthers:
    SPAN = "by=month&first=01/01/2017&last=15/05/2017&strand=religion:anti-muslim"

    def section(self, client: Client, query: str) -> str:
        return page(client, query).partition('data-testid="others"')[2].partition("</section>")[0]

    def test_they_stand_beside_ours_by_month_and_say_what_they_are(self, officer: Client, by_month: None) -> None:
        said = self.section(officer, self.SPAN)
        assert "Counted by others (met), by month, in the whole city: “Islamophobic”." in said
        assert "219 in 3 whole months" in said  # 33 + 63 + 123
        assert "never added to them. One month has no data, which is not none." in said
        assert said.count("<svg") == 2
        cells = re.findall(r'<th scope="row"[^>]*>([^<]+)</th><td[^>]*>([^<]+)<', said)
        assert cells == [
            ("January 2017", "33"),
            ("February 2017", "63"),
            ("March 2017", "no data"),
            ("April 2017", "123"),
        ]  # fmt: skip  (May was cut short, and is left out)
        whole = page(officer, self.SPAN)
        assert "No day of this period has data." in whole  # none of theirs became one of ours
        assert len(re.findall(r'\bid="([^"]+)"', whole)) == len(set(re.findall(r'\bid="([^"]+)"', whole)))

    def test_one_borough_and_racist_incidents_together(self, officer: Client, by_month: None) -> None:
        assert "62 in 3 whole months" not in (said := self.section(officer, f"{self.SPAN}&borough=camden"))
        assert "70 in 3 whole months" in said
        assert "in Camden" in said
        assert "“Racist and Religious Hate Crime”" in self.section(
            officer, self.SPAN.replace("religion:anti-muslim", "racist_all")
        )

    @pytest.mark.parametrize("other", ["by=week", "by=month&counted=reports", "by=month&dated=happened"])
    def test_where_they_do_not_fit_they_are_left_out(self, officer: Client, by_month: None, other: str) -> None:
        assert not self.section(officer, self.SPAN.replace("by=month", other))
        assert not self.section(officer, self.SPAN.replace("religion:anti-muslim", "all"))

    def test_the_map_shows_them_apart(self, officer: Client, by_month: None) -> None:
        address = "/desk/hot-spots/?first=01/01/2017&last=30/04/2017&strand=religion:anti-muslim"
        whole = officer.get(address).content.decode()
        said = whole.partition('data-testid="others"')[2].partition("</section>")[0]
        assert "Counted by others (met): “Islamophobic” by borough, January 2017 to April 2017" in said
        assert "76 lie in none of these boroughs" in said  # 12 + 22 + 42
        assert re.search(r"Hackney</th>\s*<td[^>]*>73<", said)
        assert "never added to them" in said
        assert len(re.findall(r'\bid="([^"]+)"', whole)) == len(set(re.findall(r'\bid="([^"]+)"', whole)))
        assert (
            not officer.get(address.replace("30/04/2017", "30/01/2017"))
            .content.decode()
            .count("Counted by others (met)")
        )


class TestTheChart:
    def test_it_stands_beside_its_table_and_says_what_is_counted(self, officer: Client, imported: dict) -> None:
        said = page(officer, JUNE)
        assert "Incidents, by the day on which they were received, in the whole city" in said
        assert said.count("<svg") == 2  # wide, and for a phone
        assert said.count('<tr class="govuk-table__row"') == 31
        assert "counted by others: the mayor" in said
        total = sum(count for day, count in imported.items() if day >= date(2017, 6, 1))
        assert f"{total} incidents from 1 June 2017" in said
        assert " style=" not in said

    def test_a_day_without_data_is_said_to_be_one(self, officer: Client, imported: dict) -> None:
        said = page(officer, JUNE)
        assert "One day has no data" in said
        assert "heard-chart__gap" in said
        assert [line["count"] for line in lines(officer, JUNE) if line["first_day"] == "2017-06-10"] == [""]

    def test_what_is_higher_than_its_own_history_is_marked_and_the_bulletin_is_near(
        self, officer: Client, imported: dict
    ) -> None:
        said = page(officer, JUNE)
        assert "higher than chance explains" in said
        assert "/desk/bulletin/2017-06-06/" in said
        high = [line for line in lines(officer, JUNE) if line["upper"] and int(line["count"] or 0) > int(line["upper"])]
        assert [line["first_day"] for line in high] == ["2017-06-06"]

    @pytest.mark.parametrize("step", ["week", "month"])
    def test_weeks_and_months_are_the_sums_of_their_days(self, officer: Client, imported: dict, step: str) -> None:
        found = lines(officer, f"{JUNE}&by={step}")
        assert len(found) == (5 if step == "week" else 1)
        for line in found:
            first, last = date.fromisoformat(line["first_day"]), date.fromisoformat(line["last_day"])
            assert int(line["count"]) == sum(count for day, count in imported.items() if first <= day <= last)
        assert sum(int(line["days_with_data"]) for line in found) == 29

    def test_an_event_is_drawn_and_explained_with_the_weeks_around_it(self, officer: Client, imported: dict) -> None:
        on = date(2017, 6, 3)
        TriggerEvent.objects.create(
            on=on,
            name="the attack at London Bridge",
            told="Eight people died.",
            added_by="root",
            added_at=timezone.now(),
        )
        said = page(officer, JUNE)
        assert "the attack at London Bridge" in said
        assert "Added by root" in said
        before = [imported[on - timedelta(days=back)] for back in range(1, 29)]
        after = [imported[on + timedelta(days=at)] for at in range(28) if on + timedelta(days=at) in imported]
        assert f"{sum(before) / len(before):.1f} a day" in said
        assert f"{sum(after) / len(after):.1f} a day" in said

    def test_periods_are_compared(self, officer: Client, imported: dict) -> None:
        said = page(officer, f"{JUNE}&compare=before")
        before = sum(count for day, count in imported.items() if date(2017, 5, 2) <= day <= date(2017, 5, 31))
        assert f"From 2 May 2017 to 31 May 2017 there were {before}" in said
        assert "have data here, 30 there" in said
        assert "The period to compare with has no data" in page(officer, f"{JUNE}&compare=year")

    def test_each_strand_has_a_small_chart_and_all_one_table(self, officer: Client, imported: dict) -> None:
        said = officer.get(f"/desk/trends/strands/?{JUNE}&by=week").content.decode()
        assert said.count("<svg") == 3  # antisemitic, race, and both together
        assert said.count("<table") == 1
        assert "Each chart has a scale of its own" in said

    def test_a_picture_can_be_had(self, officer: Client, imported: dict) -> None:
        answer = officer.get(f"/desk/trends/counts.png?{JUNE}")
        assert answer.content.startswith(b"\x89PNG")
        assert officer.get(f"/desk/trends/counts.exe?{JUNE}").status_code == 404


class TestDaysThatAreNotOver:
    """Five a day until an event five days ago, twelve a day from it on, three so far today."""

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @cached_property
    def event(self) -> date:
        return self.today - timedelta(days=5)

    @pytest.fixture
    def ours(self, cast: Cast) -> None:
        days = [self.today - timedelta(days=back) for back in range(60)]
        CountOfDay.objects.bulk_create(
            CountOfDay(
                counted="incidents", dated_by="received", day=day, channel="web", unit=cast.unit,
                count=3 if day == self.today else 12 if day >= self.event else 5,
            )
            for day in days
        )  # fmt: skip
        TriggerEvent.objects.create(on=self.event, name="the attack", added_by="root", added_at=timezone.now())

    def span(self, last: date) -> str:
        return f"first={self.today - timedelta(days=20):%d/%m/%Y}&last={last:%d/%m/%Y}"

    def test_counts_say_when_they_were_counted_beside_a_surge_that_keeps_its_own_moment(
        self, officer: Client, ours: None
    ) -> None:
        found_at = timezone.now() - timedelta(hours=30)
        Surge.objects.create(
            key="all", borough="", day=self.event, observed=11, expected=5.0, upper=10, chance=0.001, found_at=found_at
        )
        at, span = timezone.localtime(found_at), self.span(self.today)
        said = page(officer, span)
        assert re.search(r"As counted at \d\d:\d\d; what changed in the ten minutes before may not be in it\.", said)
        assert f"counted on {at.day} {at:%b, %H:%M}" in said
        assert "As counted at" in officer.get(f"/desk/trends/strands/?{span}").content.decode()
        surges = officer.get("/desk/surges/").content.decode()
        assert f"Counted on {at.day} {at:%b, %H:%M}" in surges
        assert "stays as it was then" in surges

    @pytest.mark.parametrize("back", [0, 1])
    def test_the_days_after_an_event_are_averaged_over_those_that_are_over(
        self, officer: Client, ours: None, back: int
    ) -> None:
        said = page(officer, self.span(self.today - timedelta(days=back)))
        rows = list(CountOfDay.objects.filter(day__gte=self.event, day__lt=self.today).values_list("count", flat=True))
        assert rows == [12] * 5
        assert f"{sum(rows) / len(rows):.1f} a day, of 5 days only" in said
        assert "5.0 a day<" in said
        assert "up 140%" in said

    def test_an_event_of_today_has_no_days_after_it_yet(self, officer: Client, ours: None) -> None:
        TriggerEvent.objects.update(on=self.today)
        assert re.search(
            r"the attack.*?<td[^>]*>[\d.]+ a day</td><td[^>]*>no data</td>", page(officer, self.span(self.today)), re.S
        )

    def test_today_is_said_not_to_be_over_where_it_is_drawn(self, officer: Client, ours: None) -> None:
        said = page(officer, self.span(self.today))
        assert "Today is not over: it is counted so far" in said
        assert said.count("today is not over") == 1  # its row
        assert "Today is not over" not in page(officer, self.span(self.today - timedelta(days=1)))
        for address in ("/desk/trends/", "/desk/trends/strands/"):
            usual = officer.get(f"{address}?by=day").content.decode()
            yesterday = said_day(self.today - timedelta(days=1))
            assert f"The counts end with {yesterday}: {said_day(self.today)} is not over." in usual
            link = re.search(r'href="(\?[^"]+)">Show today too', usual)
            assert link
            with_today = officer.get(address + link[1].replace("&amp;", "&")).content.decode()
            assert "Today is not over: it is counted so far" in with_today
            assert "Show today too" not in with_today
        each = f"/desk/trends/strands/?{self.span(self.today)}"
        assert "Today is not over" in officer.get(each).content.decode()

    def test_a_day_to_come_has_no_data_and_is_not_asked_for(self, officer: Client, ours: None) -> None:
        ahead = self.today + timedelta(days=3)
        counts = counts_of(What(), first=self.today - timedelta(days=2), last=ahead)
        assert max(counts.by_day) == self.today
        assert (
            max(day for by_day in counts_of_strands(What(), first=self.event, last=ahead).values() for day in by_day)
            == self.today
        )
        for address in ("/desk/trends/", "/desk/trends/strands/", "/desk/hot-spots/"):
            answer = officer.get(f"{address}?{self.span(ahead)}")
            assert answer.status_code == 422
            assert "That day is still to come" in answer.content.decode()

    def test_what_is_usual_is_not_learned_from_a_day_that_is_not_over(self) -> None:
        counts = {self.today - timedelta(days=back): 10 + back % 3 for back in range(90)} | {self.today: 0}
        spans = [(self.event, self.event)]
        without = points({day: count for day, count in counts.items() if day != self.today}, spans)
        assert points(counts, [*spans, (self.today, self.today)], unfinished=self.today)[:1] == without


class TestTheForm:
    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ("first=31/02/2017", "Enter the day like"),
            ("first=02/01/2017&last=01/01/2017", "comes after the last one"),
            ("first=01/01/1990&last=01/01/2017", "eleven years at most"),
            ("first=01/01/2012&last=01/01/2017&by=day", "too many points"),
            ("strand=nonsense", "Choose from the list"),
            ("borough=%00", "Choose from the list"),
        ],
    )
    def test_what_makes_no_sense_comes_back_with_a_reason(self, officer: Client, query: str, said: str) -> None:
        answer = officer.get(f"/desk/trends/?{query}")
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert officer.get(f"/desk/trends/counts.csv?{query}").status_code == 404

    def test_without_any_count_it_says_so(self, officer: Client) -> None:
        assert "No day of this period has data" in page(officer, "")
        assert officer.get("/desk/trends/strands/").status_code == 200


class TestWhatLeavesTheDesk:
    @pytest.fixture
    def ours(self, cast: Cast) -> dict[str, int]:
        cells = {"camden": 3, "hackney": 40, "barnet": 7, "brent": 12, "": 9}
        for borough, count in cells.items():
            CountOfDay.objects.create(
                counted="incidents", dated_by="received", day=date(2026, 1, 9), borough=borough, channel="web",
                unit=cast.unit, count=count,
            )  # fmt: skip
        CountOfDay.objects.create(
            counted="incidents", dated_by="received", day=date(2026, 2, 9), borough="camden", channel="web",
            unit=cast.unit, count=8,
        )  # fmt: skip
        return cells

    def test_a_boroughs_file_goes_by_whole_month_and_cannot_be_undone_by_the_others(
        self, officer: Client, ours: dict[str, int]
    ) -> None:
        query = "first=05/01/2026&last=20/02/2026&by=day&borough="
        told = {borough: lines(officer, f"{query}{borough}")[0] for borough in ours if borough}
        assert {line["first_day"] for line in told.values()} == {"2026-01-01"}
        hidden = [borough for borough, line in told.items() if line["count"] == "not shown"]
        assert "camden" in hidden
        assert len(hidden) >= 2
        city = sum(ours.values())
        rest = city - sum(int(line["count"]) for line in told.values() if line["count"] != "not shown")
        assert rest - ours["camden"] >= FEWEST
        assert lines(officer, f"{query}camden")[1]["count"] == "8"
        assert "expected" in lines(officer, f"{query}camden")[0]

    def test_one_kind_and_one_door_are_counted_apart_and_leave_in_no_file(self, officer: Client, cast: Cast) -> None:
        day = timezone.localdate() - timedelta(days=1)
        for kinds, channel in ((["threats"], "web"), (["threats", "stalking"], "phone"), ([], "phone")):
            for kind, strand in itertools.product(["", *kinds], ["", "race"]):
                cell = {"day": day, "strand": strand, "kind": kind, "channel": channel, "unit": cast.unit}
                if not CountOfDay.objects.filter(**cell).update(count=F("count") + 1):
                    CountOfDay.objects.create(counted="incidents", dated_by="received", **cell, count=1)
        for query, count in (
            ("", 3), ("&kind=threats", 2), ("&kind=stalking", 1), ("&channel=phone", 2),
            ("&kind=threats&channel=phone", 1), ("&kind=arson_danger", 0), ("&channel=letter", 0),
        ):  # fmt: skip
            asked = f"first={day:%d/%m/%Y}&last={day:%d/%m/%Y}&strand=race{query}"
            shown = page(officer, asked)
            assert f"{count} incidents from" in shown, query
            assert ("looked for in every kind and door together" in shown) == bool(query)
            assert ("stay at the desk" in shown) == ("Download as CSV" not in shown) == bool(query)
            for form in ("csv", "png"):
                file = officer.get(f"/desk/trends/counts.{form}?{asked}")
                assert file.status_code == (404 if query else 200)
        assert "of the kind “threats” alone, that came by “telephone” alone" in page(
            officer, "kind=threats&channel=phone"
        )
        small = officer.get(
            f"/desk/trends/strands/?first={day:%d/%m/%Y}&last={day:%d/%m/%Y}&kind=threats"
        ).content.decode()
        assert "of the kind “threats” alone" in small
        assert re.search(r"Race[^<]*: 2<", small)

    def test_the_page_of_a_borough_says_that_it_stays_here(self, officer: Client, ours: dict[str, int]) -> None:
        said = page(officer, "first=01/01/2026&last=31/01/2026&borough=camden")
        assert "do not pass on this page" in said

    def test_a_file_says_which_of_its_days_another_file_may_say_otherwise(self, officer: Client, cast: Cast) -> None:
        for day, count in ((8, 20), (9, 30)):
            CountOfDay.objects.create(
                counted="incidents",
                dated_by="received",
                day=date(2026, 1, day),
                channel="web",
                unit=cast.unit,
                count=count,
            )
        Bulletin.objects.create(
            day=date(2026, 1, 9), edition=1, content={"figures": [{"key": "all", "count": 28}]}, drafted_by=cast.officer,
            drafted_at=timezone.now(), approved_by=cast.supervisor, approved_at=timezone.now(),
            published_by=cast.supervisor, published_at=timezone.now(),
        )  # fmt: skip
        query = "first=08/01/2026&last=09/01/2026"
        eighth, ninth = lines(officer, query)
        assert (eighth["count"], ninth["count"]) == ("20", "28")
        assert eighth["note"] == (
            f"counted on {timezone.localdate()} and not published whole: a file of another day may say a few more or fewer"
        )
        assert ninth["note"] == ""
        (week,) = lines(officer, f"{query}&by=week")
        assert week["note"] == eighth["note"]
        assert all(line["note"] for line in lines(officer, f"{query}&counted=reports"))
        for first, is_said in ((date(2026, 1, 8), False), (date(2026, 1, 9), True)):
            drawn = city_for_outside(trend_of(What(), Step.DAY, first, date(2026, 1, 9), ""))
            assert any("another day's picture" in sentence for sentence in sentences(drawn)) is not is_said

    def test_nothing_starts_a_formula(self, officer: Client, imported: dict) -> None:
        TriggerEvent.objects.create(on=date(2017, 6, 3), name="=1+1", added_by="x", added_at=timezone.now())
        assert [line["events"] for line in lines(officer, JUNE) if line["events"]] == ["'=1+1"]
