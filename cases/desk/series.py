"""Series: the list of them, the page of one, and what can be done with it."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from cases.desk import series_forms as forms
from cases.desk.consultation import View, acting, reading
from cases.desk.drafted import ON_SERIES, keep_refused, send_once
from cases.desk.forms import DeskForm
from cases.desk.methods import only
from cases.desk.opening import account_of
from cases.desk.presenters import labels, times
from cases.desk.presenters.drafts import Drafts
from cases.desk.presenters.hidden import Veils
from cases.desk.presenters.series import series_page
from cases.desk.revealing import asked_for
from cases.domain import series as domain
from cases.domain.drafts import On
from cases.domain.refusals import Refused
from cases.enums import SeriesWork
from cases.models import Account
from cases.queries.days import end_of_work
from cases.queries.drafts import drafts_on_series
from cases.queries.queue import officers_of
from cases.queries.series import SeriesFile, series_file, series_of
from reporting.domain.crockford import read_reference

_MOST = 200
_MOST_TO_CHOOSE_FROM = 100


@reading("series.list")
@only("GET")
def series_list(request: HttpRequest) -> HttpResponse:
    """All series that the account may see, the one with the newest case first."""
    now = timezone.now()
    found = list(series_of(account_of(request))[: _MOST + 1])
    rows = [
        {
            "series": one,
            "newest": times.moment(one.newest_at),
            "owner": one.owner.known_as if one.owner else "",
            "due": times.due_words(one.owed[0].due_at, now) if one.owed else "",
            "is_late": bool(one.owed and one.owed[0].due_at < now),
        }
        for one in found[:_MOST]
    ]
    return render(request, "desk/series_list.html", {"rows": rows, "is_cut": len(found) > _MOST, "nav": "series"})


@reading("series.open")
@only("GET")
def series(request: HttpRequest, series_id: int) -> HttpResponse:
    """One series."""
    return _show(request, _file(request, series_id))


@dataclass(frozen=True)
class _Act:
    form: type[DeskForm]
    do: Callable[[int, dict[str, Any], Account, datetime], Any]
    done: Any


def _view_of(action: str, act: _Act) -> View:
    @acting(action)
    @only("POST")
    def view(request: HttpRequest, series_id: int) -> HttpResponse:
        account, file = account_of(request), _file(request, series_id)
        form = _form(act.form, file, account, request)
        on = On(series_id=series_id)
        if not form.is_valid():
            keep_refused(request, on, form, ON_SERIES)
            return _show(request, file, failed=form, status=422)
        try:
            given, now = form.cleaned_data, timezone.now()
            outcome = send_once(
                request, on, form, action, lambda: act.do(series_id, given, account, now), ON_SERIES
            ).outcome  # fmt: skip
        except Refused as refused:
            form.take_refusal(refused)
            keep_refused(request, on, form, ON_SERIES)
            return _show(request, file, failed=form, status=422)
        messages.success(request, act.done)
        leads_to = outcome.pk if isinstance(outcome, domain.Series) else series_id
        if series_file(leads_to, account) is None:  # its last case was taken out
            return redirect("desk:series_list")
        return redirect("desk:series", leads_to)

    return view


add = _view_of("series.add", _Act(
    forms.AddingCase,
    lambda pk, given, by, now: domain.add_to_series(
        pk, read_reference(given["reference"]) or "", reason=given["reason"], by=by, now=now
    ),
    gettext_lazy("The case is in the series."),
))  # fmt: skip
take_out = _view_of("series.take_out", _Act(
    forms.TakingOut, lambda pk, given, by, now: domain.take_out(pk, **given, by=by, now=now),
    gettext_lazy("The case is no longer in the series. It can be added again."),
))  # fmt: skip
split = _view_of("series.split", _Act(
    forms.Splitting,
    lambda pk, given, by, now: domain.split_series(
        pk, given["cases"], title=given["title"], reason=given["reason"], by=by, now=now
    ),
    gettext_lazy("These cases are a series of their own. It can be joined again."),
))  # fmt: skip
rejoin = _view_of("series.rejoin", _Act(
    forms.Rejoining, lambda pk, given, by, now: domain.rejoin_series(pk, **given, by=by, now=now),
    gettext_lazy("The cases are back in this series."),
))  # fmt: skip
rename = _view_of("series.rename", _Act(
    forms.Renaming, lambda pk, given, by, now: domain.rename_series(pk, **given, by=by, now=now),
    gettext_lazy("The series has a new title."),
))  # fmt: skip
set_owner = _view_of("series.owner", _Act(
    forms.SettingOwner, lambda pk, given, by, now: domain.set_owner(pk, **given, by=by, now=now),
    gettext_lazy("The series is given to them."),
))  # fmt: skip
set_next_action = _view_of("series.next_action", _Act(
    forms.SeriesAction, lambda pk, given, by, now: _set_work(pk, SeriesWork.NEXT_ACTION, given, by, now),
    gettext_lazy("The next action is set."),
))  # fmt: skip
set_review = _view_of("series.review", _Act(
    forms.SeriesReview, lambda pk, given, by, now: _set_work(pk, SeriesWork.REVIEW, given, by, now),
    gettext_lazy("The review is set."),
))  # fmt: skip
note = _view_of("series.note", _Act(
    forms.NotingOnSeries, lambda pk, given, by, now: domain.note_on_series(pk, **given, by=by, now=now),
    gettext_lazy("The note is on the timeline."),
))  # fmt: skip


def _set_work(pk: int, kind: SeriesWork, given: dict[str, Any], by: Account, now: datetime) -> Any:
    return domain.set_work(pk, kind=kind, what=given["what"], due_at=end_of_work(given["due_on"]), by=by, now=now)


def _file(request: HttpRequest, series_id: int) -> SeriesFile:
    file = series_file(series_id, account_of(request))
    if file is None:
        raise Http404
    return file


def _form(form: type[DeskForm], file: SeriesFile, account: Account, request: HttpRequest | None = None) -> DeskForm:
    """Empty, or with what was posted."""
    data = request.POST if request else None
    if form is forms.Splitting:
        return forms.Splitting(data, cases=_choices(file))
    if form is forms.SettingOwner:
        return forms.SettingOwner(data, officers=officers_of(account))
    if form is forms.TakingOut and request:
        return form(data, suffix=f"-{request.POST.get('case_id', '')}")
    return form(data)


def _choices(file: SeriesFile) -> list[tuple[int, str]]:
    cases = file.cases[:_MOST_TO_CHOOSE_FROM]
    return [(case.pk, f"{case.reference} ({labels.state(case.state).lower()})") for case in cases]


_ALWAYS = (
    forms.AddingCase, forms.Splitting, forms.Renaming, forms.SettingOwner, forms.SeriesAction, forms.SeriesReview,
    forms.NotingOnSeries,
)  # fmt: skip


def _show(request: HttpRequest, file: SeriesFile, *, failed: DeskForm | None = None, status: int = 200) -> HttpResponse:
    account = account_of(request)
    offered = [*_ALWAYS, *([forms.Rejoining] if file.series.split_from_id else [])]
    if file.series.unit_id != account.unit_id:
        offered.remove(forms.SettingOwner)
    veils = Veils(account, asked_for(request))
    context = series_page(file, veils, timezone.now()) | {"veils": veils}
    context["forms"] = {
        form.section.replace("-", "_"): failed
        if isinstance(failed, form) and type(failed) is form
        else _form(form, file, account)
        for form in offered
    }
    for member in context["members"]:
        suffix = f"-{member.case.pk}"
        is_failed = isinstance(failed, forms.TakingOut) and failed.suffix == suffix
        member.case.take_out = (
            failed if is_failed else forms.TakingOut(suffix=suffix, initial={"case_id": member.case.pk})
        )
    typed = Drafts(drafts_on_series(file.series, account), known=ON_SERIES)
    for form in (*context["forms"].values(), *(member.case.take_out for member in context["members"])):
        typed.give(form)
    context |= {"drafts": typed, "series_drafts": True, "may_act": True, "page_key": secrets.token_urlsafe(12)}
    request.consultation.shows(*file.references)  # type: ignore[attr-defined]
    request.consultation.details["series"] = file.series.pk  # type: ignore[attr-defined]
    return render(request, "desk/series.html", {**context, "form": failed, "nav": "series"}, status=status)
