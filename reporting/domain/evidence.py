"""Files that belong to a report: taken over from its draft in the transaction that keeps the words."""

import base64
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from reporting.domain import draft_files, outbox, sealing, vault
from reporting.domain.visits import Visit, report_of
from reporting.models import Draft, DraftFile, Evidence

_TRIES = 5


@dataclass(frozen=True)
class OpenEvidence:
    """What is sealed with a file. Raised instead: `sealing.CannotOpen` once it is erased or its key is gone."""

    name: str
    caption: str
    key: bytes


def attach_files(report_id: int, draft_id: uuid.UUID, *, token: str, now: datetime) -> list[Evidence]:
    """Make the draft's whole files evidence of this report, sealed anew; to be called in the report's own transaction.

    A file that is not whole, or does not open with this token, stays with the draft and goes when that does. A second
    call finds none left.
    """
    rows = DraftFile.objects.select_for_update().filter(draft_id=draft_id).order_by("begun_at", "id")
    locked = [row.pk for row in rows]
    whole = [one for one in draft_files.files_of(draft_id, token=token) if one.is_whole and one.id in locked]
    whole.sort(key=lambda one: not one.is_recording)  # what happened comes first
    there = Evidence.objects.filter(report_id=report_id).aggregate(last=Max("number"))["last"] or 0
    added = []
    for number, one in enumerate(whole, start=there + 1):
        said = {"key": base64.b64encode(one.key).decode(), "name": one.name, "caption": one.caption}
        file = Evidence(
            report_id=report_id, number=number, stored=one.id, size=one.size, sha256=one.sha256, received_at=now,
            sealed=sealing.seal(said, table="evidence", row=one.id.hex, field="file"),
            media_type=one.media_type, is_recording=one.is_recording,
        )  # fmt: skip
        file.save(force_insert=True)
        added.append(file)
    DraftFile.objects.filter(pk__in=[one.id for one in whole]).delete()
    return added


def add_to_report(visit: Visit, draft_id: uuid.UUID, *, token: str, now: datetime) -> int | None:
    """Add the draft's whole files to the report of this visit and owe officers the news; how many, None without the right.

    A second call finds no files left and adds none.
    """
    closed = {"sent_at": now, "selector": None, "verifier": None, "wrapped_key": None}
    return attach_once(lambda: report_of(visit), draft_id, token=token, draft=closed, now=now)


def attach_once(
    find_report: Callable[[], int | None], draft_id: uuid.UUID, *, token: str, draft: dict[str, Any], now: datetime
) -> int | None:
    """Attach a draft's whole files to a report that is there already; how many, None where `find_report` finds none.

    Report, files, the news for officers and what is written to the draft (`draft`, by field) are one transaction.
    """
    for attempt in range(_TRIES):
        try:
            with transaction.atomic():
                report_id = find_report()
                if report_id is None:
                    return None
                added = attach_files(report_id, draft_id, token=token, now=now)
                if added:
                    outbox.owe("cases.take_evidence", added[0].pk, now=now)
                Draft.objects.filter(pk=draft_id).update(**draft)
                return len(added)
        except IntegrityError:  # two at the same moment drew the same number
            if attempt == _TRIES - 1:
                raise
    return None


def opened(evidence: Evidence) -> OpenEvidence:
    """Its name, caption and key. Raises `sealing.CannotOpen`."""
    if evidence.sealed is None:
        raise sealing.CannotOpen
    said = sealing.unseal(evidence.sealed, table="evidence", row=evidence.stored.hex, field="file")
    return OpenEvidence(said["name"], said["caption"], base64.b64decode(said["key"]))


def bytes_of(evidence: Evidence) -> Iterator[bytes]:
    """The original as it was received. Raises `sealing.CannotOpen`, `vault.Damaged`."""
    yield from vault.pieces(evidence.stored, opened(evidence).key, evidence.size)
