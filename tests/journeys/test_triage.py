"""Given reports in the queue, when an officer never leaves the keyboard, then each is read, decided and answered in place."""

import secrets

import pytest
from playwright.sync_api import Page, expect

from bench.triage_keys import Keyboard, key_of, triage
from tests.journeys.browsers import NewContext, violations
from tests.journeys.officers import AtTheDesk, Reported, enter, made
from tests.journeys.test_desk import open_case
from tests.journeys.test_reporting import fits
from tests.product import Product

# A unit where nothing else waits: what other journeys have reported would be next, with words of any length.
APART = """
import time
from cases.domain.accounts import create_account
from cases.models import Case, Unit
unit = Unit.objects.create(key={name!r}, name="Triage")
create_account(username={name!r}, password={password!r}, role="officer", unit=unit)
cases = Case.objects.filter(reference__in={references!r}.split())
while cases.filter(timeline__what="categorised").count() < 3:
    time.sleep(0.3)
cases.update(unit=unit)
"""


@pytest.fixture
def page(at_the_desk: AtTheDesk) -> Page:
    return at_the_desk("first", viewport={"width": 1280, "height": 900}).new_page()


def test_three_cases_by_keyboard_cost_a_page_load_and_five_keys_each(
    product: Product,
    new_context: NewContext,
    reported: Reported,
) -> None:
    references = [reported(f"He shouted at me at the stop because I am Muslim, number {one}.")[1] for one in "123"]
    name = f"triage-{secrets.token_hex(3)}"
    password = made(product, APART, name=name, references=" ".join(references))
    page = enter(product, new_context(viewport={"width": 1280, "height": 900}).new_page(), name, password)
    page.goto(f"{product.desk_url}/desk/queue/")
    hands = Keyboard(page)
    with page.expect_navigation(url="**/desk/cases/**"):
        hands.press("n")
    recordings = ("incident", "nothing_recorded", "another_body")  # no decision costs more than another
    for recording in recordings:
        first = page.get_by_test_id("reference").inner_text()
        triage(hands, recording, ["religion:anti-muslim"], ["verbal_abuse"], last=recording == recordings[-1])
    assert (hands.keys, hands.loads) == (1 + 3 * 5, 3)
    assert page.get_by_test_id("reference").inner_text() == first
    assert first in references
    expect(page.locator("#decide")).to_contain_text("A matter for another body")
    expect(page.locator("#messages .heard-message--ours")).to_be_visible()
    assert page.evaluate("document.activeElement !== document.body")  # the focus is not lost


def test_words_not_sent_stay_while_something_else_is_sent_and_no_key_fires_in_a_box(
    product: Product,
    page: Page,
    reported: Reported,
) -> None:
    open_case(page, product, reported()[1])
    page.locator('[data-action="take"]').click()
    page.locator("#note summary").click()
    note = page.locator("#note textarea")
    note.fill("Half a note")
    note.press("r")
    expect(page.locator("[data-report]")).not_to_contain_text("Marked as read")
    expect(note).to_have_value("Half a noter")
    note.press("Escape")
    page.keyboard.press("r")
    expect(page.locator("#decide [data-keys-scope]")).to_be_focused()
    expect(page.locator("#note textarea")).to_have_value("Half a noter")
    page.keyboard.press(key_of(page, "strands", "race"))
    page.keyboard.press(key_of(page, "strands", "race"))
    expect(page.locator("#decide input:checked")).to_have_count(0)
    page.keyboard.press(key_of(page, "recording", "nothing_recorded"))
    page.keyboard.press("Control+Enter")  # refused: the reason is missing
    expect(page.locator("main .govuk-error-summary")).to_be_focused()
    expect(page.locator("#decide input:checked")).to_have_count(1)
    page.keyboard.press("n")  # words on the page are not sent
    page.wait_for_timeout(300)
    expect(page.locator("#note textarea")).to_have_value("Half a noter")

    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("main .govuk-error-summary")).to_be_focused()


def test_the_key_of_a_decision_types_nothing_and_leads_to_the_strands_until_one_is_ticked(
    product: Product,
    page: Page,
    reported: Reported,
) -> None:
    open_case(page, product, reported()[1])
    page.locator('[data-action="take"]').click()
    expect(page.locator("#decide [data-keys-scope]")).to_be_visible()
    page.wait_for_load_state()
    reason, recording = page.locator("#decide [name=reason]"), key_of(page, "recording", "nothing_recorded")
    page.keyboard.down(recording)
    page.keyboard.down(recording)  # held
    page.keyboard.up(recording)
    expect(page.locator("#decide [name=strands]").first).to_be_focused()
    page.keyboard.press(key_of(page, "strands", "race"))
    page.keyboard.press(key_of(page, "kinds", "threats"))
    expect(page.locator("#decide input:checked")).to_have_count(3)
    page.keyboard.press(recording)
    page.keyboard.down(recording)
    page.keyboard.down(recording)
    page.keyboard.up(recording)
    expect(reason).to_be_focused()
    expect(reason).to_have_value("")
    expect(page.locator("#decide input:checked")).to_have_count(3)


def test_single_keys_are_switched_off_without_scripts_and_the_pages_fit(
    product: Product,
    at_the_desk: AtTheDesk,
    page: Page,
    reported: Reported,
) -> None:
    reference = reported()[1]
    open_case(page, product, reference)
    plain = at_the_desk("first", java_script_enabled=False, viewport={"width": 320, "height": 640}).new_page()
    plain.goto(f"{product.desk_url}/desk/queue/")
    plain.get_by_role("link", name="Keys").click()
    plain.locator('[data-action="single-keys"]').click()
    expect(plain.get_by_text("Single keys are off.")).to_be_visible()
    page.goto(f"{product.desk_url}/desk/queue/")
    page.locator("h1").click()
    page.keyboard.press("n")
    page.wait_for_timeout(300)
    assert page.url.endswith("/desk/queue/")
    plain.locator('[data-action="single-keys"]').click()
    page.reload()
    page.keyboard.press("j")
    expect(page.locator("[data-case] a").first).to_be_focused()
    phone = at_the_desk("first", viewport={"width": 320, "height": 640}).new_page()
    for address in ("keys/", "queue/", f"cases/{reference}/"):
        phone.goto(f"{product.desk_url}/desk/{address}")
        assert fits(phone), address
        assert violations(phone) == [], address
