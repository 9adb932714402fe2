"""Administration and log-in in a real browser: nothing breaks the policy against inline script and style."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from cases.domain import accounts
from cases.enums import Role
from tests import cast as actors
from tests.cases.test_log_in import PASSWORD, code_for
from tests.cast import Cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SHOTS = os.environ.get("HEARD_SCREENSHOTS")


@pytest.fixture(scope="module", autouse=True)
def _database_from_the_browsers_thread() -> Iterator[None]:
    """Playwright keeps an event loop running in this thread; Django's guard takes it for asynchronous code."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def shoot(page: Page, name: str) -> None:
    """Keep a picture when asked to."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def log_in(page: Page, live_server: LiveServer, username: str) -> None:
    """Given somebody who has never logged in: name, password, setting up the app, keeping the codes."""
    page.goto(f"{live_server.url}/desk/log-in/")
    shoot(page, "log-in")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    expect(page.get_by_test_id("totp-secret")).to_be_visible()
    picture = page.locator(".heard-qr")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 0  # it can be drawn under the policy
    shoot(page, "second-factor-set-up")
    from django_otp.plugins.otp_totp.models import TOTPDevice

    page.fill("[name=code]", code_for(TOTPDevice.objects.get(user__username=username)))
    page.click("main button[type=submit]")
    expect(page.get_by_test_id("recovery-codes")).to_be_visible()
    shoot(page, "recovery-codes")
    page.click("main button[type=submit]")


def test_an_administrator_works_under_the_strict_policy(page: Page, live_server: LiveServer, cast: Cast) -> None:
    accounts.create_account(username="keeper", password=PASSWORD, role=Role.ADMINISTRATOR, unit=None)
    case, ringing = actors.take_and_read(actors.case(), cast.officer), actors.case(in_danger_now="yes")
    log_in(page, live_server, "keeper")
    expect(page.get_by_role("link", name="Cases")).to_be_visible()
    shoot(page, "admin-index")
    base = f"{live_server.url}/admin"
    officer = f"/cases/account/{cast.officer.pk}"
    visited = [
        *("/cases/case/", f"/cases/case/{case.pk}/change/", "/cases/unit/", "/cases/auditevent/", "/password_change/"),
        *("/cases/account/", "/cases/account/add/", f"{officer}/change/", f"{officer}/password/"),
        *("/cases/promiserule/", "/cases/promiserule/add/", "/cases/decisionrule/add/", "/cases/dutyshift/add/"),
        *("/cases/alarmcontact/add/", "/reporting/emergencyline/", "/reporting/alarm/", "/reporting/outbox/"),
    ]
    for address in visited:
        answer = page.goto(base + address)
        assert answer is not None
        assert answer.status == 200, address
        shoot(page, "admin" + address.replace("/", "-"))
    page.goto(f"{base}/cases/dutyshift/add/")
    page.click("#calendarlink0")
    expect(page.locator("#calendarbox0")).to_be_visible()
    shoot(page, "admin-calendar")
    page.goto(f"{base}/cases/case/")
    page.check("#action-toggle")
    page.select_option("select[name=action]", "close")
    page.click("button[name=index]")
    expect(page.get_by_text("is not closed; you are told which")).to_be_visible()
    shoot(page, "admin-close")
    page.select_option("[name=closing_reason]", "no_line_left")
    page.fill("[name=reason]", "Nothing more to follow.")
    page.click("input[type=submit]")
    expect(page.get_by_text(f"{ringing.reference}: Take the case first.")).to_be_visible()
    expect(page.get_by_text(f"{case.reference}: Record a decision first.")).to_be_visible()
    shoot(page, "admin-skipped")
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(f"{base}/cases/case/")
    shoot(page, "admin-phone")
