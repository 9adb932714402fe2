"""Missed promises of the unit: the supervisor says by when they are kept instead."""

import secrets
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.desk.consultation import acting, reading
from cases.desk.drafted import MISSED, PAGES, keep_refused, send_once
from cases.desk.methods import only
from cases.desk.opening import account_of
from cases.desk.presenters import counts
from cases.desk.presenters.case_page import Forms
from cases.desk.presenters.drafts import Drafts
from cases.desk.presenters.promises import owed, what
from cases.desk.promise_forms import NewTimeForm
from cases.domain.drafts import On
from cases.domain.promises import give_new_time
from cases.domain.refusals import Refused
from cases.models import Account, Commitment
from cases.permissions import may_see_missed
from cases.queries.drafts import drafts_of_the_desk
from cases.queries.missed import MOST, missed_with_time, missed_without_time


@reading("promises.missed")
@only("GET")
def missed(request: HttpRequest) -> HttpResponse:
    """What was missed, with a form for the new time in each row."""
    return _page(request, _supervisor(request))


@acting("case.new_time")
@only("POST")
def new_time(request: HttpRequest, commitment_id: int) -> HttpResponse:
    """Promise a new time."""
    account = _supervisor(request)
    form = NewTimeForm(request.POST, suffix=f"-{commitment_id}")
    if not form.is_valid():
        keep_refused(request, On(), form)
        return _page(request, account, failed=form, status=422)
    due_at, reason, now = form.due_at, form.cleaned_data["reason"], timezone.now()
    try:
        done = send_once(
            request, On(), form, "case.new_time",
            lambda: give_new_time(commitment_id, due_at=due_at, reason=reason, by=account, now=now),
        )  # fmt: skip
    except Refused as refused:
        form.take_refusal(refused)
        keep_refused(request, On(), form)
        return _page(request, account, failed=form, status=422)
    if not done.is_again:
        messages.success(request, _("The new time for case %s is promised.") % done.outcome.reference)
    return redirect("desk:missed")


def _supervisor(request: HttpRequest) -> Account:
    account = account_of(request)
    if not may_see_missed(account):
        raise Http404
    return account


def _page(
    request: HttpRequest, account: Account, *, failed: NewTimeForm | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    waiting, timed = missed_without_time(account, now), missed_with_time(account, now)
    rows, promised = list(waiting[:MOST]), list(timed[:MOST])
    consultation = request.consultation  # type: ignore[attr-defined]
    consultation.shows(*(one.case.reference for one in (*rows, *promised)))
    if status != 200:
        consultation.details["status"] = status
    if failed is not None and failed.suffix not in [f"-{one.pk}" for one in rows]:
        for sentence, _place in failed.summary:  # kept by somebody meanwhile, and no longer on the page
            messages.error(request, sentence)
        failed = None
    typed = Drafts(drafts_of_the_desk(account, *PAGES[MISSED]), page=MISSED)
    kept = Forms(failed, typed)
    context = {
        "nav": "missed",
        "form": failed,
        "rows": [_row(one, now) | {"form": kept.of(NewTimeForm, suffix=f"-{one.pk}")} for one in rows],
        "promised": [_row(one, now) for one in promised],
        "drafts": typed,
        "may_act": True,
        "page_key": secrets.token_urlsafe(12),
        "shown": counts.of_total(len(rows), waiting.count(), is_about=False),
        "promised_shown": counts.of_total(len(promised), timed.count(), is_about=False),
    }
    return render(request, "desk/missed.html", context, status=status)


def _row(commitment: Commitment, now: datetime) -> dict[str, Any]:
    officer = commitment.case.officer
    return {
        "id": commitment.pk,
        "case": commitment.case,
        "owed": owed(commitment, now),
        "what": what(commitment, commitment.case.reference),
        "officer": officer.known_as if officer else "",
    }
