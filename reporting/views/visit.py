"""The visit of whoever came with a code: it travels in an encrypted cookie, worthless after half an hour's rest."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from reporting.danger import danger_cues
from reporting.domain import complaints
from reporting.domain.answers import DANGER
from reporting.domain.visits import IDLE_LIMIT, Visit, report_of, seal_visit, unseal_visit
from reporting.journey.forms.slips import SURE
from reporting.queries.emergency import emergency_lines
from reporting.views.language import ASKED
from reporting.views.page import page

WITH_FILES, WITH_CARD = "files", "contact"
_NOT_TYPED = ("csrfmiddlewaretoken", "token", ASKED, DANGER, SURE)


def visit_of(request: HttpRequest) -> Visit | None:
    """The visit that the browser holds, or None."""
    return unseal_visit(request.COOKIES.get(settings.FOLLOW_UP_COOKIE_NAME, ""), now=timezone.now())


def remembered(response: HttpResponse, visit: Visit) -> HttpResponse:
    """The response, with the visit for another half an hour."""
    sealed = seal_visit(visit, now=timezone.now())
    response.set_cookie(settings.FOLLOW_UP_COOKIE_NAME, sealed, httponly=True, samesite="Lax", secure=settings.HTTPS)
    return response


def forgotten(response: HttpResponse) -> HttpResponse:
    """The response, and no visit any more."""
    response.delete_cookie(settings.FOLLOW_UP_COOKIE_NAME, samesite="Lax")
    return response


def renewed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response, with the visit of this browser for another half an hour where its code still opens; says for how long."""
    visit = _open_visit(request)
    if visit is None:
        return response
    response["X-Visit-Seconds"] = str(visit_lasts())
    return remembered(response, visit)


@page("POST")
def stay(request: HttpRequest) -> HttpResponse:
    """The visit goes on without leaving the page; says for how many seconds."""
    visit = _open_visit(request)
    if visit is None:
        return JsonResponse({"seconds": 0}, status=404)
    return remembered(JsonResponse({"seconds": visit_lasts()}), visit)


def visit_lasts() -> int:
    """For how many seconds nobody has to press anything."""
    return int(IDLE_LIMIT.total_seconds())


def _open_visit(request: HttpRequest) -> Visit | None:
    """Asked before a visit is renewed behind a page: one whose code has stopped must not take the place of a new one."""
    visit = visit_of(request)
    if visit is None or (report_of(visit) is None and not complaints.followed(visit)):
        return None
    return visit


def ended(*, goes_on: str = "1") -> HttpResponse:
    """Back to where the code is entered, and from there on with the files that have arrived or the contact card."""
    return redirect(f"{reverse('reporting:follow_up')}?ended={goes_on}")


def gone(request: HttpRequest, *, goes_on: str = "1") -> HttpResponse:
    """The visit is over. What was being written is given back."""
    typed = [value for name in request.POST for value in request.POST.getlist(name) if name not in _NOT_TYPED]
    words = "\n".join(value for value in typed if len(value.strip()) > 1)
    is_danger = request.POST.get(DANGER) == "yes" or bool(danger_cues(words))
    if words or is_danger:
        lines = emergency_lines() if is_danger else []
        context = {"words": words, "is_danger": is_danger, "lines": lines}
        return render(request, "reporting/follow_up/not_sent.html", context, status=403)
    return ended(goes_on=goes_on)
