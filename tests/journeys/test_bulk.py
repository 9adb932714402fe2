"""Given several new cases, when an officer ticks them in the queue, then one act reaches all of them and can be undone."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.browsers import violations
from tests.journeys.officers import AtTheDesk, Reported
from tests.journeys.test_desk import PHONE, open_case
from tests.journeys.test_reporting import fits
from tests.product import Product


def test_several_cases_are_tagged_at_once_and_untagged_again(
    product: Product, at_the_desk: AtTheDesk, officer: Page, reported: Reported
) -> None:
    references = [reported()[1] for _ in range(2)]
    for reference in references:
        open_case(officer, product, reference)
    problems = {}
    phone = at_the_desk("first", **PHONE).new_page()

    def look(name: str) -> None:
        if found := violations(officer):
            problems[name] = found
        phone.goto(officer.url)
        assert fits(phone), name

    officer.goto(f"{product.desk_url}/desk/queue/?tab=all")
    officer.get_by_role("link", name="Choose several").click()
    for reference in references:
        officer.get_by_role("checkbox", name=f"Choose {reference}").focus()
        officer.keyboard.press("Space")
    look("queue")
    officer.locator('[data-action="bulk-go"]').click()
    look("chosen")
    officer.get_by_text("Put a tag on them").click()
    officer.get_by_label("Tag", exact=True).fill("night bus")
    officer.locator('[data-action="bulk-tag"]').click()
    expect(officer.get_by_role("heading", name="Tag with “night bus”")).to_be_visible()
    look("preview")
    officer.locator('[data-action="bulk-confirm"]').click()
    expect(officer.get_by_role("heading", name=re.compile("Done with 2 cases"))).to_be_visible(
        timeout=30_000
    )  # nobody pressed "Go on"
    look("done")
    officer.locator('[data-action="bulk-undo"]').click()
    expect(officer.get_by_role("heading", name="Undone", exact=True)).to_be_visible(timeout=30_000)
    look("undone")
    officer.goto(f"{product.desk_url}/desk/queue/?tab=all&tag=night+bus")
    expect(officer.get_by_text("No case here matches the filters.")).to_be_visible()
    assert problems == {}
