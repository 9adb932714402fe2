"""Taking a complaint, kept with its clock and owed to the officers' side in one transaction; and following it with a code.

Its own code opens it, and so does that of a report which was named by its code: who knows a reference alone learns
nothing of somebody else's complaint.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from reporting.domain import crockford, follow_up, follow_up_code, outbox, sealing
from reporting.domain.own_code import draw_selector, new_code
from reporting.domain.submission import NothingSaid, TooManyWords
from reporting.domain.visits import Visit, one_row, visit_with
from reporting.domain.words import canonical, is_said
from reporting.enums import COMPLAINT_WITHIN, ComplaintAbout, ComplaintStep
from reporting.models import Complaint, ComplaintNews

_DRAWS = 5


@dataclass(frozen=True)
class ComplaintReceipt:
    """What the person is told: the reference, by when it is answered, and the code, unless that was stopped."""

    reference: str
    answer_by: datetime
    code: str | None


@dataclass(frozen=True)
class Followed:
    """Where a complaint stands. `answer` is empty until there is one; times are aware."""

    reference: str
    language: str
    received_at: datetime
    is_taken: bool
    answered_at: datetime | None
    answer: str

    @property
    def answer_by(self) -> datetime:
        """The time promised."""
        return self.received_at + COMPLAINT_WITHIN


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
    `token` makes no second one and returns the same receipt, with the code while that opens it. `report` may be a
    report's reference or its follow-up code; of a code only the reference of its report is kept, and that it was one.
    What cannot be read as either is kept encrypted, beside `contact`. Raises `NothingSaid`, `TooManyWords`.
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


def names_report(typed: str, *, now: datetime) -> bool:
    """Whether this can be read as a report's reference, or opens a report as its code; nothing typed is no slip."""
    return not typed.strip() or bool(_report_meant(typed, now)[0])


def followed(visit: Visit) -> list[Followed]:
    """The complaints that this visit opens, in the order in which they came; none once the code was stopped."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM follow_up_complaints(%s, %s)", [visit.selector, visit.verifier])
        return [
            Followed(reference, language, received_at, taken_at is not None, answered_at, answer or "")
            for reference, language, received_at, taken_at, answered_at, answer in cursor.fetchall()
        ]


def open_complaint(code: str) -> Visit | None:
    """The right to follow the complaint of this code, or None: the same work for unknown, wrong and stopped codes."""
    visit = visit_with(code)
    return visit if followed(visit) else None


def stop_code(visit: Visit) -> bool:
    """Stop the complaint's own code at once. True when it opened until now; a second call does nothing."""
    return bool(one_row("SELECT complaint_stop(%s, %s)", [visit.selector, visit.verifier])[0])


def publish_news(complaint_id: int, *, step: ComplaintStep, words: str = "", now: datetime) -> None:
    """Let whoever complained know; part of the caller's transaction. What was said of a step before stays."""
    ComplaintNews.objects.get_or_create(complaint_id=complaint_id, step=step, defaults={"words": words, "at": now})


def contact_of(complaint: Complaint) -> dict[str, str]:
    """`contact` and `report` as they were typed; empty where nothing was. Raises `CannotOpen`."""
    if complaint.sealed_contact is None:
        return {}
    opened: dict[str, str] = sealing.unseal(
        complaint.sealed_contact, table="complaint", row=complaint.reference, field="contact"
    )
    return opened


def _insert(words: str, about: str, report: str, contact: str, token: str, language: str, now: datetime) -> None:
    reference = f"C-{crockford.draw_reference()}"
    of_report, is_by_code = _report_meant(report, now)
    visit, _code = new_code(draw_selector(), token)
    private = {"contact": contact.strip(), "report": "" if of_report else report.strip()}
    private = {name: text for name, text in private.items() if text}
    complaint = Complaint.objects.create(
        reference=reference,
        token_hash=follow_up_code.token_hash(token),
        selector=visit.selector,
        verifier=visit.verifier,
        words=words,
        about=about if about in list(ComplaintAbout) else "",
        report_reference=of_report,
        is_by_code=is_by_code,
        sealed_contact=sealing.seal(private, table="complaint", row=reference, field="contact") if private else None,
        language=language,
        received_at=now,
    )
    outbox.owe("cases.take_complaint", complaint.pk, now=now)


def _report_meant(typed: str, now: datetime) -> tuple[str, bool]:
    """Reference of the report that was meant, empty where it cannot be read, and whether it was named by its code.

    Whether there is a report of a reference is not asked.
    """
    if reference := crockford.read_reference(typed):
        return reference, False
    reference = follow_up.reference_behind(typed, now=now)
    return reference, bool(reference)


def _receipt(token: str) -> ComplaintReceipt | None:
    made = Complaint.objects.filter(token_hash=follow_up_code.token_hash(token))
    found = made.order_by("pk").values_list("reference", "selector", "received_at").first()
    if found is None:
        return None
    reference, selector, received_at = found
    visit, code = new_code(selector or "", token)
    return ComplaintReceipt(reference, received_at + COMPLAINT_WITHIN, code if followed(visit) else None)
