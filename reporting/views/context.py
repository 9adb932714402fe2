"""What every template of the public side may use. No query: error pages must work when nothing else does."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from reporting.views.coming_back import came_back
from reporting.views.language import languages_of
from reporting.views.visit import visit_lasts


def page(request: HttpRequest) -> dict[str, Any]:
    """The address behind "Exit this page", whether Back led here after it, this page in the other languages, and how long a
    visit with a code lasts.
    """
    return {
        "exit_url": settings.EXIT_URL,
        "came_back": came_back(request),
        "page_languages": SimpleLazyObject(lambda: languages_of(request)),
        "visit_lasts": visit_lasts(),
    }
