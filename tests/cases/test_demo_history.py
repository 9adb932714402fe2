"""A history for demonstrations, once loaded: whole, believable, and true to every rule."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker, Settings

from cases.enums import CommitmentKind, Role, State, Understood
from cases.models import (
    Account,
    ActionTaken,
    AuditEvent,
    Case,
    Commitment,
    Reading,
    RecordingDecision,
    Surge,
    TimelineEntry,
)
from reporting.domain.evidence import bytes_of
from reporting.enums import AlarmOutcome, Sender, WishKind
from reporting.models import Alarm, Draft, Evidence, Message, Outbox, Report, Wish
from reporting.taxonomy import ACTIONS, CLOSING, PRIORITIES, RECORDING
from tests.cases.published import *  # noqa: F403  (these tests read the same history)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("history"),
    pytest.mark.xdist_group("history"),  # played once
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files of the history lie, for all tests of this file."""
    return tmp_path_factory.mktemp("evidence")


@pytest.fixture(autouse=True)
def own_evidence(settings: Settings, folder: Path) -> None:
    settings.EVIDENCE_DIR = folder


@pytest.fixture(scope="module")
def history(django_db_setup: None, django_db_blocker: DjangoDbBlocker, folder: Path) -> Iterator[None]:
    """Sixty reports in sixty days, up to now; taken back when the tests of this file are done."""
    with override_settings(EVIDENCE_DIR=folder), django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", reports=60, days=60, seed=1, stdout=StringIO())
        yield
        transaction.set_rollback(True)


def test_sixty_reports_show_every_state_decision_reason_priority_and_answer_to_an_alarm() -> None:
    assert Report.objects.count() == 60
    assert set(Case.objects.values_list("state", flat=True)) == set(State)
    closed = Case.objects.filter(state=State.CLOSED)
    assert set(closed.values_list("closing_reason", flat=True)) == set(CLOSING)
    assert set(Case.objects.values_list("priority", flat=True)) == set(PRIORITIES)
    assert set(RecordingDecision.objects.values_list("recording", flat=True)) == set(RECORDING)
    assert set(ActionTaken.objects.values_list("action", flat=True)) <= set(ACTIONS)
    assert set(Alarm.objects.values_list("outcome", flat=True)) == {"", *AlarmOutcome} - {AlarmOutcome.ACKNOWLEDGED}
    assert set(Reading.objects.values_list("understood", flat=True)) == set(Understood)
    assert Case.objects.filter(is_restricted=True, state=State.IN_PROGRESS).exists()
    assert set(Message.objects.values_list("sender", flat=True)) == set(Sender)
    done = set(TimelineEntry.objects.values_list("what", flat=True))
    assert {"handed_over", "handed_back", "attached", "detached", "revived", "message", "closing_proposed"} <= done


def test_promises_were_kept_mostly_and_missed_sometimes() -> None:
    met = Commitment.objects.filter(kind=CommitmentKind.READ, met_at__isnull=False)
    late = met.filter(met_at__gt=F("due_at")).count()
    assert 0 < late < met.count() / 3


def test_the_last_day_leaves_some_unread_due_soon_overdue_and_one_that_rings() -> None:
    now = timezone.now()
    unread = Commitment.objects.open().filter(kind=CommitmentKind.READ)
    assert unread.filter(due_at__lt=now).exists()
    assert unread.filter(due_at__gt=now, due_at__lt=now + timedelta(hours=4)).exists()
    assert Alarm.objects.ringing().count() == 1


def test_nothing_of_it_is_left_to_the_worker() -> None:
    assert not Outbox.objects.unfinished().exists()


def test_due_times_words_and_codes_agree() -> None:
    for proof in ("check_promises", "reconcile"):
        out = StringIO()
        with suppress(SystemExit):
            call_command(proof, stdout=out)
        assert "All is well." in out.getvalue(), out.getvalue()


def test_who_reported_anonymously_and_who_left_a_card_are_both_there() -> None:
    assert Report.objects.filter(sealed_answers=None).exists()
    assert Report.objects.exclude(sealed_answers=None).exists()


def test_the_log_tells_of_every_act_in_the_order_of_time() -> None:
    times = list(AuditEvent.objects.order_by("pk").values_list("at", flat=True))
    assert times == sorted(times)
    assert AuditEvent.objects.filter(action="case.open").exists()


def test_nobody_can_log_in_as_the_officers_it_adds() -> None:
    added = Account.objects.filter(username__contains="-")
    assert added.filter(role=Role.SUPERVISOR).count() == 1
    assert added.filter(unit__key="community-safety").exists()
    assert not any(account.has_usable_password() for account in added)


def test_some_sent_files_of_every_sort_and_a_recording_and_each_opens() -> None:
    files = list(Evidence.objects.select_related("report"))
    assert {"image/png", "image/jpeg", "audio/wav", "application/pdf"} <= {one.media_type for one in files}
    assert any(one.is_recording for one in files)
    assert 5 < len({one.report_id for one in files}) < 30
    for one in files:
        content = b"".join(bytes_of(one))
        assert (len(content), hashlib.sha256(content).hexdigest()) == (one.size, one.sha256)
    assert not Draft.objects.exists()


def test_people_say_how_they_may_be_reached_and_answer_what_the_pages_ask() -> None:
    asked = {name for answers in Report.objects.values_list("answers", flat=True) for name in answers}
    assert {"transport_kind", "transport_line", "online_platform", "borough", "may_pass_on", "part_of_day"} <= asked
    for answers in Report.objects.values_list("answers", flat=True):
        assert "transport_kind" not in answers or answers["place_kind"] == "transport"
    assert {WishKind.CONTACT, WishKind.NO_FURTHER, WishKind.HELPED} <= set(Wish.objects.values_list("kind", flat=True))


def test_the_surge_of_the_history_was_found_on_its_days() -> None:
    found = list(Surge.objects.filter(borough=""))
    assert found
    assert all(timezone.localdate(one.found_at) - one.day <= timedelta(days=2) for one in found)
