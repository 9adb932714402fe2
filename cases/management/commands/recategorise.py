"""`manage.py recategorise`: let the version in force suggest for open cases that it has not seen."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.domain.models_in_service import owe_recategorising
from cases.engine.model import DamagedModelError


class Command(BaseCommand):
    """The work is done in the background; what officers decided stands."""

    help = "Categorise open cases anew, in the background, with the model version in force."

    def handle(self, *args: Any, **options: Any) -> None:
        """Owe the work and say how much it is."""
        try:
            count = owe_recategorising(now=timezone.now())
        except DamagedModelError as error:
            raise CommandError(str(error), returncode=2) from None
        self.stdout.write(
            f"{count} reports of open cases are categorised anew." if count else "There is nothing to do."
        )
