"""Which methods an address takes; for any other a plain page says so."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

View = Callable[..., HttpResponse]


def only(method: str) -> Callable[[View], View]:
    """`GET` takes HEAD too. Everything else is answered 405, with the way to the case that the address is about."""
    allowed = ("GET", "HEAD") if method == "GET" else (method,)

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method in allowed:
                return view(request, *args, **kwargs)
            response = render(request, "desk/405.html", {"reference": kwargs.get("reference")}, status=405)
            response["Allow"] = ", ".join(allowed)
            return response

        return checked

    return wrap
