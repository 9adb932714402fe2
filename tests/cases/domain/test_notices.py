"""The e-mail that something waits: only where the card agrees, only at safe hours, and never a word that gives anybody away."""

import io
import re
import secrets
import smtplib
from datetime import UTC, datetime, time, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from cases.domain import carriers, contact_card, correspondence, notices, undelivered, waiting
from cases.domain.contact import Card, next_safe_hour
from cases.domain.refusals import NotThere
from cases.engine.bounces import read_bounce
from cases.models import Case, Notice
from cases.queries.undelivered import lost_notices
from reporting.domain import outbox, wishes
from reporting.domain.notice_link import report_of_link
from reporting.domain.visits import Visit
from reporting.enums import WishKind
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
    carriers._rest_until.clear()
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


def test_a_mail_server_that_is_away_is_tried_again_for_a_day_and_then_shown(cast: Cast, settings: Settings) -> None:
    case, now = answered(cast, **AGREED), timezone.now()
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1
    tell(now)
    notice = Notice.objects.get()
    assert (notice.state, notice.tries, notice.failure) == ("failed", 1, "ConnectionRefusedError")
    assert Outbox.objects.filter(task="cases.notify").latest("pk").due_at == now + notices.FIRST_RETRY
    tell(now)  # the server is left alone for a while, so that it holds up nothing else
    assert Notice.objects.get().tries == 1
    carriers._rest_until.clear()
    tell(now + timedelta(hours=25))
    case.refresh_from_db()
    assert Notice.objects.get().state == "given_up"
    assert (case.state, case.needs_person[:10]) == ("in_progress", "The e-mail")
    assert case.timeline.filter(what="notice_lost").exists()
    assert not case.contact_attempts.exists()


class Refusing(EmailBackend):
    """A server that knows no such address."""

    def send_messages(self, email_messages: list[mail.EmailMessage]) -> int:
        raise smtplib.SMTPRecipientsRefused({"robin@example.org": (550, b"no robin here")})


def test_an_address_that_is_refused_is_not_tried_again_and_a_supervisor_sees_it(cast: Cast, settings: Settings) -> None:
    case = answered(cast, **AGREED)
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    owed_before = Outbox.objects.filter(task="cases.notify").count()
    tell()
    tell()
    [notice] = lost_notices(cast.supervisor)
    assert (notice.state, notice.tries, notice.failure) == ("refused", 1, "SMTP 550")
    assert Outbox.objects.filter(task="cases.notify").count() == owed_before
    assert Case.objects.get(pk=case.pk).needs_person
    assert "robin" not in str(list(Notice.objects.values())) + str(list(case.timeline.values()))
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with pytest.raises(NotThere):
        undelivered.send_again(notice.pk, by=cast.officer, now=timezone.now())
    for _ in range(2):
        undelivered.send_again(notice.pk, by=cast.supervisor, now=timezone.now())
    assert Outbox.objects.filter(task="cases.notify").count() == owed_before + 1
    tell()
    assert Notice.objects.get().state == "sent"
    assert not lost_notices(cast.supervisor).exists()


def test_what_a_supervisor_has_dealt_with_is_off_the_list(cast: Cast) -> None:
    notice = people.lost_notice(people.case(**AGREED), cast.officer)
    for _ in range(2):
        undelivered.deal_with(notice.pk, by=cast.supervisor, now=timezone.now())
    assert not lost_notices(cast.supervisor).exists()


def test_whoever_wants_no_more_of_them_gets_none_from_that_moment(
    cast: Cast, outgoing: list[mail.EmailMessage]
) -> None:
    case = answered(cast, **AGREED)
    wishes.stop_notices(case.opened_for_id, now=timezone.now())
    tell()
    assert outgoing == []
    visit = Visit(case.opened_for.selector, bytes(case.opened_for.verifier))
    answers = {"contact_by": ["email"], "contact_email": "other@example.org"}
    wishes.send_wish(visit, kind=WishKind.CONTACT, answers=answers, token="t", now=timezone.now())
    tell()
    assert [one.to for one in outgoing] == [["other@example.org"]]


