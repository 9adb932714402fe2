"""Commands that are promised and not built yet: one sentence and exit status 2, nothing half-done."""

import sys
from typing import Any, NoReturn

from django.core.management.base import BaseCommand


class NotBuiltYet(BaseCommand):
    """A subclass says what is missing; its arguments are those that will stay."""

    requires_system_checks: list[str] = []
    missing = ""

    def handle(self, *args: Any, **options: Any) -> NoReturn:
        self.stderr.write(f"{self.missing} is not built yet.")
        sys.exit(2)
