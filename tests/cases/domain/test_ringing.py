"""Rule 15: danger rings, step by step, until a named person answers, and what is broken silences nothing else."""

import hashlib
import hmac
import json
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest
from django.core import mail
from django.db import connections
from django.utils import timezone
from pytest_django import Settings

from cases.desk.presenters import story
from cases.domain import duty, intake, ringing
from cases.domain.couriers import GIVEN_UP, Couriers, Delivery, deliver, signing_key
from cases.domain.refusals import NotThere, Refused
from cases.enums import Shift
from cases.models import Account, AlarmContact, AlarmStep, AuditEvent, Case, DutyShift
from reporting.models import Alarm, Report
from tests.cast import Cast, report

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def on_shift(account: Account, kind: Shift = Shift.DUTY, *, now: datetime) -> None:
    hour = timedelta(hours=1)
    DutyShift.objects.create(account=account, kind=kind, starts_at=now - hour, ends_at=now + hour)


def danger(now: datetime) -> Alarm:
    sent = report("He is outside my door.", in_danger_now="yes", now=now)
    intake.open_case(sent.pk, now=now)
    return Alarm.objects.get(report=sent)


def ring(now: datetime, couriers: Couriers | None = None) -> None:
    """A round, its messages, and the round that writes down what became of them."""
    couriers = couriers or Couriers()
    ringing.deliver_due(couriers, now=now)
    assert couriers.wait(10)
    ringing.deliver_due(couriers, now=now)


def told() -> list[str]:
    return [letter.to[0].partition("@")[0] for letter in mail.outbox]


def undelivered(case: Case) -> list[str]:
    """What the timeline says of messages that did not arrive, in the order in which it was written."""
    return [one.details["became"] for one in case.timeline.filter(what="alarm_undelivered").order_by("pk")]


def outcomes(channel: str = "email", **which: object) -> list[str]:
    return list(AlarmStep.objects.filter(channel=channel, **which).order_by("pk").values_list("outcome", flat=True))


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def rota(cast: Cast, now: datetime) -> Cast:
    on_shift(cast.officer, now=now)
    on_shift(cast.supervisor, Shift.SUPERVISOR, now=now)
    AlarmContact.objects.create(name="Control room", step=2, email="control-room@example.org")
    return cast


# --- who is told, and when -----------------------------------


def test_the_duty_desk_is_told_at_once_the_supervisor_after_five_minutes_the_control_room_after_ten(
    rota: Cast, now: datetime
) -> None:
    danger(now)
    ring(now)
    assert told() == ["officer"]
    ring(now + 5 * MINUTE - timedelta(seconds=1))
    assert told() == ["officer"]
    ring(now + 5 * MINUTE)
    assert told() == ["officer", "supervisor"]
    ring(now + 10 * MINUTE)
    assert told() == ["officer", "supervisor", "control-room"]
    ring(now + 30 * MINUTE)
    assert len(mail.outbox) == 3


def test_a_message_says_nothing_of_the_report(rota: Cast, now: datetime) -> None:
    alarm = danger(now)
    ring(now)
    letter = mail.outbox[0]
    assert f"alarm {alarm.pk}" in letter.subject
    assert "/desk/duty/" in letter.body
    for secret in (alarm.report.reference, "door", alarm.report.selector, rota.unit.name):
        assert secret not in letter.subject + letter.body


@pytest.mark.parametrize("answer", ["acknowledge", "hand_over", "no_danger"])
def test_ringing_ends_with_the_answer_of_a_named_person(rota: Cast, now: datetime, answer: str) -> None:
    alarm = danger(now)
    ring(now)
    if answer == "acknowledge":
        duty.acknowledge(alarm.pk, by=rota.officer, now=now)
    elif answer == "hand_over":
        duty.hand_over_alarm(alarm.pk, log_number="CAD 1234", by=rota.officer, now=now)
    else:
        duty.no_danger(alarm.pk, reason="It is a film that they tell of.", by=rota.officer, now=now)
    ring(now + 20 * MINUTE)
    assert told() == ["officer"]


