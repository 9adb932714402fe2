"""Given two officers on one case, when both work, then each knows of the other and nobody's words are lost or mixed."""

import os
import re
import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsers import NewContext
from tests.journeys.officers import ACCOUNTS, enter, made
from tests.journeys.test_desk import read, take
from tests.journeys.test_reporting import act
from tests.journeys.test_writing import TELLING, is_accessible
from tests.product import Product

REASON = "I think that no offence is made out.\n\nA second line."


@pytest.fixture
def officers(product: Product, new_context: NewContext) -> list[Page]:
    """Two officers of this journey's own."""
    names = [f"{one}-{secrets.token_hex(3)}" for one in ("first", "second")]
    password, size = (
        made(product, ACCOUNTS, names=", ".join(f'"{name}"' for name in names)),
        {"width": 1280, "height": 900},
    )
    return [enter(product, new_context(viewport=size).new_page(), name, password) for name in names]


def picture(page: Page, name: str) -> None:
    """For whoever wants to look: `DRAFT_PICTURES` names a folder."""
    folder = os.environ.get("DRAFT_PICTURES")
    for width in (375, 1280) if folder else ():
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("scrollTo(0, 0)")
        page.evaluate("document.querySelector('[data-testid=side-by-side]')?.scrollIntoView()")
        page.screenshot(path=f"{folder}/{name}-{width}.png")


def choose(page: Page, label: str, reason: str) -> None:
    section = page.locator("#decide")
    section.get_by_label(label).check()
    section.get_by_label("Reason", exact=True).fill(reason)


def test_two_officers_on_one_case(officers: list[Page], product: Product) -> None:
    first, second = officers
    reference = re.search(r"told (\S+)", product.manage("shell", stdin=TELLING).stdout)
    assert reference is not None
    take(first, product, reference[1])
    read(first)
    second.goto(first.url.split("#")[0])
    expect(second.locator("[data-presence]")).to_contain_text("Also here: first-")
    choose(first, "Nothing recorded", REASON)
    expect(first.locator("#decide .heard-draft-note")).to_contain_text("Draft kept at")
    first.reload()
    expect(first.locator("[data-presence]")).to_contain_text("Also here: second-")
    expect(first.locator("#decide").get_by_label("Reason", exact=True)).to_have_value(REASON)
    expect(first.locator("#decide").get_by_label("Nothing recorded")).to_be_checked()
    expect(second.locator("#decide").get_by_label("Reason", exact=True)).to_have_value("")
    picture(first, "restored")
    is_accessible(first)

    choose(second, "Kept as intelligence only", "It is the third time in this street.")
    act(second, "decide")
    act(first, "decide")
    both = first.get_by_test_id("side-by-side")
    expect(both).to_contain_text("It is the third time in this street.")
    expect(both).to_contain_text("A second line.")
    picture(first, "side-by-side")
    is_accessible(first)
    act(first, "save-mine")
    expect(first.locator("#decide")).to_contain_text("A second line.")
    expect(first.get_by_test_id("restored")).to_have_count(0)


def test_a_draft_is_discarded_by_a_press_and_leaving_keeps_the_last_words(
    officers: list[Page], product: Product
) -> None:
    page = officers[0]
    reference = re.search(r"told (\S+)", product.manage("shell", stdin=TELLING).stdout)
    assert reference is not None
    take(page, product, reference[1])
    page.locator("#note summary").click()
    page.locator("#note textarea").fill("Half a note")
    page.goto(f"{product.desk_url}/desk/queue/")  # before the moment has passed
    page.goto(f"{product.desk_url}/desk/cases/{reference[1]}/")
    expect(page.locator("#note textarea")).to_have_value("Half a note")
    expect(page.locator("#note textarea")).to_be_visible()
    page.get_by_test_id("drafts").get_by_role("link", name="Note").click()
    act(page, "discard-draft")
    expect(page.locator("#note textarea")).to_have_value("")
    expect(page.get_by_test_id("drafts")).to_have_count(0)


def test_words_sent_by_key_right_after_typing_leave_no_draft(officers: list[Page], product: Product) -> None:
    page = officers[0]
    reference = re.search(r"told (\S+)", product.manage("shell", stdin=TELLING).stdout)
    assert reference is not None
    take(page, product, reference[1])
    page.locator("#note summary").click()
    page.locator("#note textarea").click()
    page.keyboard.type("She rang back.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#timeline")).to_contain_text("She rang back.")
    page.wait_for_timeout(2_500)  # longer than a draft waits for the next key
    page.reload()
    expect(page.locator("#note textarea")).to_have_value("")
    expect(page.get_by_text("Restored")).to_have_count(0)
