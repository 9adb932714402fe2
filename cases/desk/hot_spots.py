"""Where and when incidents gather: a map of boroughs, hours and weekdays, places named again and again, patrols."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.archive import csv_lines
from cases.desk.consultation import reading
from cases.desk.fields import Day
from cases.desk.forms import DeskForm
from cases.desk.methods import only
from cases.desk.opening import account_of
from cases.desk.presenters.borough_map import borough_map
from cases.desk.trend_forms import STRAND_CHOICES, OneOf, wrong_days
from cases.domain.borough_months import month_as_said
from cases.domain.hot_spots import incidents_seen
from cases.engine.hot_spots import PARTS, WEEKDAYS, by_hour, patrols, repeated
from cases.engine.periods import Step, end_of, start_of
from cases.engine.series_keys import ALL, RACIST
from cases.enums import Counted, DatedBy
from cases.queries.boroughs import boroughs
from cases.queries.hot_spots import boroughs_of, populations
from cases.queries.monthly import boroughs_by_others
from cases.queries.trends import What, months_by_borough

_USUAL, _LONGEST = timedelta(days=89), timedelta(days=3 * 366)
_REPEATED = 30
_FOLDED = 3  # so many hours without an incident stand in one row


class HotSpots(DeskForm):
    """Which incidents, by the day received."""

    section = "spots"
    strand = OneOf([one for one in STRAND_CHOICES if one[0] != RACIST], gettext_lazy("Because of"))
    first = Day(label=gettext_lazy("Received from"), required=False)
    last = Day(label=gettext_lazy("To"), required=False)

    def clean(self) -> dict[str, Any]:
        """Put in what is usual: the last ninety days."""
        given = super().clean() or {}
        if self.errors:
            return given
        last = given["last"] or timezone.localdate()
        first = given["first"] or max(last, date(1, 6, 1)) - _USUAL
        if (wrong := wrong_days(first, last, today=timezone.localdate())) is not None:
            self.add_error(*wrong)
        elif last - first > _LONGEST:
            self.add_error("first", gettext_lazy("Choose three years at most."))
        return {**given, "what": What(given["strand"] or ALL), "first": first, "last": last}


@reading("hot_spots.open")
@only("GET")
def hot_spots(request: HttpRequest) -> HttpResponse:
    """The map counts the city; all else looks at the cases that the account may see, and they are logged."""
    form = HotSpots(request.GET)
    if not form.is_valid():
        return render(request, "desk/hot_spots.html", {"nav": "trends", "form": form}, status=422)
    given = form.cleaned_data
    what, first, last = given["what"], given["first"], given["last"]
    strand = "" if what.strand == ALL else what.strand
    seen, is_cut = incidents_seen(account_of(request), strand=strand, first=first, last=last)
    hours, parts = by_hour(seen)
    named = repeated(seen)
    context = {
        "nav": "trends", "form": form, "first": first, "last": last,
        "has_today": last == timezone.localdate(), "query": request.GET.urlencode(),
        "strand": dict(STRAND_CHOICES)[what.strand],
        "map": borough_map(boroughs_of(what, first=first, last=last), populations(), days=(last - first).days + 1),
        "others": _by_others(what.strand, first, last), "weekdays": WEEKDAYS, "hours": _shaded(hours),
        "parts": [(part, PARTS[part], counts) for part, counts in parts.items() if any(counts)],
        "seen": len(seen), "is_cut": is_cut, "timed": sum(map(sum, hours)) + sum(map(sum, parts.values())),
        "named": named[:_REPEATED], "named_more": max(0, len(named) - _REPEATED), "patrols": patrols(seen),
    }  # fmt: skip
    request.consultation.shows(*(one.reference for one in seen))  # type: ignore[attr-defined]
    return render(request, "desk/hot_spots.html", context)


@reading("hot_spots.download")
@only("GET")
def download(request: HttpRequest) -> HttpResponse:
    """Counts of boroughs by months that are over, as they are said: none under five, nor what would give one away."""
    form = HotSpots(request.GET)
    if not form.is_valid():
        raise Http404
    given = form.cleaned_data
    first = start_of(given["first"], Step.MONTH)
    last = end_of(given["last"], Step.MONTH)
    names = {key: one.name for key, one in boroughs().items()} | {"": "not known"}
    lines: list[list[str | int]] = []
    for month in sorted(months_by_borough(What(), first=first, last=last)):
        said = month_as_said(month, dated_by=DatedBy.RECEIVED, now=timezone.now())
        if said is None:
            continue
        counts = said[0][str(Counted.INCIDENTS), given["what"].strand]
        for key, name in names.items():
            count = counts.get(key, 0)
            lines.append([f"{month:%Y-%m}", name, "not shown" if count is None else count, said[1].isoformat()])
    request.consultation.details["asked"] = request.GET.urlencode()[:200]  # type: ignore[attr-defined]
    response = HttpResponse(
        b"".join(csv_lines(["month_received", "borough", "incidents", "said_on"], lines)),
        content_type="text/csv; charset=utf-8",
    )
    response["Content-Disposition"] = f'attachment; filename="boroughs-{first:%Y-%m}-{last:%Y-%m}.csv"'
    return response


def _by_others(strand: str, first: date, last: date) -> dict[str, Any] | None:
    """The map of the whole months that others counted; None where there is none."""
    months, counts = boroughs_by_others(strand, first=first, last=last)
    if not months.by_month:
        return None
    ends = {month: end_of(month, Step.MONTH) for month in months.by_month}
    days = sum((end - month).days + 1 for month, end in ends.items())
    return {
        "months": months, "count": len(ends), "first": min(ends), "last": max(ends.values()),
        "map": borough_map(counts, populations(), days=days),
    }  # fmt: skip


def _shaded(hours: list[list[int]]) -> list[tuple[str, list[tuple[int, int]]]]:
    """Each hour with its counts and their shades; three or more in a row without any stand together."""
    most = max(max(counts) for counts in hours) or 1
    rows: list[tuple[str, list[tuple[int, int]]]] = []
    for is_empty, run in groupby(enumerate(hours), key=lambda one: not any(one[1])):
        these = list(run)
        if is_empty and len(these) >= _FOLDED:
            rows.append(
                (
                    _("%(first)02d:00 to %(last)02d:59") % {"first": these[0][0], "last": these[-1][0]},
                    [(0, 0)] * len(WEEKDAYS),
                )
            )
        else:
            rows += [(f"{hour:02}:00", [(count, -(-count * 4 // most)) for count in counts]) for hour, counts in these]
    return rows
