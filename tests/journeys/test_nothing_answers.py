"""Given a website that does not answer, when they press Continue, then every word is still there, and on no device."""

import secrets
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.browsers import ELSEWHERE, NewContext, violations
from tests.journeys.test_leaving import EXIT, assert_gone
from tests.journeys.test_reporting import CONTINUE, SEND_NOW, begin, code_of, press, reports_with, step, tell
from tests.product import Product

pytestmark = pytest.mark.leaves

NOT_SAVED = "We could not save that just now."


def press_again(page: Page) -> None:
    """A while later: two clicks within a second are one."""
    page.wait_for_timeout(1100)
    press(page, CONTINUE)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A browser that may complain of what it could not reach."""
    context = browser.new_context(viewport={"width": 375, "height": 740})
    yield context.new_page()
    context.close()


def test_while_nothing_answers_the_page_stays_with_all_that_was_typed(product: Product, page: Page) -> None:
    words = f"They shouted at me. {secrets.token_hex(6)}"
    begin(page, product)
    tell(page, words)
    page.goto(page.url.replace("in-danger-now", "who-did-it"))
    page.locator("textarea").fill("Two men")
    page.get_by_label("Yes, a neighbour").check()
    page.context.set_offline(True)
    page.get_by_role("button", name=CONTINUE, exact=True).click()
    banner = page.get_by_role("alert")
    expect(banner).to_contain_text(NOT_SAVED)
    expect(banner).to_be_focused()
    assert violations(page) == []
    page.get_by_role("button", name=SEND_NOW).click()
    expect(page.get_by_text(NOT_SAVED)).to_have_count(1)
    assert step(page) == "who-did-it"
    expect(page.locator("textarea")).to_have_value("Two men")
    expect(page.get_by_label("Yes, a neighbour")).to_be_checked()
    stored = "({...localStorage}, JSON.stringify([{...localStorage}, {...sessionStorage}]))"
    assert page.evaluate(stored) == "[{},{}]"
    page.context.set_offline(False)
    press_again(page)
    assert step(page) == "said-or-done"
    page.go_back()
    expect(page.locator("textarea")).to_have_value("Two men")
    expect(page.get_by_label("Yes, a neighbour")).to_be_checked()


@pytest.mark.parametrize("status", [500, 502, 503])
def test_an_answer_that_says_that_nothing_was_kept_is_no_next_page(product: Product, page: Page, status: int) -> None:
    begin(page, product)
    page.locator("textarea").fill("They shouted at me.")
    page.route(
        "**/report/**",
        lambda route: route.fulfill(status=status, body="") if route.request.method == "POST" else route.continue_(),
    )
    page.get_by_role("button", name=CONTINUE, exact=True).click()
    expect(page.get_by_text(NOT_SAVED)).to_be_visible()
    expect(page.locator("textarea")).to_have_value("They shouted at me.")
    page.unroute("**/report/**")
    press_again(page)
    press(page, SEND_NOW)
    assert code_of(page)


def test_who_leaves_while_an_answer_is_on_its_way_is_not_brought_back(
    product: Product, new_context: NewContext
) -> None:
    page, held = new_context().new_page(), list[Route]()
    canary = f"kanarie{secrets.token_hex(6)}"
    begin(page, product)
    tell(page, "They shouted at me.")
    page.goto(page.url.replace("in-danger-now", "who-did-it"))
    page.locator("textarea").fill(canary)
    page.route("**/who-did-it/**", lambda route: held.append(route))
    page.get_by_role("button", name=CONTINUE, exact=True).click()
    expect(page.locator("form[aria-busy]")).to_have_count(1)
    page.get_by_role("button", name=EXIT).click()
    for route in held:
        route.continue_()
    expect(page.get_by_text(ELSEWHERE)).to_be_visible()
    page.wait_for_timeout(500)
    expect(page.get_by_text(ELSEWHERE)).to_be_visible()
    page.unroute("**/who-did-it/**")
    assert_gone(page, product, canary)


@pytest.mark.parametrize("answers", [False, True])
def test_without_a_script_loading_the_page_again_sends_what_was_typed_once(
    product: Product, browser: Browser, answers: bool
) -> None:
    """Nothing answers, or what stands in front of us says that nothing does: the browser still holds the form."""
    context = browser.new_context(java_script_enabled=False)
    page, words = context.new_page(), f"They shouted at me. {secrets.token_hex(6)}"
    begin(page, product)
    page.locator("textarea").fill(words)
    if answers:
        page.route("**/report/**", lambda route: route.fulfill(status=503, body="We cannot be reached just now"))
    else:
        context.set_offline(True)
    page.get_by_role("button", name=CONTINUE, exact=True).click()
    expect(page.get_by_role("heading", name="What happened?")).to_have_count(0)
    page.unroute_all()
    context.set_offline(False)
    page.reload()
    assert step(page) == "in-danger-now"
    press(page, SEND_NOW)
    assert code_of(page)
    assert reports_with(product, words) == 1
    context.close()
