"""Given a person with a browser, when they tell us, then it is kept, once, and only they can come back to it."""

import hashlib
import re
import secrets
from contextlib import closing

import psycopg2
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsers import ELSEWHERE, NewContext, broken_rules, violations
from tests.product import Product

pytestmark = pytest.mark.leaves

CONTINUE, SEND_NOW, SEND = "Continue", "Send what I have written now", "Send report"


@pytest.fixture
def words() -> str:
    return f"  Two men pulled at my scarf\non the 36 bus. 😢 {secrets.token_hex(6)}\n"


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def act(page: Page, action: str) -> None:
    """Press the button, and wait for the next page; or for this one's parts, where its form is sent in place."""
    button = page.locator(f"[data-action={action}]")
    if page.locator(f".js-enabled form[data-in-place] [data-action={action}]:not([formaction])").count():
        button.click()
        expect(page.locator("main[aria-busy]")).to_have_count(0)
        return
    with page.expect_navigation():
        button.click()


def begin(page: Page, product: Product) -> None:
    page.goto(product.public_url)
    press(page, "Start now")
    expect(page.get_by_role("heading", name="What happened?")).to_be_visible()


def tell(page: Page, words: str) -> None:
    page.locator("textarea").fill(words)
    press(page, CONTINUE)
    expect(page.get_by_role("heading", name="Is anyone in danger right now?")).to_be_visible()


def step(page: Page) -> str:
    return page.url.split("?")[0].strip("/").split("/")[-1]


def code_of(page: Page) -> str:
    expect(page.get_by_test_id("reference")).to_be_visible()
    return page.get_by_test_id("follow-up-code").inner_text()


def follow(page: Page, product: Product, code: str) -> None:
    page.goto(f"{product.public_url}/follow-up/")
    page.get_by_label("Your code").fill(code)
    press(page, CONTINUE)


