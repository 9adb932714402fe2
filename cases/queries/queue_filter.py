"""What of the queue is wanted: each filter that was chosen narrows the list, its counts and nothing else."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cases.models import CaseReport, CaseTag, TimelineEntry
from cases.models.case import CaseQuerySet
from cases.queries.blind import is_blind
from cases.queries.series import in_a_series

NOBODY, SOMEBODY = "~nobody", "~somebody"  # no user name holds a tilde
LATE = "late"
REPEATS = ("once_or_twice", "often")  # answers to “has something like this happened before?”
_LAST_DAY = date(9998, 12, 31)  # the calendar ends soon after
AGES = {  # since receipt: at least, less than
    "1": (timedelta(0), timedelta(days=1)),
    "1-7": (timedelta(days=1), timedelta(days=7)),
    "7-30": (timedelta(days=7), timedelta(days=30)),
    "30": (timedelta(days=30), None),
}


@dataclass(frozen=True)
class QueueFilter:
    """Empty fields narrow nothing. `borough` is looked for in the place as the reporter wrote it; days are local."""

    state: str = ""
    unit: str = ""
    officer: str = ""
    due: str = ""
    strand: str = ""
    kind: str = ""
    priority: str = ""
    borough: str = ""
    language: str = ""
    channel: str = ""
    age: str = ""
    repeat: str = ""
    series: str = ""
    evidence: str = ""
    tag: str = ""
    received_from: date | None = None
    received_to: date | None = None

    def of(self, cases: CaseQuerySet, now: datetime) -> CaseQuerySet:
        """Those of these cases that are wanted."""
        for wanted in (self._by_work(now), self._by_content(), self._by_time(now)):
            cases = cases.filter(wanted)
        return cases

    def _by_work(self, now: datetime) -> Q:
        wanted = Q()
        if self.state:
            wanted &= Q(state=self.state)
        if self.unit:
            wanted &= Q(unit__key=self.unit)
        if self.priority:
            wanted &= Q(priority=self.priority)
        if self.officer in (NOBODY, SOMEBODY):
            wanted &= Q(officer__isnull=self.officer == NOBODY)
        elif self.officer:
            wanted &= Q(officer__username=self.officer)
        if self.due == LATE:
            wanted &= Q(next_due_at__lt=now)
        return wanted

    def _by_content(self) -> Q:
        wanted = Q()
        if self.strand:
            # What was ticked is among the case's strands from the beginning, and hides nothing.
            ticked = Q(opened_for__perceived_strands__contains=[self.strand])
            wanted &= Q(strands__contains=[self.strand]) & (ticked | ~is_blind())
        if self.kind:
            wanted &= Q(kinds__contains=[self.kind]) & ~is_blind()
        if self.borough:
            wanted &= Q(area__icontains=self.borough)
        if self.language:
            wanted &= Q(language=self.language) | Q(language__startswith=f"{self.language}-")
        if self.tag:
            wanted &= Q(
                Exists(CaseTag.objects.filter(case=OuterRef("pk"), taken_off_at=None, tag__name__iexact=self.tag))
            )
        if self.channel:
            wanted &= _tells(report__channel=self.channel)
        if self.repeat:
            wanted &= _tells(report__answers__happened_before__in=REPEATS) | _came_again()
        if self.evidence:
            wanted &= _tells(report__evidence__isnull=False)
        if self.series:
            wanted &= in_a_series()
        return wanted

    def _by_time(self, now: datetime) -> Q:
        wanted = Q()
        if self.age:
            least, most = AGES[self.age]
            wanted &= Q(received_at__lte=now - least) & (Q(received_at__gt=now - most) if most else Q())
        if self.received_from:
            wanted &= Q(received_at__gte=_midnight(self.received_from))
        if self.received_to:
            last = min(self.received_to, _LAST_DAY)
            wanted &= Q(received_at__lt=_midnight(last + timedelta(days=1)))
        return wanted


def _tells(**of_report: object) -> Q:
    """One of the attached reports does."""
    return Q(Exists(CaseReport.objects.filter(case=OuterRef("pk"), detached_at=None, **of_report)))


def _came_again() -> Q:
    """The same person or place had come before, so that reading was brought forward."""
    return Q(Exists(TimelineEntry.objects.filter(case=OuterRef("pk"), what="raised_for_repeat")))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())
