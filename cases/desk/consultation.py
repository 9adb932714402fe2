"""Looking is logged: every view of the officers' surface says what it is, and its row is written before bytes leave.

A view carries one of three marks, and `desk_path` refuses one that carries none:

- `@reading("case.open")`: shows something. It names what it shows with `request.consultation.shows(*references)`;
  exactly one audit row is written for each request, whatever the answer.
- `@acting("case.close")`: does something through the domain, which writes the row of the act, and redirects. When it
  shows a page after all, because the act was refused, that is logged as `case.close.not_done`.
- `@shows_no_case("log-in")`: shows no case. Only actions that start with a word of `OPEN` are for people who have not
  logged in with both factors.

When the row cannot be written nothing is shown: the answer is a 503 page that says so.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone

from cases.domain.audit import AuditDown, record_event
from cases.domain.refusals import NotThere
from cases.models import Account

View = Callable[..., HttpResponse]
OPEN = ("log-in", "log-out", "second-factor")
READING, ACTING, NO_CASE = "reading", "acting", "no case"
_NAMED = "references_named"


@dataclass(frozen=True)
class Mark:
    """What a view says of itself."""

    kind: str
    action: str

    @property
    def is_open(self) -> bool:
        """Whether somebody who has not given both factors may use it."""
        return self.kind == NO_CASE and self.action.startswith(OPEN)


@dataclass
class Consultation:
    """What one request shows, gathered while the page is made."""

    action: str
    references: set[str] = field(default_factory=set)
    reason: str = ""
    details: dict[str, Any] = field(default_factory=dict)

    def shows(self, *references: str) -> None:
        """Name cases and reports that the page shows, whole or in part."""
        self.references.update(references)


def reading(action: str, *, repeats: bool = False) -> Callable[[View], View]:
    """Mark a view that shows something; one audit row a request.

    `repeats` is for what a page asks for by itself every few seconds: a row is written only when it names a reference
    that it has not yet named to this session.
    """

    def mark(view: View) -> View:
        @functools.wraps(view)
        def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            consultation = _begin(request, action)
            response = _answer(view, request, *args, **kwargs)
            if isinstance(response, Http404):
                consultation.references.clear()
                consultation.details["status"] = 404
            elif repeats and not _names_something_new(request, consultation):
                return _kept_nowhere(response)
            return _written_first(request, consultation, response)

        marked.consultation = Mark(READING, action)  # type: ignore[attr-defined]
        return marked

    return mark


def acting(action: str) -> Callable[[View], View]:
    """Mark a view that does something through the domain, which writes the act's row."""
    return _logged_if_something_is_shown(Mark(ACTING, action), f"{action}.not_done")


def shows_no_case(action: str) -> Callable[[View], View]:
    """Mark a view that shows no case."""
    return _logged_if_something_is_shown(Mark(NO_CASE, action), action)


def mark_of(view: Any) -> Mark | None:
    """The mark of a resolved view, or None."""
    found = getattr(view, "consultation", None)
    return found if isinstance(found, Mark) else None


def desk_path(route: str, view: View, *, name: str) -> URLPattern:
    """`path` for views that carry a mark; raises ImproperlyConfigured for one that does not."""
    if mark_of(view) is None:
        raise ImproperlyConfigured(
            f"The view at {route!r} does not say whether it shows a case: see cases/desk/consultation.py."
        )
    return path(route, view, name=name)


def audit_down(request: HttpRequest) -> HttpResponse:
    """The page that says: the log is down, so nothing is shown."""
    return _kept_nowhere(render(request, "desk/audit_down.html", status=503))


def _logged_if_something_is_shown(mark: Mark, action: str) -> Callable[[View], View]:
    def wrap(view: View) -> View:
        @functools.wraps(view)
        def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            consultation = _begin(request, action)
            response = _answer(view, request, *args, **kwargs)
            if isinstance(response, Http404):
                raise response
            return (
                _written_first(request, consultation, response) if consultation.references else _kept_nowhere(response)
            )

        marked.consultation = mark  # type: ignore[attr-defined]
        return marked

    return wrap


def _begin(request: HttpRequest, action: str) -> Consultation:
    request.consultation = Consultation(action)  # type: ignore[attr-defined]
    return request.consultation  # type: ignore[attr-defined,no-any-return]


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse | Http404:
    """The view's whole answer, templates rendered, so that everything it shows has been named."""
    try:
        response = view(request, *args, **kwargs)
        if callable(getattr(response, "render", None)):
            response = response.render()
    except NotThere:
        return Http404()
    except Http404 as error:
        return error
    except AuditDown:
        return audit_down(request)
    return response


def _written_first(request: HttpRequest, consultation: Consultation, response: HttpResponse | Http404) -> HttpResponse:
    try:
        record_event(
            account=request.user if isinstance(request.user, Account) else None,
            action=consultation.action,
            address=request.path,
            references=consultation.references,
            reason=consultation.reason,
            details=consultation.details,
            now=timezone.now(),
        )
    except AuditDown:
        return audit_down(request)
    if isinstance(response, Http404):
        raise response
    return _kept_nowhere(response)


def _names_something_new(request: HttpRequest, consultation: Consultation) -> bool:
    named = set(request.session.get(_NAMED, []))
    if consultation.references <= named:
        return False
    request.session[_NAMED] = sorted(named | consultation.references)
    return True


def _kept_nowhere(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
