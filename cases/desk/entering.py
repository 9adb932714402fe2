"""An officer writes down what somebody told by telephone, at the counter or in a letter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from cases.desk.consultation import acting, reading
from cases.desk.entering_forms import Entering
from cases.desk.fields import new_token
from cases.desk.methods import only
from cases.desk.opening import account_of
from cases.desk.presenters import times
from cases.domain.entering import enter_report
from cases.domain.refusals import Refused
from cases.models import Case
from reporting.domain.receipt import receipt_for
from reporting.queries.emergency import emergency_lines

_ENTERED = "entered"  # the form's token, in the session until the code was shown


@reading("report.new")
@only("GET")
def new(request: HttpRequest) -> HttpResponse:
    """The questions, all on one page."""
    return _page(request, Entering(), new_token())


@acting("report.entered")
@only("POST")
def enter(request: HttpRequest) -> HttpResponse:
    """Keep it as a report. What cannot be kept, or may be a slip, comes back as it was typed; a slip only once."""
    entering, token = Entering(request.POST), request.POST.get("token", "")[:200] or new_token()
    if not entering.is_valid() or entering.point_out_slips(today=timezone.localdate()):
        return _page(request, entering, token, status=422)
    try:
        enter_report(
            answers=entering.answers(), channel=entering.taken.cleaned_data["channel"],
            taken_at=entering.taken.taken_at(), token=token, by=account_of(request), now=timezone.now(),
        )  # fmt: skip
    except Refused as refused:
        entering.take_refusal(refused)
        return _page(request, entering, token, status=422)
    request.session[_ENTERED] = token
    return redirect("desk:entered")


@reading("report.entered_shown")
@only("GET")
def entered(request: HttpRequest) -> HttpResponse:
    """Reference, and the follow-up code once, to be read to the caller."""
    receipt = receipt_for(request.session.pop(_ENTERED, ""))
    if receipt is None:
        return render(request, "desk/entered.html", {"receipt": None})
    request.consultation.shows(receipt.reference)  # type: ignore[attr-defined]
    seen = Case.objects.visible_to(account_of(request)).filter(reference=receipt.reference)
    context = {
        "receipt": receipt,
        "read_by": times.moment(receipt.read_by),
        "case": seen.only("reference").first(),
        "lines": emergency_lines() if receipt.rings else [],
    }
    return render(request, "desk/entered.html", context)


def _page(request: HttpRequest, entering: Entering, token: str, *, status: int = 200) -> HttpResponse:
    context = {"nav": "new", "entering": entering, "token": token, "lines": emergency_lines()}
    return render(request, "desk/entering.html", context, status=status)
