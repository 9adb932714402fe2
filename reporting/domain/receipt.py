"""What a reporter is shown after sending: reference, follow-up code, and by when a person reads it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from reporting.domain import follow_up_code
from reporting.enums import READ_CEILING, Owed


@dataclass(frozen=True)
class Receipt:
    """`code` is None once it was replaced or stopped; times are aware.

    `read_by` is the time promised for reading; `rings` says that the officers on duty are being told now.
    """

    reference: str
    code: str | None
    received_at: datetime
    read_by: datetime
    rings: bool


def receipt_for(token: str) -> Receipt | None:
    """The receipt of the report that was sent with this form token, or None: the same for every reload and retry."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reference, selector, verifier, received_at, public_due_kind, public_due_at, rings FROM receipt_of(%s)",
            [follow_up_code.token_hash(token)],
        )
        found = cursor.fetchone()
    if found is None:
        return None
    reference, selector, verifier, received_at, due_kind, due_at, rings = found
    secret = follow_up_code.secret_of(selector, token)
    opens = verifier is not None and bytes(verifier) == follow_up_code.verifier_of(selector, secret)
    code = follow_up_code.written(selector, secret) if opens else None
    read_by = due_at if due_kind == Owed.READ and due_at else received_at + READ_CEILING
    return Receipt(reference, code, received_at, read_by, rings)
