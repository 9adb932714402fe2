"""Pages for what went wrong: one sentence on what happened, one on what to do, and the words are given back."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_BAD_ORIGIN, REASON_BAD_REFERER
from django.shortcuts import render
from django.utils.translation import gettext as _

from reporting.questions import QUESTIONS
from reporting.views.coming_back import nobody_pressed

GIVEN_BACK = "given_back"  # field of the page that waits for a log-in
_FOREIGN = tuple(reason.split("%s")[0] for reason in (REASON_BAD_ORIGIN, REASON_BAD_REFERER))
_WORDS = (
    *("message", "note", "reason"),  # a letter; what an officer writes
    *(name for name, question in QUESTIONS.items() if question.kind == "words"),
)


def give_back(
    request: HttpRequest, *, status: int, heading: str = "", reason: str = "", link: tuple[str, str] | None = None
) -> HttpResponse:
    """A page with everything that was typed, to be sent again by one press. Needs no database.

    `link` is the address, and the words, of what has to be done first, in another tab.
    """
    sent = [(name, value) for name, values in request.POST.lists() for value in values if _goes_back(name)]
    written = next((name for name in _WORDS if request.POST.get(name, "").strip()), None)
    context = {
        "heading": heading,
        "reason": reason,
        "link": link,
        "action": request.get_full_path(),
        "words_name": written,
        "words": request.POST[written] if written else "",
        "words_label": _(QUESTIONS[written].label) if written in QUESTIONS else "",
        "fields": [(name, value) for name, value in sent if name != written],
    }
    response = render(request, "retry.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token was missing, too old or not ours: give the words back under a new one.

    Where officers work, a form that another website filled in is not brought one press away from being sent.
    """
    if nobody_pressed(request) or (settings.HAS_DESK and reason.startswith(_FOREIGN)):
        return _plain(request, 403, template="403_csrf.html")
    return give_back(
        request,
        status=403,
        heading=_("Please press the button again"),
        reason=_(
            "We could not be sure that this came from you. This happens when a page was open for a long time, "
            "or when the browser does not keep cookies. If this page comes back each time, allow cookies for this "
            "website."
        ),
    )


def database_away(request: HttpRequest) -> HttpResponse:
    """The database does not answer: give the words back; a reader is asked to come again."""
    if request.method == "POST":
        return give_back(request, status=503)
    return _plain(request, 503)


def too_long(request: HttpRequest) -> HttpResponse:
    """More than one report can hold."""
    return _plain(request, 413, {"megabytes": settings.WORDS_LIMIT // (1024 * 1024)})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What the browser sent cannot be read."""
    return _plain(request, 400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing for this visitor."""
    return _plain(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page."""
    return _plain(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours."""
    if request.method == "POST" and hasattr(request, "_post"):  # only what was read before the fault
        return give_back(request, status=500)
    return _plain(request, 500)


def _goes_back(name: str) -> bool:
    """The page gets a new token, and says itself that it gives something back; a password is typed again."""
    return name not in ("csrfmiddlewaretoken", GIVEN_BACK) and "password" not in name


def _plain(
    request: HttpRequest, status: int, context: dict[str, Any] | None = None, *, template: str = ""
) -> HttpResponse:
    response = render(request, template or f"{status}.html", context or {}, status=status)
    response["Cache-Control"] = "no-store"
    return response
