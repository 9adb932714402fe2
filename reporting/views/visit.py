"""The visit of whoever came with a code: it travels in an encrypted cookie, worthless after half an hour's rest."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from reporting.domain.visits import IDLE_LIMIT, Visit, report_of, seal_visit, unseal_visit

WITH_FILES = "files"
_NOT_TYPED = ("csrfmiddlewaretoken", "token")


def visit_of(request: HttpRequest) -> Visit | None:
    """The visit that the browser holds, or None."""
    return unseal_visit(request.COOKIES.get(settings.FOLLOW_UP_COOKIE_NAME, ""), now=timezone.now())


def remembered(response: HttpResponse, visit: Visit) -> HttpResponse:
    """The response, with the visit for another half an hour."""
    sealed = seal_visit(visit, now=timezone.now())
    response.set_cookie(settings.FOLLOW_UP_COOKIE_NAME, sealed, httponly=True, samesite="Lax", secure=settings.HTTPS)
    return response


def renewed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response, with the visit of this browser for another half an hour where its code still opens; says for how long.

    A code that was stopped meanwhile is asked for first: its visit must not take the place of a new one.
    """
    visit = visit_of(request)
    if visit is None or report_of(visit) is None:
        return response
    response["X-Visit-Seconds"] = str(int(IDLE_LIMIT.total_seconds()))
    return remembered(response, visit)


def ended(*, has_files: bool = False) -> HttpResponse:
    """Back to where the code is entered, and from there on with the files that have arrived."""
    return redirect(f"{reverse('reporting:follow_up')}?ended={WITH_FILES if has_files else 1}")


def gone(request: HttpRequest) -> HttpResponse:
    """The visit is over. What was being written is given back."""
    typed = [value for name in request.POST for value in request.POST.getlist(name) if name not in _NOT_TYPED]
    words = "\n".join(value for value in typed if len(value.strip()) > 1)
    if words:
        return render(request, "reporting/follow_up/not_sent.html", {"words": words}, status=403)
    return ended()
