"""What went wrong, as RFC 9457 wants it said: one clear sentence, and nothing of what was sent."""

import logging
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponseBase]
_log = logging.getLogger("heard.api")


class Problem(Exception):
    """An answer that is not what was asked for. `more` are further members and `headers` those of the answer."""

    def __init__(self, status: int, detail: str, *, headers: dict[str, str] | None = None, **more: Any) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers, self.more = status, detail, headers or {}, more

    @property
    def members(self) -> dict[str, Any]:
        """The JSON object."""
        return {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            **self.more,
        }

    def response(self) -> HttpResponse:
        """The whole answer."""
        answer = JsonResponse(self.members, status=self.status, content_type="application/problem+json")
        for name, value in self.headers.items():
            answer[name] = value
        return answer


def endpoint(**views: View) -> View:
    """One address of the API, by method. It takes keys and no cookies, so no form token is asked for.

    Whatever goes wrong is answered with a problem, never with a page; nothing is kept by a cache.
    """
    allowed = sorted({*views, *(["HEAD"] if "GET" in views else [])})

    @csrf_exempt
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        view = views.get("GET" if request.method == "HEAD" else str(request.method))
        try:
            if view is None:
                raise Problem(
                    405, f"This address takes {' and '.join(allowed)} only.", headers={"Allow": ", ".join(allowed)}
                )
            response = view(request, *args, **kwargs)
        except Problem as problem:
            response = problem.response()
        except (OperationalError, InterfaceError):
            response = Problem(
                503, "The database does not answer: send this again with the same Idempotency-Key.",
                headers={"Retry-After": "10"},
            ).response()  # fmt: skip
        except Exception:  # noqa: BLE001 (whatever it is: a program gets JSON and one sentence, the log the place)
            _log.exception("the API failed")
            response = Problem(500, "This is a fault of ours: send it again with the same Idempotency-Key.").response()
        response["Cache-Control"] = "no-store"
        return response

    wraps(next(iter(views.values())))(answer)
    return answer
