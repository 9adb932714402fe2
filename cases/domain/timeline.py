"""Writing down what happened to a case."""

from datetime import datetime
from typing import Any

from cases.models import Account, Case, TimelineEntry
from reporting.domain import outbox

INDEX_CASE = "cases.index_case"
# Entries with which no words come that search keeps, unless somebody wrote a note.
_WITHOUT_WORDS = (
    "taken", "handed_back", "resumed", "read", "categorised", "held", "alarm_step", "detached", "revived",
    "alarm_raised", "returned", "let_go", "routed", "routing_suggested", "routing_kept", "moved", "asked_more", "came_back",
    "contact_card", "wish", "said_again", "site_warned", "code_stopped", "notice_lost",
    "alarm_undelivered", "message_weighed",
)  # fmt: skip


def write_entry(case: Case, what: str, *, by: Account | None, now: datetime, note: str = "", **details: Any) -> None:
    """One more line on the case's timeline; part of the caller's transaction. What was written with it is owed to search."""
    TimelineEntry.objects.create(case=case, what=what, by=by.username if by else "", at=now, note=note, details=details)
    if what not in _WITHOUT_WORDS or (by and note):
        outbox.owe(INDEX_CASE, case.pk, now=now)
