"""No view of the officers' surface without a mark, and none for somebody who has not given both factors."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.desk.consultation import Mark, mark_of
from cases.models import Account
from cases.permissions import may_use_desk
from reporting.views.failures import GIVEN_BACK, give_back

SECOND_FACTOR_URL = "/desk/second-factor/"
_HOME = ("/desk/", "/desk/queue/")
_OF_THE_DESK = ("/desk/", "/admin/")
_PAGES_WITHOUT_A_CASE = ("/",)  # the redirect at the root


class EveryReadingLogged:
    """Answers 404 for a view that does not say what it shows, and sends to the log-in whoever must log in first.

    Views of `reporting` need no mark: that side cannot reach a case.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Decide before the view runs."""
        mark = mark_of(view)
        if mark is None:
            if request.path in _PAGES_WITHOUT_A_CASE or _is_of_the_public_side(request, view):
                return None
            raise Http404
        return None if mark.is_open else _sent_away(request, mark)


class GivenBackForms:
    """Lets a form through that waited for a log-in: logging in has changed the token, and one press has to be enough.

    Only from the page that gave it back, and only where the browser itself says that the form stands on a page of this
    very origin; that header no other website can write. Stands before the middleware that compares tokens.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Decide before the tokens are compared."""
        own = f"{request.scheme}://{request.get_host()}"
        is_ours = request.headers.get("Origin") == own and request.headers.get("Sec-Fetch-Site") == "same-origin"
        if is_ours and request.method == "POST" and request.path.startswith("/desk/") and GIVEN_BACK in request.POST:
            request.csrf_processing_done = True  # type: ignore[attr-defined]


def _is_of_the_public_side(request: HttpRequest, view: Any) -> bool:
    is_theirs = getattr(view, "__module__", "").startswith("reporting.")
    return is_theirs and not request.path.startswith(_OF_THE_DESK)


def _sent_away(request: HttpRequest, mark: Mark) -> HttpResponse | None:
    """None for an account that has given both factors and may be here."""
    account = request.user
    if not isinstance(account, Account) or not account.is_active:
        return _to_log_in(request, settings.LOGIN_URL)
    if not account.is_verified():  # type: ignore[attr-defined]
        return _to_log_in(request, SECOND_FACTOR_URL)
    of_administration = request.path.startswith(reverse("admin:index"))
    if of_administration or mark.kind == "no case" or may_use_desk(account):
        return None
    if request.path in _HOME:
        return HttpResponseRedirect(reverse("admin:index"))
    raise Http404


def _to_log_in(request: HttpRequest, log_in_url: str) -> HttpResponse:
    """A page waits behind the log-in; what was typed is given back, because a redirect would lose it."""
    there = f"{log_in_url}?{urlencode({'next': _wanted(request)})}"
    if request.method != "POST":
        return HttpResponseRedirect(there)
    return give_back(
        request,
        status=403,
        heading=_("You are logged out"),
        reason=_("This was not saved, because your log-in has ended. Log in again in another tab:"),
        link=(there, _("Log in again (opens in a new tab)")),
    )


def _wanted(request: HttpRequest) -> str:
    """Where to go after the log-in. What was posted is not repeated there: that leads to the page with the form."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    match = request.resolver_match
    if match and "reference" in match.kwargs:
        return reverse("desk:case", args=[match.kwargs["reference"]])
    if match and "alarm_id" in match.kwargs:
        return reverse("desk:duty")
    return settings.LOGIN_REDIRECT_URL if request.path.startswith("/desk/") else request.get_full_path()
