"""The cookie that holds the key of a person's drafts: one for all tabs, gone when the browser is closed."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from reporting.domain import drafts


def key_of(request: HttpRequest) -> str | None:
    """The key that the browser sent, or None."""
    text = request.COOKIES.get(settings.DRAFT_COOKIE_NAME, "")
    return text if drafts.is_key(text) else None


def keep_key(response: HttpResponseBase, key: str) -> None:
    """Give the browser the key until it is closed."""
    response.set_cookie(settings.DRAFT_COOKIE_NAME, key, httponly=True, samesite="Lax", secure=settings.HTTPS)
