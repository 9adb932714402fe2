"""What every page of the public side shares: the methods it answers, and that nothing personal is kept by a browser."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

_FEATURES = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone", "payment",
    "usb", "browsing-topics",
)  # fmt: skip
View = Callable[..., HttpResponseBase]


def page(*methods: str, personal: bool = True) -> Callable[[View], View]:
    """Answer these methods only, and keep personal pages out of every cache. GET includes HEAD."""
    allowed = (*methods, "HEAD") if "GET" in methods else methods

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in allowed:
                response: HttpResponseBase = render(request, "405.html", status=405)
                response["Allow"] = ", ".join(allowed)
            else:
                response = view(request, *args, **kwargs)
            if personal:
                response["Cache-Control"] = "no-store"
            return response

        return answer

    return decorate


def permissions(*allowed: str) -> str:
    """The Permissions-Policy of a page that may use these features, and no other."""
    return ", ".join(f"{feature}=({'self' if feature in allowed else ''})" for feature in _FEATURES)
