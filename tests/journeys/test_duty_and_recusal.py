"""Given cases that wait, when an officer takes the next, knows someone in it, or a supervisor keeps the rota, then …"""

import re
import secrets
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.browsers import NewContext, violations
from tests.journeys.officers import AtTheDesk, made
from tests.journeys.test_reporting import CONTINUE, SEND_NOW, act, begin, fits, press
from tests.product import Product

UNIT = f"journey-{secrets.token_hex(3)}"
PREPARE = """
from cases.domain.accounts import create_account
from cases.models import Unit
unit = Unit.objects.create(key={unit!r}, name="Journey")
for name, role, languages in (("taker", "officer", ["en", "pl"]), ("other", "officer", ["en"]), ("chief", "supervisor", ["en"])):
    create_account(username={unit!r} + name, password={password!r}, role=role, unit=unit, languages=languages)
"""
MOVE = """
import time
from cases.models import Case, Unit
for _ in range(100):
    if Case.objects.filter(reference={reference!r}, timeline__what="categorised").exists():
        break
    time.sleep(0.3)
Case.objects.filter(reference={reference!r}).update(unit=Unit.objects.get(key={unit!r}), language="pl")
"""


@pytest.fixture(scope="module")
def password(product: Product) -> str:
    """Of the accounts of a unit of this module's own."""
    return made(product, PREPARE, unit=UNIT)


def reported(product: Product, new_context: NewContext) -> str:
    """The reference of a Polish report that waits in this module's unit."""
    page = new_context().new_page()
    begin(page, product)
    page.locator("textarea").fill(f"Sąsiad znowu krzyczał na moje dzieci. {secrets.token_hex(6)}")
    press(page, CONTINUE)
    press(page, SEND_NOW)
    reference = page.get_by_test_id("reference").inner_text()
    moved = product.manage("shell", stdin=MOVE.format(reference=reference, unit=UNIT))
    assert moved.returncode == 0, moved.stderr
    return reference


def no_violations(page: Page) -> None:
    assert violations(page) == []


def test_the_next_case_says_why_and_whoever_knows_someone_in_it_never_sees_it_again(
    product: Product, new_context: NewContext, at_the_desk: AtTheDesk
) -> None:
    reference = reported(product, new_context)
    officer = at_the_desk(f"{UNIT}taker", viewport={"width": 1280, "height": 900}).new_page()
    officer.goto(f"{product.desk_url}/desk/queue/")
    with officer.expect_navigation(url="**/desk/cases/**"):
        officer.keyboard.press("n")
    why = officer.get_by_test_id("why-taken")
    expect(why).to_have_text(
        re.compile(r"Taken because it is due in \d+ (hours|minutes) to be read, and you hold Polish\.")
    )
    no_violations(officer)
    officer.get_by_text("I know someone in this").click()
    officer.get_by_label("What the next officer should know").fill("He is my neighbour.")
    act(officer, "know-someone")
    expect(officer.get_by_text("You do not see this case any more.")).to_be_visible()
    gone = officer.goto(f"{product.desk_url}/desk/cases/{reference}/")
    assert gone
    assert gone.status == 404
    officer.goto(f"{product.desk_url}/desk/queue/?tab=all")
    expect(officer.get_by_text(reference)).to_have_count(0)
    officer.keyboard.press("n")
    expect(officer.get_by_text("There is no case to take")).to_be_visible()
    chief = at_the_desk(f"{UNIT}chief", viewport={"width": 375, "height": 740}).new_page()
    chief.goto(f"{product.desk_url}/desk/cases/{reference}/")
    expect(chief.get_by_text("He is my neighbour.")).to_be_visible()
    fits(chief)


def test_a_supervisor_keeps_the_rota(product: Product, at_the_desk: AtTheDesk) -> None:
    page = at_the_desk(f"{UNIT}chief", viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{product.desk_url}/desk/duty/")
    page.get_by_text("Enter a shift", exact=True).click()
    act(page, "add-shift")
    expect(page.get_by_text("Choose who is on duty.").first).to_be_visible()
    no_violations(page)
    page.get_by_label("Who?").select_option(f"{UNIT}other")
    page.get_by_label("Duty desk", exact=True).check()
    day = timezone.localdate() + timedelta(days=2)
    page.get_by_label("From which day?").fill(day.strftime("%d/%m/%Y"))
    page.get_by_label("From what time?").fill("22:00")
    page.get_by_label("Until what time?").fill("6:00")
    act(page, "add-shift")
    expect(page.get_by_text("The shift is on the rota.")).to_be_visible()
    turn = page.locator("[data-rota] li").filter(has_text=f"{UNIT}other")
    expect(turn).to_contain_text("22:00 to")
    turn.get_by_text("Remove").click()
    act(page, "remove-shift")
    expect(page.locator("[data-rota] li").filter(has_text=f"{UNIT}other")).to_have_count(0)
