"""What partners hear before anything is reported: kept once, and handed to the officers' side. It is no report."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from reporting.domain import outbox
from reporting.domain.follow_up_code import token_hash
from reporting.domain.partners import Admitted, token_for
from reporting.domain.words import canonical
from reporting.models import PartnerTension

TAKE_TENSION = "cases.take_tension"
LONGEST = 500  # characters


class TensionSentDifferently(Exception):
    """Something else was sent under this key."""


@dataclass(frozen=True)
class Heard:
    """One thing, checked by the edge."""

    kind: str
    what: str
    reliability: str
    day: date
    borough: str = ""
    strands: Sequence[str] = ()


def take_tension(
    *, admitted: Admitted, idempotency_key: str, body: Mapping[str, Any], heard: Heard, now: datetime
) -> tuple[datetime, bool]:
    """Keep one thing that was heard of, once for each idempotency key; when it was kept, and whether that was before.

    Guarantees: the row and the outbox row that puts it before the officers are one transaction. Two at the same time
    keep one. Raises `TensionSentDifferently`.
    """
    token = token_hash(token_for(admitted, f"tension\n{idempotency_key}"))
    body_hash = hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode("utf-8", "replace")).digest()
    try:
        with transaction.atomic():
            row = PartnerTension.objects.create(
                partner_id=admitted.partner_id, token_hash=token, body_hash=body_hash, kind=heard.kind,
                what=canonical(heard.what).strip()[:LONGEST], reliability=heard.reliability, borough=heard.borough,
                strands=list(dict.fromkeys(heard.strands)), day=heard.day, received_at=now,
            )  # fmt: skip
            outbox.owe(TAKE_TENSION, row.pk, now=now)
    except IntegrityError:
        before = PartnerTension.objects.only("id", "body_hash", "received_at").filter(token_hash=token).first()
        if before is None:
            raise
        if bytes(before.body_hash) != body_hash:
            raise TensionSentDifferently from None
        return before.received_at, True
    return row.received_at, False
