"""Keeping what is typed, and throwing it away: what `static/heard/drafts.js` and the button "Discard" ask for."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.desk import drafted
from cases.desk.consultation import acting
from cases.desk.methods import only
from cases.desk.opening import account_of, case_to_work_on
from cases.desk.presenters import times
from cases.domain import drafts
from cases.domain.refusals import Refused


@acting("case.draft")
@only("POST")
def keep(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep a form as it now stands. Answers with the time, never with words."""
    case, now = case_to_work_on(request, reference), timezone.now()
    named = drafted.named(request.POST.get("draft", ""))
    if named is None:
        return JsonResponse({"refused": _("This form is not kept while you type.")}, status=422)
    sent = drafted.sent_as(request, "case.draft", *named)
    try:
        is_kept = drafts.keep_draft(
            case.pk, form=sent.form, about=sent.about, values=drafted.typed(sent), page=sent.page,
            version=sent.version, entry=sent.entry or 0, by=account_of(request), now=now,
        )  # fmt: skip
    except Refused as refused:
        return JsonResponse({"refused": _(refused.sentence)}, status=422)
    return JsonResponse({"kept": times.clock(now) if is_kept else ""})


@acting("case.draft_discarded")
@only("POST")
def discard(request: HttpRequest, reference: str) -> HttpResponse:
    """Throw one's own draft away."""
    case = case_to_work_on(request, reference)
    named = drafted.named(request.POST.get("draft", ""))
    if named is not None:
        form, about = named
        page = request.POST.get("page", "").replace("\x00", "")[:40]
        drafts.discard_draft(
            case.pk, form=form, about=about, page=page, by=account_of(request), now=timezone.now()
        )  # fmt: skip
    return redirect("desk:case", case.reference)
