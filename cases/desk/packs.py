"""Handing over: one archive with everything that is kept on a case or several."""

import secrets

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from cases.desk.archive import safe_name
from cases.desk.consultation import acting, reading
from cases.desk.drafted import PACK, keep_refused, let_go
from cases.desk.methods import only
from cases.desk.opening import account_of, case_to_work_on
from cases.desk.pack_files import Order, stream
from cases.desk.passing_forms import Packing
from cases.desk.presenters import cards
from cases.desk.presenters.drafts import Drafts
from cases.desk.presenters.hidden import hard_places
from cases.domain import packs
from cases.domain.drafts import On
from cases.domain.refusals import Refused, refuse_missing
from cases.models import Account, Case
from cases.queries.case_file import case_file
from cases.queries.drafts import drafts_of
from cases.queries.passing_on import cases_to_pack, passing_of
from reporting.domain.crockford import read_reference

UNPROCESSABLE = 422


@reading("case.pack_form")
@only("GET")
def pack(request: HttpRequest, reference: str) -> HttpResponse:
    """What to hand over, to whom and why. `with` names further cases, as those of a series."""
    case = case_to_work_on(request, reference)
    others = request.GET.get("with", "")[:2000]
    return _page(request, case, Packing(initial={"others": others} if others else None))


@acting("case.pack")
@only("POST")
def give_pack(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The archive. Its row of the log is committed before the first byte leaves."""
    case = case_to_work_on(request, reference)
    account, now = account_of(request), timezone.now()
    form, on = Packing(request.POST), On(case.pk)
    if not form.is_valid():
        keep_refused(request, on, form)
        return _page(request, case, form, status=UNPROCESSABLE)
    given = form.cleaned_data
    try:
        others, unknown = _others(given.pop("others"), case, account)
        refuse_missing([*packs.what_is_missing(**given), *unknown])
        cases = [case, *others]
        ids = [one.pk for one in cases]
        packs.give_pack(ids, **given, by=account, now=now)
        let_go(request, on, form)
    except Refused as refused:
        form.take_refusal(refused)
        keep_refused(request, on, form)
        return _page(request, case, form, status=UNPROCESSABLE)
    order = Order(cases, given["form"], given["recipient"], given["reason"], account, now)
    response = StreamingHttpResponse(stream(order), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="pack-{safe_name(case.reference)}-{given["form"]}.zip"'
    return response


def _others(typed: list[str], case: Case, account: Account) -> tuple[list[Case], list[tuple[str, str]]]:
    """Cases of one's own unit, and a sentence for each that is none. One that may not be known is answered like one that
    does not exist."""
    meant = {one: read_reference(one) for one in typed}
    found = cases_to_pack([reference for reference in meant.values() if reference], account)
    unknown = [
        (f"{one[:40]} is no case of your unit. Look at the reference again.", "others")
        for one, reference in meant.items()
        if reference not in found
    ]
    others = [one for one in dict.fromkeys(meant.values()) if one in found and one != case.reference]
    return [found[one] for one in others if one], unknown


def _page(request: HttpRequest, case: Case, form: Packing, *, status: int = 200) -> HttpResponse:
    people = [cards.card(person) for person in passing_of(case).persons]
    consultation = request.consultation  # type: ignore[attr-defined]
    consultation.shows(case.reference, *(one.person.report.reference for one in people))
    if status != 200:
        consultation.details["status"] = status
    hard = hard_places(case_file(case, account_of(request)))
    typed = Drafts(drafts_of(case, account_of(request)), page=PACK)
    typed.give(form)
    kept = {"drafts": typed, "may_act": True, "page_key": secrets.token_urlsafe(12)}
    context = {
        **kept,
        "case": case,
        "form": form,
        "hard": hard,
        "secrets": [one.secrets for one in people if one.secrets],
    }
    return render(request, "desk/pack.html", context, status=status)
