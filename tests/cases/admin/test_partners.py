"""Partners that report over the API: their keys are shown once, and opened and shut here."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from cases.models import AuditEvent
from reporting.domain.partners import UnknownKey, admit
from reporting.enums import KeyScope
from reporting.models import Partner, PartnerKey
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db
ISSUE = {"action": "issue", "label": "Their system", "scopes": ["report"], "per_minute": "5", "per_day": "9"}


@pytest.fixture
def admin(cast: Cast) -> Client:
    return at_the_desk(cast.admin)


@pytest.fixture
def partner(db: None) -> Partner:
    return Partner.objects.create(name="Monitoring body", agreed_on=timezone.localdate())


def keys(partner: Partner) -> str:
    return f"/admin/reporting/partner/{partner.pk}/keys/"


def shown(answer: object, testid: str) -> str:
    found = BeautifulSoup(answer.content, "html.parser").find(attrs={"data-testid": testid})  # type: ignore[attr-defined]
    return found.get_text(strip=True) if found else ""


def test_a_partner_is_entered_with_the_date_of_its_agreement(admin: Client) -> None:
    given = {
        "name": "Monitoring body",
        "agreed_on": "2026-03-01",
        "is_active": "on",
        "webhook_url": "https://example.org/x",
    }
    assert admin.post("/admin/reporting/partner/add/", given).status_code == 302
    assert Partner.objects.get().agreed_on.isoformat() == "2026-03-01"
    listed = admin.get("/admin/reporting/partner/").content.decode()
    assert keys(Partner.objects.get()) in listed


@pytest.mark.parametrize("url", ["https://127.0.0.1/", "http://example.org/", "https://10.1.1.1/x"])
def test_a_webhook_into_our_own_network_is_refused(admin: Client, url: str) -> None:
    given = {"name": "Monitoring body", "agreed_on": "2026-03-01", "is_active": "on", "webhook_url": url}
    answer = admin.post("/admin/reporting/partner/add/", given)
    assert (answer.status_code, b"The webhook must" in answer.content) == (200, True)


def test_a_key_is_shown_once_and_opens_until_it_is_revoked(admin: Client, partner: Partner) -> None:
    key = shown(admin.post(keys(partner), ISSUE), "partner-key")
    assert admit(key, scope=KeyScope.REPORT, now=timezone.now()).partner_id == partner.pk
    page = admin.get(keys(partner))
    assert (shown(page, "partner-key"), key.rpartition("_")[2] in page.content.decode()) == ("", False)
    assert "Their system" in page.content.decode()
    row = PartnerKey.objects.get()
    assert (row.made_by, row.scopes, row.per_minute, row.per_day) == ("admin", ["report"], 5, 9)
    assert b"revoked" in admin.post(keys(partner), {"action": f"revoke-{row.pk}"}).content
    with pytest.raises(UnknownKey):
        admit(key, scope=KeyScope.REPORT, now=timezone.now())


def test_making_and_revoking_are_in_the_log_without_the_key(admin: Client, partner: Partner) -> None:
    key = shown(admin.post(keys(partner), ISSUE), "partner-key")
    event = AuditEvent.objects.get(action="admin.change")
    assert (event.details["act"], event.address) == ("issue", keys(partner))
    assert key.rpartition("_")[2] not in str(list(AuditEvent.objects.values()))


@pytest.mark.parametrize(
    "change", [{"label": " "}, {"scopes": []}, {"scopes": ["all"]}, {"per_day": "0"}, {"per_minute": "x"}]
)
def test_a_key_that_makes_no_sense_is_given_back(admin: Client, partner: Partner, change: dict[str, object]) -> None:
    answer = admin.post(keys(partner), {**ISSUE, **change})
    assert (answer.status_code, b"errorlist" in answer.content) == (200, True)
    assert not PartnerKey.objects.exists()


def test_a_key_of_another_partner_is_not_revoked_here(admin: Client, partner: Partner) -> None:
    admin.post(keys(partner), ISSUE)
    other = Partner.objects.create(name="Another", agreed_on=timezone.localdate())
    admin.post(keys(other), {"action": f"revoke-{PartnerKey.objects.get().pk}"})
    assert PartnerKey.objects.get().revoked_at is None


def test_the_signing_key_of_the_webhook_is_shown_on_request(admin: Client, partner: Partner) -> None:
    assert shown(admin.post(keys(partner), {"action": "signing-key"}), "signing-key") == ""
    Partner.objects.update(webhook_url="https://example.org/x")
    assert len(shown(admin.post(keys(partner), {"action": "signing-key"}), "signing-key")) == 64
    assert shown(admin.get(keys(partner)), "signing-key") == ""


def test_nobody_else_finds_the_page(cast: Cast, partner: Partner) -> None:
    for account in (cast.officer, cast.supervisor, cast.auditor):
        assert at_the_desk(account).get(keys(partner)).status_code == 404
