"""The log of looking and acting: append-only rows without foreign keys."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction

from cases.models import Account, AuditEvent, Unit


class AuditDown(Exception):
    """The log cannot be written: there is no view."""


def record_event(
    *,
    account: Account | None,
    action: str,
    address: str,
    references: Iterable[str],
    reason: str = "",
    details: dict[str, Any] | None = None,
    now: datetime,
) -> None:
    """Write one row, committed before this returns (in the caller's transaction where there is one).

    Raises `AuditDown` when it cannot be written; the caller then shows nothing.
    """
    try:
        with transaction.atomic():
            AuditEvent.objects.create(
                at=now,
                account_id=account.pk if account else None,
                username=account.username if account else "",
                role=account.role if account else "",
                unit=_unit_key(account),
                action=action,
                address=address[:300],
                references=sorted(set(references)),
                reason=reason[:500],
                details=details or {},
            )
    except DatabaseError as error:
        raise AuditDown from error


def _unit_key(account: Account | None) -> str:
    if account is None or account.unit_id is None:
        return ""
    unit: Unit | None = account.unit
    return unit.key if unit else ""
