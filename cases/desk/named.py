"""Recorded against a named person: a page apart, for few, and nothing of it on any other."""

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.desk.consultation import acting, reading
from cases.desk.drafted import NAMED, keep_refused, send_once
from cases.desk.forms import DeskForm
from cases.desk.methods import only
from cases.desk.named_forms import AddingStep, RecordingPerson
from cases.desk.opening import account_of, case_to_work_on
from cases.desk.presenters.case_page import Forms
from cases.desk.presenters.drafts import Drafts
from cases.domain import named_records
from cases.domain.drafts import On
from cases.domain.refusals import Refused
from cases.models import Case
from cases.permissions import may_record_names
from cases.queries.drafts import drafts_of
from reporting.domain.sealing import CannotOpen


@reading("person.named")
@only("GET")
def named(request: HttpRequest, reference: str) -> HttpResponse:
    """Who is recorded by name in this case, on what grounds, and whether they were told."""
    return _page(request, _case(request, reference))


@acting("case.named_record")
@only("POST")
def record(request: HttpRequest, reference: str) -> HttpResponse:
    """Record one person."""
    case = _case(request, reference)
    form = RecordingPerson(request.POST)
    said = _("The person is recorded. Nothing of it is on the case page but that there is a record.")
    return _done(
        request, case, form, "case.named_record", lambda **given: named_records.record_person(case.pk, **given), said
    )


@acting("case.named_record_step")
@only("POST")
def step(request: HttpRequest, reference: str, record_id: int) -> HttpResponse:
    """The person was told after all, or the record counts no longer."""
    case = _case(request, reference)
    form = AddingStep(request.POST, suffix=f"-{record_id}")
    said = _("It is kept beside the record.")
    return _done(
        request, case, form, "case.named_record_step",
        lambda **given: named_records.add_step(case.pk, record_id, **given), said,
    )  # fmt: skip


def _done(
    request: HttpRequest, case: Case, form: DeskForm, action: str, do: Callable[..., Any], said: str
) -> HttpResponse:
    """The one call of the domain, once a press; what is refused comes back with what was typed."""
    on = On(case.pk)
    if not form.is_valid():
        keep_refused(request, on, form)
        return _page(request, case, failed=form, status=422)
    given, by, now = form.cleaned_data, account_of(request), timezone.now()
    try:
        send_once(request, on, form, action, lambda: do(**given, by=by, now=now))
    except Refused as refused:
        form.take_refusal(refused)
        keep_refused(request, on, form)
        return _page(request, case, failed=form, status=422)
    messages.success(request, said)
    return redirect("desk:named", case.reference)


def _case(request: HttpRequest, reference: str) -> Case:
    case = case_to_work_on(request, reference)
    if not may_record_names(account_of(request), case):
        raise Http404
    return case


def _page(request: HttpRequest, case: Case, *, failed: DeskForm | None = None, status: int = 200) -> HttpResponse:
    consultation = request.consultation  # type: ignore[attr-defined]
    consultation.shows(case.reference)
    try:
        records, cannot_open = named_records.records_of(case), False
    except CannotOpen:
        records, cannot_open = [], True
    rule = named_records.rule_in_force(timezone.localdate())
    may_add = bool(rule and rule.is_allowed) and case.state in ("in_progress", "waiting", "closed")
    typed = Drafts(drafts_of(case, account_of(request)), page=NAMED)
    kept = Forms(failed, typed)
    steps = {one.record.pk: kept.of(AddingStep, suffix=f"-{one.record.pk}") for one in records if len(one.done) < 2}
    context = {
        "case": case,
        "rule": rule,
        "records": [(one, steps.get(one.record.pk)) for one in records],
        "cannot_open": cannot_open,
        "form": failed,
        "adding": kept.of(RecordingPerson) if may_add and not cannot_open else None,
        "drafts": typed,
        "may_act": True,
        "page_key": secrets.token_urlsafe(12),
    }
    return render(request, "desk/named.html", context, status=status)
