"""Taking a complaint: kept with its clock, and owed to the officers' side, in one transaction."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from reporting.domain import crockford, follow_up, follow_up_code, outbox, sealing
from reporting.domain.submission import NothingSaid, TooManyWords
from reporting.domain.words import canonical, is_said
from reporting.enums import COMPLAINT_WITHIN, ComplaintAbout
from reporting.models import Complaint

_DRAWS = 5


@dataclass(frozen=True)
class ComplaintReceipt:
    """What the person is told: the reference, and by when it is answered."""

    reference: str
    answer_by: datetime


def make_complaint(
    *,
    words: str,
    about: str = "",
    report: str = "",
    contact: str = "",
    token: str,
    language: str = "en-gb",
    now: datetime,
) -> ComplaintReceipt:
    """Keep a complaint for good and return its receipt.

    Guarantees: complaint and outbox row are committed together before the receipt exists. A second call with the same
    `token` makes no second one and returns the same receipt. `report` may be a report's reference or its follow-up code;
    of a code only the reference of its report is kept. What cannot be read as either is kept encrypted, beside
    `contact`. Raises `NothingSaid`, `TooManyWords`.
    """
    words = canonical(words)
    if not is_said(words):
        raise NothingSaid
    if len((words + contact + report).encode()) > settings.WORDS_LIMIT:
        raise TooManyWords
    for _ in range(_DRAWS):
        try:
            with transaction.atomic():
                _insert(words, about, canonical(report), canonical(contact), token, language, now)
        except IntegrityError:
            pass  # made before with this token, or a reference drawn twice
        found = _receipt(token)
        if found is not None:
            return found
    raise RuntimeError("no free reference could be drawn")


def contact_of(complaint: Complaint) -> dict[str, str]:
    """`contact` and `report` as they were typed; empty where nothing was. Raises `CannotOpen`."""
    if complaint.sealed_contact is None:
        return {}
    opened: dict[str, str] = sealing.unseal(
        complaint.sealed_contact, table="complaint", row=complaint.reference, field="contact"
    )
    return opened


def _insert(words: str, about: str, report: str, contact: str, token: str, language: str, now: datetime) -> None:
    reference, of_report = f"C-{crockford.draw_reference()}", _report_meant(report, now)
    private = {"contact": contact.strip(), "report": "" if of_report else report.strip()}
    private = {name: text for name, text in private.items() if text}
    complaint = Complaint.objects.create(
        reference=reference,
        token_hash=follow_up_code.token_hash(token),
        words=words,
        about=about if about in list(ComplaintAbout) else "",
        report_reference=of_report,
        sealed_contact=sealing.seal(private, table="complaint", row=reference, field="contact") if private else None,
        language=language,
        received_at=now,
    )
    outbox.owe("cases.take_complaint", complaint.pk, now=now)


def _report_meant(typed: str, now: datetime) -> str:
    """Reference of the report that was meant, empty where it cannot be read. Whether there is such a report is not asked."""
    if reference := crockford.read_reference(typed):
        return reference
    return follow_up.reference_behind(typed, now=now)


def _receipt(token: str) -> ComplaintReceipt | None:
    made = Complaint.objects.filter(token_hash=follow_up_code.token_hash(token)).values_list("reference", "received_at")
    found = made.order_by("pk").first()
    return ComplaintReceipt(found[0], found[1] + COMPLAINT_WITHIN) if found else None