def fingerprint(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def reports_with(product: Product, words: str) -> int:
    with closing(psycopg2.connect(product.instance["database"]["owner"])) as database, database.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM reporting_report WHERE fingerprint = %s", [fingerprint(words)])
        row = cursor.fetchone()
    assert row
    return int(row[0])


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_one_answer_and_out(product: Product, phone: Page, words: str) -> None:
    begin(phone, product)
    tell(phone, words)
    press(phone, SEND_NOW)
    code = code_of(phone)
    follow(phone, product, code)
    expect(phone.get_by_test_id("fingerprint")).to_have_text(fingerprint(words))
    assert reports_with(product, words) == 1


def test_the_full_report_is_accessible_on_every_page(product: Product, page: Page, words: str) -> None:
    problems = {}

    def look() -> None:
        if found := broken_rules(page):
            problems[step(page) or "start"] = found

    page.goto(product.public_url)
    look()
    begin(page, product)
    press(page, CONTINUE)
    expect(page).to_have_title(re.compile("^Error:"))
    look()
    page.get_by_role("link", name="Tell us what happened. One sentence is enough.").click()
    expect(page.locator("textarea")).to_be_focused()
    tell(page, words)
    answers = {
        "in-danger-now": lambda: page.get_by_label("Yes").check(),
        "who-it-happened-to": lambda: page.get_by_label("Someone else").check(),
        "how-you-know": lambda: page.get_by_label("I saw it or heard it").check(),
        "when": lambda: page.get_by_label("Year").fill("2026"),
        "where": lambda: page.get_by_label("Say it in your own words").fill("Rye Lane"),
        "because-of": lambda: page.get_by_label("Being Muslim").check(),
        "who-did-it": lambda: page.get_by_label("Yes, a neighbour").check(),
        "contact": lambda: page.get_by_label("E-mail").check(),
        "contact-details": lambda: page.get_by_label("E-mail address").fill("me@example.org"),
        "do-not-disclose": lambda: page.locator("textarea").fill("My family does not know."),
    }
    seen = []
    while step(page) != "check-answers":
        seen.append(step(page))
        answers.get(step(page), lambda: None)()
        look()
        press(page, CONTINUE)
    assert set(answers) | {"get-help-now"} <= set(seen)
    expect(page.get_by_text("me@example.org")).to_be_visible()
    look()
    press(page, SEND)
    code = code_of(page)
    look()
    page.get_by_role("link", name="A page to print").click()
    expect(page).to_have_title("Reference")
    look()
    follow(page, product, code)
    look()
    act(page, "open-messages")
    look()
    for address in ("privacy", "cookies", "accessibility", "contact", "support", "follow-up"):
        page.goto(f"{product.public_url}/{address}/")
        look()
    assert problems == {}


def test_danger_that_is_found_after_sending_is_said_without_loading_the_page_again(
    product: Product, page: Page
) -> None:
    begin(page, product)
    page.locator("textarea").fill("He is outside my window and looks in.")  # no word of it rings: the model finds it
    press(page, CONTINUE)
    press(page, SEND_NOW)
    expect(page.get_by_text("It may be sooner")).to_be_visible()
    loaded = page.evaluate("performance.timeOrigin")
    expect(page.get_by_text("We are telling the officers on duty now.")).to_be_visible()
    expect(page.get_by_text("It may be sooner")).to_have_count(0)
    expect(page.get_by_role("heading", name="If anyone is in danger")).to_have_count(
        0
    )  # as after loading: said once, at the top
    assert page.evaluate("performance.timeOrigin") == loaded
    assert violations(page) == []


def test_two_tabs_are_two_reports(product: Product, page: Page, words: str) -> None:
    other = page.context.new_page()
    begin(page, product)
    begin(other, product)
    tell(page, words + "first")
    tell(other, words + "second")
    press(page, SEND_NOW)
    press(other, SEND_NOW)
    assert code_of(page) != code_of(other)
    assert reports_with(product, words + "first") == reports_with(product, words + "second") == 1


def test_answers_survive_back_and_reload(product: Product, page: Page, words: str) -> None:
    begin(page, product)
    tell(page, words)
    page.get_by_label("No, not right now").check()
    press(page, CONTINUE)
    page.reload()
    page.get_by_role("link", name="Back").click()
    expect(page.get_by_label("No, not right now")).to_be_checked()
    page.go_back()
    expect(page.get_by_role("heading", name="Who did it happen to?")).to_be_visible()
    page.goto(page.url.replace(step(page), "what-happened"))
    assert page.locator("textarea").input_value() == words
    tell(page, words)
    press(page, SEND_NOW)
    code = code_of(page)
    page.reload()
    assert code_of(page) == code
    page.go_back()
    page.reload()
    expect(page.get_by_role("heading", name="You have already sent this report")).to_be_visible()
    page.get_by_role("link", name="Show the reference and the code again").click()
    assert code_of(page) == code
    assert reports_with(product, words) == 1


@pytest.mark.parametrize("scripts", [True, False])
def test_a_double_click_sends_once(product: Product, new_context: NewContext, words: str, scripts: bool) -> None:
    page = new_context(java_script_enabled=scripts).new_page()
    begin(page, product)
    page.locator("textarea").fill(words)
    page.get_by_role("button", name=CONTINUE).dblclick()
    expect(page.get_by_role("heading", name="Is anyone in danger right now?")).to_be_visible()
    page.get_by_role("button", name=SEND_NOW).dblclick()
    assert code_of(page)
    assert reports_with(product, words) == 1


def test_it_works_without_scripts(product: Product, new_context: NewContext, words: str) -> None:
    page = new_context(java_script_enabled=False, viewport={"width": 375, "height": 740}).new_page()
    begin(page, product)
    tell(page, words)
    while step(page) != "check-answers":
        press(page, CONTINUE)
    press(page, SEND)
    code = code_of(page)
    follow(page, product, code)
    expect(page.get_by_test_id("fingerprint")).to_have_text(fingerprint(words))
    act(page, "open-messages")
    page.get_by_label("Write a message").fill("It was the 36 bus.")
    act(page, "send-message")
    expect(page.locator("[data-sender=reporter]")).to_contain_text("It was the 36 bus.")
    page.get_by_role("button", name="Exit this page").click()
    expect(page.get_by_text(ELSEWHERE)).to_be_visible()


def test_reply_by_code_and_stop_it(product: Product, new_context: NewContext, phone: Page, words: str) -> None:
    begin(phone, product)
    tell(phone, words)
    press(phone, SEND_NOW)
    code = code_of(phone)
    later = new_context().new_page()
    follow(later, product, code.lower().replace(" ", ""))
    expect(later.get_by_test_id("promise")).to_contain_text("A person reads it by")
    act(later, "open-messages")
    later.get_by_label("Write a message").fill(f"Here is my code, {code}: is that right?")
    act(later, "send-message")
    new_code = later.get_by_test_id("follow-up-code").inner_text()
    expect(later.locator("[data-sender=reporter]")).not_to_contain_text(code)
    follow(later, product, code)
    expect(later.get_by_role("alert")).to_contain_text("That code does not open a report.")
    follow(later, product, new_code)
    later.get_by_role("link", name="Someone else may have my code").click()
    act(later, "stop-code")
    expect(later.get_by_role("heading", name="The code has stopped")).to_be_visible()
    follow(later, product, new_code)
    expect(later.get_by_role("alert")).to_contain_text("That code does not open a report.")


def test_after_leaving_nothing_comes_back(product: Product, page: Page, words: str) -> None:
    begin(page, product)
    tell(page, words)
    page.get_by_role("link", name="Back").click()
    assert page.locator("textarea").input_value() == words
    page.get_by_role("button", name="Exit this page").click()
    expect(page.get_by_text(ELSEWHERE)).to_be_visible()
    assert page.context.cookies(product.public_url) == []
    for _ in range(3):
        page.go_back()
        expect(page.locator("html")).not_to_contain_text(words.strip().splitlines()[-1])


@pytest.mark.parametrize("language", ["", "pl/", "ar/"])
def test_no_page_that_is_only_read_runs_off_a_phone_in_large_print(
    product: Product, new_context: NewContext, language: str
) -> None:
    page = new_context(viewport={"width": 360, "height": 740}).new_page()
    too_wide = []
    for address in ("", "support/", "easy-read/", "promise/", "what-happened/", "contact/", "follow-up/"):
        page.goto(f"{product.public_url}/{language}{address}")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        too_wide += [] if fits(page) else [address]
    assert too_wide == []


@pytest.mark.parametrize(("width", "size"), [(320, "100%"), (640, "200%")])
def test_nothing_runs_off_a_small_screen_or_large_print(
    product: Product, new_context: NewContext, words: str, width: int, size: str
) -> None:
    page = new_context(viewport={"width": width, "height": 700}).new_page()
    begin(page, product)
    tell(page, words + "x" * 500)
    too_wide = []
    while step(page) != "sent":
        page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        too_wide += [] if fits(page) else [step(page)]
        if step(page) == "contact":
            page.get_by_label("Phone call").check()
        press(page, SEND if step(page) == "check-answers" else CONTINUE)
    too_wide += [] if fits(page) else ["sent"]
    assert too_wide == []
