"""Counts by day, week and month as charts, each with its table: what stands out, and what it is compared with."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.desk.archive import csv_lines
from cases.desk.consultation import reading
from cases.desk.methods import only
from cases.desk.presenters import trends as shown
from cases.desk.trend_forms import STRAND_CHOICES, Trend
from cases.domain.borough_months import month_as_said
from cases.engine.band import points
from cases.engine.chart import draw, letter
from cases.engine.periods import Step, cut, end_of, start_of
from cases.engine.series_keys import ALL, RACIST
from cases.enums import DatedBy
from cases.models import CountOfDay
from cases.papers.chart_png import as_png
from cases.queries import trends as queries
from cases.queries.monthly import newest_month

_SMALL = (230, 110)


@reading("trends.open")
@only("GET")
def trends(request: HttpRequest) -> HttpResponse:
    """One strand in one period."""
    form = _form(request)
    if not form.is_valid():
        return render(request, "desk/trends.html", {"nav": "trends", "form": form, "query": ""}, status=422)
    trend = _trend(form)
    names = {key: str(name) for key, name in STRAND_CHOICES}
    context = {
        "nav": "trends", "form": form, "trend": trend, "query": request.GET.urlencode(),
        "basis": shown.basis(trend.what, names), "sentences": shown.sentences(trend), "rows": shown.rows(trend),
        "wide": shown.drawn(trend.chart(shown.WIDE)), "narrow": shown.drawn(trend.chart(shown.NARROW)),
        "around": shown.around_events(trend), "surges": queries.surges_of(trend.what, trend.first, trend.last),
        "others": shown.by_others(trend),
        "has_band": any(one.upper is not None for one in trend.points),
        "with_today": _with_today(request, trend.last),
    }  # fmt: skip
    request.consultation.details["asked"] = request.GET.urlencode()[:200]  # type: ignore[attr-defined]
    return render(request, "desk/trends.html", context)


@reading("trends.strands")
@only("GET")
def strands(request: HttpRequest) -> HttpResponse:
    """A small chart of each strand, and one table of all."""
    form = _form(request)
    if not form.is_valid():
        return render(request, "desk/trend_strands.html", {"nav": "trends", "form": form}, status=422)
    given = form.cleaned_data
    counts = queries.counts_of_strands(given["what"], first=given["first"], last=given["last"])
    spans = cut(given["first"], given["last"], given["step"])
    names = {key: str(name) for key, name in STRAND_CHOICES}
    small: list[dict[str, Any]] = []
    for key in sorted(counts, key=lambda key: (list(names).index(key) if key in names else len(names), key)):
        found = points(counts[key], spans, with_band=False)
        chart = draw(found, given["step"], width=_SMALL[0], height=_SMALL[1], is_small=True)
        total = sum(one.count or 0 for one in found)
        small.append({"name": names.get(key, key), "points": found, "drawn": shown.drawn(chart), "total": f"{total:,}"})
    each = [one["points"] for one in small]
    table = [
        (shown.label(row[0], given["step"]), [shown.number(one.count) for one in row])
        for row in zip(*each, strict=True)
    ]
    what = replace(given["what"], strand=ALL)
    context = {
        "nav": "trends", "form": form, "small": small, "table": table, "query": request.GET.urlencode(),
        "basis": shown.basis(what, {ALL: _("each strand by itself; one incident may count in several")}),
        "first": given["first"], "last": given["last"],
        "has_today": given["first"] <= timezone.localdate() <= given["last"],
        "ends": shown.ends_before_today(given["last"]), "with_today": _with_today(request, given["last"]),
    }  # fmt: skip
    request.consultation.details["asked"] = request.GET.urlencode()[:200]  # type: ignore[attr-defined]
    return render(request, "desk/trend_strands.html", context)


@reading("trends.download")
@only("GET")
def download(request: HttpRequest, form: str) -> HttpResponse:
    """The numbers or the picture, as they may leave the desk."""
    asked = _form(request)
    if form not in ("csv", "png") or not asked.is_valid():
        raise Http404
    if asked.cleaned_data["what"].is_crossed:
        raise Http404  # two attributes crossed: no such count leaves the desk
    trend = _for_outside(_trend(asked))
    if not trend.points and form == "png":
        raise Http404  # no month of it is over: there is nothing to draw
    request.consultation.details["asked"] = request.GET.urlencode()[:200]  # type: ignore[attr-defined]
    if form == "csv":
        lines = b"".join(csv_lines(shown.CSV_HEAD, shown.csv_rows(trend)))
        response = HttpResponse(lines, content_type="text/csv; charset=utf-8")
    else:
        names = {key: str(name) for key, name in STRAND_CHOICES}
        response = HttpResponse(
            as_png(trend.chart(shown.WIDE), shown.basis(trend.what, names), _notes(trend)), content_type="image/png"
        )
    response["Content-Disposition"] = f'attachment; filename="trend-{trend.first}-{trend.last}.{form}"'
    return response


def _form(request: HttpRequest) -> Trend:
    has_ours = CountOfDay.objects.exists()
    known = queries.days_with_counts()
    if known is None and (newest := newest_month()):
        known = newest, newest  # counts by month are all there is
    return Trend(request.GET, known=known, today=timezone.localdate(), strand=ALL if has_ours else RACIST)


def _with_today(request: HttpRequest, last: date) -> str:
    """The query of the same page with today, where it ends with yesterday; else empty."""
    if not shown.ends_before_today(last):
        return ""
    query = request.GET.copy()
    query["last"] = f"{timezone.localdate():%d/%m/%Y}"
    return query.urlencode()


def _trend(form: Trend) -> shown.Trend:
    given: dict[str, Any] = form.cleaned_data
    return shown.trend_of(given["what"], given["step"], given["first"], given["last"], given["compare"])


def _for_outside(trend: shown.Trend) -> shown.Trend:
    """A borough's by month, as each is said; of the city's none of a day that is not over."""
    what = trend.what
    if not what.borough:
        return shown.city_for_outside(trend)
    row = (str(what.counted), what.strand)
    since, said = queries.counted_since(), {}
    for month, end in cut(start_of(trend.first, Step.MONTH), end_of(trend.last, Step.MONTH), Step.MONTH):
        if since is None or end < since:
            continue
        cells = month_as_said(month, dated_by=DatedBy(what.dated_by), now=timezone.now())
        if cells:
            said[month] = cells[0][row], cells[1]
    return shown.borough_for_outside(trend, said, since=since)


def _notes(trend: shown.Trend) -> list[str]:
    notes = [f"{letter(at)}: {event.on:%d.%m.%Y} {event.name}" for at, event in enumerate(trend.events)]
    if any(one.upper is not None for one in trend.points):
        notes.append("Solid: counts. Dashed: expected. Grey: up to what chance explains. Triangle: higher than that.")
    if trend.what.borough:
        return [*notes, "Counts under five, and those that would give them away, are not shown."]
    return [*notes, *shown.sentences(trend)]
