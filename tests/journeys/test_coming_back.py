"""Given a person with a code, when they come back, then they say what they wish; and whoever else has it learns nothing."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.browsers import NewContext, violations
from tests.journeys.officers import AtTheDesk
from tests.journeys.test_desk import open_case, take
from tests.journeys.test_reporting import SEND_NOW, act, begin, code_of, fits, follow, press, step, tell
from tests.product import Product

PAGES = ("status", "messages", "contact", "no-further", "look-again", "again", "stop-code")
CANARIES = ("my cousin", "scarf", "canary")


def told(page: Page, product: Product) -> tuple[str, str]:
    """A report with words and a contact card that somebody at home must not see."""
    begin(page, product)
    tell(page, "My cousin tore off my scarf again.")
    page.goto(page.url.replace("in-danger-now", "contact"))
    page.get_by_label("E-mail").check()
    page.get_by_label("What should we call you?").fill("Canary")
    press(page, "Continue")
    page.get_by_label("E-mail address").fill("canary@example.org")
    press(page, SEND_NOW)
    return page.get_by_test_id("reference").inner_text(), code_of(page)


def learns_nothing(page: Page, product: Product) -> None:
    for name in PAGES:
        page.goto(f"{product.public_url}/follow-up/{name}/")
        for word in CANARIES:
            assert word not in page.content().lower(), (name, word)
        assert violations(page) == []
        assert fits(page)


def test_someone_whose_attacker_has_the_code(
    phone: Page, product: Product, new_context: NewContext, at_the_desk: AtTheDesk
) -> None:
    reference, code = told(phone, product)
    theirs = new_context(viewport={"width": 320, "height": 640}).new_page()
    follow(theirs, product, code)
    learns_nothing(theirs, product)

    follow(phone, product, code)
    phone.get_by_role("link", name="Someone else may have my code").click()
    act(phone, "new-code")
    new = phone.get_by_test_id("follow-up-code").inner_text()
    assert new != code

    theirs.goto(f"{product.public_url}/follow-up/status/")
    assert step(theirs) == "follow-up"
    follow(theirs, product, code)
    expect(theirs.get_by_text("That code does not open a report.").first).to_be_visible()

    phone.reload()  # the same form again shows the same code, not a third one
    assert phone.get_by_test_id("follow-up-code").inner_text() == new

    officer = at_the_desk("first", viewport={"width": 1280, "height": 900}).new_page()
    take(officer, product, reference)
    expect(officer.locator("#owed")).to_contain_text("Somebody else may have had their code")
    expect(officer.locator("#asked")).to_contain_text("they have a new one")
    officer.get_by_text("Somebody else may have their code: stop it").click()
    officer.get_by_label("Who asked for it, and why?").fill("She rang: he found this one too.")
    act(officer, "stop-code")
    phone.goto(f"{product.public_url}/follow-up/status/")
    assert step(phone) == "follow-up"


def test_it_happened_again_and_other_wishes_without_a_script(
    product: Product, new_context: NewContext, at_the_desk: AtTheDesk
) -> None:
    person = new_context(viewport={"width": 375, "height": 740}, java_script_enabled=False).new_page()
    reference, code = told(person, product)
    follow(person, product, code)
    person.get_by_role("link", name="Change how we may reach you").click()
    act(person, "wish")
    expect(person.locator(".govuk-error-summary")).to_contain_text("Choose how we can reach you")
    person.locator(".govuk-error-summary a").first.click()
    person.get_by_label("Only on this website, with my code").check()
    act(person, "wish")
    expect(person.get_by_test_id("kept")).to_have_text("We have your new wishes.")
    person.get_by_role("link", name="Back to your report").click()

    person.get_by_role("link", name="I do not want this taken further").click()
    person.get_by_label(re.compile("anything we should know")).fill("I am afraid of what he does then.")
    act(person, "wish")
    person.get_by_role("link", name="Back to your report").click()

    person.get_by_role("link", name="It happened again").click()
    act(person, "again")
    tell(person, "He waited at the bus stop today.")
    press(person, SEND_NOW)
    again = person.get_by_test_id("reference").inner_text()

    officer = at_the_desk("first", viewport={"width": 1280, "height": 900}).new_page()
    take(officer, product, reference)
    expect(officer.locator("#owed")).to_contain_text("They do not want this taken further")
    expect(officer.locator("#asked")).to_contain_text("I am afraid of what he does then.")
    expect(officer.locator("#timeline")).to_contain_text("They have changed how we may reach them")
    assert violations(officer) == []
    open_case(officer, product, again)
    expect(officer.locator("#alike")).to_contain_text("The person who reported says that this belongs together")
    expect(officer.locator("#alike")).to_contain_text(reference)
