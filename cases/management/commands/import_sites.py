"""`manage.py import_sites FILE.csv`: protected sites into the list; with --people how many live in each borough."""

import getpass
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cases.domain.sites import import_people, import_sites
from cases.engine.counts_file import CountsFileError
from cases.engine.sites_file import PEOPLE_COLUMNS, SITE_COLUMNS, read_people, read_sites
from cases.queries.boroughs import boroughs


class Command(BaseCommand):
    """Reads the whole file before the first row is written."""

    help = (
        f"Take protected sites ({','.join(SITE_COLUMNS)}; strands apart by blanks) into the list. A site of the same name "
        f"and postcode is renewed, none is removed. With --people: how many people live in each borough "
        f"({','.join(PEOPLE_COLUMNS)}), for rates. A file that cannot be read is refused whole, with status 2."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the sites as CSV")
        parser.add_argument("--people", action="store_true", help="people of boroughs instead of sites")
        parser.add_argument("--source", default="imported", help="whose estimate of people it is")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["file"]
        known = {key: key for key in boroughs()} | {one.name.lower(): key for key, one in boroughs().items()}
        if not 0 < len(options["source"].strip()) <= 120:
            raise CommandError("--source: give one to 120 characters.", returncode=2)
        try:
            with Path(name).open("rb") as lines:
                self._take(lines, known, options)
        except OSError as error:
            raise CommandError(f"{name}: {error.strerror}", returncode=2) from None
        except CountsFileError as error:
            raise CommandError(f"{name}, {error}", returncode=2) from None

    def _take(self, lines: BinaryIO, known: dict[str, str], options: dict[str, Any]) -> None:
        if options["people"]:
            count = import_people(read_people(lines, known), source=options["source"].strip())
            self.stdout.write(f"{options['file']}: people of {count} boroughs.")
            return
        added, renewed = import_sites(read_sites(lines, known), by=f"command line: {_who()}"[:150], now=timezone.now())
        self.stdout.write(f"{options['file']}: {added} sites added, {renewed} renewed.")


def _who() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name
        return "unknown"