def test_with_nobody_on_duty_the_supervisor_is_told_at_once(cast: Cast, now: datetime) -> None:
    on_shift(cast.supervisor, Shift.SUPERVISOR, now=now)
    danger(now)
    ring(now)
    assert told() == ["supervisor"]
    assert outcomes("desk", step=0) == ["nobody"]


def test_with_nobody_to_tell_at_all_the_control_room_is_told_at_once(cast: Cast, now: datetime) -> None:
    AlarmContact.objects.create(name="Control room", step=2, email="control-room@example.org")
    danger(now)
    ring(now)
    assert told() == ["control-room"]


def test_somebody_absent_or_disabled_is_not_on_duty(cast: Cast, now: datetime) -> None:
    for account in (cast.officer, cast.colleague, cast.supervisor):
        on_shift(account, now=now)
    Account.objects.filter(pk=cast.officer.pk).update(absent_until=now.date())
    Account.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    assert duty.on_duty(now) == [cast.supervisor]


def test_whoever_comes_on_duty_while_it_rings_is_told(rota: Cast, now: datetime) -> None:
    danger(now)
    ring(now)
    on_shift(rota.colleague, now=now)
    ring(now + MINUTE)
    assert told() == ["officer", "colleague"]


def test_each_step_stands_on_the_timeline_of_the_case_once(rota: Cast, now: datetime) -> None:
    alarm = danger(now)
    for minutes in (0, 1, 5, 6, 10, 11):
        ring(now + minutes * MINUTE)
    entries = alarm.report.opened_case.timeline.filter(what="alarm_step").order_by("pk")
    assert [(entry.details["step"], entry.details["told"]) for entry in entries] == [(0, 1), (1, 1), (2, 1)]


def test_an_alarm_rings_also_where_no_case_could_be_opened(rota: Cast, now: datetime) -> None:
    report("He is outside my door.", in_danger_now="yes", now=now)
    ring(now)
    assert told() == ["officer"]


# --- each message once, until it has arrived -----------------------------------


def test_a_message_that_is_on_its_way_is_not_sent_again(rota: Cast, now: datetime) -> None:
    danger(now)
    one, other = Couriers(), Couriers()
    assert ringing.deliver_due(one, now=now) == 1
    assert ringing.deliver_due(other, now=now) == 0
    assert one.wait(10)
    ringing.deliver_due(one, now=now)
    assert ringing.deliver_due(other, now=now + MINUTE) == 0
    assert told() == ["officer"]


def test_what_a_killed_ring_was_sending_is_sent_again(rota: Cast, now: datetime) -> None:
    danger(now)
    killed = Couriers()
    ringing.deliver_due(killed, now=now)  # and nobody writes down what became of it
    killed.wait(10)
    ring(now + ringing.LEFT_ALONE - timedelta(seconds=1))
    assert told() == ["officer"]
    ring(now + ringing.LEFT_ALONE)
    assert told() == ["officer", "officer"]


