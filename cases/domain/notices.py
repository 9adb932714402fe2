"""What Heard sends to people by itself: one neutral e-mail that something waits for them, through the same gate as all else."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from cases.domain import persons
from cases.domain.commitments import keep_due_time
from cases.domain.contact import Card, Plan, is_safe_hour, next_safe_hour, what_card_forbids
from cases.domain.contact_card import card_of
from cases.domain.timeline import write_entry
from cases.enums import ContactOutcome, Means, PersonRole
from cases.models import Case, ContactAttempt, Person
from reporting.domain import outbox
from reporting.models import Message, Outbox

NOTIFY = "cases.notify"
_CONSOLE = "django.core.mail.backends.console.EmailBackend"
_WHY = "A message waits for them behind their code."


def owe_notice(case: Case, message: Message, *, now: datetime) -> None:
    """Owe the e-mail for an officer's message where the person gave anything to reach them by; part of the caller's transaction."""
    reachable = case.persons.filter(report_id=message.report_id, role=PersonRole.REPORTER, wants_no_contact=False)
    if reachable.exclude(sealed_identity=None).exists():
        outbox.owe(NOTIFY, message.pk, now=now)


def tell_nobody(report_id: int, *, now: datetime) -> int:
    """Let go of the e-mails that are owed for this report: in a demonstration nobody is real. Returns how many those were."""
    messages = Message.objects.filter(report_id=report_id).values("pk")
    return Outbox.objects.unfinished().filter(task=NOTIFY, subject__in=messages).update(finished_at=now)


def why_no_notice(card: Card, email: str) -> str:
    """Why no e-mail tells this person of a message, in a sentence; empty where one does, now or at the next safe hour."""
    if settings.EMAIL_BACKEND == _CONSOLE:
        return "No e-mail tells them of it: no mail server is set up. They see it when they come back."
    if not email or Means.EMAIL not in card.channels or card.wants_no_contact:
        return "No e-mail tells them of it: they did not agree to e-mail. They see it when they come back."
    if card.safe_times and not card.has_hours:
        return (
            "No e-mail tells them of it: only a person can tell when it is safe. Write the hours on their contact card."
        )
    return ""


def send_notice(message_id: int, *, now: datetime) -> None:
    """Tell the person that a message waits, where their card agrees to e-mail, at an hour that it calls safe.

    Outside those hours it is owed again for the next safe one. One e-mail tells of every message before it, so a second
    call sends nothing. Without a mail server nothing is sent. Raises what the mail server raises: the outbox tries again.
    """
    message = Message.objects.get(pk=message_id)
    person = _reporter(message)
    if person is None or _was_told(person, since=message.sent_at):
        return
    card, email = card_of(person), persons.identity(person).get("email", "")
    if why_no_notice(card, email):
        return
    if not is_safe_hour(card, now):
        if (later := next_safe_hour(card, now)) is not None:
            outbox.owe_later(NOTIFY, message_id, due_at=later, now=now)
        return
    if what_card_forbids(card, Plan(Means.EMAIL, now)):
        return
    subject = render_to_string("emails/notice_subject.txt").strip()
    EmailMessage(subject, render_to_string("emails/notice.txt"), settings.NOTICE_FROM, [email]).send()
    case = Case.objects.select_for_update().get(pk=person.case_id)
    attempt = ContactAttempt.objects.create(
        case=case, person=person, report_id=message.report_id, means=Means.EMAIL, reason=_WHY, at=now,
        outcome=ContactOutcome.SENT, outcome_at=now,
    )  # fmt: skip
    for what in ("contact_begun", "contact_outcome"):
        outcome = {"outcome": ContactOutcome.SENT} if what == "contact_outcome" else {}
        write_entry(
            case, what, by=None, now=now, attempt=attempt.pk, means=Means.EMAIL, person=person.pk, role=person.role,
            **outcome,
        )  # fmt: skip
    keep_due_time(case, now=now)


def _reporter(message: Message) -> Person | None:
    """Of the case that holds the report now."""
    held = Person.objects.filter(
        report_id=message.report_id, role=PersonRole.REPORTER, case__links__report_id=message.report_id,
        case__links__detached_at=None,
    )  # fmt: skip
    return held.order_by("pk").first()


def _was_told(person: Person, *, since: datetime) -> bool:
    return ContactAttempt.objects.filter(
        person=person, by=None, means=Means.EMAIL, outcome=ContactOutcome.SENT, at__gte=since
    ).exists()
