"""The commands `surges`, `import_counts` and `bulletin`, as whoever types them sees them."""

import io
import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cases.domain import closing, linking
from cases.domain.roll_ups import roll_up, roll_up_every_day
from cases.models import Case, CaseToCount, CityCount, CountImport, CountOfDay, DailyCount, MonthlyCount, Unit
from cases.queries.roll_ups import roll_ups_that_differ
from tests.cast import Cast, case, decide_and_answer, take_and_read

SAMPLE = Path(__file__).resolve().parents[3] / "cases" / "sample_data" / "daily-counts-2013-2017.csv"


def run(name: str, *arguments: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command(name, *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def bulletin(day: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("bulletin", "--date", day, "--format", "json")[0])
    return found


class TestSurges:
    def test_a_line_a_series_and_day_that_alarms_and_the_sixth_of_june_is_among_them(self) -> None:
        lines = [json.loads(line) for line in run("surges", str(SAMPLE))[0].splitlines()]
        assert all(set(line) == {"date", "series", "observed", "expected", "upper", "p", "alarm"} for line in lines)
        found = {(line["date"], line["series"]): line for line in lines}
        assert found["2017-06-06", "islamophobic"]["observed"] == 20
        assert {("2013-05-23", "islamophobic"), ("2015-11-14", "islamophobic")} <= set(found)
        assert all(line["alarm"] is True and line["observed"] > line["upper"] for line in lines)

    def test_with_all_every_day_with_data_is_there_and_those_without_are_named(self, tmp_path: Path) -> None:
        file = tmp_path / "counts.csv"
        file.write_text("date,a,b\n2020-01-01,1,\n2020-01-03,2,5\n")
        out, err = run("surges", str(file), "--all")
        assert [json.loads(line)["observed"] for line in out.splitlines()] == [1, 2, 5]
        assert json.loads(out.splitlines()[0])["expected"] is None
        assert "no data for 2020-01-02." in err
        assert "b: no data for 2020-01-01." in err
        assert "nothing can be said before 29" in err

    def test_a_bad_last_line_stops_everything_before_the_first_answer(self, tmp_path: Path) -> None:
        file = tmp_path / "counts.csv"
        file.write_text(SAMPLE.read_text() + "2017-06-06,1,1,1\n")
        out = io.StringIO()
        with pytest.raises(CommandError, match=r"counts\.csv, line 1620: 2017-06-06 stands in line") as refused:
            call_command("surges", str(file), stdout=out)
        assert (refused.value.returncode, out.getvalue()) == (2, "")


@pytest.mark.django_db
class TestImport:
    def test_the_same_file_again_changes_nothing(self) -> None:
        assert "4854 counts added" in run("import_counts", str(SAMPLE))[0]
        assert "nothing changed" in run("import_counts", str(SAMPLE))[0]
        assert (DailyCount.objects.count(), CountImport.objects.count()) == (4854, 1)

    def test_a_corrected_file_replaces_and_leaves_a_note(self, tmp_path: Path) -> None:
        first, second = tmp_path / "first.csv", tmp_path / "second.csv"
        first.write_text("date,islamophobic\n2020-01-01,1\n2020-01-02,2\n2020-01-03,3\n")
        second.write_text("date,islamophobic\n2020-01-01,1\n2020-01-02,9\n2020-01-03,\n2020-01-04,4\n")
        run("import_counts", str(first), "--source", "met")
        run("import_counts", str(second), "--source", "met")
        assert list(DailyCount.objects.order_by("day").values_list("count", flat=True)) == [1, 9, 4]
        note = CountImport.objects.latest("at")
        assert (note.added, note.changed, note.removed) == (1, 1, 1)
        assert "islamophobic 2020-01-02: 2 → 9" in note.note

    def test_a_bad_line_leaves_everything_as_it_was(self, tmp_path: Path) -> None:
        file = tmp_path / "counts.csv"
        file.write_text("date,a\n2020-01-01,1\n2020-01-02,many\n")
        with pytest.raises(CommandError, match="line 3: `many` in column `a`"):
            run("import_counts", str(file))
        assert not DailyCount.objects.exists()
        assert not CountImport.objects.exists()

    def test_months_by_borough_have_a_form_of_their_own(self, tmp_path: Path) -> None:
        file = tmp_path / "months.csv"
        file.write_text("month,borough,mps_strand,strand,count\n2017-06,Barnet,Anti-Semitic,religion:antisemitic,3\n")
        run("import_counts", str(file), "--monthly", "--source", "met")
        assert "nothing changed" in run("import_counts", str(file), "--monthly", "--source", "met")[0]
        assert MonthlyCount.objects.get().strand == "religion:antisemitic"

    def test_a_corrected_file_of_months_takes_out_what_it_lacks_and_says_what_stays(self, tmp_path: Path) -> None:
        file, head = tmp_path / "months.csv", "month,borough,mps_strand,strand,count\n"

        def taken_in(*rows: str) -> str:
            file.write_text(head + "".join(f"{row}\n" for row in rows))
            return run("import_counts", str(file), "--monthly", "--source", "met")[0]

        run("import_counts", str(SAMPLE), "--source", "met")
        first = (
            "2017-05,Barnet,A,race,3",
            "2017-06,Barnet,A,race,4",
            "2017-07,Barnet,A,race,5",
            "2017-06,Brent,A,race,6",
        )
        assert "stay" not in taken_in(*first, "2017-06,Barnet,B,,9")
        said = taken_in("2017-05,Barnet,A,race,3", "2017-07,Barnet,A,race,7")
        assert "0 counts added, 1 corrected, 1 taken out" in said
        assert (
            "2 counts of met outside of the months and series (label and borough) of this file stay as they were."
            in said
        )
        assert {(row.month.month, row.borough, row.label): row.count for row in MonthlyCount.objects.all()} == {
            (5, "Barnet", "A"): 3, (7, "Barnet", "A"): 7, (6, "Brent", "A"): 6, (6, "Barnet", "B"): 9,
        }  # fmt: skip
        assert "A 2017-06-01 Barnet: 4 → no data" in CountImport.objects.latest("at").note
        assert DailyCount.objects.filter(source="met").count() == 4854

    def test_what_a_shorter_daily_file_leaves_as_it_was_is_said(self, tmp_path: Path) -> None:
        file = tmp_path / "days.csv"
        file.write_text("date,a,b\n2020-01-01,1,1\n2020-01-02,2,2\n2020-01-03,3,3\n")
        assert "stay" not in run("import_counts", str(file))[0]
        file.write_text("date,a\n2020-01-01,1\n2020-01-02,5\n")
        said = run("import_counts", str(file))[0]
        assert "0 counts added, 1 corrected, 0 taken out" in said
        assert "4 counts of imported outside of the days and series of this file stay as they were." in said


@pytest.mark.django_db
class TestBulletin:
    def test_it_states_by_itself_what_was_said_of_the_sixth_of_june(self) -> None:
        run("load_reference")
        run("import_counts", str(SAMPLE))
        said = bulletin("2017-06-06")
        figures = {one["key"]: one for one in said["figures"]}
        everything, islamophobic = figures["racist_all"], figures["religion:anti-muslim"]
        rows = {line.split(",")[0]: line.split(",")[1:] for line in SAMPLE.read_text().splitlines()[1:]}
        assert "by the day that it gives. Whether they had happened on that day" in said["basis"]
        year = [list(map(int, cells)) for day, cells in rows.items() if "2017-01-01" <= day < "2017-06-06"]
        assert everything["count"] == sum(map(int, rows["2017-06-06"])) == 54
        assert everything["daily_average"] == sum(map(sum, year)) / len(year) == 38
        assert everything["change_percent"] == 42
        assert (islamophobic["count"], islamophobic["daily_average"], islamophobic["times_average"]) == (20, 3, 6.67)
        assert islamophobic["surge"] is True
        for one in (everything, islamophobic):
            assert one["higher_than_after"] == ["2013-05-22", "2015-11-13"]
        words = " ".join(said["sentences"])
        assert "Islamophobic incidents were more than the ups and downs of quiet days explain." in said["sentences"]
        for sentence in (
            "54 racist incidents were recorded on 6 June 2017 against a daily average of 38 this year: up 42%.",
            "20 Islamophobic incidents were recorded against a daily average of three this year: nearly seven times the "
            "average, up by more than five times.",
            "It was the highest day of 2017 to date for racist incidents and Islamophobic incidents.",
            "the murder of Lee Rigby on 22 May 2013 and the attacks in Paris on 13 November 2015",
        ):
            assert sentence in words

    def test_it_comes_as_a_page_and_as_a_paper(self) -> None:
        run("import_counts", str(SAMPLE))
        page = run("bulletin", "--date", "2017-06-06")[0]
        assert page.startswith("<!doctype html>")
        assert "<script" not in page
        assert "style=" not in page
        out = io.BytesIO()
        call_command("bulletin", "--date", "2017-06-06", "--format", "pdf", stdout=out)
        assert out.getvalue().startswith(b"%PDF-")

    def test_a_day_without_data_is_said_to_be_one(self) -> None:
        with pytest.raises(CommandError, match="There is no data for 2017-06-06") as refused:
            run("bulletin", "--date", "2017-06-06")
        assert refused.value.returncode == 2

    def test_days_without_data_are_left_out_of_the_average_and_said(self, tmp_path: Path) -> None:
        file = tmp_path / "counts.csv"
        days = [f"2020-01-{day:02},{day % 2 * 10}\n" for day in range(1, 31) if day != 7]
        file.write_text("date,islamophobic\n" + "".join(days) + "2020-01-31,30\n")
        run("import_counts", str(file))
        said = bulletin("2020-01-31")
        assert said["figures"][0]["daily_average"] == round(140 / 29, 3)
        assert "One day has no data this year and is left out of the averages." in said["caveats"]


@pytest.mark.django_db
class TestRollUps:
    def test_they_equal_the_cases_counted_apart_and_follow_a_changed_decision(self, cast: Cast) -> None:
        now = timezone.now()
        cases = [case(now=now - timedelta(days=day), happened_on="2026-01-02", because_of=[]) for day in (3, 3, 2)]
        assert roll_up() > 0
        assert roll_up() == 0
        rows = CountOfDay.objects.filter(counted="incidents", dated_by="received", strand="", kind="")
        true = Counter(timezone.localtime(one.received_at).date() for one in cases)
        assert {row.day: row.count for row in rows} == dict(true)
        happened = CountOfDay.objects.filter(counted="incidents", dated_by="happened", strand="", kind="")
        assert sum(row.count for row in happened) == 3
        before = CountOfDay.objects.exclude(strand="").count()
        decide_and_answer(take_and_read(cases[0], cast.officer), cast.officer)
        roll_up()
        assert CountOfDay.objects.exclude(strand="").count() <= before
        assert list(roll_ups_that_differ()) == []

    def test_a_report_that_is_attached_counts_as_a_report_and_as_no_incident(self, cast: Cast) -> None:
        day = timezone.now() - timedelta(days=2)
        one, other = take_and_read(case(now=day), cast.officer), case(now=day)
        linking.attach_report(
            one.pk, other.opened_for.reference, reason="The same shop.", by=cast.officer, now=timezone.now()
        )
        roll_up()
        whole = CountOfDay.objects.filter(dated_by="received", strand="", kind="")
        assert {row.counted: row.count for row in whole} == {"incidents": 1, "reports": 2}
        linking.detach_report(
            one.pk, other.opened_for_id, reason="Another shop after all.", by=cast.officer, now=timezone.now()
        )
        roll_up()
        assert {row.counted: row.count for row in whole.all()} == {"incidents": 2, "reports": 2}

    def test_reconcile_names_a_cell_that_was_changed_behind_its_back(self, cast: Cast) -> None:
        case(now=timezone.now() - timedelta(days=2))
        roll_up()
        CountOfDay.objects.filter(counted="incidents", strand="", kind="", dated_by="received").update(count=7)
        assert [(kept, true) for _, kept, true in roll_ups_that_differ()] == [(7, 1)]
        assert roll_up() == 0  # no case has changed
        assert roll_up_every_day() == 1
        assert list(roll_ups_that_differ()) == []

    def test_the_city_is_the_sum_of_its_cells_after_every_statement_that_changes_them(self, cast: Cast) -> None:
        unit = Unit.objects.get(is_default=True)
        day = date(2026, 1, 2)
        said: dict[str, Any] = {"counted": "incidents", "dated_by": "received", "day": day, "kind": "", "unit": unit}

        def city() -> dict[str, int]:
            rows = CityCount.objects.filter(counted="incidents", dated_by="received", day=day, count__gt=0)
            return dict(rows.values_list("strand", "count"))

        cells = CountOfDay.objects.bulk_create(
            CountOfDay(**said, strand=strand, borough=borough, channel=channel, count=count)
            for strand, borough, channel, count in (
                ("", "camden", "web", 3), ("", "camden", "phone", 2), ("", "hackney", "web", 4), ("race", "hackney", "web", 1),
                ("", "hackney", "import", 50),  # a backlog did not arrive on that day
            )
        )  # fmt: skip
        CountOfDay.objects.create(**{**said, "kind": "threats"}, strand="", borough="camden", channel="web", count=9)
        assert city() == {"": 9, "race": 1}
        CountOfDay.objects.filter(borough="hackney").update(count=10)
        assert city() == {"": 15, "race": 10}
        cells[3].delete()
        assert city() == {"": 15}
        CountOfDay.objects.filter(borough="camden", channel="web").update(channel="import")
        assert city() == {"": 12}
        CityCount.objects.filter(strand="", day=day).update(count=13)
        assert [found[1:] for found in roll_ups_that_differ() if "whole city" in found[0]] == [(13, 12)]

    def test_reconcile_leaves_to_the_job_what_has_changed_and_nothing_else(self, cast: Cast) -> None:
        """However long ago it was received, and both by the day received and by that it happened."""
        now = timezone.now()
        old, other = (
            case(now=now - timedelta(days=days), happened_on=f"2026-01-0{days}", because_of=[]) for days in (4, 6)
        )
        assert list(roll_ups_that_differ()) == []  # nothing is counted yet, and both are noted
        roll_up()
        Case.objects.filter(pk=old.pk).update(strands=["age"])  # a decision, as SQL would write it
        assert list(roll_ups_that_differ()) == []
        happened = CountOfDay.objects.filter(counted="incidents", dated_by="happened", strand="", kind="")
        happened.filter(day="2026-01-06").update(count=3)
        assert [(cell.split()[1:3], kept, true) for cell, kept, true in roll_ups_that_differ()] == [
            (["happened", "2026-01-06"], 3, 1)
        ]
        roll_up()
        assert len(list(roll_ups_that_differ())) == 1  # its day has not changed
        CaseToCount.objects.create(case_id=other.pk)
        assert list(roll_ups_that_differ()) == []
        roll_up()
        case(now=now)  # of this minute, and counted: a wrong count of it is named at once
        roll_up()
        assert list(roll_ups_that_differ()) == []
        CountOfDay.objects.filter(
            day=timezone.localdate(now), dated_by="received", counted="reports", strand="", kind=""
        ).update(count=5)
        assert [(kept, true) for _, kept, true in roll_ups_that_differ()] == [(5, 1)]

    def test_a_stated_day_that_is_none_is_no_day_for_either_count(self, cast: Cast) -> None:
        case(happened_on="2026-01-02")
        for wrong in ("2026-02-31", "20260102", "0000-01-01", "yesterday"):
            assert case(happened_on=wrong).opened_for.answers["happened_on"] == wrong
        roll_up()
        assert set(CountOfDay.objects.filter(dated_by="happened").values_list("day", flat=True)) == {date(2026, 1, 2)}
        assert list(roll_ups_that_differ()) == []

    @pytest.mark.parametrize("happened_on", ["2026-01-05", ""])
    def test_what_is_held_or_found_to_be_no_incident_is_in_no_figure_until_it_is_opened_again(
        self, cast: Cast, happened_on: str
    ) -> None:
        """Counted here by hand from the rows: a case is an incident unless it is held, emptied, abuse or not hate."""
        now = timezone.now()
        stated = {"happened_on": happened_on} if happened_on else {}
        kept, held, abuse, not_hate, gone = (case(now=now - timedelta(days=3), **stated) for _ in range(5))
        Case.objects.filter(pk=held.pk).update(lane="held")

        def agrees(*no_incident: Case) -> None:
            roll_up()
            lost = {one.pk for one in no_incident}
            for dated_by in ("received", "happened") if happened_on else ("received",):
                for counted in ("incidents", "reports"):
                    rows = CountOfDay.objects.filter(counted=counted, dated_by=dated_by, strand="", kind="")
                    assert sum(row.count for row in rows) == Case.objects.exclude(pk__in=lost).count(), (
                        counted,
                        dated_by,
                    )
            assert list(roll_ups_that_differ()) == []

        agrees(held)
        for one in (abuse, not_hate, gone):
            decide_and_answer(take_and_read(one, cast.officer), cast.officer)
        for by in (cast.officer, cast.colleague):
            closing.close_case(abuse.pk, closing_reason="form_abuse", reason="A script.", by=by, now=now)
        agrees(held, abuse)
        closing.close_case(
            not_hate.pk, closing_reason="not_hate_related", details={"passed_to": "Traffic"}, by=cast.officer, now=now
        )
        agrees(held, abuse, not_hate)
        closing.close_case(gone.pk, closing_reason="no_line_left", reason="Nobody saw.", by=cast.officer, now=now)
        agrees(held, abuse, not_hate)
        for one, left in ((abuse, (held, not_hate)), (not_hate, (held,))):
            closing.reopen_case(one.pk, reason="It was meant.", by=cast.officer, now=now)
            agrees(*left)
        Case.objects.filter(pk=held.pk).update(lane="main")  # an hour has passed, or somebody decided
        agrees()
        assert kept.reference

    def test_days_of_cases_that_changed_are_counted_anew_and_no_others(self, cast: Cast) -> None:
        now = timezone.now()
        moved, other = (
            case(now=now - timedelta(days=days), happened_on=f"2026-01-0{days}", because_of=[]) for days in (2, 5)
        )
        roll_up()
        assert not CaseToCount.objects.exists()
        wrong = CountOfDay.objects.filter(day__in=(timezone.localdate(other.received_at), date(2026, 1, 5)))
        wrong.update(count=9)
        Unit.objects.filter(pk=moved.unit_id).update(name="Elsewhere")
        Case.objects.filter(pk=moved.pk).update(version=7, state="in_progress", officer=cast.officer)
        assert not CaseToCount.objects.exists()  # nothing that is counted
        Case.objects.filter(pk=moved.pk).update(area="12 Rye Lane, Peckham")  # as SQL would, by hand
        assert list(CaseToCount.objects.values_list("case_id", flat=True)) == [moved.pk]
        assert roll_up() > 0
        assert set(wrong.values_list("count", flat=True)) == {9}
        mended = CountOfDay.objects.filter(strand="", kind="", borough="southwark")
        assert {(row.counted, row.day, row.count) for row in mended} == {
            (counted, day, 1)
            for counted in ("incidents", "reports")
            for day in (timezone.localdate(moved.received_at), date(2026, 1, 2))
        }
        assert not CaseToCount.objects.exists()

    def test_a_unit_that_gets_a_borough_takes_its_cases_along(self, cast: Cast) -> None:
        one = case(now=timezone.now() - timedelta(days=2))
        roll_up()
        Unit.objects.filter(pk=one.unit_id).update(borough="camden")
        assert roll_up() > 0
        assert set(CountOfDay.objects.values_list("borough", flat=True)) == {"camden"}