@pytest.mark.django_db(transaction=True)
def test_of_many_rings_at_once_one_sends(rota: Cast, now: datetime) -> None:
    danger(now)
    rings = [Couriers() for _ in range(8)]
    sent_off: list[int] = []

    def go_round(couriers: Couriers) -> None:
        sent_off.append(ringing.deliver_due(couriers, now=now))
        connections.close_all()

    threads = [Thread(target=go_round, args=[couriers]) for couriers in rings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(sent_off) == [0] * 7 + [1]


def test_a_failed_message_is_tried_again_later_and_later(rota: Cast, now: datetime, settings: Settings) -> None:
    danger(now)
    with refusing_port() as port:
        settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", port
        ring(now)
        ring(now + timedelta(seconds=4))
        assert outcomes() == ["sending", "ConnectionRefusedError"]
        ring(now + timedelta(seconds=5))
        ring(now + timedelta(seconds=14))
        assert outcomes() == ["sending", "ConnectionRefusedError"] * 2
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    ring(now + timedelta(seconds=15))
    assert outcomes() == ["sending", "ConnectionRefusedError"] * 2 + ["sending", "sent"]
    assert undelivered(Case.objects.get()) == ["failed", "arrived"]  # nobody takes the duty desk for told meanwhile


def test_a_message_that_never_arrives_is_given_up_in_the_end(rota: Cast, now: datetime, settings: Settings) -> None:
    danger(now)
    with refusing_port() as port:
        settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", port
        DutyShift.objects.filter(kind=Shift.SUPERVISOR).delete()
        AlarmContact.objects.all().delete()
        for minute in range(30):
            ring(now + minute * MINUTE)
    assert outcomes().count("ConnectionRefusedError") == ringing.MOST_FAILURES
    assert undelivered(Case.objects.get()) == ["failed", "given_up"]


def test_what_did_not_arrive_before_the_case_was_there_is_on_its_timeline_too(
    rota: Cast, now: datetime, settings: Settings
) -> None:
    sent = report("He is outside my door.", in_danger_now="yes", now=now)
    with refusing_port() as port:
        settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", port
        ring(now)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    case = intake.open_case(sent.pk, now=now)
    ring(now + MINUTE)
    assert undelivered(case) == ["failed", "arrived"]
    line = case.timeline.filter(what="alarm_undelivered")[0]
    assert (line.details["step"], line.details["channel"]) == (0, "email")
    assert rota.officer.email not in str(line.details)
    shown = story.what_changed(line)
    assert shown.endswith(": Alarm: an e-mail to the duty desk could not be delivered, and is sent again")


def test_where_mail_is_off_the_row_says_so_once(rota: Cast, now: datetime, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    danger(now)
    ring(now)
    ring(now + MINUTE)
    assert outcomes() == ["sending", "MailIsOff"]
    assert undelivered(Case.objects.get()) == ["off"]


def test_a_mail_server_that_hangs_holds_up_no_webhook(rota: Cast, now: datetime, settings: Settings) -> None:
    with hanging_port() as port, receiver() as heard:
        settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", port
        AlarmContact.objects.create(name="Desk", step=0, webhook=heard.url)
        danger(now)
        couriers = Couriers()
        ringing.deliver_due(couriers, now=now)
        heard.wait()
        assert [body["step"] for body in heard.bodies] == [0]
        assert couriers.wait(20)
        ringing.deliver_due(couriers, now=now)
    assert outcomes("webhook") == ["sending", "sent"]
    assert outcomes()[-1] in ("TimeoutError", "SMTPServerDisconnected")


def test_what_hangs_is_waited_for_by_a_few_only(rota: Cast, now: datetime) -> None:
    with hanging_port() as port:
        AlarmContact.objects.create(name="Desk", step=0, webhook=f"http://127.0.0.1:{port}/")
        for _ in range(6):
            danger(now)
        couriers = Couriers()
        ringing.deliver_due(couriers, now=now)
        assert AlarmStep.objects.filter(channel="webhook", outcome="sending").count() == 4
    assert len(told()) == 6


# --- webhooks ---------------------------------------------------------------------------------------------------------


def test_a_webhook_is_signed_and_says_nothing_of_the_report(rota: Cast, now: datetime) -> None:
    with receiver() as heard:
        AlarmContact.objects.create(name="Desk", step=0, webhook=heard.url)
        alarm = danger(now)
        ring(now)
    (raw,), (signature,) = heard.raw, heard.signatures
    assert signature == "sha256=" + hmac.new(signing_key(), raw, hashlib.sha256).hexdigest()
    body = heard.bodies[0]
    assert {key: body[key] for key in ("event", "alarm", "step")} == {"event": "alarm", "alarm": alarm.pk, "step": 0}
    assert sorted(body) == ["alarm", "event", "step", "url"]


@pytest.mark.parametrize("status", [301, 302, 404, 500])
def test_a_webhook_that_is_answered_otherwise_than_well_has_failed(rota: Cast, now: datetime, status: int) -> None:
    with receiver(status) as heard:
        AlarmContact.objects.create(name="Desk", step=0, webhook=heard.url)
        danger(now)
        ring(now)
    assert outcomes("webhook") == ["sending", "HTTPError"]
    assert len(heard.raw) == 1  # a redirect is not followed


def test_a_webhook_goes_to_http_only() -> None:
    with pytest.raises(ValueError, match="http"):
        deliver(Delivery(1, 0, "webhook", "file:///etc/hostname"))


# --- the answer -----------------------------------


def test_an_answer_stands_on_the_timeline_and_in_the_audit_log(rota: Cast, now: datetime) -> None:
    alarm = danger(now)
    duty.acknowledge(alarm.pk, by=rota.officer, now=now)
    duty.hand_over_alarm(alarm.pk, log_number=" CAD 1234 ", note="Told the operator.", by=rota.supervisor, now=now)
    alarm.refresh_from_db()
    assert (alarm.outcome, alarm.answered_by, alarm.log_number) == ("handed_over", "supervisor", "CAD 1234")
    entries = alarm.report.opened_case.timeline.filter(what="alarm_answered").order_by("pk")
    assert [(entry.by, entry.details["outcome"]) for entry in entries] == [
        ("officer", "acknowledged"), ("supervisor", "handed_over"),
    ]  # fmt: skip
    events = AuditEvent.objects.filter(action__startswith="alarm.").order_by("pk")
    assert [(event.action, event.references) for event in events] == [
        ("alarm.acknowledged", [alarm.report.reference]), ("alarm.handed_over", [alarm.report.reference]),
    ]  # fmt: skip


def test_whoever_sent_the_report_may_know_that_the_control_room_has_it(rota: Cast, now: datetime) -> None:
    alarm = danger(now)
    duty.no_danger(danger(now).pk, reason="They are safe at home now.", by=rota.officer, now=now)
    assert set(Report.objects.values_list("public_handed_over_at", flat=True)) == {None}
    duty.hand_over_alarm(alarm.pk, log_number="CAD 1", by=rota.officer, now=now)
    alarm.report.refresh_from_db()
    assert alarm.report.public_handed_over_at == now


@pytest.mark.parametrize("hides", ["restricted", "sealed"])
def test_nothing_of_a_case_that_is_kept_apart_is_told(rota: Cast, now: datetime, hides: str) -> None:
    alarm = danger(now)
    if hides == "restricted":
        Account.objects.filter(pk=rota.officer.pk).update(reads_restricted=True)
        Case.objects.filter(opened_for=alarm.report).update(is_restricted=True)
    else:
        Account.objects.filter(pk=rota.officer.pk).update(unit=rota.sealed_unit)
        Case.objects.filter(opened_for=alarm.report).update(unit=rota.sealed_unit)
    duty.hand_over_alarm(alarm.pk, log_number="CAD 1", by=Account.objects.get(pk=rota.officer.pk), now=now)
    alarm.report.refresh_from_db()
    assert alarm.report.public_handed_over_at is None


def test_pressing_twice_is_one_answer(rota: Cast, now: datetime) -> None:
    alarm = danger(now)
    duty.acknowledge(alarm.pk, by=rota.officer, now=now)
    duty.acknowledge(alarm.pk, by=rota.officer, now=now + MINUTE)
    alarm.refresh_from_db()
    assert alarm.answered_at == now
    assert alarm.report.opened_case.timeline.filter(what="alarm_answered").count() == 1


def test_who_comes_second_is_told_who_was_first(rota: Cast, now: datetime) -> None:
    alarm = danger(now)
    duty.acknowledge(alarm.pk, by=rota.officer, now=now)
    with pytest.raises(Refused, match="officer has acknowledged"):
        duty.acknowledge(alarm.pk, by=rota.supervisor, now=now)
    duty.no_danger(alarm.pk, reason="The words are from a film.", by=rota.officer, now=now)
    with pytest.raises(Refused, match="no danger"):
        duty.hand_over_alarm(alarm.pk, log_number="1", by=rota.supervisor, now=now)


def test_a_hand_over_needs_the_log_number_and_no_danger_a_reason(rota: Cast, now: datetime) -> None:
    alarm = danger(now)
    with pytest.raises(Refused, match="log number"):
        duty.hand_over_alarm(alarm.pk, log_number="  ", by=rota.officer, now=now)
    with pytest.raises(Refused, match="why nobody is in danger"):
        duty.no_danger(alarm.pk, reason=" \n", by=rota.officer, now=now)
    with pytest.raises(Refused, match="Write in a sentence"):
        duty.no_danger(alarm.pk, reason="x", by=rota.officer, now=now)
    with pytest.raises(Refused, match="what was done"):
        duty.end_alarm(alarm.pk, done="ok ok", by=rota.officer, now=now)
    with pytest.raises(Refused, match="60"):
        duty.hand_over_alarm(alarm.pk, log_number="1" * 61, by=rota.officer, now=now)
    assert Alarm.objects.ringing().count() == 1


def test_an_alarm_is_answered_by_the_unit_or_whoever_is_on_duty(rota: Cast, now: datetime) -> None:
    alarm = danger(now)
    for stranger in (rota.outsider, rota.auditor, rota.admin):
        with pytest.raises(NotThere):
            duty.acknowledge(alarm.pk, by=stranger, now=now)
    with pytest.raises(NotThere):
        duty.acknowledge(alarm.pk + 1000, by=rota.officer, now=now)
    on_shift(rota.outsider, now=now)
    assert duty.acknowledge(alarm.pk, by=rota.outsider, now=now).outcome == "acknowledged"


def test_a_sealed_unit_s_alarm_does_not_exist_for_others_on_duty(rota: Cast, now: datetime) -> None:
    alarm = danger(now)
    held = Report.objects.get(pk=alarm.report_id).opened_case
    held.unit = rota.sealed_unit
    held.save(update_fields=["unit"])
    with pytest.raises(NotThere):
        duty.acknowledge(alarm.pk, by=rota.officer, now=now)


# --- servers that a message may meet -----------------------------------


@dataclass
class Heard:
    url: str
    raw: list[bytes] = field(default_factory=list)
    signatures: list[str] = field(default_factory=list)
    is_heard: Event = field(default_factory=Event)

    @property
    def bodies(self) -> list[dict[str, object]]:
        return [json.loads(raw) for raw in self.raw]

    def wait(self) -> None:
        """Until something was heard, for as long as a message is waited for."""
        assert self.is_heard.wait(GIVEN_UP)


@contextmanager
def receiver(status: int = 200) -> Iterator[Heard]:
    """Whoever receives the webhook."""
    heard = Heard("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.raw.append(self.rfile.read(int(self.headers["Content-Length"])))
            heard.signatures.append(self.headers["X-Heard-Signature"])
            heard.is_heard.set()
            self.send_response(status)
            if status in (301, 302):
                self.send_header("Location", heard.url)
            self.end_headers()

        do_GET = do_POST  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        heard.url = f"http://127.0.0.1:{server.server_port}/alarms"
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield heard
        server.shutdown()


@contextmanager
def refusing_port() -> Iterator[int]:
    """A port that is bound and does not listen: connections are refused."""
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@contextmanager
def hanging_port() -> Iterator[int]:
    """A server that takes connections and never says a word."""
    with closing(socket.create_server(("127.0.0.1", 0), backlog=20)) as silent:
        yield silent.getsockname()[1]
