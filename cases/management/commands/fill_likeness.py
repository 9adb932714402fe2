"""`manage.py fill_likeness`: let older cases be compared with new ones."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from cases.domain.likeness_gaps import BATCH, fill_some, owe_filling
from cases.queries.likeness_gaps import cases_without_traits


class Command(BaseCommand):
    """Finds nothing to do when it has been run before."""

    help = "Make what is compared of each case that lacks it; in the background, or here with --now."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the arguments."""
        parser.add_argument("--now", action="store_true", help="do it here, and tell how far it is")

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill, or owe the filling."""
        if not options["now"]:
            count = owe_filling(now=timezone.now())
            said = f"{count} cases are made comparable in the background." if count else "Nothing is missing."
            self.stdout.write(said)
            return
        left = total = cases_without_traits().count()
        while left:
            left = fill_some(now=timezone.now(), most=10 * BATCH)
            self.stdout.write(f"{total - left} of {total} cases")
            self.stdout.flush()
        self.stdout.write("Every case can be compared." if total else "Nothing is missing.")
