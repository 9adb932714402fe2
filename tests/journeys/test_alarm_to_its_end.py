"""Given an alarm with words that hurt, when an officer looks after it, then it ends with what was done, in the day's list too."""

import os
import re
import secrets

from playwright.sync_api import Page, expect

from tests.journeys.browsers import NewContext, violations
from tests.journeys.officers import ACCOUNTS, enter, made
from tests.journeys.test_reporting import act
from tests.product import Product

SLUR = "towelhead"
RINGING = f"""
import secrets
from django.utils import timezone
from cases.domain.intake import open_case
from reporting.domain.submission import submit_report
from reporting.models import Report
receipt = submit_report(
    answers={{"what_happened": "He stands at my door and shouts {SLUR} at me.", "in_danger_now": "yes", "contact_email": "me@"}},
    token=secrets.token_hex(8), now=timezone.now(),
)
open_case(Report.objects.get(reference=receipt.reference).pk, now=timezone.now())
print("told", receipt.reference)
"""


def picture(page: Page, name: str) -> None:
    """For whoever wants to look: `ALARM_PICTURES` names a folder."""
    folder = os.environ.get("ALARM_PICTURES")
    for width in (375, 1280) if folder else ():
        page.set_viewport_size({"width": width, "height": 1000})
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def test_from_the_ring_to_what_was_done(product: Product, new_context: NewContext) -> None:
    name = f"alarm-{secrets.token_hex(3)}"
    password = made(product, ACCOUNTS, names=f'"{name}",')
    told = re.search(r"told (\S+)", product.manage("shell", stdin=RINGING).stdout)
    assert told is not None
    reference, page = told[1], enter(product, new_context().new_page(), name, password)
    page.set_viewport_size({"width": 1280, "height": 1000})
    page.goto(f"{product.desk_url}/desk/queue/?tab=next")
    row = page.locator(f'[data-case="{reference}"]')
    expect(row).to_contain_text("at my door")
    expect(row).not_to_contain_text(SLUR)
    picture(page, "queue-hidden")
    page.keyboard.press("v")
    expect(row).to_contain_text(SLUR)
    row.get_by_role("link", name=reference).click()
    expect(page.get_by_text("cannot be right")).to_be_visible()
    alarm = page.locator("[data-alarm]")
    act(page, "acknowledge")
    expect(alarm).to_contain_text("Without a further word it rings again at")
    alarm.get_by_text("It is over").click()
    act(page, "end-alarm")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Write in a sentence what was done")
    assert f"/desk/cases/{reference}/" not in page.url  # the answer of the form, which shows the case
    expect(page.locator("h1")).to_contain_text(reference)
    picture(page, "case-error")
    alarm.get_by_label("What was done?").fill("Officers took him away. She stays with her sister.")
    act(page, "end-alarm")
    expect(page.get_by_text("The alarm has ended.")).to_be_visible()
    expect(alarm).to_have_count(0)
    page.goto(f"{product.desk_url}/desk/duty/")
    expect(page.get_by_test_id("ended-alarms")).to_contain_text(reference)
    assert violations(page) == []
    picture(page, "duty")

    first, second = page, page.context.new_page()
    for tab in (first, second):
        tab.goto(f"{product.desk_url}/desk/cases/{reference}/")
        tab.locator("summary", has_text="Add a note").click()
    first.get_by_label("Note", exact=True).fill("Typed in the first tab.")
    expect(first.locator(".heard-draft-note")).to_contain_text("Draft kept at")
    second.get_by_label("Note", exact=True).fill("Typed in the second tab.")
    expect(second.locator(".heard-draft-note")).to_contain_text("Both are kept.")
    second.reload()
    expect(second.get_by_label("Note", exact=True)).to_have_value("Typed in the second tab.")
    expect(second.get_by_test_id("draft-of-another-tab")).to_contain_text("Typed in the first tab.")
    picture(second, "two-tabs")
    assert violations(second) == []
