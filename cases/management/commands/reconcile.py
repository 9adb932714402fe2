"""`manage.py reconcile`: rows and codes agree. So do evidence and its files."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from cases.domain import evidence_files
from cases.management.proof import Proof
from cases.queries import agreement
from cases.queries.roll_ups import roll_ups_that_differ
from cases.queries.search_gaps import cases_that_search_misses
from reporting.models import Report


class Command(Proof):
    """Compares what was received with what became of it; changes nothing."""

    help = "Prove that reports, cases, words, codes and background work agree. Status 1 names the rows that are wrong."

    is_deep = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--deep", action="store_true", help="read every file of evidence and compare its hash")

    def handle(self, *args: Any, **options: Any) -> None:
        self.is_deep = options["deep"]
        super().handle(*args, **options)

    def find(self) -> Iterator[str]:
        now = timezone.now()
        for report in agreement.reports_without_a_case(now).iterator():
            yield f"report {report.reference}: no case was opened"
        for report in agreement.reports_in_no_case(now).iterator():
            yield f"report {report.reference}: attached to no case"
        for report in agreement.reports_with_other_words().only("reference").iterator():
            yield f"report {report.reference}: its words are not those of its fingerprint"
        for report in agreement.reports_that_no_code_opens().only("reference").iterator():
            yield f"report {report.reference}: its code opens nothing, though nobody stopped it"
        for case in cases_that_search_misses(now).only("reference").iterator():
            yield f"case {case.reference}: search does not know all of it: run `manage.py fill_search`"
        for draft in agreement.drafts_past_their_time(now).only("expires_at").iterator():
            yield f"draft {draft.pk}: not sent, and not deleted since {draft.expires_at:%Y-%m-%d %H:%M %Z}"
        for complaint in agreement.complaints_that_nobody_was_given(now).only("reference").iterator():
            yield f"complaint {complaint.reference}: not put before the supervisors"
        yield from evidence_files.wrong(is_deep=self.is_deep)
        for cell, kept, real in roll_ups_that_differ():
            yield f"roll-up {cell}: says {kept}, the cases say {real}: run `manage.py roll_up`"
        for row in agreement.stuck_work(now).iterator():
            yield f"work {row.pk} ({row.task} of {row.subject}): not finished, due {row.due_at:%Y-%m-%d %H:%M:%S %Z}"
        for row in agreement.work_for_a_person().iterator():
            self.stdout.write(f"work {row.pk} ({row.task} of {row.subject}) waits for a person: {row.failure}")
        self.stdout.write(f"{Report.objects.count()} reports compared.")
