"""Digests: one a shift, numbers and links alone, and none for who wants none."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from cases.domain import accounts, claiming, digests
from cases.models import Account, Digest, DutyShift
from tests import cast as people
from tests.cast import Cast

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def shift(account: Account, starts_at: datetime, kind: str = "duty") -> DutyShift:
    return DutyShift.objects.create(account=account, kind=kind, starts_at=starts_at, ends_at=starts_at + 8 * HOUR)


def test_whoever_begins_a_shift_is_told_numbers_and_links_and_nothing_else(cast: Cast, settings: Settings) -> None:
    settings.DESK_URL = "https://desk.example.org"
    now = timezone.now()
    held = people.case("He spat at me near the mosque.", now=now - 30 * HOUR)
    people.case()
    mine = claiming.take_case(people.case().pk, by=cast.officer, now=now)
    shift(cast.officer, now - HOUR / 2)
    assert digests.send_digests(now=now) == 1
    (letter,) = mail.outbox
    assert letter.to == ["officer@example.org"]
    assert "Yours: 1 open, 0 late" in letter.body
    assert "Nobody has: 2 waiting, 1 late." in letter.body
    assert "https://desk.example.org/desk/mine/" in letter.body
    for secret in (held.reference, mine.reference, "mosque", "officer"):
        assert secret not in letter.subject + letter.body
    assert Digest.objects.get().state == "sent"


def test_one_a_shift_however_often_beat_asks_and_however_shifts_are_cut(cast: Cast) -> None:
    now = timezone.now()
    people.case()
    shift(cast.supervisor, now)
    shift(cast.supervisor, now, "supervisor")
    shift(cast.supervisor, now + 2 * HOUR)
    sent = [digests.send_digests(now=now + minutes * HOUR / 60) for minutes in (0, 5, 10, 125)]
    assert sent == [1, 0, 0, 0]


def test_who_wants_none_is_away_or_began_long_ago_gets_none(cast: Cast) -> None:
    now = timezone.now()
    people.case()
    accounts.want_digest(cast.officer, on=False, now=now)
    Account.objects.filter(pk=cast.colleague.pk).update(absent_until=now.date())
    for account, since in ((cast.officer, 0), (cast.colleague, 0), (cast.supervisor, 2)):
        shift(account, now - since * HOUR)
    assert digests.send_digests(now=now) == 0


def test_where_nothing_waits_and_where_no_case_may_be_known_there_is_no_letter(cast: Cast) -> None:
    now = timezone.now()
    people.case(about_police="yes")
    shift(cast.officer, now)
    assert digests.send_digests(now=now) == 0
    assert Digest.objects.get().state == "nothing"
    assert mail.outbox == []


def test_a_server_that_refuses_is_written_down_and_not_asked_again(cast: Cast, settings: Settings) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1", 1
    )  # fmt: skip
    now = timezone.now()
    people.case()
    shift(cast.officer, now)
    assert digests.send_digests(now=now) == 0
    assert Digest.objects.get().failure == "ConnectionRefusedError"
    assert digests.send_digests(now=now) == 0
