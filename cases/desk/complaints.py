"""The supervisors' queue of complaints: take, answer, close with a reason."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.desk.complaint_forms import AnsweringComplaint, ClosingComplaint, TakingComplaint
from cases.desk.consultation import View, acting, reading
from cases.desk.drafted import COMPLAINT, PAGES, keep_refused, send_once
from cases.desk.forms import DeskForm
from cases.desk.methods import only
from cases.desk.opening import account_of
from cases.desk.presenters import cards, counts
from cases.desk.presenters.drafts import Drafts
from cases.domain import complaints
from cases.domain.drafts import On
from cases.domain.refusals import Refused
from cases.models import Account, Case, ComplaintWork
from cases.permissions import may_handle_complaints
from cases.queries.complaints import MOST, closed_complaints, complaint_for, open_complaints, persons_of
from cases.queries.drafts import drafts_of_the_desk
from reporting.domain.complaints import contact_of
from reporting.domain.sealing import CannotOpen

_SOON = timedelta(days=7)


@reading("complaints.list")
@only("GET")
def complaint_list(request: HttpRequest) -> HttpResponse:
    """What waits, and what was closed last."""
    account, now = _supervisor(request), timezone.now()
    waiting, closed = open_complaints(account), closed_complaints(account)
    rows, done = list(waiting[:MOST]), list(closed[:MOST])
    request.consultation.shows(*(one.complaint.reference for one in (*rows, *done)))  # type: ignore[attr-defined]
    context = {
        "nav": "complaints",
        "rows": [(one, one.due_at < now, one.due_at < now + _SOON) for one in rows],
        "closed": done,
        "shown": counts.of_total(len(rows), waiting.count(), is_about=False),
        "closed_shown": counts.of_total(len(done), closed.count(), is_about=False),
    }
    return render(request, "desk/complaints.html", context)


@reading("complaint.open")
@only("GET")
def complaint(request: HttpRequest, work_id: int) -> HttpResponse:
    """One complaint, with what is known of it."""
    return _page(request, _known(request, work_id))


def _act(action: str, form: type[DeskForm], do: Callable[..., Any], done: Callable[[], str]) -> View:
    @acting(action)
    @only("POST")
    def view(request: HttpRequest, work_id: int) -> HttpResponse:
        work, sent = _known(request, work_id), _about(form(request.POST), work_id)
        if not sent.is_valid():
            keep_refused(request, On(), sent)
            return _page(request, work, failed=sent, status=422)
        try:
            given, by, now = sent.cleaned_data, account_of(request), timezone.now()
            send_once(request, On(), sent, action, lambda: do(work.pk, **given, by=by, now=now))
        except Refused as refused:
            sent.take_refusal(refused)
            keep_refused(request, On(), sent)
            return _page(request, _known(request, work_id), failed=sent, status=422)
        messages.success(request, done())
        return redirect("desk:complaint", work.pk)

    return view


take = _act("complaint.take", TakingComplaint, complaints.take_complaint, lambda: _("The complaint is yours."))
answer = _act("complaint.answer", AnsweringComplaint, complaints.answer_complaint, lambda: _("The answer is kept."))
close = _act("complaint.close", ClosingComplaint, complaints.close_complaint, lambda: _("The complaint is closed."))


def _about(form: DeskForm, work_id: int) -> DeskForm:
    form.about = f"-{work_id}"
    return form


def _supervisor(request: HttpRequest) -> Account:
    account = account_of(request)
    if not may_handle_complaints(account):
        raise Http404
    return account


def _known(request: HttpRequest, work_id: int) -> ComplaintWork:
    work = complaint_for(_supervisor(request), work_id)
    if work is None:
        raise Http404
    return work


def _page(
    request: HttpRequest, work: ComplaintWork, *, failed: DeskForm | None = None, status: int = 200
) -> HttpResponse:
    account, now, consultation = account_of(request), timezone.now(), request.consultation  # type: ignore[attr-defined]
    is_mine, cannot_open, private = work.taken_by_id == account.pk, False, {}
    if is_mine:  # how to reach somebody is for who answers
        try:
            private = contact_of(work.complaint)
        except CannotOpen:
            cannot_open = True
    cases = Case.objects.visible_to(account).filter(links__report=work.report_id).distinct() if work.report_id else ()
    references = [one.reference for one in cases]
    consultation.shows(work.complaint.reference, *references)
    consultation.details["contact_shown"] = bool(private)
    typed = Drafts(drafts_of_the_desk(account, *PAGES[COMPLAINT], about=f"-{work.pk}"), page=COMPLAINT)
    answering = failed if isinstance(failed, AnsweringComplaint) else _about(AnsweringComplaint(), work.pk)
    closing = failed if isinstance(failed, ClosingComplaint) else _about(ClosingComplaint(), work.pk)
    if is_mine and not work.closed_at:
        typed.give(closing if work.answered_at else answering)
    context = {
        "nav": "complaints",
        "work": work,
        "complaint": work.complaint,
        "cases": references,
        "is_mine": is_mine,
        "is_late": work.closed_at is None and work.due_at < now,
        "private": private,
        "cannot_open": cannot_open,
        "secrets": cards.secrets_in(persons_of(work, cases)) if is_mine else [],
        "form": failed,
        "answering": answering,
        "closing": closing,
        "drafts": typed,
        "may_act": is_mine,
        "page_key": secrets.token_urlsafe(12),
    }
    return render(request, "desk/complaint.html", context, status=status)
