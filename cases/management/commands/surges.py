"""`manage.py surges FILE.csv`: days on which a count is higher than its own history explains."""

from django.core.management.base import CommandParser

from cases.management.not_built import NotBuiltYet


class Command(NotBuiltYet):
    """Comes with the statistics."""

    help = "Read daily counts and print a JSON line for each day that alarms. Not built yet."
    missing = "Finding surges in daily counts"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="daily counts: `date`, then one column a series")
        parser.add_argument("--all", action="store_true", help="print every day, not only those that alarm")
