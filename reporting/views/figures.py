"""What is published of the officers' work: pages and files for anybody, the same for all, without a cookie."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.journey.numerals import in_digits
from reporting.models import PublishedFigure
from reporting.queries import figures
from reporting.views.page import View, page

WINDOWS = (7, 30, 365)
_FRESH = timedelta(hours=1)  # the worker does it every ten minutes
_ENFORCED = "A deferred constraint trigger (case_must_hold) refuses to close a case while a report in it is unread."
_KINDS = {
    "read": gettext_lazy("Read every report"),
    "recording_decision": gettext_lazy("Decide how to record it"),
    "answer": gettext_lazy("Answer the person"),
    "referral": gettext_lazy("Bring people together with those who can help"),
    "update": gettext_lazy("Tell the person how it is going"),
    "next_action": gettext_lazy("Do what we have planned next"),
}
_PRIORITIES = {
    "": gettext_lazy("All"),
    "immediate": gettext_lazy("Someone is in danger"),
    "high": gettext_lazy("Urgent"),
    "standard": gettext_lazy("Most reports"),
    "routine": gettext_lazy("Less urgent, after reading"),
}
_WAITS = {
    "read": gettext_lazy("Until a person has read a report"),
    "answer": gettext_lazy("Until we have answered"),
}
_DECISIONS = {
    "crime": gettext_lazy("We recorded a crime"),
    "antisocial_behaviour": gettext_lazy("We recorded antisocial behaviour"),
    "incident": gettext_lazy("We recorded an incident that is not a crime"),
    "intelligence_only": gettext_lazy("We kept what we were told, to see patterns"),
    "another_body": gettext_lazy("It was for someone else to deal with, and we said who"),
    "nothing_recorded": gettext_lazy("We recorded nothing, and wrote down why"),
}
_ACTIONS = {
    "safeguarding_adult": gettext_lazy("We took steps to protect an adult"),
    "safeguarding_child": gettext_lazy("We took steps to protect a child"),
    "support_referral": gettext_lazy("We brought people together with someone who supports them"),
    "visit": gettext_lazy("We went to see someone"),
    "patrol": gettext_lazy("Officers walked where it had happened"),
    "site_warned": gettext_lazy("We warned a place that might be a target"),
    "platform_told": gettext_lazy("We told a website or app what was posted there"),
    "housing_or_council": gettext_lazy("We told a landlord or the council"),
    "safety_plan": gettext_lazy("We made a plan with someone to keep them safe"),
    "restorative_offer": gettext_lazy("We offered a meeting, because the person who was hurt wanted one"),
}


def public(view: View) -> View:
    """Five minutes anybody may keep it: it is the same for all, and it sets no cookie."""

    @page("GET", personal=False)
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "public, max-age=300"
        return response

    return answer


@public
def promise(request: HttpRequest) -> HttpResponseBase:
    """How promises are kept, misses included."""
    figure = figures.promise_figures()
    context: dict[str, Any] = {"figure": figure, "windows": WINDOWS}
    if figure:
        tables = _tables(figure.value["kept"])
        context |= {
            "is_old": timezone.now() - figure.published_at > _FRESH,
            "until": date.fromisoformat(figure.value["until"]),
            "tables": [one for one in tables if one["rows"]],
            "too_few": [one["label"] for one in tables if not one["rows"]],
            "waits": _waits(figure.value["median"]),
            "oldest": _hours(figure.value["oldest_unread_hours"]),
            "closed_unread": figure.value["closed_unread"],
        }
    return render(request, "reporting/pages/promise.html", context)


@public
def what_happened(request: HttpRequest) -> HttpResponseBase:
    """What came of the reports, month by month."""
    months = [
        {
            "day": one.day,
            "received": _number(one.value["received"]),
            "read": _number(one.value["read"]),
            "groups": [
                (_("What we decided"), *_told(_DECISIONS, one.value["decisions"])),
                (_("What we did"), *_told(_ACTIONS, one.value["actions"])),
            ],
        }
        for one in figures.what_happened()
    ]
    return render(request, "reporting/pages/what_happened.html", {"months": months})


@public
def promise_json(request: HttpRequest) -> HttpResponseBase:
    """The figures of the promise page for programs; `published_at` is null where there are none."""
    figure = figures.promise_figures()
    if figure is None:
        return JsonResponse({"published_at": None, "windows": list(WINDOWS), "kept": [], "median": []})
    return JsonResponse(
        {"published_at": figure.published_at.isoformat(), "windows": list(WINDOWS), **figure.value,
         "closed_unread_enforced_by": _ENFORCED}
    )  # fmt: skip


@public
def figures_json(request: HttpRequest) -> HttpResponseBase:
    """What other cities may compare with: days of which a bulletin was published, and what came of each month."""
    days, months = figures.bulletins(), figures.what_happened()
    newest = max((one.published_at for one in (*days, *months)), default=None)
    return JsonResponse(
        {"version": 1, "published_at": newest and newest.isoformat(), "documentation": "docs/figures.md",
         "days": [one.value for one in days], "months": [_with_counts(one) for one in months]}
    )  # fmt: skip


def _with_counts(month: PublishedFigure) -> dict[str, Any]:
    return {**month.value, "counts": "received and read: reports; decisions and actions: incidents"}


def _tables(kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
    cells = {(one["kind"], one["priority"], one["days"]): one for one in kept}
    tables = []
    for kind, label in _KINDS.items():
        rows = [
            (said, [_cell(cells[kind, priority, days]) for days in WINDOWS])
            for priority, said in _PRIORITIES.items()
            if cells.get((kind, priority, max(WINDOWS)), {}).get("owed") is not None
        ]
        tables.append({"kind": kind, "label": label, "rows": rows})
    return tables


def _cell(cell: Mapping[str, Any]) -> dict[str, Any]:
    """What one cell says: the share, and on what it rests."""
    share = None if cell["share"] is None else in_digits(f"{cell['share']}%")
    if share and cell["is_least"]:
        share = _("%(share)s or more") % {"share": share}
    # Of fewer than 25 it is not said how many were missed.
    missed = _("Too few to say") if cell["share"] is None and cell["missed"] is None else _number(cell["missed"])
    return {"share": share, "owed": _number(cell["owed"]), "missed": missed}


def _waits(median: list[dict[str, Any]]) -> list[tuple[Any, list[str]]]:
    cells = {(one["what"], one["days"]): one for one in median}
    return [(label, [_wait(cells[what, days]) for days in WINDOWS]) for what, label in _WAITS.items()]


def _wait(cell: Mapping[str, Any]) -> str:
    if cell["is_waiting"]:
        return _("More than half were still waiting")
    minutes = cell["minutes"]
    if minutes is None:
        return _("Too few to say")
    return _("%(number)s min") % {"number": in_digits(minutes)} if minutes <= 120 else _hours(minutes // 60)


def _hours(hours: int | None) -> str:
    return "" if hours is None else _("%(number)s h") % {"number": _number(hours)}


def _told(said: Mapping[str, Any], counts: Mapping[str, int | None]) -> tuple[list[tuple[Any, str]], list[Any]]:
    """Sentence and number, the most first; then the sentences whose number is not shown."""
    there = sorted(((key, count) for key, count in counts.items() if count and key in said), key=lambda one: -one[1])
    hidden = [said[key] for key, count in counts.items() if count is None and key in said]
    return [(said[key], _number(count)) for key, count in there], hidden


def _number(count: int | None) -> str:
    return _("under 5") if count is None else in_digits(number_format(count, use_l10n=True, force_grouping=True))
