"""`manage.py load_demo`: a believable history, for looking around and for demonstrations."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cases.demo.history import NoUnit, play_history
from cases.domain.reference import load_reference
from cases.domain.refusals import NotThere, Refused
from cases.management.numbers import whole_number
from reporting.models import Alarm, Report

MOST_REPORTS, MOST_DAYS = 20_000, 3_650
_SAID = {
    "new": "in the queue",
    "in_progress": "being worked on",
    "waiting": "waiting",
    "closed": "closed",
    "emptied": "emptied",
}


class Command(BaseCommand):
    """Everything goes through the product's own rules; series come with their own part of the desk."""

    help = (
        "Load a believable history that ends now: reports in many voices and languages, with files that "
        "are drawn for it, cases in every state, officers at work, messages, alarms, and a surge after "
        "an attack in the news. Series of cases are not part of it yet. "
        "The same seed gives the same texts and the same work; references and codes are drawn anew each time. "
        "All of it is written, or nothing. Running it again adds another history. "
        "What it writes cannot be taken out again: never use it where real reports are kept."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the arguments."""
        parser.add_argument("--reports", default=200, metavar="N", help="how many reports (default 200)")
        parser.add_argument("--days", default=60, metavar="D", help="over how many days up to now (default 60)")
        parser.add_argument("--seed", default=1, metavar="S", help="a whole number (default 1)")
        parser.add_argument("--quiet", action="store_true", help="leave no alarm ringing in the end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Play the history. Bad input: one sentence and status 2."""
        reports = whole_number(options["reports"], "--reports", least=1, most=MOST_REPORTS)
        days = whole_number(options["days"], "--days", least=1, most=MOST_DAYS)
        seed = whole_number(options["seed"], "--seed", least=-(2**63), most=2**63)
        load_reference()
        now = timezone.now()
        if kept := Report.objects.count():
            there_are = "report is" if kept == 1 else "reports are"
            self.stdout.write(f"{kept} {there_are} here already: another history is added to what is there.")
        try:
            played = play_history(
                reports, days=days, seed=seed, quiet=options["quiet"], now=now, progress=self._progress(days)
            )
        except NoUnit:
            raise CommandError("There is no default unit: name one under /admin/ first.", returncode=2) from None
        except Refused as refused:
            raise CommandError(refused.sentence, returncode=2) from None
        except NotThere:
            raise CommandError(
                "Units or rules of this instance keep a case of the demonstration from its officers, so nothing was loaded."
                " Load it into a fresh instance: another DATA_DIR.",
                returncode=2,
            ) from None
        states = ", ".join(f"{count} {_SAID[state]}" for state, count in sorted(played.states.items()))
        since = timezone.localtime(now - timedelta(days=days))
        self.stdout.write(f"{played.reports} reports since {since:%d %B %Y}; their cases: {states}.")
        ringing = Alarm.objects.ringing().count()
        if ringing:
            self.stdout.write(f"{ringing} {'alarm is' if ringing == 1 else 'alarms are'} ringing.")

    def _progress(self, days: int) -> Any:
        every = max(1, days // 12)

        def tell(day: int, reports: int, steps: int) -> None:
            if day % every == 0 or day == days:
                self.stdout.write(f"day {day} of {days}: {reports} reports, {steps} steps")
                self.stdout.flush()

        return tell
