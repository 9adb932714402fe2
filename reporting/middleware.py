"""What happens around every page: forms are read as they were sent, and words survive when the database is away."""

import atexit
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import ResolverMatch, resolve
from django.utils import timezone
from django.utils.translation import get_language_from_path, override

from reporting.domain import step_totals
from reporting.views import failures
from reporting.views.page import permissions

Next = Callable[[HttpRequest], HttpResponse]
_RAW = re.compile(rb"[\x80-\xff]+")


class PrivacyHeaders:
    """Headers that say: nothing of ours belongs to another site, and no page needs a camera, a place or a payment."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", permissions())
        return response


class PageStays:
    """Tell a script that keeps its page open where the next one is, instead of sending it there."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "X-Stays" in request.headers and response.has_header("Location"):
            response.status_code = 204  # a browser follows no Location of this status
        return response


class RetryPage:
    """Give back what was typed, on a page that sends it again, when the database does not answer."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Only where the connection failed; a mistake in a query is a fault like any other."""
        if isinstance(exception, OperationalError | InterfaceError):
            return failures.database_away(request)
        return None


class StepsCounted:
    """Count how often each page of the way was shown and answered, as totals of a day.

    Answered is a page that leads on: not where somebody asks for another language, saves it for later, or is led back
    because nothing was said.
    """

    pages = ("start", "step", "record", "evidence", "check", "about_you", "sent", "save", "resume")
    shown, answered = 200, 303

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        if settings.SURFACE == "public":  # a web process that is told to stop writes what waits
            atexit.register(step_totals.write_waiting)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match, now = request.resolver_match, timezone.now()
        if match is None or match.app_name != "reporting" or match.url_name not in self.pages:
            return response
        step = match.kwargs.get("step") or match.url_name
        if request.method == "GET" and response.status_code == self.shown:
            step_totals.count_step(step, "shown", day=timezone.localdate(now), now=now)
        elif request.method == "POST" and response.status_code == self.answered and self._leads_on(match, response):
            step_totals.count_step(step, "answered", day=timezone.localdate(now), now=now)
        return response

    @staticmethod
    def _leads_on(match: ResolverMatch, response: HttpResponse) -> bool:
        """Whether the next page is another one of the way; the same one comes again in another language."""
        there = urlsplit(response["Location"])
        with override(get_language_from_path(there.path) or settings.LANGUAGE_CODE):
            following = resolve(there.path)
        is_same = (following.url_name, following.kwargs) == (match.url_name, match.kwargs)
        return not is_same and following.url_name != "save" and "missing" not in parse_qs(there.query)


class FormsAsSent:
    """Read the form before anything else does, so that what cannot be read is answered by a plain sentence.

    Bytes that are not UTF-8 become U+FFFD. Django would read a whole form with one such byte as Latin-1 and change
    every other word in it.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and not request.path.startswith("/api/"):  # that takes JSON and answers in JSON
            try:
                self.read(request)
            except RequestDataTooBig:
                return failures.too_long(request)
            except (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError):
                return failures.bad_request(request)
        return self.get_response(request)

    @staticmethod
    def read(request: HttpRequest) -> None:
        """Parse the form as UTF-8, whatever its header says."""
        request.encoding = "utf-8"
        if request.content_type == "application/x-www-form-urlencoded":
            if len(request.body) < int(request.META.get("CONTENT_LENGTH") or 0):
                raise BadRequest  # the connection was cut: half an answer is not the answer
            escaped = _RAW.sub(lambda raw: b"".join(b"%%%02X" % byte for byte in raw[0]), request.body)
            request._body = escaped
        request.POST  # noqa: B018  (reading it is the point)
