"""Whether what is owed stands where all see it: read from the commitments, not from columns kept for speed."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import DateTimeField, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from cases.enums import OPEN_STATES, CommitmentKind
from cases.models import Case, CaseReport, Commitment, Reading, Review
from reporting.enums import READ_CEILING
from reporting.models import Report
from reporting.queries.reviews import review_within

_TOLD = (CommitmentKind.READ, CommitmentKind.ANSWER, CommitmentKind.UPDATE, CommitmentKind.REFERRAL)  # to the reporter


def cases_with_a_wrong_due_time() -> QuerySet[Case]:
    """Cases whose `next_due_at` is not the time of their earliest open commitment (`earliest`)."""
    first = (
        Commitment.objects.open()
        .filter(case=OuterRef("pk"))
        .order_by()
        .values("case")
        .annotate(at=Min("due_at"))
        .values("at")
    )
    cases = Case.objects.annotate(earliest=Subquery(first, output_field=DateTimeField()))
    return cases.exclude(next_due_at=F("earliest")).exclude(next_due_at=None, earliest=None)


def open_cases_without_a_commitment() -> QuerySet[Case]:
    """Open cases that owe nothing to anybody: nobody would come back to them."""
    return Case.objects.open().filter(~Exists(Commitment.objects.open().filter(case=OuterRef("pk"))))


def unread_without_a_promise() -> QuerySet[CaseReport]:
    """Unread reports to which no reading is owed within 24 hours of their receipt."""
    live = CaseReport.objects.filter(detached_at=None, case__state__in=OPEN_STATES).select_related("case", "report")
    promised = Commitment.objects.open().filter(
        case=OuterRef("case"), report=OuterRef("report"), kind=CommitmentKind.READ,
        due_at__lte=OuterRef("report__received_at") + READ_CEILING,
    )  # fmt: skip
    return live.filter(~Exists(Reading.objects.filter(report=OuterRef("report"))) & ~Exists(promised))


def overdue_out_of_sight(now: datetime) -> Iterator[tuple[Commitment, str]]:
    """Overdue commitments that nobody is shown, with the reason: not in the queue, or not told to the reporter."""
    overdue = Commitment.objects.overdue(now).select_related("case", "report").order_by("due_at", "pk")
    for commitment in overdue.filter(
        ~Q(case__state__in=OPEN_STATES) | Q(case__next_due_at=None) | Q(case__next_due_at__gt=F("due_at"))
    ):
        yield commitment, "the queue does not show it as late"
    told = overdue.filter(kind__in=_TOLD, report__isnull=False, case__state__in=OPEN_STATES)
    for commitment in told.filter(Q(report__public_due_at=None) | Q(report__public_due_at__gt=now)):
        yield commitment, "the reporter is not told that we are late"


def reviews_out_of_sight() -> Iterator[tuple[Report, str]]:
    """Reports with a review that is owed later than promised, or by a time that the reporter is not told."""
    told: set[int] = set()
    for review in Review.objects.open().select_related("report").order_by("due_at", "pk"):
        if review.due_at > review.asked_at + review_within(timezone.localdate(review.asked_at)):
            yield review.report, "a review is owed later than the rule in force promises"
        if review.report_id not in told and review.report.public_review_due_at != review.due_at:
            yield review.report, "the reporter is not told by when the review is owed"
        told.add(review.report_id)
    for report in Report.objects.filter(public_review_due_at__isnull=False).exclude(pk__in=told).order_by("pk"):
        yield report, "the reporter is told a time for a review, and none is owed"


def new_times_untold(now: datetime) -> Iterator[tuple[Commitment, str]]:
    """Missed commitments whose new time is not what the reporter is told, or that the reporter is told and nobody gave."""
    overdue = Commitment.objects.overdue(now).with_new_time().select_related("case", "report").order_by("due_at", "pk")
    told = overdue.filter(kind__in=_TOLD, case__state__in=OPEN_STATES, report__public_due_at=F("due_at"))
    for commitment in told.exclude(report__public_new_due_at=F("new_due_at")).exclude(
        report__public_new_due_at=None, new_due_at=None
    ):  # type: ignore[misc]
        yield commitment, "the reporter is not told the new time that was promised"
    nobody = Report.objects.filter(public_due_at__gt=now, public_new_due_at__isnull=False)
    for commitment in Commitment.objects.open().filter(report__in=nobody).select_related("case").order_by("pk"):
        yield commitment, "the reporter is told a new time, and nothing was missed"
