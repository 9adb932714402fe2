"""Writing down what happened to a case."""

from datetime import datetime
from typing import Any

from cases.models import Account, Case, TimelineEntry


def write_entry(case: Case, what: str, *, by: Account | None, now: datetime, note: str = "", **details: Any) -> None:
    """One more line on the case's timeline; part of the caller's transaction."""
    TimelineEntry.objects.create(case=case, what=what, by=by.username if by else "", at=now, note=note, details=details)
