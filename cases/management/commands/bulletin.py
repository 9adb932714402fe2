"""`manage.py bulletin --date YYYY-MM-DD`: the bulletin for a day."""

import argparse
import datetime
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cases.papers.bulletin import NOT_KEPT, as_html, as_json, as_pdf
from cases.queries.bulletin import bulletin_of


class Command(BaseCommand):
    """Writes to standard output and keeps nothing."""

    help = (
        "Write the bulletin for a day to standard output: its figures against the daily average of the year, in "
        "sentences, with what is counted and what to bear in mind. A day without counts, or to come, is named, with status 2. "
        "It is a draft: nobody has approved it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--date", required=True, type=_day, help="the day, as YYYY-MM-DD")
        parser.add_argument("--format", choices=["html", "pdf", "json"], default="html")

    def handle(self, *args: Any, **options: Any) -> None:
        on = options["date"]
        if on > timezone.localdate():
            raise CommandError(f"{on} is still to come: ask for a day that is over, or for today so far.", returncode=2)
        bulletin = bulletin_of(on)
        if bulletin is None:
            raise CommandError(f"There is no data for {on}: import counts of that day first.", returncode=2)
        content = bulletin.as_dict()
        if options["format"] == "pdf":
            out = getattr(self.stdout, "_out", sys.stdout)
            getattr(out, "buffer", out).write(as_pdf(content, NOT_KEPT))
        else:
            self.stdout.write(_words(content, options["format"]))


def _words(content: dict[str, Any], form: str) -> str:
    return as_json(content, NOT_KEPT) if form == "json" else as_html(content, NOT_KEPT)


def _day(said: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(said)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{said!r} is not a date such as 2017-06-06") from None
