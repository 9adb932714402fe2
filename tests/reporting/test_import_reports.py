"""A backlog comes in whole or not at all, once, and as something of the past."""

import csv
import stat
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from cases.domain import claiming, intake
from cases.domain.categorisation import categorise_report
from cases.enums import Lane
from reporting.domain import backlog, follow_up
from reporting.models import Alarm, Report
from tests import cast as people
from tests.cast import Cast

pytestmark = pytest.mark.django_db
OLD = "2024-03-27"
BOTH = (
    "what_happened,taken_at,because,happened_to,contact_name,language\r\n"
    '"He said ""go home"",\r\nand spat.",27/3/2024,race; religion:anti-muslim,me,Amina,en\r\n'
    "They broke my window.,2024-04-01T14:05:00Z,,,,\r\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "backlog.csv"


def run(file: Path, text: str | bytes, *options: str) -> str:
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    out = StringIO()
    call_command("import_reports", str(file), *options, stdout=out, stderr=out)
    return out.getvalue()


def refused(file: Path, text: str | bytes, *options: str) -> str:
    out = StringIO()
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(CommandError) as error:
        call_command("import_reports", str(file), *options, stdout=out, stderr=out)
    assert error.value.returncode == 2
    assert not Report.objects.exists()
    return out.getvalue() + str(error.value)


class TestCodes:
    def test_are_written_for_their_owner_alone_one_line_a_row_and_open_the_reports(
        self, file: Path, tmp_path: Path
    ) -> None:
        codes = tmp_path / "codes.csv"
        told = run(file, BOTH, "--codes", str(codes))
        assert stat.S_IMODE(codes.stat().st_mode) == 0o600
        rows = list(csv.DictReader(codes.open(newline="")))
        references = list(Report.objects.order_by("pk").values_list("reference", flat=True))
        assert [(row["line"], row["reference"]) for row in rows] == [("2", references[0]), ("4", references[1])]
        for row in rows:
            assert follow_up.open_report(row["follow_up_code"], now=timezone.now()) is not None
            assert row["follow_up_code"] not in told
        assert "give each to its person" in told

    def test_are_there_again_for_a_run_that_was_stopped(self, file: Path, tmp_path: Path) -> None:
        run(file, BOTH, "--codes", str(tmp_path / "first.csv"))
        assert run(file, BOTH, "--codes", str(tmp_path / "second.csv")).startswith("0 reports imported")
        assert (tmp_path / "first.csv").read_text() == (tmp_path / "second.csv").read_text()

    def test_never_go_to_a_terminal_nor_over_another_file(self, file: Path, tmp_path: Path) -> None:
        (tmp_path / "old.csv").write_text("mine")
        (tmp_path / "link.csv").symlink_to(tmp_path / "elsewhere.csv")
        for name in ("/dev/stdout", "/dev/tty", str(tmp_path / "old.csv"), str(tmp_path / "link.csv")):
            assert "is there already" in refused(file, BOTH, "--codes", name), name
        assert "No such file" in refused(file, BOTH, "--codes", str(tmp_path / "no" / "codes.csv"))
        assert (tmp_path / "old.csv").read_text() == "mine"

    def test_are_nowhere_unless_they_are_asked_for(self, file: Path, tmp_path: Path) -> None:
        told = run(file, BOTH, "--dry-run", "--codes", str(tmp_path / "codes.csv")) + run(file, BOTH)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["backlog.csv"]
        assert "code" not in told


def test_each_row_is_a_report_with_its_own_date_beside_the_time_of_the_import(file: Path) -> None:
    began = timezone.now()
    assert run(file, BOTH) == "2 reports imported, 0 were there already.\n"
    first, second = Report.objects.order_by("pk")
    assert (first.words, first.channel, first.language) == ('He said "go home",\nand spat.', "import", "en")
    assert first.answers == {"because": ["race", "religion:anti-muslim"], "happened_to": "me"}
    assert first.sealed_answers
    assert timezone.localtime(first.happened_elsewhere_at).isoformat() == "2024-03-27T00:00:00+00:00"
    assert second.happened_elsewhere_at.isoformat() == "2024-04-01T14:05:00+00:00"
    assert first.received_at >= began
    assert first.public_due_at >= began + timedelta(hours=24)
    assert not Report.objects.arrivals().exists()


def test_a_dry_run_writes_nothing(file: Path) -> None:
    assert "2 reports would be imported, 0 are there already" in run(file, BOTH, "--dry-run")
    assert not Report.objects.exists()


def test_a_file_that_is_imported_twice_imports_nothing_twice(file: Path) -> None:
    run(file, BOTH)
    assert run(file, BOTH) == "0 reports imported, 2 were there already.\n"
    assert "1 report imported, 2 were" in run(file, BOTH + "A third.,,,,,\n")
    assert Report.objects.count() == 3


def test_rows_that_say_the_same_are_as_many_reports(file: Path) -> None:
    text = "what_happened\nHe spat at me.\nHe spat at me.\n"
    run(file, text)
    run(file, text)
    assert Report.objects.count() == 2


def test_one_that_was_stopped_half_way_goes_on(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep, kept = backlog.submit_report, []

    def stops(**given: object) -> object:
        if kept:
            raise KeyboardInterrupt
        kept.append(keep(**given))
        return kept

    monkeypatch.setattr(backlog, "submit_report", stops)
    with pytest.raises(KeyboardInterrupt):
        run(file, BOTH)
    monkeypatch.undo()
    assert run(file, BOTH) == "1 report imported, 1 were there already.\n"


def test_every_bad_row_is_named_by_line_and_reason_and_nothing_is_imported(file: Path) -> None:
    said = refused(
        file,
        "what_happened,taken_at,happened_to,because,language\n"
        '"Two\nlines.",,,,\n'
        "  ,,me,,\n"
        "A secret canary.,31/2/2024,canary,race;canary,english please\n"
        "Another.,2999-01-01,,,,too many\n",
    )
    assert "backlog.csv:4: what_happened is empty." in said
    assert "backlog.csv:5: taken_at: write a day that exists" in said
    assert "backlog.csv:5: happened_to: Write one of: me, " in said
    assert "backlog.csv:5: because: Write a list of: " in said
    assert "backlog.csv:5: language: " in said
    assert "backlog.csv:6: taken_at: this is still to come." in said
    assert "backlog.csv:6: It has more cells than there are columns" in said
    assert "3 of 4 rows cannot be kept. Nothing was imported." in said
    assert "canary" not in said.lower()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"", "The file is empty"),
        (b"what_happened\n", "there is no row"),
        (b"area\nSE15\n", "no column what_happened"),
        (b"what_happened,weather\nx,y\n", "no question “weather”"),
        (b"what_happened,area,area\nx,y,z\n", "area is there twice"),
        (b"what_happened;area\nx;y\n", "give --delimiter ';'"),
        (b"what_happened\ttext\nx\ty\n", "give --delimiter 'tab'"),
        ("what_happened\nCafé\n".encode("cp1252"), "backlog.csv:2: The line is not utf-8"),
        ("what_happened\nCafé\n".encode("cp1252"), "--encoding cp1252"),
        ("what_happened\nCafé\n".encode("utf-16"), "UTF-16"),
        (b'what_happened\n"x\n', "ends within quotation marks"),
        (b'what_happened\n"x"y\n', "This is not CSV"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(file: Path, text: bytes, sentence: str) -> None:
    assert sentence in refused(file, text)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file") as error:
        call_command("import_reports", str(tmp_path / "none.csv"))
    assert error.value.returncode == 2


@pytest.mark.parametrize(
    ("text", "options"),
    [
        (b"\xef\xbb\xbfwhat_happened\nCaf\xc3\xa9\n", ()),
        ("what_happened\nCafé\n".encode("cp1252"), ("--encoding", "cp1252")),
        ("what_happened;area\r\nCafé;SE15\r\n".encode(), ("--delimiter", ";")),
        ("WHAT_HAPPENED ,area\nCafé\n\n".encode(), ()),
    ],
)
def test_what_spreadsheets_write_is_read(file: Path, text: bytes, options: tuple[str, ...]) -> None:
    run(file, text, *options)
    assert Report.objects.get().words == "Café"


def test_nul_is_kept_as_what_stands_for_it(file: Path) -> None:
    run(file, b"what_happened\na\x00b\n")
    assert Report.objects.get().words == "a�b"


def test_a_day_as_people_write_it_is_a_day(file: Path) -> None:
    run(file, "what_happened,happened_on\nx,27/3/2024\ny,31/2/2024\nz,last summer\n")
    kept = [report.answers["happened_on"] for report in Report.objects.order_by("pk")]
    assert kept == ["2024-03-27", "31/2/2024", "last summer"]


def test_words_that_no_report_can_hold_are_named(file: Path, settings: Settings) -> None:
    settings.WORDS_LIMIT = 10
    assert "backlog.csv:2: what_happened is more than" in refused(file, "what_happened\nmore than ten bytes\n")


def opened(cast: Cast, file: Path, text: str) -> Report:
    run(file, text)
    report = Report.objects.latest("pk")
    intake.open_case(report.pk, now=timezone.now())
    return report


def test_danger_of_years_ago_rings_nobody_and_danger_of_today_does(file: Path, cast: Cast) -> None:
    words = "He has a knife and he is outside my door right now."
    old = opened(cast, file, f"what_happened,taken_at,in_danger_now\n{words},{OLD},yes\n")
    categorise_report(old.pk, now=timezone.now())
    assert not Alarm.objects.exists()
    opened(cast, file, f"what_happened,in_danger_now\n{words},yes\n")
    assert Alarm.objects.count() == 1


def test_it_waits_in_a_lane_of_its_own_behind_what_comes_in(file: Path, cast: Cast) -> None:
    old = opened(cast, file, f"what_happened,taken_at\nThey broke my window.,{OLD}\n")
    fresh = people.case()
    now = timezone.now()
    assert claiming.claim_next(by=cast.officer, now=now).pk == fresh.pk
    taken = claiming.claim_next(by=cast.colleague, now=now)
    assert (taken.opened_for_id, taken.lane) == (old.pk, Lane.BACKLOG)


def test_it_starves_no_more_than_anything_else(file: Path, cast: Cast) -> None:
    old = opened(cast, file, f"what_happened,taken_at\nThey broke my window.,{OLD}\n")
    people.case(now=timezone.now() + timedelta(seconds=1))
    soon = timezone.now() + timedelta(hours=23, minutes=45)
    assert claiming.claim_next(by=cast.officer, now=soon).opened_for_id == old.pk
