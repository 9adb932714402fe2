"""`manage.py import_counts FILE.csv`: daily counts into the history that charts and bulletins compare with."""

from django.core.management.base import CommandParser

from cases.management.not_built import NotBuiltYet


class Command(NotBuiltYet):
    """Comes with the statistics."""

    help = "Read daily counts into the history that charts and bulletins compare with. Not built yet."
    missing = "Importing daily counts"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="daily counts: `date`, then one column a series")
