"""`manage.py roll_up`: make every roll-up equal the cases now, as the worker does once a day, and every ten minutes with
the days of cases that changed."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.domain.roll_ups import roll_up_every_day


class Command(BaseCommand):
    """Mends what differs; a second call mends nothing."""

    help = "Compare the roll-ups of daily counts with the cases and mend what differs."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{roll_up_every_day()} cells mended.")
