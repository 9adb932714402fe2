"""The fixed cast of the tests, by role, and what they do: real rows through the real domain."""

import base64
import hashlib
import secrets
import uuid
from datetime import UTC, datetime

from django.utils import timezone

from cases.domain import (
    claiming,
    complaints,
    correspondence,
    deciding,
    intake,
    reading,
    referrals,
    rereading,
    transfers,
)
from cases.domain.shareable import untold
from cases.enums import OrganisationKind, Role
from cases.models import Account, Case, ComplaintWork, Notice, Organisation, Referral, Reread, Transfer, Unit
from reporting.domain import outbox, sealing, vault
from reporting.domain.complaints import make_complaint
from reporting.domain.submission import submit_report
from reporting.enums import Sender
from reporting.models import Complaint, Evidence, Message, Report

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
UNTOLD = "I am in the toilet at work. He is outside the cubicle kicking at it and says he will drag me out, the hinge is going."
"""Danger that only the model sees: no word of it rings by itself."""


class Cast:
    """Officer, colleague of the same unit, supervisor, officer of another unit, auditor, administrator."""

    def __init__(self) -> None:
        self.unit = Unit.objects.create(key="hate-crime", name="Hate Crime Unit", is_default=True)
        self.other_unit = Unit.objects.create(key="north", name="North")
        self.sealed_unit = Unit.objects.create(key="counter-terrorism", name="Counter-terrorism", is_sealed=True)
        self.officer = self._account("officer", Role.OFFICER, self.unit)
        self.colleague = self._account("colleague", Role.OFFICER, self.unit)
        self.supervisor = self._account("supervisor", Role.SUPERVISOR, self.unit)
        self.outsider = self._account("outsider", Role.OFFICER, self.other_unit)
        self.auditor = self._account("auditor", Role.AUDITOR, None)
        self.admin = self._account("admin", Role.ADMINISTRATOR, None)

    def _account(self, name: str, role: Role, unit: Unit | None) -> Account:
        return Account.objects.create(username=name, role=role, unit=unit, email=f"{name}@example.org", password="!")


def report(
    words: str = "A man shouted at me because of my headscarf.", *, now: datetime | None = None, **answers: object
) -> Report:
    """A report as a stranger sends it; `now` defaults to this moment."""
    receipt = submit_report(
        answers={"what_happened": words, **answers}, token=secrets.token_urlsafe(16), now=now or timezone.now()
    )
    return Report.objects.get(reference=receipt.reference)


def case(
    words: str = "A man shouted at me because of my headscarf.", *, now: datetime | None = None, **answers: object
) -> Case:
    """The case of a new report, as the worker opens it."""
    now = now or timezone.now()
    return intake.open_case(report(words, now=now, **answers).pk, now=now)


def file_of(report: Report, content: bytes, media_type: str, *, name: str = "photo.jpg", **fields: object) -> Evidence:
    """A file of a report, as it is kept once it was sent."""
    stored, key = uuid.uuid4(), vault.new_key()
    writer = vault.Writer(stored, key)
    writer.write(content)
    writer.finish()
    vault.keep(stored)
    said = {"key": base64.b64encode(key).decode(), "name": name, "caption": "My door"}
    return Evidence.objects.create(
        report=report, number=Evidence.objects.filter(report=report).count() + 1, stored=stored, size=len(content),
        sealed=sealing.seal(said, table="evidence", row=stored.hex, field="file"), media_type=media_type,
        sha256=hashlib.sha256(content).hexdigest(), received_at=timezone.now(), **fields,
    )  # fmt: skip


def take_and_read(case: Case, by: Account) -> Case:
    """Taken, and its first report read."""
    claiming.take_case(case.pk, by=by, now=timezone.now())
    return reading.mark_read(case.pk, case.opened_for_id, by=by, now=timezone.now())


