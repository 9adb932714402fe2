"""`manage.py import_reports FILE.csv`: a backlog of reports, in a lane of its own."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from reporting.domain.backlog import LANGUAGE, TAKEN_AT, CannotRead, Row, is_kept, keep_row, rows_of

_MOST_NAMED = 100
_EVERY = 500


class Command(BaseCommand):
    """Looks at the whole file first; one row that cannot be kept, and nothing is."""

    help = (
        "Import reports that were taken before. CSV: the first line names the columns, which are the questions by name "
        f"(only what_happened is needed), {TAKEN_AT} (when it was taken: 2024-03-27, 27/3/2024 or with a time) and {LANGUAGE}. "
        "Several answers to one question are separated by semicolons. The clock of each starts with the import; the "
        "original date is kept beside it. Importing a file twice imports nothing twice. With one row that cannot be "
        "kept nothing is imported, and the exit status is 2."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the arguments."""
        parser.add_argument("file", help="CSV with column names in its first line")
        parser.add_argument("--dry-run", action="store_true", help="say what would be imported, and import nothing")
        parser.add_argument("--encoding", default="utf-8", choices=["utf-8", "cp1252", "latin-1"], help="of the file")
        parser.add_argument("--delimiter", default=",", choices=[",", ";", "tab"], help="between the columns")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at every row, then import."""
        name = options["file"]
        reading = {
            "path": Path(name), "encoding": options["encoding"],
            "delimiter": "\t" if options["delimiter"] == "tab" else options["delimiter"], "now": timezone.now(),
        }  # fmt: skip
        try:
            new, there = self._look(name, reading)
            if options["dry_run"]:
                self.stdout.write(
                    f"{_reports(new)} would be imported, {there:,} are there already. Nothing was written."
                )
                return
            kept = self._keep(reading, new + there)
        except CannotRead as error:
            at = f":{error.line}" if error.line else ""
            raise CommandError(f"{name}{at}: {error} Nothing was imported.", returncode=2) from None
        except OSError as error:
            raise CommandError(f"{name}: {error.strerror}.", returncode=2) from None
        self.stdout.write(f"{_reports(kept)} imported, {new + there - kept:,} were there already.")

    def _look(self, name: str, reading: dict[str, Any]) -> tuple[int, int]:
        """How many rows are new, and how many were imported before."""
        new = there = bad = 0
        for row in rows_of(**reading):
            if row.problems:
                bad += 1
                self._name(name, row, bad)
            elif is_kept(row):
                there += 1
            else:
                new += 1
            self._tell("looked at", new + there + bad)
        if bad:
            more = f", of which the first {_MOST_NAMED} are named" if bad > _MOST_NAMED else ""
            raise CommandError(
                f"{name}: {bad:,} of {new + there + bad:,} rows cannot be kept{more}. Nothing was imported.",
                returncode=2,
            )
        if not new + there:
            raise CommandError(f"{name}: there is no row below the names of the columns.", returncode=2)
        return new, there

    def _keep(self, reading: dict[str, Any], total: int) -> int:
        """A transaction a row: stopped half-way, the next run goes on where this one ended."""
        kept = 0
        for number, row in enumerate(rows_of(**reading), start=1):
            kept += keep_row(row, now=timezone.now())
            self._tell("imported", number, total)
        return kept

    def _name(self, name: str, row: Row, bad: int) -> None:
        if bad <= _MOST_NAMED:
            for sentence in row.problems:
                self.stderr.write(f"{name}:{row.line}: {sentence}")

    def _tell(self, done: str, number: int, total: int = 0) -> None:
        if number % _EVERY == 0 and sys.stderr.isatty():
            self.stderr.write(f"{number:,}{f' of {total:,}' if total else ''} rows {done}", ending="\r")


def _reports(number: int) -> str:
    return f"{number:,} report{'' if number == 1 else 's'}"
