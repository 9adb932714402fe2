"""`manage.py offer_model FILE`: put a trained model beside the one in force, with figures for both."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cases.domain.models_in_service import offer_model
from cases.engine.model import DamagedModelError
from cases.management.progress import Progress


class Command(BaseCommand):
    """Changes nothing of what is suggested: an administrator switches a version on."""

    help = "Offer a model file: check it, copy it to MODELS_DIR, and compare it with the version in force."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the arguments."""
        parser.add_argument("file", type=Path, help="a model file, with its .sha256 file beside it")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Offer, and say how the two versions did."""
        try:
            with Progress("held-back cases compared") as tell:
                version = offer_model(file, now=timezone.now(), tell=tell)
        except DamagedModelError as error:
            raise CommandError(str(error), returncode=2) from None
        except OSError as error:
            raise CommandError(f"{file} could not be copied to MODELS_DIR: {error.strerror}.", returncode=2) from None
        figures = version.figures
        if version.compared_at is None or version.compared_with == version.version:
            self.stdout.write(f"{version.version} is in force: there is nothing to compare it with.")
            return
        self.stdout.write(
            f"{version.version} was compared with {version.compared_with} on {figures['cases']} held-back cases."
        )
        if figures["is_enough"]:
            for name in ("strands", "kinds"):
                self.stdout.write(
                    f"F1 over {name}: {figures['old'][name]:.2f} in force, {figures['new'][name]:.2f} offered"
                )
        else:
            self.stdout.write("These are too few to say which is better: at least 30 are needed.")
        self.stdout.write("An administrator can switch it on under Model versions.")
