"""Given somebody who is afraid of being seen, when they leave, nothing is left; with a code they come back."""

import secrets
import string
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.browsers import ELSEWHERE, NewContext, go_back, violations
from tests.journeys.officers import enter, made
from tests.journeys.test_reporting import CONTINUE, SEND_NOW, act, begin, code_of, fits, follow, press, step, tell
from tests.product import Product

pytestmark = pytest.mark.leaves
SUPERVISOR = """
from cases.domain.accounts import create_account
from cases.models import Unit
unit = Unit.objects.get(is_default=True)
create_account(username="looks-into-it", password={password!r}, role="supervisor", unit=unit)
"""
SAVE = "Save and come back later"
EXIT = "Exit this page"


@pytest.fixture
def canary() -> str:
    """A word that nobody else writes."""
    return "kanarie" + "".join(secrets.choice(string.ascii_lowercase) for _ in range(12))


def kept_by(context: BrowserContext, page: Page, product: Product) -> str:
    """Everything that a browser keeps for this website: cookies, storage, caches, databases."""
    page.goto(f"{product.public_url}/cookies/")
    stored = page.evaluate(
        """async () => JSON.stringify([{...localStorage}, {...sessionStorage}, await caches.keys(),
                                        (await indexedDB.databases()).map((one) => one.name)])"""
    )
    return str(context.cookies()) + stored


def shows_no(page: Page, word: str) -> None:
    """Nowhere on the page, in its fields neither; a page that leads away by itself is waited for."""
    expect(page.locator("html")).not_to_contain_text(word)


def assert_gone(page: Page, product: Product, canary: str) -> None:
    """Elsewhere; Back shows not one word, nor the code; the browser keeps nothing."""
    expect(page.get_by_text(ELSEWHERE)).to_be_visible()
    assert page.context.cookies(product.public_url) == []
    for _ in range(12):
        if go_back(page) is None and page.url == "about:blank":
            break
        shows_no(page, canary)
    assert kept_by(page.context, page, product) == "[]" + "[{},{},[],[]]"


