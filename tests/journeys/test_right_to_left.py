"""Given a child, a carer, and someone whose attacker has the code, who read Urdu on a phone, when they tell us and come back."""

import re
import secrets
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsers import NewContext, violations
from tests.journeys.test_languages import choose, go_on
from tests.journeys.test_reporting import act, code_of, fits, step
from tests.product import Product

LEFT_IN_ENGLISH = re.compile(r"\b(Continue|You can|Send report|We have)\b")


def looks_right(page: Page) -> None:
    """From right to left, within the screen, and in the language of the page save where the English stands beneath."""
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert fits(page), page.url
    # Not what is hidden until a script needs it, and not the English beneath words of safety.
    said = page.locator("main").evaluate(
        "main => { const copy = main.cloneNode(true); copy.querySelectorAll('.heard-english, template, dialog, [hidden]')"
        ".forEach(one => one.remove()); return copy.textContent }"
    )
    assert not LEFT_IN_ENGLISH.search(said), (page.url, LEFT_IN_ENGLISH.search(said))


@pytest.fixture
def phone_of(new_context: NewContext) -> Callable[[], Page]:
    """A phone, a new one each time."""
    return lambda: new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).new_page()


def begin(page: Page, product: Product, words: str) -> None:
    page.goto(product.public_url)
    choose(page, "اردو")
    looks_right(page)
    with page.expect_navigation():
        page.locator("a.govuk-button--start").click()
    looks_right(page)
    page.locator("textarea").fill(words)
    go_on(page)


def go_to(page: Page, there: str) -> None:
    """Leave everything empty until this page, and look at each on the way."""
    while step(page) != there:
        assert step(page) != "check-answers", f"{there} was never asked"
        looks_right(page)
        go_on(page)
    looks_right(page)


def say(page: Page, *values: str) -> None:
    for value in values:
        page.locator(f"main [value={value}]").check()
    go_on(page)


def come_back(page: Page, product: Product, code: str) -> None:
    """By the address as somebody remembers it, with no language in it."""
    page.goto(f"{product.public_url}/follow-up/")
    page.locator("[name=code]").fill(code)
    go_on(page)


def test_a_child(product: Product, phone: Page, phone_of: Callable[[], Page]) -> None:
    begin(phone, product, f"بس سٹاپ پر ایک لڑکے نے میرا دوپٹہ کھینچا۔ {secrets.token_hex(4)}")
    go_to(phone, "who-it-happened-to")
    say(phone, "me")
    go_to(phone, "under-18")
    say(phone, "yes")
    assert step(phone) == "someone-you-trust"
    expect(phone.locator("main")).to_contain_text("0800 1111")
    go_to(phone, "check-answers")
    go_on(phone)
    looks_right(phone)
    expect(phone.get_by_test_id("childline")).to_be_visible()
    code = code_of(phone)
    later = phone_of()
    come_back(later, product, code)
    assert "/ur/follow-up/status/" in later.url
    looks_right(later)


def test_a_carer(product: Product, phone: Page) -> None:
    begin(phone, product, f"وہ اس آدمی کا مذاق اڑاتے ہیں جس کی میں دیکھ بھال کرتا ہوں۔ {secrets.token_hex(4)}")
    go_to(phone, "who-it-happened-to")
    say(phone, "someone_else")
    looks_right(phone)
    say(phone, "carer_or_support")
    go_to(phone, "when")
    for place, typed in enumerate(("31", "2", "2026")):
        phone.locator(f"[name=happened_on_{place}]").fill(typed)
    go_on(phone)
    expect(phone.locator(".govuk-error-summary")).to_be_visible()
    looks_right(phone)
    assert violations(phone) == []
    go_on(phone)
    go_to(phone, "contact")
    say(phone, "email", "text")
    looks_right(phone)
    go_to(phone, "check-answers")
    expect(phone.locator("main")).to_contain_text("31/2/2026")
    go_on(phone)
    looks_right(phone)
    assert code_of(phone)


def test_someone_whose_attacker_has_the_code(product: Product, phone: Page, phone_of: Callable[[], Page]) -> None:
    words = f"اس نے پھر میرا دوپٹہ کھینچا۔ {secrets.token_hex(4)}"
    begin(phone, product, words)
    with phone.expect_navigation():
        phone.locator("[name=send_now]").click()
    code = code_of(phone)
    theirs = phone_of()
    come_back(theirs, product, code)
    for name in ("status", "messages", "contact", "no-further", "look-again", "again", "stop-code"):
        theirs.goto(f"{product.public_url}/ur/follow-up/{name}/")
        assert words not in theirs.content()
        looks_right(theirs)
    come_back(phone, product, code)
    act(phone, "open-messages")
    phone.locator("textarea").fill("کیا کوئی اور یہ پڑھ رہا ہے؟")
    choose(phone, "English")
    expect(phone.locator("textarea")).to_have_value("کیا کوئی اور یہ پڑھ رہا ہے؟")
    choose(phone, "اردو")
    expect(phone.locator("textarea")).to_have_value("کیا کوئی اور یہ پڑھ رہا ہے؟")
    act(phone, "send-message")
    looks_right(phone)
    expect(phone.locator(".heard-thread")).to_contain_text("کیا کوئی اور یہ پڑھ رہا ہے؟")
    phone.goto(f"{product.public_url}/ur/follow-up/stop-code/")
    act(phone, "new-code")
    looks_right(phone)
    new = phone.get_by_test_id("follow-up-code").inner_text()
    assert new != code
    theirs.goto(f"{product.public_url}/ur/follow-up/status/")
    assert step(theirs) == "follow-up"
    looks_right(theirs)
    come_back(theirs, product, code)
    expect(theirs.locator(".govuk-error-summary")).to_be_visible()
    come_back(phone, product, new)
    assert "/ur/follow-up/status/" in phone.url
