"""The README's pictures, taken of a running product with a believable history, where `PICTURES=docs/pictures` says so.

Loading the history costs minutes, so they are not part of every run.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsers import NewContext
from tests.journeys.officers import enter
from tests.journeys.test_reporting import CONTINUE, SEND_NOW, begin, code_of, fits, follow, press
from tests.product import Product, running_product

WORDS = "On the 36 bus a man pulled at my headscarf and shouted that I should go home. Nobody said anything."


pytestmark = pytest.mark.skipif("PICTURES" not in os.environ, reason="PICTURES names no folder for them")


@pytest.fixture(scope="module")
def lived_in() -> Iterator[Product]:
    """A product of its own, with a history."""
    with running_product() as product:
        told = product.manage("load_demo", "--reports", "40", "--days", "12", "--seed", "4", "--quiet")
        assert told.returncode == 0, told.stderr
        yield product


@pytest.fixture(scope="module")
def album() -> Path:
    folder = Path(os.environ["PICTURES"])
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def test_pictures_of_the_public_side(lived_in: Product, phone: Page, album: Path) -> None:
    begin(phone, lived_in)
    phone.locator("textarea").fill(WORDS)
    phone.screenshot(path=album / "what-happened.png")
    press(phone, CONTINUE)
    press(phone, SEND_NOW)
    code = code_of(phone)
    follow(phone, lived_in, code)
    expect(phone.get_by_test_id("fingerprint")).to_be_visible()
    phone.screenshot(path=album / "follow-up.png")
    assert fits(phone)
    phone.goto(f"{lived_in.public_url}/ur/report/what-happened/")
    phone.locator("textarea").fill(WORDS)
    with phone.expect_navigation():
        phone.locator("main button.govuk-button").first.click()
    phone.screenshot(path=album / "urdu.png")
    assert fits(phone)
    phone.goto(f"{lived_in.public_url}/easy-read/")
    phone.screenshot(path=album / "easy-read.png")


def test_pictures_of_the_desk(lived_in: Product, new_context: NewContext, album: Path) -> None:
    page = new_context(viewport={"width": 1280, "height": 860}).new_page()
    enter(lived_in, page, "officer", lived_in.accounts["officer"])
    expect(page.locator("tr[data-case]").nth(3)).to_be_visible()
    page.screenshot(path=album / "queue.png")
    page.locator("tr[data-case] a").first.click()
    expect(page.get_by_role("heading", name="Timeline")).to_be_visible()
    page.screenshot(path=album / "case.png")
    assert fits(page)
