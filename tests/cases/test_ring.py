"""The ring process as it runs: its own database role, no broker, no worker, a database that comes and goes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg2
import pytest
from django.db import connection
from django.utils import timezone

from cases.domain import categorisation, claiming, intake
from cases.models import AlarmContact, AlarmStep, Case, DutyShift, StaffingNotice
from reporting.danger import danger_cues
from reporting.enums import AlarmCause
from reporting.models import Alarm, Heartbeat, Outbox
from tests.cast import UNTOLD, Cast, report
from tests.servers import role_url

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def ring(*arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """`manage.py ring` as heard_worker, with a broker that is not there."""
    environment = os.environ | {
        "DATABASE_URL": role_url("worker", str(connection.settings_dict["NAME"])),
        "HEARD_SURFACE": "desk",
        "HEARD_ROLE": "worker",
        "REDIS_URL": "redis://127.0.0.1:1/0",
    }
    command = [sys.executable, "manage.py", "ring", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def cut_connections_of_the_worker() -> None:
    """As its own role, which may do that to itself; in this database alone: the suite's other half has one of its own."""
    url = role_url("worker", str(connection.settings_dict["NAME"]))
    with closing(psycopg2.connect(url)) as itself, itself.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE usename = current_user AND datname = current_database() AND pid <> pg_backend_pid()"
        )


def until(holds: Callable[[], bool], limit: float = 20) -> None:
    give_up = time.monotonic() + limit
    while not holds():
        assert time.monotonic() < give_up, "it did not come about"
        time.sleep(0.05)


def test_an_alarm_rings_without_worker_and_broker(cast: Cast) -> None:
    now = timezone.now()
    DutyShift.objects.create(account=cast.officer, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    AlarmContact.objects.create(name="Desk", step=0, webhook="http://127.0.0.1:1/")
    sent = report("He is outside my door.", in_danger_now="yes")
    with ring("--interval", "0.2"):
        until(lambda: AlarmStep.objects.filter(alarm__report=sent, outcome="ConnectionRefusedError").exists())
    assert Case.objects.get(opened_for=sent).priority == "immediate"
    assert Heartbeat.objects.filter(process="ring").exists()
    assert AlarmStep.objects.filter(channel="email", outcome="MailIsOff", to="officer@example.org").count() == 1


def test_danger_that_only_the_model_sees_rings_without_worker_and_broker(cast: Cast) -> None:
    assert danger_cues(UNTOLD) == []
    before = timezone.now() - timedelta(seconds=11)
    sent = report(UNTOLD, now=before)
    intake.open_case(sent.pk, now=before)
    fresh = report(UNTOLD)
    intake.open_case(fresh.pk, now=timezone.now() + timedelta(seconds=600))
    with ring("--once") as process:
        assert process.wait(30) == 0
    assert Alarm.objects.get().report == sent
    assert Alarm.objects.get().cause == AlarmCause.MACHINE
    assert Case.objects.get(opened_for=sent).priority == "immediate"
    assert not Outbox.objects.unfinished().filter(task="cases.categorise", subject=sent.pk).exists()
    assert Outbox.objects.unfinished().filter(task="cases.categorise", subject=fresh.pk).exists()


def test_what_failed_when_the_machine_was_asked_rests_until_it_is_due_again(cast: Cast) -> None:
    now = timezone.now()
    sent = report(now=now - timedelta(seconds=11))
    intake.open_case(sent.pk, now=now - timedelta(seconds=11))
    owed = Outbox.objects.filter(task="cases.categorise", subject=sent.pk)
    before = now - timedelta(seconds=10)
    for failures, due_in, is_asked in ((0, 60, True), (1, 10, False), (1, -1, True)):
        owed.update(failures=failures, due_at=now + timedelta(seconds=due_in))
        assert bool(categorisation.left_unasked(before=before, now=now)) is is_asked


def test_what_the_worker_leaves_is_opened_after_ten_seconds_and_not_before(cast: Cast) -> None:
    late = report(now=timezone.now() - timedelta(seconds=11))
    fresh = report(now=timezone.now() + timedelta(seconds=600))
    with ring("--once") as process:
        assert process.wait(20) == 0
    assert Case.objects.filter(opened_for=late).exists()
    assert not Case.objects.filter(opened_for=fresh).exists()


def test_work_that_the_machine_gave_up_on_is_shown_on_its_case(cast: Cast) -> None:
    sent = report(now=timezone.now() - timedelta(seconds=11))
    with ring("--once") as process:
        process.wait(20)
    Outbox.objects.filter(task="cases.categorise", subject=sent.pk).update(needs_person=True)
    with ring("--once") as process:
        assert process.wait(20) == 0
    assert Case.objects.get(opened_for=sent).needs_person


def test_cases_of_somebody_absent_return_and_the_supervisor_is_told_that_nobody_is_there(cast: Cast) -> None:
    now = timezone.now()
    DutyShift.objects.create(
        account=cast.supervisor, kind="supervisor", starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1)
    )
    held = intake.open_case(report().pk, now=now)
    claiming.take_case(held.pk, by=cast.officer, now=now)
    cast.officer.absent_until = now.date()
    cast.officer.save()
    with ring("--once") as process:
        assert process.wait(20) == 0
        assert process.stderr
        assert "could not" not in process.stderr.read()
    held.refresh_from_db()
    assert (held.state, held.officer) == ("new", None)
    assert StaffingNotice.objects.filter(trouble="nobody_on_duty", to="supervisor@example.org").exists()


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_told_to(cast: Cast, sent: signal.Signals) -> None:
    with ring() as process:
        until(lambda: Heartbeat.objects.filter(process="ring").exists())
        process.send_signal(sent)
        assert process.wait(5) == 0


def test_it_lives_through_lost_connections(cast: Cast) -> None:
    with ring("--interval", "0.2") as process:
        until(lambda: Heartbeat.objects.filter(process="ring").exists())
        for _ in range(3):
            cut_connections_of_the_worker()
            cut = timezone.now()
            until(lambda: Heartbeat.objects.get(process="ring").beat_at > cut)  # noqa: B023 (called at once)
        assert process.poll() is None


def test_one_report_that_cannot_be_opened_silences_nothing(cast: Cast) -> None:
    cast.unit.is_default = False
    cast.unit.save(update_fields=["is_default"])  # no case can be opened any more
    DutyShift.objects.create(
        account=cast.officer, starts_at=timezone.now() - timedelta(hours=1), ends_at=timezone.now() + timedelta(hours=1)
    )
    sent = report("He is outside my door.", in_danger_now="yes")
    with ring("--once") as process:
        assert process.wait(20) == 0
        assert process.stderr
        assert "NoDefaultUnit" in process.stderr.read()
    assert AlarmStep.objects.filter(alarm__report=sent, channel="desk").exists()
