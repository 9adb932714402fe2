"""What the unit has to do and who has it; supervisors share it out; and what would happen if much more came in."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.desk.bulk_choice import keep_number
from cases.desk.consultation import acting, reading
from cases.desk.forms import DeskForm
from cases.desk.methods import only
from cases.desk.opening import account_of
from cases.desk.presenters import workload as presenter
from cases.desk.workload_forms import Asking, MarkingAbsent, SettingCap, SharingOut
from cases.domain import absence, caps, sharing_out
from cases.domain.accounts import want_digest
from cases.domain.refusals import Refused
from cases.engine.what_if import play
from cases.models import Account
from cases.permissions import may_share_out
from cases.queries.queue import officers_of
from cases.queries.what_if import question_of
from cases.queries.workload import workload as workload_of

_UNPROCESSABLE = 422


@reading("workload.list")
@only("GET")
def workload(request: HttpRequest) -> HttpResponse:
    """Open, due, late, waiting and how fast it goes, by officer, strand and unit; with a question, its simulation."""
    return _page(request)


@acting("workload.share")
@only("POST")
def share(request: HttpRequest) -> HttpResponse:
    """Propose who takes over what; the preview of work on many cases shows it, and nothing is done before."""
    account = _supervisor(request)
    form = SharingOut(request.POST, people=officers_of(account))
    if not form.is_valid():
        return _page(request, failed=form)
    try:
        bulk = sharing_out.propose_sharing(of=form.cleaned_data["of"], by=account, now=timezone.now())
    except Refused as refused:
        form.take_refusal(refused)
        return _page(request, failed=form)
    keep_number(request, bulk.cases.count())
    return redirect("desk:bulk_preview")


@acting("workload.cap")
@only("POST")
def cap(request: HttpRequest) -> HttpResponse:
    """Set a cap, or take it away."""
    account = _supervisor(request)
    form = SettingCap(request.POST, people=officers_of(account))
    return _do(request, form, lambda given: caps.set_cap(**given, by=account, now=timezone.now()), _("The cap is set."))


@acting("workload.absence")
@only("POST")
def absent(request: HttpRequest) -> HttpResponse:
    """Mark somebody away, or back."""
    account = _supervisor(request)
    form = MarkingAbsent(request.POST, people=officers_of(account))
    return _do(
        request,
        form,
        lambda given: absence.set_absence(given["account"], until=given["until"], by=account, now=timezone.now()),
        _("It is marked. What they have not touched goes back to the queue by itself."),
    )


@acting("account.digest")
@only("POST")
def digest(request: HttpRequest) -> HttpResponse:
    """The account's own wish: an e-mail when a shift begins, or none."""
    on = request.POST.get("on") == "yes"
    want_digest(account_of(request), on=on, now=timezone.now())
    messages.success(request, _("You get an e-mail when your shift begins.") if on else _("You get no such e-mail."))
    return redirect(reverse("desk:workload") + "#digest")


def _do(request: HttpRequest, form: DeskForm, do: Callable[[dict[str, Any]], Any], done: str) -> HttpResponse:
    if not form.is_valid():
        return _page(request, failed=form)
    try:
        do(form.cleaned_data)
    except Refused as refused:
        form.take_refusal(refused)
        return _page(request, failed=form)
    messages.success(request, done)
    return redirect(reverse("desk:workload") + "#manage")


def _supervisor(request: HttpRequest) -> Account:
    account = account_of(request)
    if not may_share_out(account):
        raise Http404
    return account


def _page(request: HttpRequest, *, failed: DeskForm | None = None) -> HttpResponse:
    account, now = account_of(request), timezone.now()
    found, may_share = workload_of(account, now=now), may_share_out(account)
    asking = Asking(request.GET if "officers" in request.GET else None)
    context: dict[str, Any] = {
        "nav": "workload",
        "form": failed or asking,
        "asking": asking,
        "unit": presenter.unit_row(found, str(account.unit), now),
        "officers": presenter.table(presenter.officer_rows(found, now)),
        "strands": presenter.table(presenter.strand_rows(found, now), with_arrivals=True),
        "elsewhere": presenter.table(presenter.unit_rows(found, now), with_arrivals=True),
        "pace": presenter.pace(found),
        "own": account.username,
        "may_share": may_share,
    }
    if may_share:
        context["managing"] = _managing(failed, found.people)
    if asking.is_bound and asking.is_valid():
        question = question_of(account, found.arrivals, **asking.given, now=now)
        context["played"] = presenter.played(play(question))
        context["assumptions"] = presenter.assumptions(question)
        context["days"] = range(1, question.days + 1)
    status = _UNPROCESSABLE if failed or asking.errors else 200
    if status != 200:
        request.consultation.details["status"] = status  # type: ignore[attr-defined]
    return render(request, "desk/workload.html", context, status=status)


def _managing(failed: DeskForm | None, people: list[Account]) -> list[tuple[str, str, str, str, DeskForm]]:
    """Key, address, heading, button and form of each."""
    forms = (
        ("share", "desk:share_out", _("Share work out"), _("Show the proposal"), SharingOut),
        ("absent", "desk:mark_absent", _("Somebody is away"), _("Mark it"), MarkingAbsent),
        ("cap", "desk:set_cap", _("How much one person should have"), _("Set the cap"), SettingCap),
    )
    return [
        (key, reverse(name), title, button, failed if isinstance(failed, form) else form(people=people))
        for key, name, title, button, form in forms
    ]
