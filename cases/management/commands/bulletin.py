"""`manage.py bulletin --date YYYY-MM-DD`: the bulletin for a day."""

import datetime

from django.core.management.base import CommandParser

from cases.management.not_built import NotBuiltYet


class Command(NotBuiltYet):
    """Comes with the statistics."""

    help = "Write the bulletin for a day to standard output. Not built yet."
    missing = "The bulletin"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--date", required=True, type=datetime.date.fromisoformat, help="the day, as YYYY-MM-DD")
        parser.add_argument("--format", choices=["html", "pdf", "json"], default="html")
