"""Every import of counts and sites: a bad file is refused by its line and the reason, whole, and within little memory."""

import tracemalloc
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Final

import pytest
from django.core.management import CommandError, call_command

from cases.engine.counts_file import CountsFileError, read_counts
from cases.models import BoroughPopulation, CountImport, DailyCount, MonthlyCount, ProtectedSite

pytestmark = pytest.mark.django_db
GIGABYTE: Final = 1 << 30
DAILY: Final = ("import_counts", ())
MONTHLY: Final = ("import_counts", ("--monthly",))
SITES: Final = ("import_sites", ())
PEOPLE: Final = ("import_sites", ("--people",))
HEADS: Final = {
    DAILY: "date,antisemitic,race\n2017-06-01,1,2\n",
    MONTHLY: "month,borough,mps_strand,strand,count\n2017-06,Barnet,Anti-Semitic,religion:antisemitic,3\n",
    SITES: "kind,name,place,postcode,borough,strands,contact,agreed_on\n"
    "worship,Hill Mosque,Hill Road,E8 2BT,Hackney,race,Mr Ali,2026-01-15\n",
    PEOPLE: "borough,people,year\nHackney,259000,2021\n",
}
"""A first line and a good row of each."""


def refused(tmp_path: Path, which: tuple[str, tuple[str, ...]], content: str) -> str:
    """Whole: what was kept before is there unchanged, and nothing beside it."""
    name, options = which
    file = tmp_path / "bad.csv"
    file.write_text(content)
    with pytest.raises(CommandError) as error:
        call_command(name, str(file), *options)
    assert error.value.returncode == 2
    for model in (DailyCount, MonthlyCount, CountImport, ProtectedSite, BoroughPopulation):
        assert not model._default_manager.exists(), model
    return str(error.value)


@pytest.mark.parametrize(
    ("which", "rows", "said"),
    [
        (DAILY, "2017-06-02,many,1\n", "line 3: `many` in column `antisemitic` is not a whole number"),
        (DAILY, "2017-06-02,-4,1\n", "line 3: `-4` in column `antisemitic` is negative"),
        (DAILY, "2017-06-02,1.5,1\n", "line 3: `1.5`"),
        (DAILY, "2017-06-01,1,1\n", "line 3: 2017-06-01 stands in line 2 already"),
        (DAILY, "2017-06-02,1\n", "line 3: 2 columns where the first line has 3"),
        (DAILY, "06/02/2017,1,1\n", "line 3: `06/02/2017` is not a date"),
        (MONTHLY, "2017-07,Barnet,Anti-Semitic,religion:antisemitic,few\n", "line 3: `few`"),
        (MONTHLY, "2017-07,Barnet,Anti-Semitic,religion:antisemitic,-1\n", "line 3: `-1`"),
        (MONTHLY, "2017-07,Barnet,Anti-Semitic,religion:antisemitic,\n", "line 3: no count"),
        (
            MONTHLY,
            "2017-06,Barnet,Anti-Semitic,religion:antisemitic,3\n",
            "line 3: 2017-06, Barnet, Anti-Semitic stands",
        ),
        (MONTHLY, "2017-13,Barnet,Anti-Semitic,religion:antisemitic,3\n", "line 3: `2017-13` is not a month"),
        (MONTHLY, "2017-07,Barnet,3\n", "line 3: 3 columns where the first line has 5"),
        (
            SITES,
            "worship,Hill Mosque,Hill Road,E8 2BT,Hackney,race,Mr Ali,2026-01-15\n",
            "line 3: this name and postcode",
        ),
        (SITES, "worship,Hill Mosque\n", "line 3: 2 columns where the first line has 8"),
        (PEOPLE, "Camden,-5,2021\n", "line 3: `-5`"),
        (PEOPLE, "Camden,lots,2021\n", "line 3: `lots`"),
        (PEOPLE, "Hackney,259000,2021\n", "line 3: this borough stands further up"),
        (PEOPLE, "Camden,5\n", "line 3: 2 columns where the first line has 3"),
    ],
)
def test_the_line_and_the_reason_are_said_and_nothing_is_kept(
    tmp_path: Path, which: tuple[str, tuple[str, ...]], rows: str, said: str
) -> None:
    assert said in refused(tmp_path, which, HEADS[which] + rows)


@pytest.mark.parametrize("which", HEADS, ids=lambda one: " ".join((one[0], *one[1])))
@pytest.mark.parametrize("head", ["day,count\n", "\n\n", "", "\xe9\n"])
def test_wrong_columns_are_refused_at_the_first_line(
    tmp_path: Path, which: tuple[str, tuple[str, ...]], head: str
) -> None:
    assert "line " in refused(tmp_path, which, head)


@pytest.mark.parametrize("which", HEADS, ids=lambda one: " ".join((one[0], *one[1])))
def test_a_gigabyte_is_refused_within_little_memory(tmp_path: Path, which: tuple[str, tuple[str, ...]]) -> None:
    file = tmp_path / "huge.csv"
    file.write_text(HEADS[which])
    with file.open("r+b") as grown:
        grown.truncate(GIGABYTE)  # one line of a gigabyte
    tracemalloc.start()
    with pytest.raises(CommandError, match="line 3: longer than 65,536 bytes"):
        call_command(which[0], str(file), *which[1])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000


def test_many_good_lines_end_at_a_bound_too() -> None:
    class Endless(BytesIO):
        """A first line with 500 series, then a day a line for ever."""

        at = -1

        def readline(self, size: int | None = -1, /) -> bytes:
            self.at += 1
            if not self.at:
                return ",".join(["date", *(f"s{number}" for number in range(500))]).encode() + b"\n"
            return f"{date(1900, 1, 1) + timedelta(days=self.at)}{',7' * 500}\n".encode()

    lines = Endless()
    with pytest.raises(CountsFileError, match="line 4002: more than 2,000,000 counts"):
        read_counts(lines)
