"""Looking closer: a reason for another unit's case, all the words of a long report."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.desk.case_page import reason_page
from cases.desk.consultation import acting, reading
from cases.desk.methods import only
from cases.desk.opening import account_of, give_reason, open_by_reference
from cases.desk.presenters.hidden import veil_for
from cases.desk.presenters.highlights import pieces
from cases.desk.revealing import has_asked
from cases.domain.reasons import check_reason
from cases.domain.refusals import Refused
from cases.queries.case_file import whole_words

_LONGEST = 500


@acting("case.reason")
@only("POST")
def reason(request: HttpRequest, reference: str) -> HttpResponse:
    """Say why another unit's case has to be opened; it then opens for half an hour, for reading."""
    opened = open_by_reference(request, reference)
    written = request.POST.get("reason", "")[:_LONGEST]
    try:
        give_reason(request, opened.case, check_reason(written), now=timezone.now())
    except Refused as refused:
        return reason_page(request, opened.case, error=_(refused.sentence), written=written, status=422)
    return redirect("desk:case", opened.case.reference)


@reading("case.words")
@only("GET")
def words(request: HttpRequest, reference: str, report_id: int) -> HttpResponse:
    """All the words of one report, however many."""
    opened = open_by_reference(request, reference)
    report = None if opened.needs_reason else whole_words(opened.case, report_id)
    if report is None:
        raise Http404
    request.consultation.shows(opened.case.reference, report.reference)  # type: ignore[attr-defined]
    request.consultation.reason = opened.reason  # type: ignore[attr-defined]
    veil = veil_for(account_of(request), has_asked=has_asked(request, opened.case))
    places = veil.places(report.words)
    context = {"case": opened.case, "report": report, "veil": veil, "pieces": pieces(report.words, (), places)}
    if veil.is_lifted and veil.count:
        request.consultation.details["hard_words"] = veil.count  # type: ignore[attr-defined]
    return render(request, "desk/words.html", context)
