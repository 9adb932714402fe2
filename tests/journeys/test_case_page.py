"""Given a report with words that hurt, when an officer works on it by key and form, then nothing typed is lost."""

from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.journeys.browsers import NewContext, violations
from tests.journeys.officers import AtTheDesk, Reported
from tests.journeys.test_desk import open_case, take
from tests.journeys.test_reporting import act, fits
from tests.product import Product

SLUR = "towelhead"


def test_hidden_words_risk_and_tasks(
    product: Product,
    at_the_desk: AtTheDesk,
    reported: Reported,
) -> None:
    _, reference, _ = reported(f"He shouted {SLUR} at me outside the mosque, twice this week.")
    page = at_the_desk("first", viewport={"width": 375, "height": 667}).new_page()
    take(page, product, reference)

    # A note is half written; the hidden words are asked for by key, and the note is still there.
    page.locator("#note summary").click()
    page.get_by_label("Note", exact=True).last.fill("Half a note")
    assert SLUR not in page.content()
    page.locator("h1").click()
    page.keyboard.press("v")
    expect(page.get_by_test_id("words")).to_contain_text(SLUR)
    expect(page.locator("[data-hidden-words-status]")).to_be_focused()
    expect(page.get_by_label("Note", exact=True).last).to_have_value("Half a note")

    # The bar stays in sight, and covers nothing that the keyboard reaches.
    page.locator("#assess-risk summary").click()
    expect(page.get_by_test_id("bar")).to_be_in_viewport()
    for group in page.locator("#assess-risk .heard-risk").all():
        group.get_by_label("No", exact=True).check()
    page.locator("#assess-risk").get_by_label("Standard risk").check()
    page.locator("#assess-risk").get_by_label("When is it looked at again?").fill("yesterday")
    act(page, "risk")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter the day")
    assert page.locator("#assess-risk input:checked").count() == 9
    soon = date.today() + timedelta(days=4)  # noqa: DTZ011  (the day on the officer's wall)
    page.locator("#assess-risk").get_by_label("When is it looked at again?").fill(f"{soon:%d/%m/%Y}")
    act(page, "risk")
    expect(page.get_by_test_id("risk-newest")).to_contain_text("Standard risk")

    page.locator("#add-task summary").click()
    page.locator("#add-task").get_by_label("What is to be done?").fill("Fetch the film")
    act(page, "add-task")
    page.locator("[data-task] summary").click()
    act(page, "finish-task")
    expect(page.locator("[data-task]")).to_contain_text("Done")

    assert fits(page)
    assert violations(page) == []


def test_without_scripts_the_words_are_shown_by_the_button(
    product: Product,
    new_context: NewContext,
    at_the_desk: AtTheDesk,
    reported: Reported,
) -> None:
    _, reference, _ = reported(f"She called him a {SLUR} in the shop.")
    page: Page = at_the_desk("first", java_script_enabled=False).new_page()
    open_case(page, product, reference)
    assert SLUR not in page.content()
    page.locator('[data-action="reveal"]').click()
    assert SLUR in page.content()
