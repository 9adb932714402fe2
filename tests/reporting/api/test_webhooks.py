"""Partners are told of a changed status: signed, tried again, and never into our own network."""

import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.utils import timezone
from pytest_django import Settings

from cases.domain import intake
from reporting.domain import outbox, outward, webhooks
from reporting.domain.outbox import LeftToAPerson
from reporting.models import Outbox, Partner, Report, StatusEvent
from tests import cast as people
from tests.cast import Cast
from tests.reporting.api.conftest import Program

pytestmark = pytest.mark.django_db


class Receiver(HTTPServer):
    """A partner's server on this machine; answers with `status`."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.status = 204
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.server_port}/heard?of=us"


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), body))
        self.send_response(self.server.status)
        if self.server.status == 302:
            self.send_header("Location", self.server.url)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    settings.PARTNER_WEBHOOKS = settings.WEBHOOKS_INSIDE = True
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def read(program: Program, cast: Cast, receiver: Receiver) -> Report:
    """A partner's report that an officer has read."""
    Partner.objects.filter(pk=program.partner.pk).update(webhook_url=receiver.url)
    reference = program.send(partner_reference="17", contact_name="Canary").json()["reference"]
    report = Report.objects.get(reference=reference)
    people.take_and_read(intake.open_case(report.pk, now=timezone.now()), cast.officer)
    return report


def deliver(*, at: timedelta = timedelta(0)) -> StatusEvent:
    now = timezone.now() + at
    for row in Outbox.objects.filter(task=webhooks.TELL, finished_at=None):
        outbox.finish(row.pk, lambda event: webhooks.tell_partner(event, now=now), now=now)
    return StatusEvent.objects.latest("pk")


def test_a_change_is_told_once_signed_and_without_a_word(read: Report, receiver: Receiver, program: Program) -> None:
    assert StatusEvent.objects.count() == 1
    event = deliver()
    (headers, body), told = receiver.got[0], json.loads(receiver.got[0][1])
    assert told == {
        "event": "report.status", "id": str(event.key), "reference": read.reference, "partner_reference": "17",
        "status": "in_progress", "changed_at": event.changed_at.isoformat(),
    }  # fmt: skip
    partner = Partner.objects.get(pk=program.partner.pk)
    at, signature = headers["X-Heard-Signature"].removeprefix("t=").split(",v1=")
    key = webhooks.signing_key(partner).encode()
    assert signature == hmac.new(key, at.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert (event.told_at is not None, len(receiver.got)) == (True, 1)
    webhooks.tell_partner(event.pk, now=timezone.now())
    assert len(receiver.got) == 1


@pytest.mark.parametrize("status", [500, 302, 404])
def test_what_is_not_taken_is_tried_again_with_a_doubling_wait(read: Report, receiver: Receiver, status: int) -> None:
    receiver.status = status
    waits = []
    for _ in range(4):
        before = timezone.now()
        event = deliver()
        waits.append(
            round((Outbox.objects.get(task=webhooks.TELL, finished_at=None).due_at - before).total_seconds() / 60)
        )
    assert (event.tries, waits, len(receiver.got)) == (4, [1, 2, 4, 8], 4)
    receiver.status = 200
    assert deliver().told_at is not None


def test_after_two_days_it_is_left_to_a_person(read: Report, receiver: Receiver) -> None:
    receiver.status = 500
    StatusEvent.objects.update(tries=webhooks.MOST_TRIES - 1)
    with pytest.raises(LeftToAPerson):
        webhooks.tell_partner(StatusEvent.objects.get().pk, now=timezone.now())
    deliver()
    assert Outbox.objects.get(task=webhooks.TELL).needs_person


def test_nothing_is_owed_while_webhooks_are_off(
    program: Program, cast: Cast, django_assert_num_queries: object
) -> None:
    Partner.objects.update(webhook_url="https://example.org/")
    report = Report.objects.get(reference=program.send().json()["reference"])
    people.take_and_read(intake.open_case(report.pk, now=timezone.now()), cast.officer)
    assert not StatusEvent.objects.exists()
    with django_assert_num_queries(0):  # type: ignore[operator]
        webhooks.owe_telling([report.pk], status="closed", now=timezone.now())


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/", "https://127.0.0.1/", "https://10.0.0.1/", "https://169.254.169.254/latest", "https://[::1]/",
        "https://[::ffff:10.0.0.1]/", "https://user:word@example.org/", "https:///x", "ftp://example.org/", "https://0.0.0.0/",
        "https://224.0.0.1/", "https://[fe80::1]/", "https://192.168.1.1:8443/",
    ],
)  # fmt: skip
def test_an_address_inside_is_refused(url: str) -> None:
    with pytest.raises(outward.Forbidden):
        outward.check_address(url)
    with pytest.raises(outward.NotDelivered):
        outward.post(url, b"{}", headers={})


@pytest.mark.parametrize("inside", ["127.0.0.1", "::1", "10.1.2.3", "100.64.0.1", "fd00::1"])
def test_a_name_that_leads_inside_is_never_connected_to(monkeypatch: pytest.MonkeyPatch, inside: str) -> None:
    found = [(2, 1, 6, "", ("93.184.215.14", 443)), (2, 1, 6, "", (inside, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
    monkeypatch.setattr(socket, "create_connection", lambda *args, **kwargs: pytest.fail("connected"))
    with pytest.raises(outward.NotDelivered, match="Forbidden"):
        outward.post("https://example.org/", b"{}", headers={})


def test_the_connection_goes_to_the_address_that_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    connected = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: [(2, 1, 6, "", ("93.184.215.14", 443))])

    def connect(address: tuple[str, int], *args: object) -> None:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(outward.NotDelivered, match="ConnectionRefusedError"):
        outward.post("https://example.org/", b"{}", headers={})
    assert connected == [("93.184.215.14", 443)]
