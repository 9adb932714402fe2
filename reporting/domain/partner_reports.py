"""Reports that a partner passes on: kept like any other, with what the person agreed to, and each exactly once."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from reporting.domain import sealing
from reporting.domain.answers import ABOUT_CONTACT, IDENTIFYING, Given, read_answers
from reporting.domain.follow_up_code import token_hash
from reporting.domain.partners import Admitted, token_for
from reporting.domain.receipt import Receipt, receipt_for
from reporting.domain.submission import submit_report
from reporting.domain.words import canonical
from reporting.enums import Channel, ConsentScope, Owed, PublicStatus
from reporting.models import PartnerReport, Report

ANSWERED_AGAIN_FOR = timedelta(hours=24)
SHORT = 200  # characters of a reference
OF_THE_PARTNER = (
    "partner_reference", "consent_scope", "already_reported", "already_reported_reference", "taken_at", "language",
)  # fmt: skip
"""Names of what a partner says of a report, beside the names of the questions."""


class SentDifferently(Exception):
    """Another report was sent under this key."""


class SentLongAgo(Exception):
    """This very report was sent under this key more than a day ago. `reference` is its own."""

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference


@dataclass(frozen=True)
class Said:
    """What a partner says of a report, checked by the edge."""

    partner_reference: str = ""
    consent_scope: ConsentScope | None = None
    already_reported: bool | None = None
    already_reported_reference: str = ""
    taken_at: datetime | None = None
    language: str = ""


@dataclass(frozen=True)
class Taken:
    """`is_again`: it was here before. `left_out`: answers not kept, because the person agreed to less.

    `answers` are those that were kept, by name of question.
    """

    receipt: Receipt
    answers: Mapping[str, Any]
    is_again: bool = False
    left_out: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Standing:
    """What a partner may know of a report that it passed on: the coarse public status, and what is promised next."""

    reference: str
    partner_reference: str
    status: PublicStatus
    received_at: datetime
    promised: Owed
    promised_at: datetime | None
    new_promised_at: datetime | None


def take_report(
    *, admitted: Admitted, idempotency_key: str, body: Mapping[str, Any], said: Said, now: datetime
) -> Taken:
    """Keep a partner's report, once for each of its idempotency keys, and return the receipt.

    Guarantees: report, what the partner said of it, outbox row and alarm are one transaction. “Statistics only” keeps
    out every answer that identifies somebody and all that answers no question; “contact through us” keeps out how to
    reach the person. A second call with the same body returns the same for a day.
    Raises `SentDifferently`, `SentLongAgo`, `NothingSaid`, `TooManyWords`.
    """
    given = read_answers({name: value for name, value in body.items() if name not in OF_THE_PARTNER})
    left_out = _keep_to_what_was_agreed(given, said.consent_scope)
    if said.consent_scope == ConsentScope.STATISTICS_ONLY and said.already_reported_reference:
        said = replace(said, already_reported_reference="")  # a number that leads to a person
        left_out = sorted([*left_out, "already_reported_reference"])
    token, body_hash = token_for(admitted, idempotency_key), _hash_of(body)
    before = _sent_before(admitted, token, body_hash, now=now)
    if before is not None:
        return Taken(before, given.answers, is_again=True, left_out=left_out, notes=given.notes)
    receipt = submit_report(
        answers=given.answers,
        channel=Channel.API,
        language=said.language or "und",
        token=token,
        now=now,
        happened_elsewhere_at=said.taken_at,
        beside=lambda report: _keep_what_was_said(report, admitted, body_hash, said, given),
    )
    if receipt.received_at != now:  # another request with this key was faster
        _sent_before(admitted, token, body_hash, now=now)
    return Taken(receipt, given.answers, left_out=left_out, notes=given.notes)


def standing_of(reference: str, *, admitted: Admitted) -> Standing | None:
    """How a report stands, or None for one that this partner has not sent."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM partner_status(%s, %s, %s)", [admitted.prefix, admitted.digest, reference])
        row = cursor.fetchone()
    if row is None:
        return None
    reference, theirs, status, received_at, kind, due_at, new_due_at = row
    return Standing(reference, theirs, PublicStatus(status), received_at, Owed(kind), due_at, new_due_at)


def others_of(said: PartnerReport, reference: str) -> dict[str, str]:
    """What the partner sent besides; the caller has logged the look. Raises `CannotOpen`."""
    if said.sealed_others is None:
        return {}
    others: dict[str, str] = sealing.unseal(said.sealed_others, table="partner_report", row=reference, field="others")
    return others


def _keep_to_what_was_agreed(given: Given, scope: ConsentScope | None) -> list[str]:
    """Take out what the person did not agree to pass on; returns the names, never the values."""
    if scope == ConsentScope.STATISTICS_ONLY:
        left_out = [*given.leave_out(IDENTIFYING), *given.others]
        given.others.clear()
        given.answers["contact_by"] = ["no_contact"]
        return sorted(set(left_out))
    if scope == ConsentScope.CONTACT_THROUGH_US:
        left_out = given.leave_out(ABOUT_CONTACT)
        left_out += [name for name in given.others if name.startswith("contact")]
        given.others = {name: value for name, value in given.others.items() if not name.startswith("contact")}
        given.answers["contact_by"] = ["website"]  # the thread behind the code, which the partner holds
        return sorted(set(left_out))
    return []


def _sent_before(admitted: Admitted, token: str, body_hash: bytes, *, now: datetime) -> Receipt | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM partner_sent(%s, %s, %s)", [admitted.prefix, admitted.digest, token_hash(token)])
        row = cursor.fetchone()
    if row is None:
        return None
    reference, kept_hash, received_at = row
    if bytes(kept_hash) != body_hash:
        raise SentDifferently
    if received_at < now - ANSWERED_AGAIN_FOR:
        raise SentLongAgo(reference)
    return receipt_for(token)


def _keep_what_was_said(report: Report, admitted: Admitted, body_hash: bytes, said: Said, given: Given) -> None:
    PartnerReport.objects.create(
        report=report,
        partner_id=admitted.partner_id,
        body_hash=body_hash,
        partner_reference=canonical(said.partner_reference),
        consent_scope=said.consent_scope or "",
        already_reported=said.already_reported,
        already_reported_reference=canonical(said.already_reported_reference),
        sealed_others=sealing.seal(given.others, table="partner_report", row=report.reference, field="others")
        if given.others
        else None,
    )


def _hash_of(body: Mapping[str, Any]) -> bytes:
    """The same for the same JSON, however its names are ordered and its characters are escaped."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=True).encode()).digest()
