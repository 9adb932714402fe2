"""Given a person who calls and gives their number, when an officer types it alone, then their case is found, and no address
of a page holds the number; and given a handle in a report, when somebody who may looks for it with a reason, it is found."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsers import violations
from tests.product import Product

PHONE, HANDLE = "020 7946 0731", "finding_lad_731"
SEND = """
import secrets
from django.utils import timezone
from cases.domain import categorisation, intake, likeness
from cases.models import Account
from reporting.domain.submission import submit_report
from reporting.models import Report
now = timezone.now()
sent = submit_report(answers={{"what_happened": "An account called @{handle} wrote to me that I should go home.",
    "area": "Dalston", "because": ["race"], "contact_name": "Ada", "contact_phone": {phone!r}, "contact_by": ["phone"]}},
    token=secrets.token_urlsafe(16), now=now)
report = Report.objects.get(reference=sent.reference)
case = intake.open_case(report.pk, now=now)
categorisation.categorise_report(report.pk, now=now)
likeness.find_alike(case.pk, now=now)
Account.objects.filter(username="first").update(finds_sealed=True)
print("reference", sent.reference)
"""
pytestmark = pytest.mark.usefixtures("password")


@pytest.fixture
def reference(product: Product) -> str:
    """Of a report with a number and a handle."""
    sent = product.manage("shell", stdin=SEND.format(phone=PHONE, handle=HANDLE))
    assert sent.returncode == 0, sent.stderr
    return next(line.split()[1] for line in sent.stdout.splitlines() if line.startswith("reference"))


def test_by_number_by_handle_and_by_filters(product: Product, officer: Page, reference: str) -> None:
    page, case = officer, f"[data-case='{reference}']"
    page.goto(f"{product.desk_url}/desk/search/")
    page.locator("#q").fill(PHONE)
    page.keyboard.press("Enter")
    expect(page.locator(case)).to_be_visible()
    assert "7946" not in page.url
    page.go_back()
    page.go_forward()
    expect(page.locator("#q")).to_have_value(PHONE)
    assert violations(page) == []

    page.goto(f"{product.desk_url}/desk/sealed/")
    page.get_by_label("A handle or user name").check()
    page.get_by_label("As it may stand in a report").fill(f"@{HANDLE}")
    page.locator("[data-action=find-sealed]").click()
    expect(page.locator("#sealed-reason-error")).to_contain_text("Write in a sentence")
    expect(page.get_by_label("As it may stand in a report")).to_have_value(f"@{HANDLE}")
    page.get_by_label("Why do you need to find it?").fill("The same account wrote to another victim of mine.")
    page.locator("[data-action=find-sealed]").click()
    expect(page.locator(case)).to_be_visible()
    assert HANDLE not in page.url
    assert violations(page) == []

    page.goto(f"{product.desk_url}/desk/queue/?tab=all")
    page.locator("#filter summary").click()
    page.get_by_label("Because of").select_option(["race", "disability"])
    page.get_by_label("Borough", exact=True).select_option("hackney")
    page.get_by_role("button", name="Filter the list").click()
    expect(page.locator(case)).to_be_visible()
    assert page.url.count("strand=") == 2
    expect(page.locator(".heard-chips li")).to_have_count(5)  # three values, “clear all” and “save as a view”
