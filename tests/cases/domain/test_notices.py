"""The e-mail that something waits: only where the card agrees, only at safe hours, and never a word that gives anybody away."""

import secrets
from datetime import UTC, datetime, time, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from cases.domain import contact_card, correspondence, intake, notices, waiting
from cases.domain.contact import Card, next_safe_hour
from cases.models import Case
from reporting.domain import outbox
from reporting.models import Message, Outbox
from tests import cast as people
from tests.cast import Cast
from tests.test_grants import acting_as

pytestmark = pytest.mark.django_db
AGREED = {"contact_by": ["email"], "contact_email": "robin@example.org"}
THURSDAY = datetime(2026, 11, 26, 11, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def outgoing(settings: Settings) -> list[mail.EmailMessage]:
    """What would leave."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    return mail.outbox


def answered(cast: Cast, now: datetime | None = None, **answers: object) -> Case:
    case = people.take_and_read(people.case(**answers), cast.officer)
    return reply(case, cast, now or timezone.now())


def reply(case: Case, cast: Cast, now: datetime) -> Case:
    return correspondence.reply(
        case.pk, case.opened_for_id, message="We rang the school.", token=secrets.token_urlsafe(), by=cast.officer, now=now
    )  # fmt: skip


def tell(now: datetime | None = None) -> None:
    for message in Message.objects.order_by("pk"):
        notices.send_notice(message.pk, now=now or timezone.now())


def test_one_neutral_email_tells_of_all_that_waits(cast: Cast, outgoing: list[mail.EmailMessage]) -> None:
    case = answered(cast, **AGREED)
    reply(case, cast, timezone.now())
    assert Outbox.objects.filter(task="cases.notify").count() == 2
    tell()
    tell()
    [sent] = outgoing
    assert sent.to == ["robin@example.org"]
    said = f"{sent.subject}\n{sent.body}".lower()
    for word in ("heard", "police", "hate", "crime", "report", "officer", "school", "http", case.reference.lower()):
        assert word not in said
    assert case.timeline.filter(what="contact_outcome", by="").count() == 1
    assert case.contact_attempts.get().outcome == "sent"


@pytest.mark.parametrize(
    "answers",
    [
        {"contact_by": ["phone"], "contact_email": "robin@example.org", "contact_phone": "1"},
        {"contact_by": ["no_contact"], "contact_email": "robin@example.org"},
        {"contact_email": "robin@example.org"},
        {"contact_by": ["email"]},
        {**AGREED, "contact_safe_times": "never after 6"},
    ],
)
def test_nothing_leaves_that_the_card_does_not_agree_to(
    cast: Cast, outgoing: list[mail.EmailMessage], answers: dict[str, object]
) -> None:
    answered(cast, **answers)
    tell()
    assert outgoing == []


def test_outside_safe_hours_it_is_owed_for_the_next_one(cast: Cast, outgoing: list[mail.EmailMessage]) -> None:
    case = people.take_and_read(people.case(**AGREED), cast.officer)
    contact_card.keep_card(
        case.pk, case.persons.get().pk, channels=["email"], days=[4], earliest=time(10), agreed_how="x",
        by=cast.officer, now=timezone.now(),
    )  # fmt: skip
    reply(case, cast, THURSDAY)
    notices.send_notice(Message.objects.get().pk, now=THURSDAY)
    later = Outbox.objects.filter(task="cases.notify").latest("pk").due_at
    assert (outgoing, later) == ([], THURSDAY.replace(day=27, hour=10))
    notices.send_notice(Message.objects.get().pk, now=later)
    assert len(outgoing) == 1


def test_the_next_safe_hour_is_safe_and_after() -> None:
    assert next_safe_hour(Card(days=(3,), earliest=time(10), latest=time(10, 5)), THURSDAY) == THURSDAY.replace(
        hour=10
    ) + timedelta(days=7)
    assert next_safe_hour(Card(earliest=time(10, 1), latest=time(10, 2)), THURSDAY) is None


def test_a_mail_server_that_is_away_is_shown_on_the_case(cast: Cast, settings: Settings) -> None:
    case = answered(cast, **AGREED)
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1
    row = Outbox.objects.get(task="cases.notify")
    for _ in range(outbox.FAILURES_BEFORE_A_PERSON):
        assert not outbox.finish(row.pk, lambda pk: notices.send_notice(pk, now=timezone.now()), now=timezone.now())
    assert intake.mark_stuck(now=timezone.now()) == 1
    case.refresh_from_db()
    assert (case.state, case.needs_person[:10]) == ("in_progress", "The e-mail")


@pytest.mark.django_db(transaction=True)
def test_the_worker_may_send_it_and_ring_may_bring_cases_back(cast: Cast, outgoing: list[mail.EmailMessage]) -> None:
    case = people.take_and_read(people.case(**AGREED), cast.officer)
    now = timezone.now()
    correspondence.reply(
        case.pk, case.opened_for_id, message="When was it?", token=secrets.token_urlsafe(),
        wait_until=timezone.localdate() + timedelta(days=1), by=cast.officer, now=now,
    )  # fmt: skip
    with acting_as("heard_worker"):
        row = Outbox.objects.get(task="cases.notify")
        assert outbox.finish(row.pk, lambda message_id: notices.send_notice(message_id, now=now), now=now)
        assert waiting.bring_back_due(now=now + timedelta(days=1)) == 1
    assert len(outgoing) == 1
