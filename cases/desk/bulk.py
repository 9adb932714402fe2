"""Many cases at once: chosen in the queue, looked at before, confirmed, done in pieces, and undone within a minute."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.desk.bulk_choice import CHOSEN, keep_number
from cases.desk.bulk_forms import FORMS, Planning, form_of
from cases.desk.consultation import acting, reading
from cases.desk.methods import only
from cases.desk.opening import account_of
from cases.desk.presenters import bulk as presenter
from cases.desk.presenters import times
from cases.desk.queue_filters import read_query
from cases.domain import bulk as domain
from cases.domain.refusals import Refused
from cases.enums import BulkAct
from cases.models import Bulk
from cases.queries.bulk import cases_of, latest_of, own_bulk, progress_of, selection_of
from cases.queries.left_over import left_over_of
from cases.queries.queue import listed, officers_of
from cases.queries.sharing import on_duty_of

_CONFLICT, _UNPROCESSABLE = 409, 422


@reading("bulk.list")
@only("GET")
def chosen(request: HttpRequest) -> HttpResponse:
    """What is chosen, and what can be done with all of it."""
    return _chosen(request)


@acting("bulk.choose")
@only("POST")
def choose(request: HttpRequest) -> HttpResponse:
    """Keep what is ticked on this page of the queue, or everything that its list finds; then back, or on."""
    account, now, what = account_of(request), timezone.now(), request.POST.get("what", "")
    asked = QueryDict(request.POST.get("query", "")[:2000])
    wanted = read_query(asked, account=account, officers=officers_of(account))
    if what == "all":
        cases = listed(account, tab=wanted.tab, wanted=wanted.wanted, now=now)
        found = list(cases.values_list("reference", flat=True)[: domain.MOST + 1])
        number = domain.choose_cases(found[: domain.MOST], chosen_by=wanted.query(), by=account, now=now)
        if len(found) > domain.MOST:
            messages.info(request, _("The first %d of the list are chosen: more are not done at once.") % domain.MOST)
    else:
        on_page = request.POST.get("on_page", "").split()[:200]
        ticked = request.POST.getlist("case")[:200]
        number = domain.choose_cases(ticked, instead_of=on_page, by=account, now=now)
    keep_number(request, number)
    if what == "go" and number:
        return redirect("desk:bulk")
    if not number:  # whatever was chosen before was unticked too
        messages.info(request, _("No case is chosen. Tick the cases first."))
    return redirect(f"{reverse('desk:queue')}?{asked.urlencode()}&choose=1")


@acting("bulk.clear")
@only("POST")
def clear(request: HttpRequest) -> HttpResponse:
    """Choose none."""
    domain.clear_choice(by=account_of(request), now=timezone.now())
    keep_number(request, 0)
    messages.success(request, _("No case is chosen any more."))
    return redirect("desk:queue")


@acting("bulk.plan")
@only("POST")
def plan(request: HttpRequest, act: str) -> HttpResponse:
    """Say what is to be done with all that is chosen; nothing is done before the preview was confirmed."""
    if act not in FORMS:
        raise Http404
    account = account_of(request)
    form = form_of(BulkAct(act), officers_of(account), request.POST)
    if not form.is_valid():
        return _chosen(request, failed=form, status=_UNPROCESSABLE)
    try:
        domain.plan(act, form.given, by=account, now=timezone.now())
    except Refused as refused:
        form.take_refusal(refused)
        return _chosen(request, failed=form, status=_UNPROCESSABLE)
    return redirect("desk:bulk_preview")


@reading("bulk.preview")
@only("GET")
def preview(request: HttpRequest) -> HttpResponse:
    """What would become of each case."""
    return _preview(request)


@acting("bulk.confirm")
@only("POST")
def confirm(request: HttpRequest) -> HttpResponse:
    """Do what the preview showed, and nothing else."""
    try:
        bulk = domain.confirm(request.POST.get("seal", ""), by=account_of(request), now=timezone.now())
    except Refused as refused:
        return _preview(request, refused=_(refused.sentence), status=_CONFLICT)
    keep_number(request, 0)
    return redirect("desk:bulk_done", bulk.pk)


@reading("bulk.open")
@only("GET")
def done(request: HttpRequest, bulk_id: int) -> HttpResponse:
    """How far it is, and what became of each case."""
    account, now = account_of(request), timezone.now()
    bulk = own_bulk(bulk_id, account)
    if bulk is None:
        raise Http404
    is_undoing = bulk.undo_at is not None
    is_going_on = (bulk.undone_at is None) if is_undoing else (bulk.finished_at is None)
    left, of_all = progress_of(bulk, account)
    rows = [] if is_going_on else cases_of(bulk, account)  # nothing is listed on the way: a page a piece stays small
    request.consultation.shows(*(row.case.reference for row in rows))  # type: ignore[attr-defined]
    stands, skipped, undone = presenter.outcomes(rows)
    listed, more = presenter.cut(stands)
    context = {
        "nav": "queue",
        "bulk": bulk,
        "what": presenter.what_is_done(bulk),
        "is_undoing": is_undoing,
        "is_going_on": is_going_on,
        "worked_off": of_all - left,
        "of_all": of_all,
        "stands": listed,
        "more": more,
        "skipped": skipped,
        "undone": undone,
        "number": presenter.number_of_cases(len(stands)),
        "undo_seconds": _seconds_left(bulk) if domain.may_be_undone(bulk, now=now) else 0,
    }
    return render(request, "desk/bulk-done.html", context)


@acting("bulk.go_on")
@only("POST")
def go_on(request: HttpRequest, bulk_id: int) -> HttpResponse:
    """Do the next few."""
    domain.go_on(bulk_id, by=account_of(request), now=timezone.now())
    return redirect("desk:bulk_done", bulk_id)


@acting("bulk.undo")
@only("POST")
def undo(request: HttpRequest, bulk_id: int) -> HttpResponse:
    """Undo what was done, as far as nobody has worked on it since."""
    try:
        domain.undo(bulk_id, by=account_of(request), now=timezone.now())
    except Refused as refused:
        messages.error(request, _(refused.sentence))
    return redirect("desk:bulk_done", bulk_id)


def _chosen(request: HttpRequest, *, failed: Planning | None = None, status: int = 200) -> HttpResponse:
    account = account_of(request)
    bulk, officers = selection_of(account), officers_of(account)
    rows = cases_of(bulk, account) if bulk else []
    request.consultation.shows(*(row.case.reference for row in rows))  # type: ignore[attr-defined]
    if request.session.get(CHOSEN, 0) != len(rows):
        keep_number(request, len(rows))
    forms = [
        (act, failed if failed is not None and isinstance(failed, FORMS[act]) else form_of(act, officers))
        for act in FORMS
    ]
    listed, more = presenter.cut(presenter.chosen_rows(rows))
    context = {
        "nav": "queue",
        "form": failed,
        "rows": listed,
        "more": more,
        "number": presenter.number_of_cases(len(rows)),
        "forms": forms,
        "latest": [(one, presenter.what_is_done(one), times.moment(one.confirmed_at)) for one in latest_of(account)],
    }
    return render(request, "desk/bulk.html", context, status=status)


def _preview(request: HttpRequest, *, refused: str = "", status: int = 200) -> HttpResponse:
    account, now = account_of(request), timezone.now()
    bulk = selection_of(account)
    if bulk is None or not bulk.act:
        if refused:
            messages.error(request, refused)
        return redirect("desk:bulk")
    try:
        foreseen = domain.foresee(bulk, by=account, now=now)
    except Refused as no_more:  # such as the officer who has left meanwhile
        messages.error(request, _(no_more.sentence))
        return redirect("desk:bulk")
    request.consultation.shows(*(one.row.case.reference for one in foreseen))  # type: ignore[attr-defined]
    is_closing = bulk.act == BulkAct.CLOSE
    left = left_over_of(one.row.case_id for one in foreseen) if is_closing else None
    is_sharing = bulk.act == BulkAct.SHARE
    there = on_duty_of(account, now=now) if is_sharing else set()
    doable, skipped = presenter.foreseen(bulk, foreseen, left, on_duty=there, now=now)
    listed, more = presenter.cut(doable)
    context: dict[str, Any] = {
        "nav": "queue",
        "what": presenter.what_is_done(bulk),
        "refused": refused,
        "doable": listed,
        "more": more,
        "skipped": skipped,
        "number": presenter.number_of_cases(len(doable)),
        "number_skipped": presenter.number_of_cases(len(foreseen) - len(doable)),
        "is_closing": is_closing,
        "is_sharing": is_sharing,
        "seal": domain.seal_of(bulk, foreseen),
    }
    return render(request, "desk/bulk-preview.html", context, status=status)


def _seconds_left(bulk: Bulk) -> int:
    left = (bulk.finished_at or timezone.now()) + domain.UNDO_WITHIN - timezone.now()
    return max(1, int(left / timedelta(seconds=1)))
