"""`manage.py surges FILE.csv`: days on which a count is higher than its own history explains."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.engine.counts_file import CountsFile
from cases.engine.habit import NEEDED
from cases.engine.surge import Day, Watch
from cases.management.counts import name_gaps, read_or_refuse
from cases.management.progress import Progress


class Command(BaseCommand):
    """Reads the whole file before the first answer; needs no database."""

    help = (
        "Read daily counts (`date`, then one column a series; an empty cell is a day without data) and print a JSON line "
        "for each series and day that alarms: date, series, observed, expected (the mean of a quiet day), upper (the "
        "highest count that would not alarm), p (the chance of so many or more on quiet days) and alarm. One alarm a "
        "surge. The first 28 days of a series are only learned: with --all their expected, upper and p are null. Days "
        "without data are named on standard error. A file that cannot be read is refused whole, with status 2."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="daily counts: `date`, then one column a series")
        parser.add_argument("--all", action="store_true", help="print every day, not only those that alarm")

    def handle(self, *args: Any, **options: Any) -> None:
        name, wants_all = options["file"], options["all"]
        counts = read_or_refuse(name)
        name_gaps(name, counts, self.stderr.write)
        for series in counts.series:
            if (days := counts.of(series)) and len(days) <= NEEDED:
                many = "one day" if len(days) == 1 else f"{len(days)} days"
                self.stderr.write(f"{name}, {series}: {many} with data; nothing can be said before {NEEDED + 1}.")
        with Progress("days", beside_answers=True) as tell:
            for number, (series, day) in enumerate(_seen(counts), start=1):
                tell(number, len(counts.days) * len(counts.series))
                if day.alarm or wants_all:
                    self._answer(_line(series, day))

    def _answer(self, line: str) -> None:
        try:
            self.stdout.write(line)
        except BrokenPipeError:
            raise  # whoever reads has had enough: manage.py ends in silence
        except OSError as error:
            raise CommandError(f"The answers cannot be written: {error.strerror}.", returncode=2) from None


def _seen(counts: CountsFile) -> Iterator[tuple[str, Day]]:
    watches = [Watch() for _ in counts.series]
    for day, row in counts.days.items():
        for series, watch, count in zip(counts.series, watches, row, strict=True):
            if count is not None:
                yield series, watch.see(day, count)


def _line(series: str, day: Day) -> str:
    return json.dumps(
        {
            "date": day.date.isoformat(),
            "series": series,
            "observed": day.observed,
            "expected": None if day.expected is None else round(day.expected, 3),
            "upper": day.upper,
            "p": None if day.p is None else float(f"{day.p:.6g}"),
            "alarm": day.alarm,
        }
    )
