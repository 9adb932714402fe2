"""Given a person who reads another language than English, when they report, then all of it is in theirs and nothing is lost."""

import re
import secrets

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.browsers import NewContext
from tests.journeys.test_reporting import code_of, fits, reports_with, step
from tests.product import Product

WORDS = "صرخ رجلان في وجه أمي في الحافلة رقم 36. 😢"


def go_on(page: Page) -> None:
    """Press what goes on: the page's one primary button, whatever it says."""
    with page.expect_navigation():
        primary(page).click()


def primary(page: Page) -> Locator:
    return page.locator("main button.govuk-button:not(.govuk-button--secondary):not(.govuk-visually-hidden)").first


def choose(page: Page, name: str) -> None:
    """Another language, by its own name on top of the page."""
    more = page.locator(".heard-languages__more")
    if more.get_attribute("open") is None:
        more.locator("summary").click()
    with page.expect_navigation():
        more.get_by_text(name, exact=True).click()


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_whole_report_in_arabic_and_the_way_back(
    product: Product, new_context: NewContext, has_scripts: bool
) -> None:
    page = new_context(viewport={"width": 375, "height": 740}, java_script_enabled=has_scripts).new_page()
    page.goto(product.public_url)
    choose(page, "العربية")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    with page.expect_navigation():
        page.locator("a.govuk-button--start").click()
    words = f"{WORDS} {secrets.token_hex(4)}"  # nobody else's
    page.locator("textarea").fill(words)
    go_on(page)
    while step(page) != "check-answers":
        assert "/ar/" in page.url
        assert not has_scripts or fits(page), page.url
        assert not re.search(r"\b(Continue|Back|You can)\b", page.locator("main").inner_text()), page.url
        go_on(page)
    expect(page.locator("main")).to_contain_text(words)
    go_on(page)
    code = code_of(page)
    assert reports_with(product, words) == 1
    page.goto(f"{product.public_url}/ar/follow-up/")
    page.locator("[name=code]").fill(code)
    go_on(page)
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page.get_by_test_id("fingerprint")).to_be_visible()


def test_the_language_is_changed_in_the_middle_and_what_was_typed_comes_along(
    product: Product, new_context: NewContext
) -> None:
    page = new_context(viewport={"width": 375, "height": 740}).new_page()
    page.goto(f"{product.public_url}/report/what-happened/")
    page.locator("textarea").fill(WORDS)
    choose(page, "Polski")
    expect(page.locator("html")).to_have_attribute("lang", "pl")
    expect(page.locator("textarea")).to_have_value(WORDS)
    go_on(page)
    choose(page, "English")
    expect(page.get_by_role("heading", name="Is anyone in danger right now?")).to_be_visible()


def test_words_of_safety_stand_in_english_too_until_a_reader_has_signed(product: Product, page: Page) -> None:
    page.goto(f"{product.public_url}/so/")
    expect(page.locator("main .heard-emergency")).to_contain_text("If you or someone else is in danger now, call 999.")
    page.goto(product.public_url)
    expect(page.locator(".heard-english")).to_have_count(0)


def test_the_enter_key_goes_on_and_leaves_the_language_alone(product: Product, page: Page) -> None:
    page.goto(f"{product.public_url}/report/what-happened/")
    page.locator("textarea").fill(WORDS)
    go_on(page)
    while step(page) != "when":
        go_on(page)
    with page.expect_navigation():
        page.locator("input[type=text]").first.press("Enter")
    assert step(page) == "where"
    expect(page.locator("html")).to_have_attribute("lang", "en-gb")
