"""Figures that the public may see: written by a task of the officers' side, already suppressed."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from reporting.models import PublishedFigure


def publish_figure(key: str, day: date, value: dict[str, Any], *, now: datetime, is_kept_fresh: bool = False) -> bool:
    """Put a figure where the public's pages read it; return whether anything was written.

    One figure a key and day: another value takes the place of the earlier one. A second call with the same value
    writes nothing, unless it `is_kept_fresh` and says anew when it was worked out.
    """
    with transaction.atomic():
        kept, is_new = PublishedFigure.objects.select_for_update().get_or_create(
            key=key, day=day, defaults={"value": value, "published_at": now}
        )
        if is_new:
            return True
        if kept.value == value and not is_kept_fresh:
            return False
        kept.value, kept.published_at = value, now
        kept.save(update_fields=["value", "published_at"])
    return True