def left(case: Case, words: str, *, in_danger: bool = False) -> Message:
    """The person who sent the case's report writes; nobody has taken the message yet."""
    now = timezone.now()
    message = Message.objects.create(
        report=case.opened_for, sender=Sender.REPORTER, words=words, is_in_danger=in_danger,
        token_hash=secrets.token_bytes(32), sent_at=now,
    )  # fmt: skip
    outbox.owe("cases.take_message", message.pk, now=now)
    return message


def write(case: Case, words: str, *, in_danger: bool = False) -> None:
    """The same, and the worker takes the message."""
    intake.take_message(left(case, words, in_danger=in_danger).pk, now=timezone.now())


def decide_and_answer(case: Case, by: Account) -> Case:
    """Decided as nothing recorded, with a reason, and answered."""
    deciding.record_decision(
        case.pk, recording="nothing_recorded", reason="No offence is made out.", by=by, now=timezone.now()
    )
    return answer(case, by)


def answer(case: Case, by: Account) -> Case:
    """An officer's message in the thread."""
    return correspondence.reply(
        case.pk,
        case.opened_for_id,
        message="Thank you for telling us.",
        token=secrets.token_urlsafe(16),
        by=by,
        now=timezone.now(),
    )


def partner(name: str = "Victim support (demonstration)") -> Organisation:
    """An organisation that takes referrals."""
    return Organisation.objects.get_or_create(name=name, kind=OrganisationKind.PARTNER)[0]


def force(name: str = "British Transport Police") -> Organisation:
    """Another police force."""
    return Organisation.objects.get_or_create(name=name, kind=OrganisationKind.FORCE)[0]


def agree(case: Case, by: Account, *fields: str) -> None:
    """The person who reported agrees that the partner gets these."""
    referrals.record_consent(
        case.pk, case.persons.get(role="reporter").pk, organisation=partner(), fields=fields, agreed_by="self",
        how="On the phone.", by=by, now=timezone.now(),
    )  # fmt: skip


def refer(case: Case, by: Account, *fields: str) -> Referral:
    """With their consent, the person who reported is referred to the partner: with name and number where they gave them."""
    person = case.persons.get(role="reporter")
    fields = fields or tuple({"name", "phone"} - set(untold(person))) or ("words",)
    agree(case, by, *fields)
    return referrals.refer_person(
        case.pk, person.pk, organisation=partner(), fields=fields,
        reason="Please call.", by=by, now=timezone.now(),
    )  # fmt: skip


def ask_force(case: Case, by: Account) -> Transfer:
    """Another force is asked to take the case."""
    return transfers.ask_force(case.pk, force=force(), reason="It was on their railway.", by=by, now=timezone.now())


def complaint(words: str = "Nobody called me back.", **answers: str) -> ComplaintWork:
    """A complaint as a stranger makes it, before the supervisors."""
    receipt = make_complaint(words=words, token=secrets.token_urlsafe(16), now=timezone.now(), **answers)
    made = Complaint.objects.get(reference=receipt.reference)
    complaints.take_in(made.pk, now=timezone.now())
    return ComplaintWork.objects.get(complaint=made)


def lost_notice(case: Case, by: Account) -> Notice:
    """An e-mail about an answer of `by` that a server refused."""
    now = timezone.now()
    message = Message.objects.create(
        report=case.opened_for, sender=Sender.OFFICER, words="We rang.", token_hash=secrets.token_bytes(32),
        author=by.username, sent_at=now,
    )  # fmt: skip
    reporter = case.persons.get(role="reporter")
    return Notice.objects.create(
        message=message, person=reporter, means="email", state="refused", queued_at=now, changed_at=now
    )


def drawn(case: Case, by: Account) -> Reread:
    """A decision of `by` that is to be read again, blind."""
    now = timezone.now()
    deciding.record_decision(case.pk, recording="nothing_recorded", reason="No offence.", by=by, now=now)
    rereading.draw_rereads(now=now)
    return Reread.objects.get(decision=case.decisions.latest("pk"))
