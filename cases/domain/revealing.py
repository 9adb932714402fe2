"""Words that hurt are shown to whoever asks; that they asked is in the log before the words leave."""

from collections.abc import Collection
from datetime import datetime

from cases.domain.audit import record_event
from cases.models import Account


def record_reveal(references: Collection[str], *, address: str, reason: str = "", by: Account, now: datetime) -> None:
    """One row of the log that names each of these cases and reports. Raises `AuditDown`: nothing is shown then."""
    record_event(
        account=by, action="case.reveal", address=address, references=references, reason=reason, now=now
    )  # fmt: skip
