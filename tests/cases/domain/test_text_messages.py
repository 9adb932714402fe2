"""Texts through the gateway's own library, against a server of ours that answers as the gateway does."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest
from django.utils import timezone
from pytest_django import Settings

from cases.domain import carriers, notices, text_messages
from cases.enums import NoticeState
from cases.models import Case, Notice
from reporting.models import Message, Outbox
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
    assert "STOP" in words
    assert len(words) <= 160
    assert case.contact_attempts.get().means == "text"
    gateway.status, gateway.answer = 200, {"sid": "SM1", "status": "sent"}
    notices.ask_delivery(notice.pk, now=timezone.now())
    assert Outbox.objects.filter(task=notices.ASK).count() == 2
    gateway.answer = {"sid": "SM1", "status": "delivered"}
    notices.ask_delivery(notice.pk, now=timezone.now())
    assert Notice.objects.get().state == "delivered"


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


def test_a_gateway_that_is_away_is_tried_again(cast: Cast, gateway: Gateway, caplog: pytest.LogCaptureFixture) -> None:
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
