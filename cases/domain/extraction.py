"""What points at somebody in a report's words: kept as places and keyed hashes, never as words."""

import hashlib
import hmac
from collections.abc import Iterable

from django.conf import settings

from cases.engine import entities
from cases.models import Identifier
from reporting.models import Report


def digest_of(kind: str, normal: str) -> bytes:
    """HMAC-SHA-256 of kind and normal form, under a key of its own drawn from TRACE_KEY: the same link or number in
    two reports has the same digest, and a dump of the database says nothing of it."""
    key = hmac.digest(settings.TRACE_KEY, b"identifiers of persons", hashlib.sha256)
    return hmac.digest(key, f"{kind}\0{normal}".encode(), hashlib.sha256)


def keep_identifiers(report: Report, found: Iterable[entities.Identifier]) -> None:
    """Keep the place and digest of each; part of the caller's transaction. A second call adds nothing."""
    Identifier.objects.bulk_create(
        [
            Identifier(
                report=report, kind=one.kind, start=one.start, end=one.end, digest=digest_of(one.kind, one.normal)
            )
            for one in found
        ],
        ignore_conflicts=True,
    )
