"""Given other colours, no motion, no style sheets, large print or the keyboard alone, when they tell us, then it is sent."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.browsers import NewContext, violations
from tests.journeys.test_reporting import CONTINUE, SEND, begin, code_of, fits, press, step, tell
from tests.product import Product

pytestmark = pytest.mark.leaves

_BARE = """
() => [...document.querySelectorAll("main button, main input:not([type=hidden]), main textarea, main select, main a[role=button]")]
  .filter((one) => one.checkVisibility() && !one.closest(".govuk-visually-hidden") && one.type !== "file")
  .filter((one) => {
    const shown = /radio|checkbox/.test(one.type) ? getComputedStyle(one.nextElementSibling, "::before") : getComputedStyle(one);
    return shown.borderTopStyle === "none" && shown.borderBottomStyle === "none" && !shown.textDecorationLine.includes("underline");
  }).map((one) => one.outerHTML.slice(0, 120))
"""
_MOVING = """
() => [...document.querySelectorAll("*")].filter((one) => {
    const shown = getComputedStyle(one);
    return shown.scrollBehavior === "smooth" || (shown.animationName !== "none" && parseFloat(shown.animationDuration) > 0.1)
      || shown.transitionDuration.split(",").some((time) => parseFloat(time) > 0.1);
  }).map((one) => one.outerHTML.slice(0, 120))
"""
_COVERED = """
() => [...document.querySelectorAll("#answers :is(input:not([type=hidden]), textarea, select, button, a.govuk-button)")]
  .filter((field) => field.tabIndex >= 0 && field.checkVisibility())
  .filter((field) => {
    field.focus();
    const box = field.getBoundingClientRect();
    const seen = document.elementFromPoint(box.left + Math.min(10, box.width / 2), box.top + Math.min(10, box.height / 2));
    return !(seen === field || field.contains(seen) || field.closest(".govuk-form-group")?.contains(seen));
  }).map((field) => field.outerHTML.slice(0, 120))
