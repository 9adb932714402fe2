"""Given two reports of one neighbour, when an officer agrees that they are one pattern, then they have a page together."""

import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsers import violations
from tests.product import Product

SEND = """
import secrets
from datetime import timedelta
from django.utils import timezone
from cases.domain import categorisation, intake, likeness
from reporting.domain.submission import submit_report
from reporting.models import Report
now = timezone.now()
for days, words in ((9, {first!r}), (0, {second!r})):
    sent = submit_report(answers={{"what_happened": words, "area": "SE15"}}, token=secrets.token_urlsafe(16),
                         now=now - timedelta(days=days))
    report = Report.objects.get(reference=sent.reference)
    case = intake.open_case(report.pk, now=now)
    categorisation.categorise_report(report.pk, now=now)
    likeness.find_alike(case.pk, now=now)
    print("reference", sent.reference)
"""
pytestmark = pytest.mark.usefixtures("password")


@pytest.fixture
def pair(product: Product) -> tuple[str, str]:
    """References of two reports of one flat, spelt in two ways."""
    name = f"Har{secrets.token_hex(2).translate(str.maketrans('0123456789', 'ghijklmnop'))}bell"
    first = f"The woman in flat 7 of {name} House put bacon on my door handle and calls me a terrorist."
    second = f"Neighbour in No 7, {name}l hse, pulls at tenant's hijab in the lift and posted pork through the door."
    sent = product.manage("shell", stdin=SEND.format(first=first, second=second))
    assert sent.returncode == 0, sent.stderr
    one, other = (line.split()[1] for line in sent.stdout.splitlines() if line.startswith("reference"))
    return one, other


def test_agreeing_by_keyboard_gives_the_pattern_a_page(
    product: Product,
    officer: Page,
    pair: tuple[str, str],
) -> None:
    page, (one, other) = officer, pair
    page.goto(f"{product.desk_url}/desk/cases/{other}/")
    suggested = page.locator(f"[data-alike='{one}']")
    expect(suggested).to_contain_text("Both name a place spelt like")
    suggested.locator("summary").focus()
    for key in ("Enter", "Tab", "Space", "Tab"):  # open, to the choice, yes, to the reason
        page.keyboard.press(key)
    page.keyboard.type("the same flat")
    page.keyboard.press("Enter")
    page.locator("#alike a[href*='/series/']").click()
    for shown in (one, other):
        expect(page.locator(f"[data-case='{shown}']")).to_be_visible()
    expect(page.locator("#map table")).to_contain_text("Southwark")
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
