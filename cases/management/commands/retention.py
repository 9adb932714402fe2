"""`manage.py retention --dry-run`: what would be reviewed, redacted and kept, and why."""

from django.core.management.base import CommandParser

from cases.management.not_built import NotBuiltYet


class Command(NotBuiltYet):
    """Comes with the rules of retention."""

    help = "Show what would be reviewed, redacted and kept, and why. Not built yet."
    missing = "Retention by dated rules"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="show, and change nothing")
