"""Who must act on a surge, or on what gathers near a protected site, is told once, without content, and never flooded."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import Settings

from cases.domain import accounts, telling
from cases.models import Account, AlarmContact, DutyShift, FindingNotice, ProtectedSite, SiteNotice, Surge
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def surge(key: str = "religion:anti-muslim", **given: object) -> Surge:
    now = timezone.now()
    row = {"day": timezone.localdate(now), "observed": 20, "expected": 3.0, "upper": 9, "chance": 1e-6, "found_at": now}
    return Surge.objects.create(key=key, **{**row, **given})


def notice() -> SiteNotice:
    site = ProtectedSite.objects.create(
        kind="worship", name="Hartwell Road Mosque", place="x", postcode="E8 2BT", district="E8", borough="hackney",
        sealed_contact=b"x", agreed_on=timezone.localdate(),
    )  # fmt: skip
    return SiteNotice.objects.create(site=site, found_at=timezone.now(), incidents=3, why="three near it", case_ids=[1])


def told() -> list[str]:
    return sorted(address for letter in mail.outbox for address in letter.to)


def test_supervisors_whoever_is_on_duty_and_the_press_office_are_told_once_and_without_content(
    cast: Cast, settings: Settings
) -> None:
    settings.DESK_URL = "https://desk.example.org"
    now = timezone.now()
    DutyShift.objects.create(account=cast.officer, kind="duty", starts_at=now - HOUR, ends_at=now + HOUR)
    AlarmContact.objects.create(name="Press office", step=telling.PRESS, email="press@example.org")
    AlarmContact.objects.create(name="Duty room", step=0, email="room@example.org")
    one, other = surge(), surge("all")
    now = timezone.now()
    sent = telling.tell_of_findings(now=now)
    supervisors = list(Account.objects.filter(role="supervisor", is_active=True))
    assert sent == len(mail.outbox) == len(supervisors) + 2
    assert {"press@example.org", "officer@example.org", "supervisor@example.org"} <= set(told())
    assert "room@example.org" not in told()
    for letter in mail.outbox:
        assert "2 counts are higher" in letter.body
        assert "https://desk.example.org/desk/surges/" in letter.body
        for secret in ("religion", "muslim", "Islamophobic", "20", "racist"):
            assert secret not in letter.subject + letter.body
    assert telling.tell_of_findings(now=now) == 0
    for row in (one, other):
        assert {row.state for row in row.told.all()} == {"sent"}
        assert row.told.count() == sent


def test_nobody_gets_two_within_six_hours_and_what_was_found_meanwhile_comes_with_the_next(cast: Cast) -> None:
    surge()
    now = timezone.now()
    telling.tell_of_findings(now=now)
    assert "supervisor@example.org" in told()
    mail.outbox.clear()
    surge("all", found_at=now + HOUR)
    surge("race", found_at=now + 2 * HOUR)
    assert telling.tell_of_findings(now=now + 3 * HOUR) == 0
    telling.tell_of_findings(now=now + 7 * HOUR)
    assert "supervisor@example.org" in told()
    assert all("2 counts" in letter.body for letter in mail.outbox)


def test_old_news_and_who_wants_none_or_is_away(cast: Cast) -> None:
    now = timezone.now()
    surge(found_at=now - telling.STILL_NEWS - HOUR)
    assert telling.tell_of_findings(now=now) == 0
    surge("all")
    now = timezone.now()
    Account.objects.filter(role="supervisor").update(absent_until=timezone.localdate(now))
    assert telling.tell_of_findings(now=now) == 0
    Account.objects.filter(role="supervisor").update(absent_until=None)
    accounts.want_digest(cast.supervisor, on=False, now=now)
    telling.tell_of_findings(now=now)
    assert "supervisor@example.org" not in told()


def test_keepers_of_sites_are_told_of_what_gathers_and_nobody_else(cast: Cast) -> None:
    found = notice()
    Account.objects.filter(pk=cast.colleague.pk).update(keeps_sites=True)
    telling.tell_of_findings(now=timezone.now())
    assert told() == ["colleague@example.org"]
    (letter,) = mail.outbox
    assert "near 1 protected site" in letter.body
    assert "/desk/sites/" in letter.body
    assert "Hartwell" not in letter.body
    assert found.told.get().account == cast.colleague


def test_without_a_mail_server_nobody_is_said_to_have_been_told(cast: Cast, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    one = surge()
    assert telling.tell_of_findings(now=timezone.now()) == 0
    assert not one.told.exists()
    page = at_the_desk(cast.supervisor).get("/desk/surges/").content.decode()
    assert "Nobody by e-mail." in page


def test_the_page_says_who_was_told_when_and_what_did_not_arrive(cast: Cast, settings: Settings) -> None:
    one = surge()
    telling.tell_of_findings(now=timezone.now())
    AlarmContact.objects.create(name="Press office", step=telling.PRESS, email="press@example.org")
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1", 1
    )  # fmt: skip
    assert telling.tell_of_findings(now=timezone.now()) == 0
    assert one.told.get(contact="Press office").failure == "ConnectionRefusedError"
    page = at_the_desk(cast.officer).get("/desk/surges/").content.decode()
    assert "supervisor: " in page
    assert "Press office: " in page
    assert page.count("and it did not arrive") == 1


def test_the_database_keeps_one_row_for_each_and_only_of_one_finding(cast: Cast) -> None:
    one, now = surge(), timezone.now()
    row = {"account": cast.supervisor, "at": now, "state": "sent"}
    FindingNotice.objects.create(surge=one, **row)
    for wrong in ({"surge": one}, {}, {"surge": one, "account": None}, {"surge": one, "contact": "Press"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FindingNotice.objects.create(**{**row, **wrong})
