"""No view of the officers' surface without a mark, and none for somebody who has not given both factors."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from cases.desk.consultation import Mark, mark_of
from cases.models import Account
from cases.permissions import may_use_desk

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


def _is_of_the_public_side(request: HttpRequest, view: Any) -> bool:
    is_theirs = getattr(view, "__module__", "").startswith("reporting.")
    return is_theirs and not request.path.startswith(_OF_THE_DESK)


def _sent_away(request: HttpRequest, mark: Mark) -> HttpResponse | None:
    """None for an account that has given both factors and may be here."""
    account = request.user
    if not isinstance(account, Account) or not account.is_active:
        return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': _wanted(request)})}")
    if not account.is_verified():  # type: ignore[attr-defined]
        return HttpResponseRedirect(f"{SECOND_FACTOR_URL}?{urlencode({'next': _wanted(request)})}")
    of_administration = request.path.startswith(reverse("admin:index"))
    if of_administration or mark.kind == "no case" or may_use_desk(account):
        return None
    if request.path in _HOME:
        return HttpResponseRedirect(reverse("admin:index"))
    raise Http404


def _wanted(request: HttpRequest) -> str:
    """Where to go after the log-in; what was posted is not repeated."""
    return request.get_full_path() if request.method in ("GET", "HEAD") else settings.LOGIN_REDIRECT_URL
