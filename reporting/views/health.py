"""Whether this process answers, and whether the whole is ready for work."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from reporting.queries.health import parts_alive


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """200 while this process answers; asks nothing of anybody else."""
    return _not_stored(HttpResponse("live\n", content_type="text/plain; charset=utf-8"))


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Each part as "up" or "down". Reports need the database alone; officers need all of it (503 otherwise)."""
    alive = parts_alive(now=timezone.now())
    needed = ("database",) if settings.SURFACE == "public" else tuple(alive)
    words = {part: "up" if is_up else "down" for part, is_up in alive.items()}
    return _not_stored(JsonResponse(words, status=200 if all(alive[part] for part in needed) else 503))


def _not_stored(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