"""


def lands_on(page: Page, link: str, field: Locator) -> None:
    """The link of the error summary puts the focus into the field."""
    page.get_by_role("link", name=link).first.click()
    expect(field).to_be_focused()


def through(page: Page, product: Product, look: Callable[[], None]) -> None:
    """From the start to the code, with slips in words, a day, a phone number and a choice."""
    begin(page, product)
    press(page, CONTINUE)
    lands_on(page, "Tell us what happened.", page.locator("textarea"))
    look()
    tell(page, "They shouted at me.")
    page.get_by_label("No, not right now").check()
    answers: dict[str, Callable[[], object]] = {
        "who-it-happened-to": lambda: page.get_by_label("Me", exact=True).check(),
        "when": lambda: page.get_by_label("Day", exact=True).fill("32"),
        "contact": lambda: page.get_by_label("Phone call").check(),
        "contact-details": lambda: page.get_by_label("Phone number").fill("077"),
    }
    while step(page) != "check-answers":
        here = step(page)
        look()
        answers.get(here, lambda: None)()
        press(page, CONTINUE)
        if here == step(page) == "when":
            lands_on(page, "We cannot find that day", page.get_by_label("Day", exact=True))
            look()
            press(page, CONTINUE)
        elif here == step(page) == "contact-details":
            lands_on(page, "This may not be a whole phone number.", page.get_by_label("Phone number"))
            look()
            press(page, CONTINUE)
    look()
    page.get_by_role("link", name="First answer a few questions about you").click()
    page.get_by_label("35 to 49").check()
    press(page, SEND)
    lands_on(page, "Choose what we may use your answers for.", page.get_by_label("Only to count", exact=True))
    look()
    page.get_by_label("Only to count", exact=True).check()
    press(page, SEND)
    look()
    assert code_of(page)


def test_in_forced_colours_whatever_can_be_pressed_has_an_edge_and_with_less_motion_nothing_moves(
    product: Product, new_context: NewContext
) -> None:
    size = {"width": 375, "height": 740}
    page, wrong = new_context(forced_colors="active", reduced_motion="reduce", viewport=size).new_page(), []
    through(
        page, product, lambda: wrong.extend((step(page), one) for one in page.evaluate(_BARE) + page.evaluate(_MOVING))
    )
    assert wrong == []


def test_without_style_sheets_each_page_reads_in_its_order(product: Product, new_context: NewContext) -> None:
    context, wrong = new_context(), []
    context.route(re.compile(r"\.css$"), lambda route: route.fulfill(content_type="text/css", body=""))
    page = context.new_page()

    def look() -> None:
        if page.locator("main h1").count() != 1:
            wrong.append((step(page), "headings"))
        told = page.locator("body").inner_text()
        if told.count("Continue") > 1 + told.count("Continue again"):
            wrong.append((step(page), "a button that is there twice"))

    through(page, product, look)
    assert wrong == []


def test_at_400_per_cent_nothing_runs_off_and_nothing_covers_what_has_the_focus(
    product: Product, new_context: NewContext
) -> None:
    page, wrong = new_context(viewport={"width": 320, "height": 256}).new_page(), []

    def look() -> None:
        if not fits(page):
            wrong.append((step(page), "too wide"))
        wrong.extend((step(page), one) for one in page.evaluate(_COVERED))

    through(page, product, look)
    assert wrong == []


def test_with_the_keyboard_alone(product: Product, new_context: NewContext) -> None:
    page = new_context(viewport={"width": 1280, "height": 900}).new_page()

    def to(target: Locator) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            if target.evaluate("(one) => one === document.activeElement"):
                return
        raise AssertionError(f"the Tab key never comes to {target}")

    def go_on(key: str = "Enter") -> None:
        with page.expect_navigation():
            page.keyboard.press(key)

    page.goto(product.public_url)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    to(page.get_by_role("button", name="Start now"))
    go_on()
    to(page.locator("textarea"))
    page.keyboard.type("They shouted at me.")
    to(page.get_by_role("button", name=CONTINUE, exact=True))
    go_on("Space")
    to(page.get_by_label("Yes", exact=True))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("No, not right now")).to_be_checked()
    go_on()
    assert step(page) == "who-it-happened-to"
    page.goto(page.url.replace("who-it-happened-to", "contact-details").replace("contact-details", "contact"))
    to(page.get_by_label("Phone call"))
    page.keyboard.press("Space")
    go_on()
    assert step(page) == "contact-details"
    to(page.get_by_label("Phone number"))
    page.keyboard.type("077")
    go_on()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Phone number")).to_be_focused()
    page.keyboard.type("00 900982")
    to(page.get_by_role("button", name="Send what I have written now"))
    go_on()
    assert code_of(page)
    for _ in range(3):
        page.keyboard.press("Shift")
    expect(page.get_by_text("a page about the weather")).to_be_visible()


def test_what_another_tab_has_saved_is_asked_about_in_the_browser(product: Product, phone: Page) -> None:
    begin(phone, product)
    tell(phone, "They shouted at me.")
    phone.goto(phone.url.replace("in-danger-now", "who-did-it"))
    other = phone.context.new_page()
    other.goto(phone.url)
    other.locator("textarea").fill("A man in a red coat")
    press(other, CONTINUE)
    phone.locator("textarea").fill("Two men")
    press(phone, CONTINUE)
    asked = phone.get_by_test_id("other-tab")
    expect(asked).to_be_focused()
    expect(asked).to_contain_text("A man in a red coat")
    expect(phone.locator("textarea")).to_have_value("Two men")
    assert violations(phone) == []
    assert fits(phone)
    phone.locator("textarea").fill("Two men, one in a red coat")
    press(phone, CONTINUE)
    phone.get_by_role("link", name="Back").click()
    expect(phone.locator("textarea")).to_have_value("Two men, one in a red coat")
