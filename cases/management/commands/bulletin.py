"""`manage.py bulletin --date YYYY-MM-DD`: the bulletin for a day."""

import argparse
import datetime
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.papers.bulletin import as_html, as_json, as_pdf
from cases.queries.bulletin import bulletin_of


class Command(BaseCommand):
    """Writes to standard output and keeps nothing."""

    help = (
        "Write the bulletin for a day to standard output: its figures against the daily average of the year, in "
        "sentences, with what is counted and what to bear in mind. A day without counts is said to be one, with status 2."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--date", required=True, type=_day, help="the day, as YYYY-MM-DD")
        parser.add_argument("--format", choices=["html", "pdf", "json"], default="html")

    def handle(self, *args: Any, **options: Any) -> None:
        on = options["date"]
        bulletin = bulletin_of(on)
        if bulletin is None:
            raise CommandError(f"There is no data for {on}: import counts of that day first.", returncode=2)
        content = bulletin.as_dict()
        if options["format"] == "pdf":
            out = getattr(self.stdout, "_out", sys.stdout)
            getattr(out, "buffer", out).write(as_pdf(content))
        else:
            self.stdout.write(as_json(content) if options["format"] == "json" else as_html(content))


def _day(said: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(said)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{said!r} is not a date such as 2017-06-06") from None
