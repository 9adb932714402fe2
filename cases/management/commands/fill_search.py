"""`manage.py fill_search`: let search know of every case that it does not know as it should."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from cases.domain.searchable import BATCH, fill_some, owe_filling
from cases.queries.search_gaps import cases_to_index


class Command(BaseCommand):
    """Finds nothing to do when it has been run before."""

    help = "Make what search looks through for every case that lacks it; in the background, or here with --now."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the arguments."""
        parser.add_argument("--now", action="store_true", help="do it here, and tell how far it is")

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill, or owe the filling."""
        if not options["now"]:
            count = owe_filling(now=timezone.now())
            self.stdout.write(f"{count} cases are made findable in the background." if count else "Nothing is missing.")
            return
        left = total = cases_to_index().count()
        while left:
            left = fill_some(now=timezone.now(), most=10 * BATCH)
            self.stdout.write(f"{total - left} of {total} cases")
            self.stdout.flush()
        self.stdout.write("Search knows every case." if total else "Nothing is missing.")
