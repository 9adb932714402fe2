"""What Heard sends to people by itself: a neutral e-mail or text that something waits, through the same gate as all else.

One row of `Notice` for each message and means says what became of it. What a server refuses for good, and what could
not be sent for a day, is put before the case's officer and a supervisor. Neither e-mail nor text holds a word of it.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from cases.domain import carriers, persons, text_messages
from cases.domain.carriers import Carried
from cases.domain.commitments import keep_due_time
from cases.domain.contact import Card, Plan, is_safe_hour, next_safe_hour, what_card_forbids
from cases.domain.contact_card import card_of
from cases.domain.likeness import contact_digest
from cases.domain.mail import is_mail_on
from cases.domain.timeline import write_entry
from cases.engine.bounces import Bounce
from cases.engine.contacts import plain_contact
from cases.enums import OPEN_STATES, ContactOutcome, Means, NoticeState, PersonRole
from cases.models import Case, ContactAttempt, Notice, Person
from reporting.domain import outbox
from reporting.domain.wishes import stop_notices
from reporting.enums import WishKind
from reporting.models import Message, Outbox, Wish

NOTIFY = "cases.notify"
ASK = "cases.ask_delivery"
FIRST_RETRY, LONGEST_RETRY = timedelta(seconds=30), timedelta(seconds=60)
GIVEN_UP_AFTER = timedelta(hours=24)
_FIRST_QUESTION, _NEXT_QUESTION = timedelta(minutes=2), timedelta(minutes=15)
_STOPS_OF = timedelta(days=7)  # for so long a gateway may be away without a STOP being missed
_WHY = "A message waits for them behind their code."
_LOST = {
    Means.EMAIL: "The e-mail that tells this person of your message",
    Means.TEXT: "The text that tells this person of your message",
}
_TO_SEND = (NoticeState.QUEUED, NoticeState.FAILED)


def owe_notice(case: Case, message: Message, *, now: datetime) -> None:
    """Owe the e-mail or text for an officer's message where the person gave anything to reach them by.

    Part of the caller's transaction.
    """
    told_since = Wish.objects.about_contact().filter(report=OuterRef("report"))
    reporter = case.persons.filter(report_id=message.report_id, role=PersonRole.REPORTER)
    if reporter.filter(Q(sealed_identity__isnull=False) | Exists(told_since)).exists():
        outbox.owe(NOTIFY, message.pk, now=now)


def tell_nobody(report_id: int, *, now: datetime) -> int:
    """Let go of what is owed for this report: in a demonstration nobody is real. Returns how many those were."""
    messages = Message.objects.filter(report_id=report_id).values("pk")
    return Outbox.objects.unfinished().filter(task=NOTIFY, subject__in=messages).update(finished_at=now)


def why_no_notice(person: Person, card: Card, identity: dict[str, str]) -> str:
    """Why nothing tells this person of a message, in a sentence; empty where something does, now or at the next safe hour."""
    is_text = Means.TEXT in card.channels and bool(identity.get("phone")) and text_messages.is_on()
    if not is_mail_on() and not is_text:
        return "No e-mail tells them of it: no mail server is set up. They see it when they come back."
    if _means(card, identity) is None:
        return "No e-mail tells them of it: they did not agree to e-mail. They see it when they come back."
    if wants_no_notices(person):
        return "No e-mail tells them of it: they asked for no more of them. They see it when they come back."
    if card.safe_times and not card.has_hours:
        return (
            "No e-mail tells them of it: only a person can tell when it is safe. Write the hours on their contact card."
        )
    return ""


def wants_no_notices(person: Person) -> bool:
    """They asked for no more e-mails and texts, and have not filled in their contact card again since."""
    asked = Wish.objects.filter(report=person.report_id, kind__in=[WishKind.NO_NOTICES, WishKind.CONTACT])
    newest = asked.order_by("-pk").values_list("kind", flat=True).first()
    return newest == WishKind.NO_NOTICES


@transaction.atomic
def send_notice(message_id: int, *, now: datetime) -> None:
    """Tell the person that a message waits, by a means and at an hour that their card agrees to.

    Outside those hours it is owed again for the next safe one; where server or gateway is away, after a growing while.
    One notice tells of every message before it, so a second call sends nothing. Without server and gateway nothing is
    sent. It raises nothing that a server can do.
    """
    message = Message.objects.select_related("report").defer("report__words").get(pk=message_id)
    person = _reporter(message)
    if person is None or _was_told(person, since=message.sent_at):
        return
    card, identity = card_of(person), persons.identity(person)
    means = _means(card, identity)
    if means is None or why_no_notice(person, card, identity):
        return
    notice, _ = Notice.objects.select_for_update().get_or_create(
        message=message, person=person, means=means, defaults={"queued_at": now, "changed_at": now}
    )
    if notice.state not in _TO_SEND:
        return
    if not is_safe_hour(card, now):
        if (later := next_safe_hour(card, now)) is not None:
            outbox.owe_later(NOTIFY, message_id, due_at=later, now=now)
        return
    if what_card_forbids(card, Plan(means, now)):
        _settle(notice, NoticeState.NOT_SENT, "", now=now)
        return
    carried = carriers.carry(means, identity, card.code_word, message.report)
    if carried.state == NoticeState.FAILED and now - notice.queued_at > GIVEN_UP_AFTER:
        carried = Carried(NoticeState.GIVEN_UP, carried.failure)
    _write_down(notice, carried, now=now)


@transaction.atomic
def ask_delivery(notice_id: int, *, now: datetime) -> None:
    """Ask the gateway what became of a text, and ask again later while it does not know, for a day at most."""
    notice = Notice.objects.select_for_update().get(pk=notice_id)
    if notice.state != NoticeState.SENT:
        return
    try:
        state = text_messages.state_of(notice.carried_as)
    except text_messages.GatewayAway:
        state = NoticeState.SENT
    if state != NoticeState.SENT:
        _settle(notice, state, "", now=now)
        if state == NoticeState.NOT_DELIVERED:
            _say_lost(notice, now=now)
    elif now - notice.queued_at < GIVEN_UP_AFTER:
        outbox.owe_later(ASK, notice.pk, due_at=now + _NEXT_QUESTION, now=now)


@transaction.atomic
def take_bounce(bounce: Bounce, *, now: datetime) -> bool:
    """An e-mail of ours came back: it did not arrive, whatever its server had said. False where that is known already."""
    sent = Notice.objects.select_for_update(of=("self",)).filter(means=Means.EMAIL, state=NoticeState.SENT)
    notice = sent.filter(carried_as=bounce.letter).first()
    if notice is None:
        return False
    _settle(notice, NoticeState.NOT_DELIVERED, f"came back {bounce.status}".strip(), now=now)
    _say_lost(notice, now=now)
    return True


def heed_stops(*, now: datetime) -> int:
    """Ask the gateway who answered STOP, and send them no more; how many reports it is about. Off without a gateway.

    A number counts for every report whose person was sent a text there. The same answer counts once: whoever agrees to
    texts again afterwards gets them again. Raises `text_messages.GatewayAway`.
    """
    if not text_messages.is_on():
        return 0
    stopped = 0
    for said_in, number in text_messages.stops(since=now - _STOPS_OF):
        digest = contact_digest("phone", plain_contact("phone", number))
        told = Notice.objects.filter(means=Means.TEXT, person__contact_keys__digest=digest)
        for report_id in told.values_list("person__report_id", flat=True).distinct():
            stopped += stop_notices(report_id, said_in=said_in, now=now)
    return stopped


def _write_down(notice: Notice, carried: Carried, *, now: datetime) -> None:
    if carried.tried:
        notice.tries += 1
    notice.carried_as = carried.carried_as
    _settle(notice, carried.state, carried.failure, now=now)
    if carried.state == NoticeState.FAILED:
        wait = min(FIRST_RETRY * 2 ** min(max(notice.tries - 1, 0), 5), LONGEST_RETRY)
        outbox.owe_later(NOTIFY, notice.message_id, due_at=now + wait, now=now)
    elif carried.state == NoticeState.SENT:
        _say_sent(notice, now=now)
        if notice.means == Means.TEXT:
            outbox.owe_later(ASK, notice.pk, due_at=now + _FIRST_QUESTION, now=now)
    else:
        _say_lost(notice, now=now)


def _settle(notice: Notice, state: NoticeState, failure: str, *, now: datetime) -> None:
    notice.state, notice.failure, notice.changed_at = state, failure[:100], now
    notice.save(update_fields=["state", "failure", "changed_at", "tries", "carried_as", "attempt"])


def _say_sent(notice: Notice, *, now: datetime) -> None:
    person = notice.person
    case = Case.objects.select_for_update().get(pk=person.case_id)
    notice.attempt = ContactAttempt.objects.create(
        case=case, person=person, report_id=person.report_id, means=notice.means, reason=_WHY, at=now,
        outcome=ContactOutcome.SENT, outcome_at=now,
    )  # fmt: skip
    notice.save(update_fields=["attempt"])
    for what in ("contact_begun", "contact_outcome"):
        outcome = {"outcome": ContactOutcome.SENT} if what == "contact_outcome" else {}
        write_entry(
            case, what, by=None, now=now, attempt=notice.attempt.pk, means=notice.means, person=person.pk,
            role=person.role, **outcome,
        )  # fmt: skip
    keep_due_time(case, now=now)


def _say_lost(notice: Notice, *, now: datetime) -> None:
    case = Case.objects.select_for_update().get(pk=notice.person.case_id)
    write_entry(case, "notice_lost", by=None, now=now, means=notice.means, state=notice.state, notice=notice.pk)
    if case.state in OPEN_STATES:
        became = "did not arrive." if notice.state == NoticeState.NOT_DELIVERED else "could not be sent."
        case.needs_person = f"{_LOST[Means(notice.means)]} {became}"
    keep_due_time(case, now=now)


def _means(card: Card, identity: dict[str, str]) -> Means | None:
    """E-mail before a text, because a text shows on a locked screen; None where neither is agreed to and there."""
    if card.wants_no_contact:
        return None
    if Means.EMAIL in card.channels and identity.get("email") and is_mail_on():
        return Means.EMAIL
    if Means.TEXT in card.channels and identity.get("phone") and text_messages.is_on():
        return Means.TEXT
    return None


def _reporter(message: Message) -> Person | None:
    """Of the case that holds the report now."""
    held = Person.objects.filter(
        report_id=message.report_id, role=PersonRole.REPORTER, case__links__report_id=message.report_id,
        case__links__detached_at=None,
    )  # fmt: skip
    return held.order_by("pk").first()


def _was_told(person: Person, *, since: datetime) -> bool:
    arrived = (NoticeState.SENT, NoticeState.DELIVERED)
    return Notice.objects.filter(person=person, state__in=arrived, attempt__at__gte=since).exists()
