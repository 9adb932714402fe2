"""What both commands share that make something of every case which lacks it."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import QuerySet
from django.utils import timezone

from cases.models import Case

_AT_ONCE = 500


class Filling(BaseCommand):
    """Finds nothing to do when it has been run before."""

    lacking: Callable[[], QuerySet[Case]]  # the cases that lack it
    owe: Callable[..., int]  # owe it in the background, and tell for how many
    fill: Callable[..., int]  # make it for `most` of them beyond the one at which the call before ended; 0 at the end
    owed, done = "", ""  # what is said of it; `owed` of a number

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the arguments."""
        parser.add_argument("--now", action="store_true", help="do it here, and tell how far it is")

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill, or owe the filling."""
        if not options["now"]:
            count = type(self).owe(now=timezone.now())
            self.stdout.write(self.owed % count if count else "Nothing is missing.")
            return
        total = type(self).lacking().count()
        at = made = 0
        while made < total:
            at = type(self).fill(at, now=timezone.now(), most=_AT_ONCE)
            made = min(made + _AT_ONCE, total) if at else total
            self.stdout.write(f"{made} of {total} cases")
            self.stdout.flush()
        self.stdout.write(self.done if total else "Nothing is missing.")
