"""`manage.py agreement`: how often officers agree with suggestions that they had not seen when they chose."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cases.queries.agreement_figures import agreement_figures

LONGEST = 36_500


class Command(BaseCommand):
    """Only the random 5 % of cases count in which the suggestion was hidden until the officer had chosen."""

    help = "Agreement between officers and suggestions, over cases whose suggestion was hidden, and its drift."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the arguments."""
        parser.add_argument("--days", type=int, default=365, help="how far to look back (default 365)")

    def handle(self, *args: Any, days: int, **options: Any) -> None:
        """Print a line a key, then the drift."""
        if not 1 <= days <= LONGEST:
            raise CommandError(f"--days is a number from 1 to {LONGEST}.", returncode=2)
        now = timezone.now()
        figures = agreement_figures(since=now - timedelta(days=days), now=now)
        self.stdout.write(f"{figures.cases} cases decided before the suggestion was shown.")
        if figures.too_few:
            self.stdout.write("These are too few to say anything: at least 30 are needed.")
            return
        for line in figures.keys:
            self.stdout.write(
                f"{line.key}: precision {line.precision:.2f}, recall {line.recall:.2f}, F1 {line.f1:.2f}, "
                f"kappa {line.kappa:.2f}, in {line.n} of them"
            )
        self.stdout.write(
            f"In {figures.nothing} of them the officer found nothing; something was suggested in {figures.false_alarms} of these."
        )
        self.stdout.write(figures.drift)
