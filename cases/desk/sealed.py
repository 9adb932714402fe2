"""Finding by what is sealed in the words of reports: apart from search, for few, with a reason that is kept."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cases.desk.consultation import reading
from cases.desk.methods import only
from cases.desk.opening import account_of
from cases.desk.presenters import labels, times
from cases.desk.sealed_forms import FindingSealed
from cases.domain.refusals import Refused
from cases.domain.sealed_identifiers import digests_to_find
from cases.permissions import may_find_sealed
from cases.queries.sealed_identifiers import Held, cases_that_hold


@reading("sealed.open")
@only("GET")
def sealed(request: HttpRequest) -> HttpResponse:
    """What is looked for, and why: nothing is found before both are said."""
    if not may_find_sealed(account_of(request)):
        raise Http404
    return _page(request, FindingSealed())


@reading("sealed.find")
@only("POST")
def find_sealed(request: HttpRequest) -> HttpResponse:
    """What was found. Posted, so that no address holds it; the row of the log has the reason, a digest, and what was shown."""
    account, form, consultation = account_of(request), FindingSealed(request.POST), request.consultation  # type: ignore[attr-defined]
    if not may_find_sealed(account):
        raise Http404
    if not form.is_valid():
        consultation.details["status"] = 422
        return _page(request, form, status=422)
    asked = {name: str(form.cleaned_data.get(name, "")) for name in ("kind", "value", "reason")}
    try:
        digests = digests_to_find(**asked, by=account)
    except Refused as refused:
        form.take_refusal(refused)
        consultation.details["status"] = 422
        return _page(request, form, status=422)
    held, is_cut = cases_that_hold(digests, account)
    consultation.reason = asked["reason"]
    consultation.details.update(kind=asked["kind"], digest=digests[0].hex(), found=len(held))
    consultation.shows(*(one.case.reference for one in held), *(name for one in held for name in one.reports))
    return _page(request, form, rows=[_row(one) for one in held], is_cut=is_cut)


def _row(held: Held) -> dict[str, object]:
    case = held.case
    return {
        "case": case,
        "state": labels.state(case.state),
        "state_colour": labels.state_colour(case.state),
        "received": times.moment(case.received_at),
        "officer": case.officer.known_as if case.officer else "",
        "reports": [name for name in held.reports if name != case.reference],
        "times": sum(held.reports.values()),
    }


def _page(request: HttpRequest, form: FindingSealed, *, status: int = 200, **found: object) -> HttpResponse:
    return render(request, "desk/sealed.html", {"nav": "search", "form": form, **found}, status=status)
