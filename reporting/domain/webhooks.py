"""Telling partners that the status of a report of theirs has changed: signed, tried again for two days, off by default.

A message holds the reference, the partner's own reference and the coarse public status: nothing that the partner could
not ask for. Where it goes is typed by an administrator, so it is not trusted: see `reporting/domain/outward.py`.
"""

import hashlib
import hmac
import json
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings

from reporting.domain import outbox, outward
from reporting.enums import PublicStatus
from reporting.models import Partner, PartnerReport, StatusEvent

TELL = "reporting.tell_partner"
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
MOST_TRIES = 16  # 1, 2, 4 … minutes, then every six hours: a little over two days


def owe_telling(report_ids: Iterable[int], *, status: PublicStatus, now: datetime) -> int:
    """Owe their partners word of a status that these reports do not have yet; part of the caller's transaction.

    Returns how many are owed: none while webhooks are off, for a partner without one, or where nothing changes.
    """
    if not settings.PARTNER_WEBHOOKS:
        return 0
    theirs = PartnerReport.objects.filter(report__in=list(report_ids), partner__is_active=True)
    changed = theirs.exclude(partner__webhook_url="").exclude(report__public_status=status)
    events = [StatusEvent(key=uuid.uuid4(), report=one, status=status, changed_at=now) for one in changed]
    for event in StatusEvent.objects.bulk_create(events):
        outbox.owe(TELL, event.pk, now=now)
    return len(events)


def tell_partner(event_id: int, *, now: datetime) -> None:
    """Send one event; where that fails, owe it again after a doubling wait, and after the last try leave it to a person.

    Part of the outbox's transaction, and idempotent: the receiver knows an event that comes twice by its id.
    Raises `LeftToAPerson` after the last try.
    """
    event = (
        StatusEvent.objects.select_for_update(of=("self",))
        .select_related("report__partner", "report__report")
        .get(pk=event_id)
    )
    partner = event.report.partner
    if event.told_at or not partner.webhook_url or not partner.is_active or not settings.PARTNER_WEBHOOKS:
        return
    event.tries += 1
    try:
        outward.post(partner.webhook_url, _body(event), headers=_signed(partner, _body(event), now=now))
    except outward.NotDelivered:
        if event.tries >= MOST_TRIES:
            raise outbox.LeftToAPerson from None
        outbox.owe_later(TELL, event.pk, due_at=now + _wait(event.tries), now=now)
    else:
        event.told_at = now
    event.save(update_fields=["tries", "told_at"])


def signing_key(partner: Partner) -> str:
    """With which the partner checks that a message is ours: derived, never stored, another one for each partner and address."""
    said = f"partner webhook\n{partner.pk}\n{partner.webhook_url}"
    return hmac.new(settings.VERIFY_KEY, said.encode(), hashlib.sha256).hexdigest()


def _signed(partner: Partner, body: bytes, *, now: datetime) -> dict[str, str]:
    at = str(int(now.timestamp()))
    mac = hmac.new(signing_key(partner).encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"Content-Type": "application/json", "X-Heard-Signature": f"t={at},v1={mac}"}


def _body(event: StatusEvent) -> bytes:
    return json.dumps(
        {
            "event": "report.status",
            "id": str(event.key),
            "reference": event.report.report.reference,
            "partner_reference": event.report.partner_reference,
            "status": event.status,
            "changed_at": event.changed_at.isoformat(),
        }
    ).encode()


def _wait(tries: int) -> timedelta:
    return min(FIRST_WAIT * (1 << min(tries - 1, 12)), LONGEST_WAIT)