def test_the_agreed_word_and_the_way_out_stand_in_it(
    cast: Cast, outgoing: list[mail.EmailMessage], settings: Settings
) -> None:
    settings.NOTICE_URL = "https://weather.example.org/"
    case = people.take_and_read(people.case(**AGREED), cast.officer)
    contact_card.keep_card(
        case.pk, case.persons.get().pk, channels=["email"], code_word="bluebell", agreed_how="x", by=cast.officer,
        now=timezone.now(),
    )  # fmt: skip
    reply(case, cast, timezone.now())
    tell()
    body = outgoing[0].body
    assert body.startswith("bluebell")
    link = body.split("https://weather.example.org/no-more/?n=")[1].split()[0]
    assert report_of_link(link) == case.opened_for_id


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


def came_back(letter: mail.EmailMessage, *, action: str = "failed", head_only: bool = False) -> bytes:
    """What a mail server sends to the sender (RFC 3464)."""
    sent = letter.message()
    original = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
    kind, body = (
        ("text/rfc822-headers", original) if head_only else ("message/rfc822", f"{original}\r\nSomething waits.\r\n")
    )
    return (
        "From: MAILER-DAEMON@mail.example.org\r\nTo: a@example.org\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\r\n\r\n'
        "--x\r\nContent-Type: text/plain\r\n\r\nrobin@example.org: no such user\r\n"
        "--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example.org\r\n\r\n"
        f"Final-Recipient: rfc822; robin@example.org\r\nAction: {action}\r\nStatus: 5.1.1\r\n\r\n"
        f"--x\r\nContent-Type: {kind}\r\n\r\n{body}\r\n--x--\r\n"
    ).encode()


@pytest.mark.parametrize("head_only", [False, True])
def test_an_email_that_comes_back_later_is_put_before_people(
    cast: Cast, outgoing: list[mail.EmailMessage], head_only: bool
) -> None:
    case = answered(cast, **AGREED)
    tell()
    bounce = read_bounce(came_back(outgoing[0], head_only=head_only))
    assert bounce is not None
    assert notices.take_bounce(bounce, now=timezone.now())
    assert not notices.take_bounce(bounce, now=timezone.now())
    notice = Notice.objects.lost().get()
    assert (notice.state, notice.failure) == ("not_delivered", "came back 5.1.1")
    case.refresh_from_db()
    assert case.needs_person == "The e-mail that tells this person of your message did not arrive."
    assert case.timeline.filter(what="notice_lost").count() == 1
    assert list(lost_notices(cast.supervisor)) == [notice]


def test_what_is_only_late_or_no_bounce_of_ours_changes_nothing(cast: Cast, outgoing: list[mail.EmailMessage]) -> None:
    answered(cast, **AGREED)
    tell()
    letter = outgoing[0]
    assert read_bounce(came_back(letter, action="delayed")) is None
    assert read_bounce(letter.message().as_bytes()) is None
    assert read_bounce(b"") is None
    assert read_bounce(came_back(letter).replace(b"Message-ID: <", b"Message-ID: <x")) is None
    strange = read_bounce(re.sub(rb"<[0-9a-f]{32}@", b"<" + b"0" * 32 + b"@", came_back(letter)))
    assert strange is not None
    assert not notices.take_bounce(strange, now=timezone.now())
    assert Notice.objects.get().state == "sent"


def test_the_mail_server_hands_it_in_by_a_command(
    cast: Cast, outgoing: list[mail.EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(cast, **AGREED)
    tell()
    told = []
    for raw in (came_back(outgoing[0]), came_back(outgoing[0]), b"Subject: lunch\r\n\r\nAt one?"):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
        out = io.StringIO()
        call_command("take_bounce", stdout=out)
        told.append(out.getvalue().split()[0])
    assert told == ["Put", "Known", "No"]
    assert Notice.objects.get().state == "not_delivered"


@pytest.mark.django_db(transaction=True)
def test_the_worker_may_take_a_bounce(cast: Cast, outgoing: list[mail.EmailMessage]) -> None:
    answered(cast, **AGREED)
    with acting_as("heard_worker"):
        tell()
        bounce = read_bounce(came_back(outgoing[0]))
        assert bounce is not None
        assert notices.take_bounce(bounce, now=timezone.now())
