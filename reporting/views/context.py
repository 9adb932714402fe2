"""What every template of the public side may use. No query: error pages must work when nothing else does."""

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, str]:
    """The address behind "Exit this page"."""
    return {"exit_url": settings.EXIT_URL}
