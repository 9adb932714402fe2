"""Signs of life."""

from datetime import datetime

from reporting.models import Heartbeat


def record_heartbeat(process: str, *, now: datetime) -> None:
    """`process` did its work at `now`. A second call replaces the first."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(process=process, beat_at=now)],
        update_conflicts=True,
        update_fields=["beat_at"],
        unique_fields=["process"],
    )
