"""`manage.py import_reports FILE.csv`: a backlog of reports, in a lane of its own."""

import csv
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from reporting.domain.backlog import LANGUAGE, TAKEN_AT, CannotRead, Row, is_kept, keep_row, receipt_of, rows_of

_MOST_NAMED = 100
_EVERY = 500


class NoFileForCodes(Exception):
    """It cannot be written. The message is one sentence."""


class Command(BaseCommand):
    """Looks at the whole file first; one row that cannot be kept, and nothing is."""

    help = (
        "Import reports that were taken before. CSV: the first line names the columns, which are the questions by name "
        f"(only what_happened is needed), {TAKEN_AT} (when it was taken: 2024-03-27, 27/3/2024 or with a time) and {LANGUAGE}. "
        "Several answers to one question are separated by semicolons. The clock of each starts with the import; the "
        "original date is kept beside it. Importing a file twice imports nothing twice. With one row that cannot be "
        "kept nothing is imported, and the exit status is 2. With --codes, for an organisation that gives each person their "
        "follow-up code, a new file only its owner can read gets line, reference and code of every row; delete it as soon as "
        "they are given out."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the arguments."""
        parser.add_argument("file", help="CSV with column names in its first line")
        parser.add_argument("--dry-run", action="store_true", help="say what would be imported, and import nothing")
        parser.add_argument("--encoding", default="utf-8", choices=["utf-8", "cp1252", "latin-1"], help="of the file")
        parser.add_argument("--delimiter", default=",", choices=[",", ";", "tab"], help="between the columns")
        parser.add_argument("--codes", metavar="FILE", help="a new CSV file for the follow-up codes, one line a row")

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
            with _codes_file(options["codes"]) as codes:
                kept = self._keep(reading, new + there, codes)
        except NoFileForCodes as error:
            raise CommandError(f"{error} Nothing was imported.", returncode=2) from None
        except CannotRead as error:
            at = f":{error.line}" if error.line else ""
            raise CommandError(f"{name}{at}: {error} Nothing was imported.", returncode=2) from None
        except OSError as error:
            raise CommandError(f"{name}: {error.strerror}.", returncode=2) from None
        self.stdout.write(f"{_reports(kept)} imported, {new + there - kept:,} were there already.")
        if options["codes"]:
            self.stdout.write(
                f"{options['codes']} holds a follow-up code for each. Whoever has one reads what officers write to that "
                "person: give each to its person, by a safe way, and delete the file."
            )

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

    def _keep(self, reading: dict[str, Any], total: int, codes: TextIO | None) -> int:
        """A transaction a row: stopped half-way, the next run goes on where this one ended.

        Rows that were there already get their line among the codes too, so no code is lost with a run that was stopped.
        """
        kept = 0
        table = csv.writer(codes, lineterminator="\n") if codes else None
        if table:
            table.writerow(("line", "reference", "follow_up_code"))
        for number, row in enumerate(rows_of(**reading), start=1):
            kept += keep_row(row, now=timezone.now())
            if table and (receipt := receipt_of(row)):
                table.writerow((row.line, receipt.reference, receipt.code or ""))
            self._tell("imported", number, total)
        return kept

    def _name(self, name: str, row: Row, bad: int) -> None:
        if bad <= _MOST_NAMED:
            for sentence in row.problems:
                self.stderr.write(f"{name}:{row.line}: {sentence}")

    def _tell(self, done: str, number: int, total: int = 0) -> None:
        if number % _EVERY == 0 and sys.stderr.isatty():
            self.stderr.write(f"{number:,}{f' of {total:,}' if total else ''} rows {done}", ending="\r")


@contextmanager
def _codes_file(name: str | None) -> Iterator[TextIO | None]:
    """A file that was not there, and that only its owner can read; None without a name. Raises `NoFileForCodes`.

    Never a terminal or a pipe: what is shown there stays in its memory, in a log, in somebody's sight.
    """
    if name is None:
        yield None
        return
    try:
        made = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise NoFileForCodes(f"{name} is there already: give --codes the name of a new file.") from None
    except OSError as error:
        raise NoFileForCodes(f"{name}: {error.strerror}.") from None
    os.fchmod(made, 0o600)
    with open(made, "w", encoding="utf-8", newline="") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _reports(number: int) -> str:
    return f"{number:,} report{'' if number == 1 else 's'}"
