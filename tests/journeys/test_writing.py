"""Given a case, when an officer answers or reaches out, then the card is asked first and nothing typed is lost."""

import re
import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsers import NewContext, violations
from tests.journeys.officers import ACCOUNTS, enter, made
from tests.journeys.test_desk import read, take
from tests.journeys.test_reporting import SEND_NOW, act, begin, code_of, fits, follow, press, tell
from tests.product import Product

TELLING = """
import secrets
from django.utils import timezone
from cases.domain import intake
from reporting.domain.submission import submit_report
from reporting.models import Report
now = timezone.now()
receipt = submit_report(answers={"what_happened": "He shouts at me every day because I am gay.", "contact_by": ["phone"],
    "contact_phone": "020 7946 0123", "contact_safe_times": "weekdays from 10 to 2"}, token=secrets.token_urlsafe(), now=now)
intake.open_case(Report.objects.get(reference=receipt.reference).pk, now=now)
print("told", receipt.reference)
"""


@pytest.fixture
def writer(product: Product, new_context: NewContext) -> Page:
    """An officer of this journey's own, who has given both factors."""
    name = f"writer-{secrets.token_hex(3)}"
    password = made(product, ACCOUNTS, names=f'"{name}",')
    return enter(product, new_context(viewport={"width": 1280, "height": 900}).new_page(), name, password)


def is_accessible(page: Page) -> None:
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert fits(page)
    page.set_viewport_size({"width": 1280, "height": 900})


def test_asking_for_more_from_a_template(writer: Page, product: Product, new_context: NewContext) -> None:
    person = new_context().new_page()
    begin(person, product)
    tell(person, "A man shouted at me on the bus.")
    press(person, SEND_NOW)
    reference, code = person.get_by_test_id("reference").inner_text(), code_of(person)
    take(writer, product, reference)
    read(writer)
    writer.get_by_label("Your answer").fill("I am sorry that it happened.")
    writer.get_by_label("Start from").select_option(label="Asking for more")
    address = writer.url
    until = writer.locator("#messages [name=wait_until]")
    writer.locator("[data-action=start-from]").click()
    expect(until).not_to_have_value("")
    expect(writer.locator("[data-asks-for-more]")).to_contain_text("keeps the answer owed")
    before = writer.get_by_label("Your answer").input_value()
    for template, day in (("What we did", ""), ("Asking for more", until.input_value())):
        writer.get_by_label("Start from").select_option(label=template)
        writer.locator("[data-action=start-from]").click()
        expect(until).to_have_value(day)  # it follows the template
    writer.get_by_label("Your answer").fill(before)
    box = writer.get_by_label("Your answer")
    expect(box).to_have_value(re.compile("999"))
    expect(box).to_be_focused()
    assert writer.url == address  # no page was loaded
    assert box.input_value().startswith("I am sorry that it happened.\n\nThank you for telling us.")
    writer.locator("body").press("n")  # no key loses what came back
    act(writer, "preview")
    is_accessible(writer)
    previewed = writer.get_by_test_id("preview").locator(".heard-words").inner_text()
    act(writer, "change")
    act(writer, "preview")
    act(writer, "reply")
    expect(writer.get_by_test_id("state")).to_have_text("Waiting")
    follow(person, product, code)
    act(person, "open-messages")
    assert person.locator("[data-sender=officer] .heard-words").inner_text() == previewed
    person.get_by_label(re.compile("message", re.IGNORECASE)).fill("It was on Monday.")
    act(person, "send-message")
    expect(writer.get_by_test_id("state")).to_have_text("Waiting")
    for _ in range(60):
        writer.reload()
        if writer.get_by_test_id("state").inner_text() == "In progress":
            break
        writer.wait_for_timeout(500)
    expect(writer.get_by_text("Back from waiting: the person who reported has written")).to_be_visible()


def test_calling_somebody(writer: Page, product: Product) -> None:
    told = product.manage("shell", stdin=TELLING)
    reference = told.stdout.split("told ")[1].split()[0]
    take(writer, product, reference)
    person = writer.get_by_test_id("person")
    person.get_by_text("Call, write or visit").click()
    person.get_by_label("Phone call").check()
    person.get_by_label("Why?").fill("to hear how he is")
    act(writer, "show-contact")
    expect(writer.locator(".govuk-error-summary")).to_contain_text("weekdays from 10 to 2")
    is_accessible(writer)
    person.get_by_label("Now is such a time").check()
    act(writer, "show-contact")
    expect(writer.get_by_test_id("address")).to_have_text("020 7946 0123")
    is_accessible(writer)
    writer.get_by_label("Nobody answered").check()
    act(writer, "outcome")
    expect(writer.get_by_test_id("attempts")).to_contain_text("Phone call: nobody answered")
    writer.get_by_role("link", name="Change the contact card").click()
    is_accessible(writer)
    writer.get_by_label("How do you know?").fill("he wrote it today")
    writer.get_by_label("Code word").fill("bluebell")
    act(writer, "keep-card")
    expect(writer.get_by_test_id("person")).to_contain_text("bluebell")


def test_an_acknowledgement_goes_out_by_one_chord_and_the_answer_is_still_missing(
    writer: Page, product: Product, new_context: NewContext
) -> None:
    person = new_context().new_page()
    begin(person, product)
    tell(person, "A man shouted at me on the bus.")
    press(person, SEND_NOW)
    take(writer, product, person.get_by_test_id("reference").inner_text())
    read(writer)
    writer.get_by_label("Your answer").fill("Your words are with us.")
    writer.keyboard.press("Control+Alt+Enter")
    expect(writer.locator(".heard-message--ours")).to_contain_text("says only that we have it")
    missing = writer.get_by_test_id("steps").locator(".heard-todo__open", has_text="Answer everybody who reported")
    expect(missing).to_contain_text("that we have it is no answer yet")
    writer.get_by_label("Your answer").fill("We have spoken to the driver.")
    writer.keyboard.press("Control+Enter")
    expect(writer.locator(".heard-message--ours")).to_have_count(2)
    expect(missing).to_have_count(0)
