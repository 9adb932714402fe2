"""Looking closer: a reason for another unit's case, all the words of a long report, a number or address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.desk.case_page import reason_page, show
from cases.desk.consultation import acting, reading
from cases.desk.forms import Contacting
from cases.desk.methods import only
from cases.desk.opening import Opened, account_of, case_to_work_on, give_reason, open_by_reference
from cases.desk.presenters.cards import MEANS, card
from cases.desk.presenters.hidden import veil_for
from cases.desk.presenters.highlights import pieces
from cases.desk.revealing import has_asked
from cases.domain import persons
from cases.models import Person
from cases.queries.case_file import whole_words


@acting("case.reason")
@only("POST")
def reason(request: HttpRequest, reference: str) -> HttpResponse:
    """Say why another unit's case has to be opened; it then opens for half an hour, for reading."""
    opened = open_by_reference(request, reference)
    written = request.POST.get("reason", "").replace("\x00", "\ufffd").strip()
    if not written:
        return reason_page(request, opened.case, error=_("Write why you need to open this case."), status=422)
    give_reason(request, opened.case, written, now=timezone.now())
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


@reading("person.contact")
@only("POST")
def contact(request: HttpRequest, reference: str, person_id: int) -> HttpResponse:
    """Show one number or address, after its means and reason have been said; each time is a row of the log."""
    case = case_to_work_on(request, reference)
    person = Person.objects.filter(pk=person_id, case=case).first()
    if person is None:
        raise Http404
    shown = card(person)
    form = Contacting(request.POST, suffix=f"-{person.pk}", means=shown.means)
    if not form.is_valid():
        return show(request, Opened(case), failed=form, status=422)
    means, why = form.cleaned_data["means"], form.cleaned_data["reason"]
    consultation = request.consultation  # type: ignore[attr-defined]
    consultation.shows(case.reference)
    consultation.reason = why
    consultation.details.update(person=person.pk, means=means, at=form.cleaned_data["at"])
    address = persons.identity(person).get(MEANS[means], "")
    return render(request, "desk/contact.html", {"case": case, "card": shown, "means": means, "address": address})
