"""Given somebody who takes their time, when it runs out, then they are asked first, and every word stays."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsers import violations
from tests.journeys.officers import Reported
from tests.journeys.test_reporting import begin, fits, follow, press, step, tell
from tests.product import Product

WORDS = "It was bus 36, and the driver saw it."
MORE, SOON = "I need more time", "To keep you safe, your visit ends in"


@pytest.fixture
def writing(product: Product, phone: Page, reported: Reported) -> Page:
    """On the page of messages, with words typed that were not sent."""
    _words, _reference, code = reported()
    phone.clock.install()
    follow(phone, product, code)
    with phone.expect_navigation():  # whole, what watches the clock too
        phone.locator("[data-action=open-messages]").click()
    phone.locator("textarea").fill(WORDS)
    return phone


def test_a_visit_goes_on_with_one_press_and_the_words_stay(writing: Page) -> None:
    dialog = writing.get_by_role("dialog")
    writing.clock.run_for("24:00")
    expect(dialog).to_have_count(0)
    writing.clock.run_for("01:10")
    expect(dialog).to_contain_text(f"{SOON} 5 minutes.")
    assert fits(writing)
    assert violations(writing) == []
    dialog.get_by_role("button", name=MORE).click()
    expect(dialog).to_have_count(0)
    writing.clock.run_for("20:00")
    expect(dialog).to_have_count(0)
    writing.clock.run_for("09:10")
    expect(dialog).to_contain_text(f"{SOON} 1 minute.")
    dialog.get_by_role("button", name="Back to the page").click()
    expect(writing.locator("textarea")).to_have_value(WORDS)
    writing.clock.run_for("01:00")
    expect(dialog).to_contain_text("Your visit has ended. What you typed on this page is still here.")
    expect(dialog.get_by_role("button", name=MORE)).to_have_count(0)
    dialog.get_by_role("button", name="Back to the page").click()
    expect(writing.locator("textarea")).to_have_value(WORDS)


def test_a_report_that_is_being_written_asks_on_the_page_with_files_too(product: Product, phone: Page) -> None:
    phone.clock.install()
    begin(phone, product)
    tell(phone, WORDS)
    phone.goto(phone.url.replace(step(phone), "evidence"))
    phone.clock.run_for("47:31:00")
    dialog = phone.get_by_role("dialog")
    expect(dialog).to_contain_text("we delete your answers in 29 minutes.")
    assert violations(phone) == []
    dialog.get_by_role("button", name="Keep my answers").click()
    expect(dialog).to_have_count(0)
    press(phone, "Continue")
    assert step(phone) != "evidence"
