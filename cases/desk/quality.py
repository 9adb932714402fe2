"""Second readings, blind, and what they say; whether it helped; where the voices differ; who reads how much that is hard."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.desk.consultation import acting, reading
from cases.desk.methods import only
from cases.desk.opening import account_of
from cases.desk.presenters import labels
from cases.desk.presenters import quality as presenter
from cases.desk.presenters.hidden import veil_for
from cases.desk.presenters.highlights import pieces
from cases.desk.quality_forms import SayingAgain
from cases.desk.revealing import has_asked, lift
from cases.domain import rereading
from cases.domain.refusals import Refused
from cases.enums import RereadOf
from cases.models import Reread
from cases.queries import quality as queries
from cases.queries.case_file import reports_attached

_UNPROCESSABLE = 422
_LONGEST = 50_000  # characters of one report


@reading("quality.list")
@only("GET")
def quality(request: HttpRequest) -> HttpResponse:
    """What is to be read again, and the figures of the unit."""
    account, now = account_of(request), timezone.now()
    found = queries.second_look(account, now=now)
    people, cap = queries.exposure(account, now=now)
    context = {
        "nav": "trends",
        "to_read": queries.to_read(account),
        "until": found.until,
        "agreements": presenter.agreements(found),
        "of_people": presenter.of_people(found),
        "other_draws": presenter.other_draws(found),
        "helped": presenter.helped(queries.feedback(account, now=now)),
        "voices": presenter.voices(queries.disagreement(account, now=now)),
        "exposure": presenter.exposure(people, cap),
        "cap": cap,
        **presenter.LIMITS,
    }
    return render(request, "desk/quality.html", context)


@reading("quality.open")
@only("GET")
def reread(request: HttpRequest, reread_id: int) -> HttpResponse:
    """One: before it is said the words alone, then both decisions side by side."""
    return _page(request, _known(request, reread_id))


@acting("quality.take")
@only("POST")
def take(request: HttpRequest, reread_id: int) -> HttpResponse:
    """Take it to read."""
    try:
        rereading.take_reread(reread_id, by=account_of(request), now=timezone.now())
    except Refused as refused:
        messages.error(request, _(refused.sentence))
        return redirect("desk:quality")
    return redirect("desk:reread", reread_id)


@acting("quality.reveal")
@only("POST")
def reveal(request: HttpRequest, reread_id: int) -> HttpResponse:
    """Show the words that are hidden because they hurt, as on a case."""
    one = _mine(request, reread_id)
    case = one.decision.case
    lift(request, {case.reference: [report.reference for report in reports_attached(case)]})
    return redirect("desk:reread", reread_id)


@acting("quality.say")
@only("POST")
def say(request: HttpRequest, reread_id: int) -> HttpResponse:
    """Say how one would have decided."""
    one, form = _mine(request, reread_id), SayingAgain(request.POST)
    if not form.is_valid():
        return _page(request, one, failed=form)
    try:
        rereading.say_reread(reread_id, **form.given, by=account_of(request), now=timezone.now())
    except Refused as refused:
        form.take_refusal(refused)
        return _page(request, one, failed=form)
    messages.success(request, _("What you came to is kept. Nothing has changed in the case."))
    return redirect("desk:reread", reread_id)


def _known(request: HttpRequest, reread_id: int) -> Reread:
    one = queries.one_reread(reread_id, account_of(request))
    if one is None:
        raise Http404
    return one


def _mine(request: HttpRequest, reread_id: int) -> Reread:
    one = _known(request, reread_id)
    if one.reader_id != request.user.pk:
        raise Http404
    return one


def _page(request: HttpRequest, one: Reread, *, failed: SayingAgain | None = None) -> HttpResponse:
    account, case = account_of(request), one.decision.case
    is_mine, consultation = one.reader_id == account.pk, request.consultation  # type: ignore[attr-defined]
    context: dict[str, Any] = {"nav": "trends", "one": one, "is_mine": is_mine, "form": failed}
    if is_mine:
        veil = veil_for(account, has_asked=has_asked(request, case))
        reports = reports_attached(case)
        context["reports"] = [_report(report, veil.places(report.words[:_LONGEST])) for report in reports]
        context["veil"], context["saying"] = veil, failed or SayingAgain()
        consultation.shows(case.reference, *(report.reference for report in reports))
        if veil.is_lifted and veil.count:
            consultation.details["hard_words"] = veil.count
    if is_mine and one.read_at:
        decision = one.decision
        context["case"] = case
        context["both"] = [
            (_("First"), labels.recording(decision.recording), decision.reason),
            (_("Second"), labels.recording(one.recording), one.reason),
        ]
        context["is_same"] = decision.recording == one.recording
        context["is_closing"] = one.of == RereadOf.CLOSING
    if failed:
        consultation.details["status"] = _UNPROCESSABLE
    return render(request, "desk/reread.html", context, status=_UNPROCESSABLE if failed else 200)


def _report(report: Any, places: Any) -> dict[str, Any]:
    return {
        "pieces": pieces(report.words[:_LONGEST], (), places),
        "is_cut": len(report.words) > _LONGEST,
        "ticked": labels.strands(report.perceived_strands),
        "received_at": report.received_at,
    }
