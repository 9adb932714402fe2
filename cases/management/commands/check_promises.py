"""`manage.py check_promises`: no commitment is overdue without being shown so, and the public figures are so."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from cases.management.proof import Proof
from cases.models import Commitment, Review
from cases.queries import figures_apart, promises


class Command(Proof):
    """Recomputes due times and published figures from the rows; changes nothing."""

    help = (
        "Prove that nothing is owed out of sight, and that the figures of the promise page are what the rows say. "
        "Status 1 names the rows and figures that are wrong."
    )

    def find(self) -> Iterator[str]:
        now = timezone.now()
        for case in promises.cases_with_a_wrong_due_time().iterator():
            yield f"case {case.reference}: due {_when(case.next_due_at)}, its commitments say {_when(case.earliest)}"
        for case in promises.open_cases_without_a_commitment().iterator():
            yield f"case {case.reference}: open, and owes nothing"
        for link in promises.unread_without_a_promise().iterator():
            yield f"report {link.report.reference}: unread in case {link.case.reference}, no reading owed in time"
        for commitment, why in promises.overdue_out_of_sight(now):
            named = f"commitment {commitment.pk} ({commitment.kind}, case {commitment.case.reference})"
            yield f"{named}: overdue, and {why}"
        for commitment, why in promises.new_times_untold(now):
            named = f"commitment {commitment.pk} ({commitment.kind}, case {commitment.case.reference})"
            yield f"{named}: overdue, and {why}"
        yield from figures_apart.met_without_a_trace()
        yield from figures_apart.promised_at_another_priority()
        yield from figures_apart.readings_promised_too_late()
        for report, why in promises.reviews_out_of_sight():
            yield f"report {report.reference}: {why}"
        owed, late = Commitment.objects.open().count(), Commitment.objects.overdue(now).count()
        self.stdout.write(f"{owed} commitments are open; {late} of them are overdue, and each is shown as late.")
        if untold := figures_apart.without_a_told_priority():
            self.stdout.write(
                f"Of {untold} commitments the timeline is too old to say the priority, so it is not proved."
            )
        reviews = Review.objects.open()
        late = reviews.filter(due_at__lt=now).count()
        self.stdout.write(f"{reviews.count()} reviews are owed; {late} of them are overdue, and each is shown as late.")
        yield from self._figures(now)

    def _figures(self, now: datetime) -> Iterator[str]:
        figure = figures_apart.published_promise()
        if figure is None:
            self.stdout.write("No figures are published yet: the worker does it every ten minutes.")
        else:
            minutes = int((now - figure.published_at).total_seconds() // 60)
            self.stdout.write(f"The figures of the promise page are {minutes} minutes old.")
            yield from figures_apart.promises_that_differ(figure)
        yield from figures_apart.months_that_differ()


def _when(time: object) -> str:
    return f"{time:%Y-%m-%d %H:%M:%S %Z}" if time else "never"
