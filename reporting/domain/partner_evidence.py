"""Files that a partner adds to a report it has passed on: whole or not at all, each once for its idempotency key."""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection

from reporting.domain import draft_files, evidence, sealing
from reporting.domain.draft_files import FileRefused, Why
from reporting.domain.partner_reports import ANSWERED_AGAIN_FOR
from reporting.domain.partners import Admitted, token_for
from reporting.enums import ConsentScope
from reporting.models import Draft


class NotTheirs(Exception):
    """This partner has sent no such report."""


class NotAgreed(Exception):
    """The person agreed to statistics only: a file may show who they are."""


class AnotherFile(Exception):
    """Another file was sent under this key."""


@dataclass(frozen=True)
class Kept:
    """The file as it was received. `is_again`: it was here before."""

    size: int
    sha256: str
    media_type: str
    is_again: bool = False


def take_file(
    *,
    admitted: Admitted,
    reference: str,
    idempotency_key: str,
    name: str,
    size: int,
    pieces: Iterable[bytes],
    now: datetime,
) -> Kept:
    """Keep a file of `size` bytes, which come in `pieces` of 1 MiB, as evidence of a report; officers are owed the news.

    Guarantees: encrypted while it arrives; on the report only once it is whole and what its bytes say is on the list. A
    second call with the same key and file within a day returns the same and keeps nothing.
    Raises `NotTheirs`, `NotAgreed`, `AnotherFile`, `draft_files.FileRefused`, and `draft_files.OutOfStep` while another
    call with the same key is under way.
    """
    report_id = _report_of(reference, admitted, size)
    token = token_for(admitted, f"evidence\n{reference}\n{idempotency_key}")
    draft_id = uuid.UUID(bytes=hashlib.sha256(token.encode()).digest()[:16])
    Draft.objects.bulk_create(
        [Draft(id=draft_id, sealed=b"", updated_at=now, expires_at=now + ANSWERED_AGAIN_FOR)], ignore_conflicts=True
    )
    before = Draft.objects.get(pk=draft_id)
    if before.sent_at is not None:
        return _again(before, pieces)
    for left in draft_files.files_of(draft_id, token=token):  # of a try that was cut
        draft_files.remove_file(left.id, draft_id, token=token)
    file = draft_files.begin_file(draft_id, token=token, name=name, size=size, now=now)
    for piece in pieces:
        file = draft_files.add_piece(file.id, draft_id, token=token, offset=file.received, piece=piece)
    if not file.is_whole:
        raise FileRefused(Why.CUT)
    kept: dict[str, Any] = {"size": file.size, "sha256": file.sha256, "media_type": file.media_type}
    _attach(report_id, draft_id, token, kept, now=now)
    return Kept(**kept)


def _report_of(reference: str, admitted: Admitted, size: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM partner_report(%s, %s, %s)", [admitted.prefix, admitted.digest, reference])
        row = cursor.fetchone()
    if row is None:
        raise NotTheirs
    report_id, scope, files, bytes_there = row
    if scope == ConsentScope.STATISTICS_ONLY:
        raise NotAgreed
    if files >= settings.EVIDENCE_FILES:
        raise FileRefused(Why.TOO_MANY)
    if bytes_there + size > settings.EVIDENCE_REPORT_LIMIT:
        raise FileRefused(Why.TOO_MUCH)
    return int(report_id)


def _again(draft: Draft, pieces: Iterable[bytes]) -> Kept:
    kept = sealing.unseal(draft.sealed, table="partner_evidence", row=str(draft.id), field="kept")
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    if digest.hexdigest() != kept["sha256"]:
        raise AnotherFile
    return Kept(**kept, is_again=True)


def _attach(report_id: int, draft_id: uuid.UUID, token: str, kept: dict[str, Any], *, now: datetime) -> None:
    sealed = sealing.seal(kept, table="partner_evidence", row=str(draft_id), field="kept")
    evidence.attach_once(lambda: report_id, draft_id, token=token, draft={"sent_at": now, "sealed": sealed}, now=now)