@pytest.mark.parametrize("how", ["button", "shift", "link without scripts"])
def test_after_leaving_the_questions_nothing_is_left(
    product: Product, new_context: NewContext, canary: str, how: str
) -> None:
    page = new_context(java_script_enabled="without" not in how).new_page()
    begin(page, product)
    tell(page, canary)
    press(page, CONTINUE)
    page.get_by_role("link", name="Back").click()
    expect(page.get_by_role("heading", name="Is anyone in danger right now?")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Who did it happen to?")).to_be_visible()
    if "without" not in how:
        expect(page.locator("[data-govuk-exit-this-page-init]")).to_have_count(1)
    if how == "shift":
        for _ in range(3):
            page.keyboard.press("Shift")
    else:
        page.get_by_role("button", name=EXIT).click()
    expect(page.get_by_text(ELSEWHERE)).to_be_visible()
    if "without" not in how:
        go_back(page)  # to a page that opens nothing any more, which leads away again
        expect(page.get_by_text(ELSEWHERE)).to_be_visible()
        assert_gone(page, product, canary)
    else:
        assert page.context.cookies(product.public_url) == []
        for _ in range(3):
            go_back(page)
            expect(page.get_by_text(ELSEWHERE)).to_be_visible()
            expect(page.locator("h1")).to_have_count(0)
        assert page.context.cookies(product.public_url) == []


def test_back_leads_away_without_waiting_for_the_scripts_that_come_after_the_page(
    product: Product, new_context: NewContext, canary: str
) -> None:
    context = new_context()
    context.route("**/heard/public*.js", lambda route: route.fulfill(content_type="text/javascript", body=""))
    page = context.new_page()
    begin(page, product)
    tell(page, canary)
    page.get_by_role("button", name=EXIT).click()
    expect(page.get_by_text(ELSEWHERE)).to_be_visible()
    go_back(page)
    expect(page.get_by_text(ELSEWHERE)).to_be_visible()
    expect(page.locator("h1")).to_have_count(0)


def test_the_page_of_promises_is_left_by_its_button_without_a_script(product: Product, new_context: NewContext) -> None:
    page = new_context().new_page()
    page.goto(f"{product.public_url}/promise/")
    page.get_by_role("button", name=EXIT).click()
    expect(page.get_by_text(ELSEWHERE)).to_be_visible()


@pytest.mark.parametrize("address", ["/what-happened/", "/api/v1/docs"])
def test_three_presses_of_shift_lead_away_from_pages_that_ask_nothing(
    product: Product, new_context: NewContext, address: str
) -> None:
    page = new_context().new_page()
    page.goto(f"{product.public_url}{address}")
    expect(page.locator("[data-govuk-exit-this-page-init]")).to_have_count(1)
    for _ in range(3):
        page.keyboard.press("Shift")
    expect(page.get_by_text(ELSEWHERE)).to_be_visible()
    assert go_back(page) is None, "the page has given its place in the history"


@pytest.mark.parametrize("scripts", [True, False])
def test_after_leaving_the_sent_page_and_the_messages_nothing_is_left(
    product: Product, new_context: NewContext, canary: str, scripts: bool
) -> None:
    page = new_context(java_script_enabled=scripts).new_page()
    begin(page, product)
    tell(page, canary)
    press(page, SEND_NOW)
    code = code_of(page)
    page.get_by_role("button", name=EXIT).click()
    expect(page.get_by_text(ELSEWHERE)).to_be_visible()
    for _ in range(3):
        go_back(page)
        shows_no(page, code)
        if not scripts and page.url != "about:blank":
            expect(page.get_by_text(ELSEWHERE)).to_be_visible()
    follow(page, product, code)
    act(page, "open-messages")
    page.get_by_label("Write a message").fill(canary)
    act(page, "send-message")
    expect(page.locator("[data-sender=reporter]")).to_contain_text(canary)
    page.get_by_role("button", name=EXIT).click()
    expect(page.get_by_text(ELSEWHERE)).to_be_visible()
    assert page.context.cookies(product.public_url) == []
    for _ in range(4):
        go_back(page)
        shows_no(page, canary)


def test_whoever_leaves_one_tab_leaves_them_all(product: Product, page: Page, canary: str) -> None:
    begin(page, product)
    tell(page, canary)
    other = page.context.new_page()
    other.goto(page.url.replace("in-danger-now", "check-answers"))
    expect(other.get_by_text(canary)).to_be_visible()
    page.get_by_role("button", name=EXIT).click()
    for one in (page, other):
        one.wait_for_url(lambda url: not url.startswith(product.public_url))
        go_back(one)
        shows_no(one, canary)


def test_save_close_and_come_back_by_code_in_another_browser(
    product: Product, new_context: NewContext, phone: Page, canary: str
) -> None:
    begin(phone, product)
    tell(phone, canary)
    while step(phone) != "where":
        press(phone, CONTINUE)
    phone.get_by_label("Say it in your own words").fill("By the station")
    press(phone, SAVE)
    assert violations(phone) == []
    act(phone, "ask-code")
    code = phone.get_by_test_id("resume-code").inner_text()
    assert violations(phone) == []
    assert fits(phone)
    phone.get_by_role("button", name=EXIT).click()
    expect(phone.get_by_text(ELSEWHERE)).to_be_visible()

    later = new_context(java_script_enabled=False).new_page()
    later.goto(product.public_url)
    later.get_by_role("link", name="Go on with a report that I have not sent").first.click()
    later.get_by_label("Your code to come back").fill(code[:-1] + ("0" if code[-1] != "0" else "1"))
    press(later, CONTINUE)
    expect(later.get_by_role("alert")).to_contain_text("That code does not open a report.")
    assert code.replace(" ", "") not in later.url
    later.get_by_label("Your code to come back").fill(code.lower().replace(" ", ""))
    press(later, CONTINUE)
    assert step(later) == "where-in-london"
    later.get_by_role("link", name="Back").click()
    assert later.get_by_label("Say it in your own words").input_value() == "By the station"
    press(later, SEND_NOW)
    assert code_of(later)
    later.goto(f"{product.public_url}/report/return/")
    later.get_by_label("Your code to come back").fill(code)
    press(later, CONTINUE)
    expect(later.get_by_role("alert")).to_contain_text("That code does not open a report.")


def test_before_the_answers_go_the_page_asks_and_keeps_what_is_typed(
    product: Product, new_context: NewContext, canary: str
) -> None:
    page = new_context().new_page()
    page.clock.install()
    begin(page, product)
    tell(page, canary)
    while step(page) != "where":
        press(page, CONTINUE)
    page.get_by_label("Say it in your own words").fill("By the station")
    dialog = page.get_by_role("dialog")
    page.clock.fast_forward("47:00:00")
    expect(dialog).to_have_count(0)
    page.clock.fast_forward("31:00")
    expect(dialog).to_contain_text("Do you need more time?")
    assert violations(page) == []
    dialog.get_by_role("button", name="Keep my answers").click()
    expect(dialog).to_have_count(0)
    assert page.get_by_label("Say it in your own words").input_value() == "By the station"
    page.clock.fast_forward("47:31:00")
    page.keyboard.press("Escape")
    page.clock.fast_forward("30:00")
    expect(dialog).to_contain_text("We have deleted your earlier answers.")
    dialog.get_by_role("button", name="Back to the page").click()
    press(page, CONTINUE)


def test_somebody_complains_and_a_supervisor_answers(
    product: Product, new_context: NewContext, page: Page, kept: Path, canary: str
) -> None:
    page.goto(product.public_url)
    page.get_by_role("link", name="Make a complaint").click()
    assert violations(page) == []
    press(page, "Send the complaint")
    page.get_by_role("link", name="Tell us what went wrong. One sentence is enough.").click()
    expect(page.get_by_label("What went wrong?")).to_be_focused()
    page.get_by_label("What went wrong?").fill(canary)
    page.get_by_label("How can we answer you?").fill("me@example.org")
    press(page, "Send the complaint")
    reference = page.get_by_test_id("complaint-reference").inner_text()
    code = page.get_by_test_id("follow-up-code").inner_text()
    assert violations(page) == []

    password = made(product, SUPERVISOR)
    desk = enter(product, new_context().new_page(), "looks-into-it", password)
    row = desk.locator(f"[data-complaint='{reference}']")
    for _ in range(30):  # the worker brings it
        desk.goto(f"{product.desk_url}/desk/complaints/")
        if row.count():
            break
        desk.wait_for_timeout(500)
    assert violations(desk) == []
    row.get_by_role("link").click()
    expect(desk.get_by_text(canary)).to_be_visible()
    expect(desk.get_by_text("me@example.org")).to_have_count(0)
    act(desk, "take-complaint")
    expect(desk.get_by_test_id("complaint-contact")).to_have_text("me@example.org")
    desk.get_by_label("What do you answer?").fill("We are sorry. We call you today.")
    act(desk, "answer-complaint")
    assert violations(desk) == []
    desk.get_by_label("How was it given, besides?").fill("by e-mail today")
    act(desk, "answer-complaint")
    desk.get_by_label("What came of it?").fill("Upheld.")
    act(desk, "close-complaint")
    assert violations(desk) == []
    desk.get_by_role("link", name="All complaints").click()
    expect(desk.get_by_role("link", name=reference)).to_be_visible()
    expect(row).to_have_count(0)

    page.goto(f"{product.public_url}/follow-up/")
    page.get_by_label("Your code").fill(code)
    press(page, "Continue")
    expect(page.get_by_test_id("complaint-status")).to_have_text("We have answered your complaint.")
    assert violations(page) == []
    press(page, "Read our answer")
    expect(page.get_by_test_id("complaint-answer")).to_have_text("We are sorry. We call you today.")
    assert violations(page) == []
