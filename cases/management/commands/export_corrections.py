"""`manage.py export_corrections NUMBER FILE`: write the corrections that two people agreed to take out."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cases.domain.corrections import make_export
from cases.domain.refusals import Refused
from cases.engine.model import DamagedModelError
from cases.management.progress import Progress


class Command(BaseCommand):
    """Asked for and approved in the administration, by two people; carried out here, once, and logged."""

    help = (
        "Write officers' decisions beside suggestions, scrubbed, for `python -m cases.engine.train --with-corrections`."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the arguments."""
        parser.add_argument("number", type=int, help="the number of the approved request")
        parser.add_argument("file", type=Path, help="a new file")

    def handle(self, *args: Any, number: int, file: Path, **options: Any) -> None:
        """Write the file, or say in one sentence why not."""
        try:
            with Progress("corrections scrubbed") as tell:
                made = make_export(number, file, now=timezone.now(), tell=tell)
        except (Refused, DamagedModelError) as error:
            raise CommandError(str(error), returncode=2) from None
        except FileExistsError:
            raise CommandError(f"{file} is there already: name a new file.", returncode=2) from None
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.", returncode=2) from None
        self.stdout.write(f"{made.rows} corrections written to {file}, SHA-256 {made.sha256}.")
