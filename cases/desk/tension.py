"""What partners and officers hear, week by week, beside the figures; a person writes what a week came to."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from cases.desk.consultation import acting, reading
from cases.desk.forms import DeskForm
from cases.desk.methods import only
from cases.desk.opening import account_of
from cases.desk.presenters import tension as presenter
from cases.desk.presenters.hidden import veil_for
from cases.desk.tension_forms import AddingTension, Summing, TakingBack
from cases.domain import tension as domain
from cases.domain.refusals import NotThere, Refused
from cases.permissions import may_take_back_tension
from cases.queries.tension import week_of

_UNPROCESSABLE, _CONFLICT = 422, 409
_WEEK = timedelta(days=7)


@reading("tension.list")
@only("GET")
def tension(request: HttpRequest) -> HttpResponse:
    """One week: what was heard of, the figures beside it, and its summary."""
    return _page(request, _asked(request.GET.get("week", "")))


@acting("tension.add")
@only("POST")
def add(request: HttpRequest) -> HttpResponse:
    """Enter one thing."""
    form = AddingTension(request.POST)
    if not form.is_valid():
        return _page(request, timezone.localdate(), failed=form)
    try:
        entry = domain.add_tension(**form.given, by=account_of(request), now=timezone.now())
    except Refused as refused:
        form.take_refusal(refused)
        return _page(request, timezone.localdate(), failed=form)
    messages.success(request, _("It is entered."))
    return redirect(f"{_address(entry.day)}#entry-{entry.pk}")


@acting("tension.take_back")
@only("POST")
def take_back(request: HttpRequest, entry_id: int) -> HttpResponse:
    """It does not count any more; it stays to be seen."""
    form = TakingBack(request.POST, suffix=f"-{entry_id}")
    week = _asked(request.POST.get("week", ""))
    if not form.is_valid():
        return _page(request, week, failed=form)
    try:
        entry = domain.take_back_tension(
            entry_id, reason=form.cleaned_data["reason"], by=account_of(request), now=timezone.now()
        )
    except Refused as refused:
        form.take_refusal(refused)
        return _page(request, week, failed=form)
    except NotThere:
        form.refuse(_("You cannot take this back: whoever entered it can, or a supervisor."))
        return _page(request, week, failed=form, status=_CONFLICT)
    messages.success(request, _("It is taken back."))
    return redirect(f"{_address(entry.day)}#entry-{entry.pk}")


@acting("tension.summary")
@only("POST")
def summary(request: HttpRequest) -> HttpResponse:
    """Write what the week came to."""
    form, week = Summing(request.POST), _asked(request.POST.get("week", ""))
    if not form.is_valid():
        return _page(request, week, failed=form)
    try:
        domain.write_summary(week, **form.given, by=account_of(request), now=timezone.now())
    except Refused as refused:
        form.take_refusal(refused)
        return _page(request, week, failed=form)
    messages.success(request, _("The summary is kept, with those before it."))
    return redirect(f"{_address(week)}#summary")


def _asked(written: str) -> date:
    """The week that is asked for; this one where that makes no sense."""
    try:
        found = parse_date(written[:10])
    except ValueError:
        found = None
    today = timezone.localdate()
    return found if found is not None and abs(found - today) < timedelta(days=20_000) else today


def _address(day: date) -> str:
    monday = day - timedelta(days=day.weekday())
    return f"{reverse('desk:tension')}?week={monday.isoformat()}"


def _page(request: HttpRequest, day: date, *, failed: DeskForm | None = None, status: int = 0) -> HttpResponse:
    account, found = account_of(request), week_of(day, today=timezone.localdate())
    veil = veil_for(account, has_asked=request.GET.get("words") == "shown")
    rows = [
        (one, _taking_back(one.entry.pk, failed) if _may_take_back(account, one) else None)
        for one in presenter.entries(found, veil)
    ]
    written = veil.over(found.summary.words) if found.summary else ""
    if veil.is_lifted and veil.count:
        request.consultation.details["hard_words"] = veil.count  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "nav": "trends",
        "form": failed,
        "week": presenter.week_named(found.monday),
        "monday": found.monday.isoformat(),
        "before": _address(found.monday - _WEEK),
        "after": _address(found.monday + _WEEK),
        "here": _address(found.monday),
        "rows": rows,
        "is_cut": found.is_cut,
        "figures": presenter.figures(found),
        "so_far": presenter.so_far(found),
        "summary": found.summary,
        "written": written,
        "veil": veil,
        "adding": failed if isinstance(failed, AddingTension) else AddingTension(),
        "summing": failed if isinstance(failed, Summing) else Summing(initial={"week": found.monday}),
    }
    status = status or (_UNPROCESSABLE if failed else 200)
    if status != 200:
        request.consultation.details["status"] = status  # type: ignore[attr-defined]
    return render(request, "desk/tension.html", context, status=status)


def _may_take_back(account: Any, one: presenter.Entry) -> bool:
    return one.entry.taken_back_at is None and may_take_back_tension(account, one.entry)


def _taking_back(entry_id: int, failed: DeskForm | None) -> TakingBack:
    suffix = f"-{entry_id}"
    return failed if isinstance(failed, TakingBack) and failed.suffix == suffix else TakingBack(suffix=suffix)
