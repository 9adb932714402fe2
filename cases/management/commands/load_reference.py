"""`manage.py load_reference`: units, promises, decision rules and emergency lines of a new database."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cases.domain.models_in_service import know_shipped
from cases.domain.reference import load_reference
from cases.engine.model import DamagedModelError


class Command(BaseCommand):
    """Run after every migration; adds what is missing and changes nothing."""

    help = "Add the units, promises, rules and emergency lines that are missing. Changes nothing that is there."

    def handle(self, *args: Any, **options: Any) -> None:
        added = {noun: count for noun, count in load_reference().items() if count}
        try:
            know_shipped(now=timezone.now())
        except DamagedModelError as error:
            self.stderr.write(f"{error} Reports are taken and wait for a person.")
        self.stdout.write(
            "Added " + ", ".join(f"{count} {noun}" for noun, count in added.items()) if added else "Nothing to add."
        )
