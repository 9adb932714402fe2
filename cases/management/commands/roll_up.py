"""`manage.py roll_up`: make the roll-ups equal the cases now, as the worker does every ten minutes."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.domain.roll_ups import roll_up


class Command(BaseCommand):
    """Mends what differs; a second call mends nothing."""

    help = "Compare the roll-ups of daily counts with the cases and mend what differs."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{roll_up()} cells mended.")
