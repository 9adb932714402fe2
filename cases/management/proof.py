"""Commands that prove something: they name what is wrong and then end with status 1."""

import sys
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand

SHOWN = 100  # of each kind; the count is always whole


class Proof(BaseCommand):
    """A subclass yields sentences about what is wrong; nothing is changed."""

    def find(self) -> Iterable[str]:
        """One sentence for each row that is wrong. May write notes to `self.stdout`."""
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for sentence in self.find():
            wrong += 1
            if wrong <= SHOWN:
                self.stdout.write(f"WRONG {sentence}")
        if wrong > SHOWN:
            self.stdout.write(f"and {wrong - SHOWN} more")
        self.stdout.write(f"{wrong} wrong" if wrong else "All is well.")
        if wrong:
            sys.exit(1)
