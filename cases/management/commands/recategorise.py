"""`manage.py recategorise`: let the version in force suggest for open cases that it has not seen."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.domain.model_in_force import model_in_force
from cases.domain.models_in_service import BATCH, owe_recategorising
from cases.engine.model import DamagedModelError


class Command(BaseCommand):
    """The work is done in the background; what officers decided stands."""

    help = "Categorise open cases anew, in the background, with the model version in force."

    def handle(self, *args: Any, **options: Any) -> None:
        """Owe the work and say how much it is."""
        try:
            count = owe_recategorising(now=timezone.now())
            version = model_in_force().version
        except DamagedModelError as error:
            raise CommandError(str(error), returncode=2) from None
        if not count:
            self.stdout.write(f"Version {version} has seen every report of an open case: there is nothing to do.")
            return
        reports = "1 report of an open case is" if count == 1 else f"{count} reports of open cases are"
        self.stdout.write(
            f"{reports} still to be seen by version {version}. The worker does it in the background, {BATCH} at a time; "
            "a report that cannot be categorised is put before a person. This command, run again, says how many are left."
        )
