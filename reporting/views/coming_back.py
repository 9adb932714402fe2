"""How a page is asked for by the browser's Back, as far as a request tells it: docs/adr/back-after-leaving.md."""

from django.conf import settings
from django.http import HttpRequest

KEYS = (settings.DRAFT_COOKIE_NAME, settings.FOLLOW_UP_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
"""The cookies that leaving takes away."""


def nobody_pressed(request: HttpRequest) -> bool:
    """No link and no button led here, as browsers tell it that say who pressed what; others send the same for a press."""
    return request.headers.get("Sec-Fetch-Mode") == "navigate" and "Sec-Fetch-User" not in request.headers


def came_back(request: HttpRequest) -> bool:
    """Back led here after somebody had left: from a page of ours, without a press, and without a key of ours.

    Asked of Chrome and its kin alone (`Sec-CH-UA`): Safari does not say who pressed what, and a press is never to be
    taken for Back.
    """
    is_ours = request.headers.get("Sec-Fetch-Site") == "same-origin" and "Sec-CH-UA" in request.headers
    return is_ours and nobody_pressed(request) and not any(name in request.COOKIES for name in KEYS)
