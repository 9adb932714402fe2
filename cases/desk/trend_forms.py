"""What of the counts is wanted: read from the address."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from cases.desk.fields import Day
from cases.desk.forms import DeskForm
from cases.desk.presenters.labels import CHANNELS
from cases.engine.periods import Step
from cases.engine.series_keys import ALL, RACIST
from cases.enums import Counted, DatedBy
from cases.queries.boroughs import boroughs
from cases.queries.trends import What
from reporting.enums import Channel
from reporting.taxonomy import KINDS, STRANDS

BEFORE, YEAR = "before", "year"
_MOST_POINTS = 400
_LONGEST = 11 * 366  # days
_SPANS = {Step.DAY: 91, Step.WEEK: 364, Step.MONTH: 5 * 365}


class OneOf(forms.ChoiceField):
    """One of a list; nothing takes what is usual."""

    def __init__(self, choices: Iterable[tuple[str, Any]], label: Promise) -> None:
        unknown = {"invalid_choice": gettext_lazy("Choose from the list.")}
        super().__init__(choices=list(choices), label=label, required=False, error_messages=unknown)


STRAND_CHOICES = [
    (ALL, gettext_lazy("All hate incidents")),
    (RACIST, gettext_lazy("Racist (race or any religion)")),
    *((key, strand.label) for key, strand in STRANDS.items()),
]


def wrong_days(first: date, last: date, *, today: date) -> tuple[str, Promise] | None:
    """The field, `first` or `last`, that cannot be looked at, and why."""
    if last > today:
        return "last", gettext_lazy("That day is still to come: choose today or a day before.")
    return ("first", gettext_lazy("The first day comes after the last one.")) if first > last else None


class Trend(DeskForm):
    """Empty fields take what is usual; a mistaken one comes back with what was typed."""

    section = "trend"
    strand = OneOf(STRAND_CHOICES, gettext_lazy("Because of"))
    borough = OneOf([("", gettext_lazy("Whole city"))], gettext_lazy("Borough"))
    kind = OneOf(
        [("", gettext_lazy("Any kind")), *((key, kind.label) for key, kind in KINDS.items())], gettext_lazy("Kind")
    )
    channel = OneOf(
        [("", gettext_lazy("Any door")), *((key, name) for key, name in CHANNELS.items() if key != Channel.IMPORT)],
        gettext_lazy("Came by"),
    )
    counted = OneOf(
        [(Counted.INCIDENTS, gettext_lazy("Incidents")), (Counted.REPORTS, gettext_lazy("Reports"))],
        gettext_lazy("Count"),
    )
    dated = OneOf(
        [(DatedBy.RECEIVED, gettext_lazy("Day received")), (DatedBy.HAPPENED, gettext_lazy("Day it happened"))],
        gettext_lazy("By"),
    )
    by = OneOf(
        [(Step.DAY, gettext_lazy("Day")), (Step.WEEK, gettext_lazy("Week")), (Step.MONTH, gettext_lazy("Month"))],
        gettext_lazy("A point for each"),
    )
    first = Day(label=gettext_lazy("From"), required=False)
    last = Day(label=gettext_lazy("To"), required=False)
    compare = OneOf(
        [
            ("", gettext_lazy("Nothing")),
            (BEFORE, gettext_lazy("The period before")),
            (YEAR, gettext_lazy("A year before")),
        ],
        gettext_lazy("Compare with"),
    )

    def __init__(self, data: Any, *, known: tuple[date, date] | None, today: date, strand: str = ALL) -> None:
        super().__init__(data)
        self._today = today
        self._newest = min(known[1], today) if known else today - timedelta(days=1)
        if self._newest == today:
            self._newest -= timedelta(days=1)  # today is not over
        self._usual_strand = strand
        self.fields["borough"].choices = [  # type: ignore[attr-defined]
            ("", gettext_lazy("Whole city")),
            *((key, one.name) for key, one in boroughs().items()),
        ]

    def clean(self) -> dict[str, Any]:
        """Put in what is usual."""
        given = super().clean() or {}
        if self.errors:
            return given
        step = Step(given["by"] or Step.DAY)
        last = given["last"] or self._newest
        first = given["first"] or last - timedelta(days=_SPANS[step] - 1)
        if (wrong := wrong_days(first, last, today=self._today)) is not None:
            self.add_error(*wrong)
        elif (last - first).days >= _LONGEST:
            self.add_error("first", gettext_lazy("Choose eleven years at most."))
        elif (last - first).days // {Step.DAY: 1, Step.WEEK: 7, Step.MONTH: 30}[step] > _MOST_POINTS + 200 * (
            step == Step.WEEK
        ):
            self.add_error(
                "by", gettext_lazy("That is too many points to read: choose weeks or months, or fewer days.")
            )
        what = What(
            given["strand"] or self._usual_strand,
            given["borough"],
            given["counted"] or Counted.INCIDENTS,
            given["dated"] or DatedBy.RECEIVED,
            given["kind"],
            given["channel"],
        )
        return {**given, "what": what, "step": step, "first": first, "last": last}
