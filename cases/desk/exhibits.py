"""One exhibit: its safe copy, sealing it, the original with a reason, and what a recording says."""

import secrets
import uuid
from itertools import chain

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.desk.consultation import acting, reading
from cases.desk.drafted import EXHIBIT, keep_refused, send_once
from cases.desk.exhibit_forms import TakingOriginal, WritingDown
from cases.desk.forms import DeskForm
from cases.desk.methods import only
from cases.desk.opening import account_of, case_to_work_on, open_by_reference
from cases.desk.presenters import cards
from cases.desk.presenters import exhibit as presenter
from cases.desk.presenters.drafts import Drafts
from cases.domain import exhibits, safe_copies
from cases.domain.drafts import On
from cases.domain.refusals import Refused
from cases.models import Case
from cases.permissions import may_work
from cases.queries.drafts import drafts_of
from cases.queries.exhibits import number_in
from reporting.domain import sealing, vault
from reporting.media import KINDS
from reporting.models import Evidence

UNPROCESSABLE = 422
_ALONE = "sandbox; default-src 'none'; frame-ancestors 'none'"  # whatever it is, it runs and fetches nothing


@reading(exhibits.LOOKED)
@only("GET")
def exhibit(request: HttpRequest, reference: str, evidence_id: int) -> HttpResponse:
    """What there is to see of it. Before anybody has asked for the safe copy, that is a button."""
    case, file = _exhibit(request, reference, evidence_id)
    return _page(request, case, file)


@acting("exhibit.copy")
@only("POST")
def make_copy(request: HttpRequest, reference: str, evidence_id: int) -> HttpResponse:
    """Make the safe copy, unless it is there."""
    case, file = _exhibit(request, reference, evidence_id)
    parts = safe_copies.make_copies(file, now=timezone.now())
    if parts and parts[0].failure:
        messages.error(request, presenter.failure(parts[0].failure))
    return redirect("desk:exhibit", case.reference, file.pk)


@reading(exhibits.LOOKED)
@only("GET")
def copy(request: HttpRequest, reference: str, evidence_id: int, part: int) -> HttpResponseBase:
    """One part of the safe copy, for the page of the exhibit."""
    _case, file = _exhibit(request, reference, evidence_id)
    found = next((one for one in safe_copies.copies_of(file) if one.part == part and one.stored), None)
    if found is None or hasattr(file, "seal"):
        raise Http404
    try:
        pieces = safe_copies.bytes_of(found)
        first = next(pieces)
    except (sealing.CannotOpen, vault.Damaged):
        raise Http404 from None
    response = StreamingHttpResponse(chain([first], pieces), content_type=found.media_type)
    response["Content-Length"] = str(found.size)
    return _harmless(response, f"{uuid.uuid4().hex}.{KINDS[found.media_type]}")


@acting(exhibits.TAKEN)
@only("POST")
def original(request: HttpRequest, reference: str, evidence_id: int) -> HttpResponseBase:
    """The file as it was received, never shown, only saved."""
    case, file = _exhibit(request, reference, evidence_id)
    form = TakingOriginal(request.POST)
    if not form.is_valid():
        return _page(request, case, file, failed=form)
    try:
        pieces = exhibits.take_original(
            case, file, number=number_in(case, file), reason=form.cleaned_data["reason"],
            by=account_of(request), now=timezone.now(),
        )  # fmt: skip
    except Refused as refused:
        form.take_refusal(refused)
        return _page(request, case, file, failed=form)
    except sealing.CannotOpen:
        raise Http404 from None
    response = StreamingHttpResponse(pieces, content_type="application/octet-stream")
    response["Content-Length"] = str(file.size)
    return _harmless(response, f"exhibit-{number_in(case, file)}-{uuid.uuid4().hex[:8]}.{KINDS[file.media_type]}")


@acting("exhibit.seal")
@only("POST")
def seal(request: HttpRequest, reference: str, evidence_id: int) -> HttpResponse:
    """One press, and nobody looks at it any more."""
    case = case_to_work_on(request, reference)
    file = exhibits.exhibit_of(case, evidence_id)
    exhibits.seal_exhibit(case.pk, file.pk, number=number_in(case, file), by=account_of(request), now=timezone.now())
    messages.success(request, _("The exhibit is sealed. Its copies are destroyed."))
    return redirect("desk:exhibit", case.reference, file.pk)


@acting("case.transcribed")
@only("POST")
def transcript(request: HttpRequest, reference: str, evidence_id: int) -> HttpResponse:
    """What is said or signed, beside the words."""
    case = case_to_work_on(request, reference)
    file = exhibits.exhibit_of(case, evidence_id)
    form, on = _about(WritingDown(request.POST), file), On(case.pk)
    if not form.is_valid():
        keep_refused(request, on, form)
        return _page(request, case, file, failed=form)
    try:
        given, by, now = form.cleaned_data, account_of(request), timezone.now()
        send_once(
            request,
            on,
            form,
            "case.transcribed",
            lambda: exhibits.write_down(case.pk, file.pk, **given, by=by, now=now),
        )
    except Refused as refused:
        form.take_refusal(refused)
        keep_refused(request, on, form)
        return _page(request, case, file, failed=form)
    messages.success(request, _("It stands beside the report, as yours."))
    return redirect("desk:case", case.reference)


def _about(form: DeskForm, file: Evidence) -> DeskForm:
    form.about = f"-{file.pk}"
    return form


def _exhibit(request: HttpRequest, reference: str, evidence_id: int) -> tuple[Case, Evidence]:
    opened = open_by_reference(request, reference)
    if opened.needs_reason:
        raise Http404
    file = exhibits.exhibit_of(opened.case, evidence_id)
    consultation = request.consultation  # type: ignore[attr-defined]
    consultation.shows(opened.case.reference, file.report.reference)
    consultation.reason, consultation.details["exhibit"] = opened.reason, file.pk
    return opened.case, file


def _page(request: HttpRequest, case: Case, file: Evidence, *, failed: DeskForm | None = None) -> HttpResponse:
    account, sealed = account_of(request), getattr(file, "seal", None)
    consultation = request.consultation  # type: ignore[attr-defined]
    consultation.shows(case.reference, file.report.reference)
    may_act = may_work(account, case)
    typed, writing = Drafts(drafts_of(case, account) if may_act else [], page=EXHIBIT, about=f"-{file.pk}"), None
    if may_act and file.is_recording and sealed is None:
        writing = failed if isinstance(failed, WritingDown) else _about(WritingDown(), file)
        typed.give(writing)
    context = {
        "case": case,
        "exhibit": presenter.exhibit(
            file,
            number_in(case, file),
            [] if sealed else safe_copies.copies_of(file),
            opened_by=str(exhibits.unit_that_opens(file) or ""),
        ),
        "secrets": cards.secrets_in(case.persons.filter(report=file.report_id).order_by("pk")),
        "form": failed,
        "may_act": may_act,
        "taking": failed if isinstance(failed, TakingOriginal) else TakingOriginal(),
        "may_take": exhibits.may_take(account, case, file),
        "writing": writing,
        "drafts": typed,
        "page_key": secrets.token_urlsafe(12),
    }
    if failed is not None:
        consultation.details["status"] = UNPROCESSABLE
    return render(request, "desk/exhibit.html", context, status=UNPROCESSABLE if failed else 200)


def _harmless(response: HttpResponseBase, name: str) -> HttpResponseBase:
    """Saved, not shown, whatever a browser thinks of it; the name is ours and says nothing."""
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = _ALONE
    response["X-Content-Type-Options"] = "nosniff"
    return response
