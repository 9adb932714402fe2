"""`manage.py load_bulk --cases N`: many cases fast, for measurements at scale."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from cases.demo.bulk.load import load_cases, reports_of_others
from cases.domain.figures import publish_figures
from cases.domain.reference import load_reference
from cases.domain.refusals import Refused
from cases.domain.roll_ups import roll_up
from cases.management.numbers import whole_number

MOST_CASES = 2_000_000


class Command(BaseCommand):
    """For measuring only: the rows are true to every rule, and nobody has done what they tell of."""

    help = (
        "Load N made-up cases fast, for measuring at scale and for nothing else: in every state, over two years, with "
        "reports, links, commitments, voices, readings, decisions, messages and what search keeps. "
        "All of it is written, or nothing. "
        "The same seed gives the same cases. What it writes cannot be taken out again, and it stops every other write "
        "while it runs: it refuses where there are other reports, unless --beside-real-reports is given."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the arguments."""
        parser.add_argument("--cases", required=True, metavar="N", help="how many")
        parser.add_argument("--seed", default=1, metavar="S", help="a whole number (default 1)")
        parser.add_argument(
            "--beside-real-reports", action="store_true", help="load although other reports are kept here"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say how fast it went. Bad input: one sentence and status 2."""
        cases = whole_number(options["cases"], "--cases", least=1, most=MOST_CASES)
        seed = whole_number(options["seed"], "--seed", least=-(2**63), most=2**63)
        others = reports_of_others()
        if others and not options["beside_real_reports"]:
            raise CommandError(
                f"There are {others} reports here that no load in bulk has brought: made-up cases beside them can never be "
                "taken out again. Use a database for measuring, or give --beside-real-reports.",
                returncode=2,
            )
        load_reference()
        self.stdout.write("For measuring only: every case that is loaded now is made up.")
        try:
            loaded = load_cases(cases, seed=seed, now=timezone.now(), progress=self._progress(cases))
        except Refused as refused:
            raise CommandError(refused.sentence, returncode=2) from None
        roll_up()
        publish_figures(now=timezone.now())
        _tidy()
        rate = loaded.cases / loaded.seconds
        self.stdout.write(
            f"{loaded.cases} cases with {loaded.reports} reports in {loaded.seconds:.0f} s: {rate:.0f} cases per second."
        )

    def _progress(self, cases: int) -> Any:
        told = 0

        def tell(sent: int) -> None:
            nonlocal told
            if sent == cases or sent - told >= cases / 20:
                told = sent
                self.stdout.write(f"{sent} of {cases} cases")
                self.stdout.flush()

        return tell


def _tidy() -> None:
    """What autovacuum would do in a while: without it, counting in an index visits every row."""
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")
