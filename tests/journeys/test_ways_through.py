"""Given a child, or somebody who cares for another person, when they tell us, then the questions are theirs."""

from playwright.sync_api import Page, expect

from tests.journeys.browsers import NewContext, broken_rules
from tests.journeys.test_reporting import CONTINUE, SEND, SEND_NOW, begin, code_of, fits, press, step, tell
from tests.product import Product


def go_to(page: Page, there: str) -> None:
    """Leave everything empty until this page."""
    while step(page) != there:
        assert step(page) != "check-answers", f"{there} was never asked"
        press(page, CONTINUE)


def test_a_child_is_asked_little_and_told_who_listens(product: Product, new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False, viewport={"width": 375, "height": 740}).new_page()
    begin(page, product)
    tell(page, "A boy at the bus stop pulled my scarf and called me names.")
    go_to(page, "who-it-happened-to")
    page.get_by_label("Me", exact=True).check()
    go_to(page, "under-18")
    expect(page.get_by_role("heading", name="Are you under 18?")).to_be_visible()
    page.get_by_label("Yes", exact=True).check()
    press(page, CONTINUE)
    assert step(page) == "someone-you-trust"
    expect(page.get_by_text("You can talk to Childline, day or night:")).to_be_visible()
    expect(page.get_by_role("link", name="0800 1111")).to_be_visible()
    page.get_by_label("No, please do not let them find out").check()
    asked = []
    while step(page) != "check-answers":
        asked.append(step(page))
        press(page, CONTINUE)
    assert len(asked) == 10
    expect(page.get_by_text("No, please do not let them find out")).to_be_visible()
    press(page, SEND)
    assert code_of(page)


def test_a_carer_is_helped_over_slips_and_the_old_code_is_not_kept(product: Product, page: Page) -> None:
    problems = {}

    def look() -> None:
        if found := broken_rules(page):
            problems[step(page)] = found

    begin(page, product)
    tell(page, "They mock the man I care for.")
    press(page, SEND_NOW)
    earlier, code = page.get_by_test_id("reference").inner_text(), code_of(page)
    begin(page, product)
    tell(page, "It happened again, on the tram.")
    go_to(page, "who-it-happened-to")
    page.get_by_label("Someone else", exact=True).check()
    press(page, CONTINUE)
    page.get_by_label("I care for them or support them").check()
    go_to(page, "when")
    for part, typed in (("Day", "31"), ("Month", "2"), ("Year", "2026")):
        page.get_by_label(part, exact=True).fill(typed)
    press(page, CONTINUE)
    expect(page).to_have_title("Error: When did it happen? – Heard")
    look()
    page.get_by_role("link", name="February 2026 has only 28 days.").click()
    expect(page.get_by_label("Day", exact=True)).to_be_focused()
    expect(page.get_by_label("Day", exact=True)).to_have_value("31")
    press(page, CONTINUE)
    page.get_by_label("Bus, train, taxi or station").check()
    press(page, CONTINUE)
    page.get_by_label("Tram or Docklands Light Railway").check()
    press(page, CONTINUE)
    assert step(page) == "where-in-london"
    page.locator("[data-borough=croydon]").click()
    expect(page.get_by_label("Do you know which part of London it was?")).to_have_value("croydon")
    look()
    go_to(page, "told-before")
    page.get_by_label("Do you have a reference").fill(f"It is {code}")
    go_to(page, "check-answers")
    expect(page.get_by_text(f"It is {earlier}")).to_be_visible()
    assert code not in page.content()
    expect(page.get_by_text("31/2/2026")).to_be_visible()
    expect(page.get_by_text("the work of the British Transport Police")).to_be_visible()
    page.get_by_role("link", name="First answer a few questions about you").click()
    page.get_by_label("35 to 49").check()
    press(page, SEND)
    page.get_by_role("link", name="Choose what we may use your answers for.").click()
    expect(page.get_by_label("Only to count", exact=True)).to_be_focused()
    look()
    page.keyboard.press("Space")
    press(page, SEND)
    assert code_of(page) != code
    assert fits(page)
    assert problems == {}
