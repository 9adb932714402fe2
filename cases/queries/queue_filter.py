"""What of the queue is wanted: each filter that was chosen narrows the list, its counts and nothing else."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Upper
from django.db.models.lookups import Regex

from cases.models import CaseReport, CaseTag, TimelineEntry
from cases.models.case import CaseQuerySet
from cases.queries.blind import hidden_from_choice
from cases.queries.boroughs import pattern_of
from cases.queries.days import midnight
from cases.queries.languages import in_language
from cases.queries.series import in_a_series
from reporting.models.report import CAME_AGAIN

NOBODY, SOMEBODY = "~nobody", "~somebody"  # no user name holds a tilde
LATE = "late"
REPEATS = CAME_AGAIN
RAISED = "raised_for_repeat"  # on the timeline: the same person or place had come before
_LAST_DAY = date(9998, 12, 31)  # the calendar ends soon after
AGES = {  # since receipt: at least, less than
    "1": (timedelta(0), timedelta(days=1)),
    "1-7": (timedelta(days=1), timedelta(days=7)),
    "7-30": (timedelta(days=7), timedelta(days=30)),
    "30": (timedelta(days=30), None),
}


@dataclass(frozen=True)
class QueueFilter:
    """Empty fields narrow nothing; of several values in one field one is enough.

    `borough` holds keys, whose places are looked for in the place as the reporter wrote it, and `place` any part of it;
    days are local.
    """

    state: tuple[str, ...] = ()
    unit: str = ""
    officer: str = ""
    due: str = ""
    strand: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    priority: tuple[str, ...] = ()
    borough: tuple[str, ...] = ()
    place: str = ""
    language: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
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
            wanted &= Q(state__in=self.state)
        if self.unit:
            wanted &= Q(unit__key=self.unit)
        if self.priority:
            wanted &= Q(priority__in=self.priority)
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
            strands = list(self.strand)
            unticked = hidden_from_choice().exclude(case__opened_for__perceived_strands__overlap=strands)
            wanted &= Q(strands__overlap=strands) & ~Q(pk__in=unticked.values("case"))
        if self.kind:
            wanted &= Q(kinds__overlap=list(self.kind)) & ~Q(pk__in=hidden_from_choice().values("case"))
        if self.borough:
            wanted &= Q(Regex(Upper("area"), pattern_of(self.borough)))
        if self.place:
            wanted &= Q(area__icontains=self.place)
        if self.language:
            wanted &= reduce(or_, (in_language(one) for one in self.language))
        if self.tag:
            wanted &= Q(
                Exists(CaseTag.objects.filter(case=OuterRef("pk"), taken_off_at=None, tag__name__iexact=self.tag))
            )
        if self.channel:
            wanted &= _tells(report__channel__in=self.channel)
        if self.repeat:
            wanted &= _came_again()
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
            wanted &= Q(received_at__gte=midnight(self.received_from))
        if self.received_to:
            last = min(self.received_to, _LAST_DAY)
            wanted &= Q(received_at__lt=midnight(last + timedelta(days=1)))
        return wanted


def _tells(**of_report: object) -> Q:
    """One of the attached reports does."""
    return Q(pk__in=CaseReport.objects.filter(detached_at=None, **of_report).values("case"))


def _came_again() -> Q:
    """One of the reports says that it happened before, or the same person or place had come before."""
    told = CaseReport.objects.filter(detached_at=None, report__answers__happened_before__in=REPEATS).values("case")
    raised = TimelineEntry.objects.filter(what=RAISED).values("case")
    return Q(pk__in=told.union(raised, all=True))
