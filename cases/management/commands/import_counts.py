"""`manage.py import_counts FILE.csv`: counts of others into the history that charts and bulletins compare with."""

import getpass
import hashlib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cases.domain.counts import Taken, import_daily, import_monthly
from cases.engine.counts_file import CountsFileError
from cases.engine.monthly_file import read_months
from cases.engine.series_keys import key_of
from cases.management.counts import name_gaps, read_or_refuse
from reporting.taxonomy import STRANDS


class Command(BaseCommand):
    """Reads the whole file before the first row is written."""

    help = (
        "Take daily counts (`date`, then one column a series) into the history that charts and bulletins compare with; "
        "with --monthly counts by month and borough (month,borough,mps_strand,strand,count). The same file again changes "
        "nothing; a corrected one replaces what it says otherwise and takes out what it no longer has, with a note; series that it "
        "does not name, and what lies before its first or after its last day or month, stay, and are counted. Days without "
        "data are named on standard "
        "error. A file that cannot be read is refused whole, with status 2."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the counts as CSV")
        parser.add_argument("--source", default="imported", help="whose counts these are (default: imported)")
        parser.add_argument("--monthly", action="store_true", help="counts by month and borough")

    def handle(self, *args: Any, **options: Any) -> None:
        name, source = options["file"], options["source"].strip()
        if not 0 < len(source) <= 40:
            raise CommandError("--source: give one to 40 characters.", returncode=2)
        taken = self._monthly(name, source) if options["monthly"] else self._daily(name, source)
        if taken.is_known:
            self.stdout.write(f"{name}: this file is what {source} says already; nothing changed.")
        else:
            self.stdout.write(
                f"{name}: {taken.added} counts added, {taken.changed} corrected, {taken.removed} taken out."
            )
            if taken.stays:
                spans = "months and series (label and borough)" if options["monthly"] else "days and series"
                self.stdout.write(
                    f"{taken.stays} counts of {source} outside of the {spans} of this file stay as they were."
                )

    def _daily(self, name: str, source: str) -> Taken:
        counts = read_or_refuse(name)
        name_gaps(name, counts, self.stderr.write)
        for series in counts.series:
            if (key := key_of(series)) != series:
                self.stdout.write(f"{series} counts as {key}.")
            elif series not in STRANDS:
                self.stdout.write(f"{series} stands for no strand that Heard knows, and is kept under its own name.")
        return import_daily(counts, source=source, digest=_digest(name), by=_who(), now=timezone.now())

    def _monthly(self, name: str, source: str) -> Taken:
        try:
            with Path(name).open("rb") as lines:
                months = read_months(lines)
        except OSError as error:
            raise CommandError(f"{name}: {error.strerror}", returncode=2) from None
        except CountsFileError as error:
            raise CommandError(f"{name}, {error}", returncode=2) from None
        return import_monthly(months, source=source, digest=_digest(name), by=_who(), now=timezone.now())


def _digest(name: str) -> str:
    with Path(name).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _who() -> str:
    try:
        return f"command line: {getpass.getuser()}"[:150]
    except (OSError, KeyError):  # an account without a name
        return "command line"
