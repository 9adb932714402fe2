"""A series as its page shows it: the cases that one may see, what is owed, and its story."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, Left

from cases.enums import Role
from cases.models import Account, Case, RiskAssessment, Series, SeriesCommitment, SeriesEntry, SeriesLink

SOON = timedelta(days=1)  # in which the work of a series is said beside that of cases
LOOKED_AT = 5_000  # characters of a report in which a place is looked for
SOON, MOST_OWED = timedelta(days=1), 20


@dataclass(frozen=True)
class SeriesFile:
    """Cases newest first, each with `opening`, `happened_on`, `link_id`, `added_by`, `why` and `risk`; the story newest first."""

    series: Series
    cases: list[Case]
    commitments: list[SeriesCommitment]
    timeline: list[SeriesEntry]
    parts: list[Series]
    elsewhere: int = 0  # cases of other units, as far as that may be known

    @property
    def references(self) -> list[str]:
        """Of every case shown."""
        return [case.reference for case in self.cases]


def series_of(account: Account) -> "QuerySet[Series]":
    """All that the account may see, with how many cases of each, and when the last one was received."""
    mine = Case.objects.visible_to(account).filter(series_links__series=OuterRef("pk"), series_links__removed_at=None)
    counted = (
        mine.order_by().values("series_links__series").annotate(number=Count("pk", distinct=True)).values("number")
    )
    newest = mine.order_by("-received_at").values("received_at")[:1]
    open_work = Prefetch("commitments", SeriesCommitment.objects.filter(met_at=None).order_by("due_at"), to_attr="owed")
    return (
        Series.objects.visible_to(account)
        .select_related("owner")
        .prefetch_related(open_work)
        .annotate(number=Coalesce(Subquery(counted[:1]), 0), newest_at=Subquery(newest))
        .order_by("-newest_at", "-pk")
    )


def series_that_owe(account: Account, *, by: datetime) -> "QuerySet[Series]":
    """Those that the account may see and of which something is due by then: its own, and those that nobody owns."""
    owing = SeriesCommitment.objects.filter(met_at=None, due_at__lt=by).values("series")
    mine = Series.objects.filter(Q(owner=account) | Q(owner=None), pk__in=owing)
    return mine.filter(pk__in=Series.objects.visible_to(account).values("pk"))


def series_file(series_id: int, account: Account) -> SeriesFile | None:
    """None where the account may not know of it."""
    series = Series.objects.visible_to(account).select_related("owner", "split_from").filter(pk=series_id).first()
    if series is None:
        return None
    link = SeriesLink.objects.filter(series=series, case=OuterRef("pk"), removed_at=None)
    assessed = RiskAssessment.objects.filter(case=OuterRef("pk")).order_by("-at", "-pk")
    cases = (
        Case.objects.visible_to(account)
        .filter(series_links__series=series, series_links__removed_at=None)
        .annotate(
            opening=Left("opened_for__words", LOOKED_AT),
            happened_on=KeyTextTransform("happened_on", "opened_for__answers"),
            added_by=Subquery(link.values("added_by")[:1]),
            why=Subquery(link.values("reason")[:1]),
            risk=Subquery(assessed.values("level")[:1]),
        )
        .order_by("-received_at", "-pk")
    )
    parts = Series.objects.visible_to(account).filter(split_from=series)
    found, elsewhere = list(cases), _elsewhere(series, account)
    return SeriesFile(
        series=series,
        cases=found,
        elsewhere=len(elsewhere),
        commitments=list(series.commitments.filter(met_at=None).order_by("due_at")),
        timeline=_story(series, account),
        parts=list(parts.order_by("pk")),
    )


def owed_to(account: Account, now: datetime) -> list[SeriesCommitment]:
    """Work of series that is late or due within a day: of those that the account looks after; supervisors see their unit's."""
    whose = Q(series__owner=account)
    if account.role == Role.SUPERVISOR:
        whose |= Q(series__unit=account.unit_id)
    due = SeriesCommitment.objects.filter(whose, met_at=None, due_at__lte=now + SOON)
    known = due.filter(series__in=Series.objects.visible_to(account))
    return list(known.select_related("series__owner").order_by("due_at", "pk")[:MOST_OWED])


def _elsewhere(series: Series, account: Account) -> list[int]:
    links = SeriesLink.objects.filter(series=series, removed_at=None)
    return list(Case.objects.known_elsewhere(account).filter(pk__in=links.values("case")).values_list("pk", flat=True))


def _story(series: Series, account: Account) -> list[SeriesEntry]:
    """The newest first. What was written about a case that one may not see is left out; about another unit's, its words."""
    entries = list(series.timeline.order_by("-at", "-pk")[:200])
    about = {entry.details["case"] for entry in entries if "case" in entry.details}
    seen = set(Case.objects.visible_to(account).filter(pk__in=about).values_list("pk", flat=True))
    known = set(Case.objects.known_elsewhere(account).filter(pk__in=about).values_list("pk", flat=True))
    told = []
    for entry in entries:
        case = entry.details.get("case")
        if case is not None and case not in seen:
            if case not in known:
                continue
            entry.note = ""
        told.append(entry)
    return told


def in_a_series() -> Q:
    """Of a case: it belongs to a series today."""
    return Q(pk__in=SeriesLink.objects.filter(removed_at=None).values("case"))
