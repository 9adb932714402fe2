"""Surges of the last three months, newest first, with what was done about each."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.desk.consultation import acting, reading
from cases.desk.methods import only
from cases.desk.opening import account_of
from cases.desk.surge_forms import NotingOnSurge
from cases.domain.refusals import Refused
from cases.domain.surges import note_step
from cases.engine.bulletin import incidents_of
from cases.enums import NoticeState
from cases.models import Surge

_SHOWN = timedelta(days=90)
_MOST = 100


@reading("surges.list")
@only("GET")
def surges(request: HttpRequest) -> HttpResponse:
    """Each with its count, what was expected, and a form to note what was done."""
    return _page(request)


@acting("surge.note")
@only("POST")
def note(request: HttpRequest, surge_id: int) -> HttpResponse:
    """Note what was done; a mistaken form comes back with what was typed."""
    form = NotingOnSurge(request.POST, suffix=f"-{surge_id}")
    if not form.is_valid():
        return _page(request, failed=form)
    try:
        note_step(surge_id, note=form.cleaned_data["note"], by=account_of(request), now=timezone.now())
    except Refused as refused:
        form.take_refusal(refused)
        return _page(request, failed=form)
    messages.success(request, _("What was done is noted."))
    return redirect(reverse("desk:surges") + f"#surge-{surge_id}")


def _page(request: HttpRequest, *, failed: NotingOnSurge | None = None) -> HttpResponse:
    since = timezone.localdate() - _SHOWN
    rows = list(
        Surge.objects.alarms()
        .filter(day__gte=since)
        .order_by("-day", "key", "borough")
        .prefetch_related("parts", "steps__by", "told__account")[:_MOST]
    )
    context = {
        "nav": "trends",
        "form": failed,
        "rows": [_row(one, failed) for one in rows],
        "is_cut": len(rows) == _MOST,
    }
    if failed:
        request.consultation.details["status"] = 422  # type: ignore[attr-defined]
    return render(request, "desk/surges.html", context, status=422 if failed else 200)


def _row(surge: Surge, failed: NotingOnSurge | None) -> dict[str, Any]:
    suffix = f"-{surge.pk}"
    return {
        **_said(surge),
        "parts": [_said(one) for one in sorted(surge.parts.all(), key=lambda one: (one.day, one.borough, one.key))],
        "told": _told(surge),
        "steps": sorted(surge.steps.all(), key=lambda step: (step.at, step.pk)),
        "form": failed if failed is not None and failed.suffix == suffix else NotingOnSurge(suffix=suffix),
    }


def _said(surge: Surge) -> dict[str, Any]:
    return {
        "surge": surge,
        "what": incidents_of(surge.key),
        "where": surge.borough.replace("-", " ").title(),
        "expected": f"{surge.expected:.1f}",
    }


def _told(surge: Surge) -> list[tuple[str, str]]:
    """Who was told of it and when, or why they were not, in order."""
    found = []
    for one in sorted(surge.told.all(), key=lambda one: (one.at, one.pk)):
        who = one.account.username if one.account else one.contact
        at = f"{date_format(timezone.localtime(one.at), 'j F Y, H:i')}"
        if one.state == NoticeState.SENT:
            found.append((who, at))
        else:
            found.append((who, _("%(at)s, and it did not arrive") % {"at": at}))
    return found
