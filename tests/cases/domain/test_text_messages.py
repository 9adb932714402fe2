"""Texts through the gateway's own library, against a server of ours that answers as the gateway does."""

import io
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from cases.domain import carriers, notices, text_messages, wishes
from cases.domain.likeness import keep_contact_keys
from cases.enums import NoticeState
from cases.models import Case, Notice
from reporting.models import Message, Outbox, Wish
from tests import cast as people
from tests.cast import Cast
from tests.test_grants import acting_as

pytestmark = pytest.mark.django_db
AGREED = {"contact_by": ["text"], "contact_phone": "07700 900123"}


class Gateway:
    """`status` and `answer` are what it gives next; `taken` is what it was given."""

    def __init__(self) -> None:
        self.status, self.answer, self.taken = 201, {"sid": "SM1", "status": "queued"}, []  # type: ignore[var-annotated]
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.taken.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
                self.respond()

            def do_GET(self) -> None:
                self.respond()

            def respond(self) -> None:
                self.send_response(outer.status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(outer.answer).encode())

            def log_message(self, *args: object) -> None:
                """Nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def gateway(settings: Settings) -> Iterator[Gateway]:
    one = Gateway()
    settings.SMS_GATEWAY, settings.SMS_URL = "twilio", one.address
    settings.SMS_ACCOUNT, settings.SMS_KEY, settings.SMS_FROM = "AC" + "0" * 32, "key", "Reminder"
    carriers._rest_until.clear()
    yield one
    one.server.shutdown()
    one.server.server_close()


def answered(cast: Cast, **answers: object) -> Case:
    return people.answer(people.take_and_read(people.case(**answers), cast.officer), cast.officer)  # type: ignore[arg-type]


def tell() -> Notice:
    notices.send_notice(Message.objects.get().pk, now=timezone.now())
    return Notice.objects.get()


def test_texts_are_off_until_they_are_set_up(cast: Cast) -> None:
    assert not text_messages.is_on()
    answered(cast, **AGREED)
    notices.send_notice(Message.objects.get().pk, now=timezone.now())
    assert not Notice.objects.exists()


def test_a_neutral_text_goes_to_the_number_and_what_became_of_it_is_asked(cast: Cast, gateway: Gateway) -> None:
    case = answered(cast, **AGREED)
    notice = tell()
    [[to], [sender], [words]] = [gateway.taken[0][name] for name in ("To", "From", "Body")]
    assert (to, sender, notice.state, notice.carried_as) == ("+447700900123", "Reminder", "sent", "SM1")
    for word in ("heard", "police", "hate", "crime", "report", "officer", case.reference.lower()):
        assert word not in words.lower()
    assert "STOP" not in words  # nobody can answer a name
    assert len(words) <= 160
    assert case.contact_attempts.get().means == "text"
    gateway.status, gateway.answer = 200, {"sid": "SM1", "status": "sent"}
    notices.ask_delivery(notice.pk, now=timezone.now())
    assert Outbox.objects.filter(task=notices.ASK).count() == 2
    gateway.answer = {"sid": "SM1", "status": "delivered"}
    notices.ask_delivery(notice.pk, now=timezone.now())
    assert Notice.objects.get().state == "delivered"


def test_a_text_from_a_number_says_how_to_get_no_more(cast: Cast, gateway: Gateway, settings: Settings) -> None:
    settings.SMS_FROM = "+447700900999"
    answered(cast, **AGREED)
    tell()
    assert "answer STOP" in gateway.taken[0]["Body"][0]


def test_doctor_says_where_nobody_could_stop_what_is_sent(cast: Cast, gateway: Gateway, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    def said() -> list[str]:
        out = io.StringIO()
        with pytest.raises(SystemExit):  # no rota: other things are missing here
            call_command("doctor", stdout=out)
        return [line for line in out.getvalue().splitlines() if "NOTICE_URL" in line]

    assert [line.split()[2] for line in said()] == ["E-mails", "Texts"]
    settings.SMS_FROM = "+447700900999"
    assert [line.split()[2] for line in said()] == ["E-mails"]
    settings.NOTICE_URL = "https://weather.example.org/"
    assert said() == []


def test_a_text_that_was_not_delivered_is_put_before_people(cast: Cast, gateway: Gateway) -> None:
    case = answered(cast, **AGREED)
    notice = tell()
    gateway.status, gateway.answer = 200, {"sid": "SM1", "status": "undelivered"}
    notices.ask_delivery(notice.pk, now=timezone.now())
    assert Notice.objects.lost().get().state == "not_delivered"
    assert Case.objects.get(pk=case.pk).needs_person.startswith("The text")


@pytest.mark.parametrize(("code", "why"), [(21610, "they answered STOP"), (21211, "21211")])
def test_what_the_gateway_refuses_for_good_is_not_tried_again(
    cast: Cast, gateway: Gateway, code: int, why: str
) -> None:
    answered(cast, **AGREED)
    gateway.status, gateway.answer = 400, {"code": code, "message": "about +447700900123", "status": 400}
    notice = tell()
    assert (notice.state, notice.failure) == ("refused", why)


def inbound(sid: str, body: str, number: str = "+447700900123", direction: str = "inbound") -> dict[str, str]:
    return {"sid": sid, "body": body, "from": number, "to": "+447700900999", "direction": direction}


def heed(gateway: Gateway, settings: Settings, *answers: dict[str, str]) -> int:
    settings.SMS_FROM = "+447700900999"
    gateway.status, gateway.answer = 200, {"messages": list(answers), "page": 0}  # type: ignore[dict-item]
    return notices.heed_stops(now=timezone.now())


def test_whoever_answers_stop_gets_no_more_and_the_case_says_so(
    cast: Cast, gateway: Gateway, settings: Settings
) -> None:
    case, other = answered(cast, **AGREED), answered(cast, contact_by=["text"], contact_phone="07700 900456")
    for one in (case, other):
        keep_contact_keys(one)  # as the worker does for every new case
    for message in Message.objects.all():
        notices.send_notice(message.pk, now=timezone.now())
    said = [inbound("SM7", " Stop. "), inbound("SM8", "STOP", direction="outbound-api"), inbound("SM9", "who is this?")]
    assert heed(gateway, settings, *said) == 1
    assert heed(gateway, settings, *said) == 0
    assert notices.wants_no_notices(case.persons.get())
    assert not notices.wants_no_notices(other.persons.get())
    wish = Wish.objects.get()
    wishes.take_wish(wish.pk, now=timezone.now())
    assert case.timeline.get(what="wish").details["kind"] == "no_notices"
    assert (
        heed(gateway, settings, *said, inbound("SM10", "STOP")) == 1
    )  # said again, perhaps after they had agreed anew


def test_a_stop_from_a_number_that_was_sent_nothing_is_nobodys(
    cast: Cast, gateway: Gateway, settings: Settings
) -> None:
    answered(cast, **AGREED)
    assert heed(gateway, settings, inbound("SM7", "STOP"), inbound("SM8", "STOP", "nobody")) == 0


def test_a_sender_that_is_a_name_is_asked_nothing(gateway: Gateway) -> None:
    gateway.status = 500
    assert notices.heed_stops(now=timezone.now()) == 0


def test_a_gateway_that_is_away_is_tried_again_is_tried_again(
    cast: Cast, gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    answered(cast, **AGREED)
    gateway.status, gateway.answer = 503, {"message": "about +447700900123"}
    notice = tell()
    assert (notice.state, notice.failure) == ("failed", "GatewayAway")
    assert "900123" not in caplog.text
    with pytest.raises(text_messages.GatewayAway):
        text_messages.state_of("SM1")


@pytest.mark.parametrize(
    "more",
    [{"contact_by": ["phone"]}, {"contact_by": ["no_contact"]}, {"contact_safe_times": "never after six"}],
)
def test_no_text_leaves_against_the_card(cast: Cast, gateway: Gateway, more: dict[str, object]) -> None:
    answered(cast, **{**AGREED, **more})
    notices.send_notice(Message.objects.get().pk, now=timezone.now())
    assert gateway.taken == []


@pytest.mark.django_db(transaction=True)
def test_the_worker_may_send_and_ask(cast: Cast, gateway: Gateway) -> None:
    answered(cast, **AGREED)
    with acting_as("heard_worker"):
        notice = tell()
        gateway.status, gateway.answer = 200, {"sid": "SM1", "status": "failed"}
        notices.ask_delivery(notice.pk, now=timezone.now() + timedelta(minutes=2))
        assert Notice.objects.get().state == NoticeState.NOT_DELIVERED


@pytest.mark.django_db(transaction=True)
def test_the_worker_may_heed_a_stop(cast: Cast, gateway: Gateway, settings: Settings) -> None:
    case = answered(cast, **AGREED)
    with acting_as("heard_worker"):
        keep_contact_keys(case)
        tell()
        assert heed(gateway, settings, inbound("SM7", "STOP")) == 1
