"""Given rules that are on, when reports come in, then each is before the unit that should have it, and says why."""

import re
import secrets

import pytest
from playwright.sync_api import expect

from tests.journeys.browsers import NewContext, violations
from tests.journeys.officers import enter
from tests.journeys.test_reporting import fits
from tests.product import Product

GIVEN = """
import secrets
from django.utils import timezone
from cases.domain import intake, routing_rules
from cases.domain.accounts import create_account
from cases.domain.categorisation import categorise_report, is_blind
from cases.models import Account, RoutingRule, Unit
from reporting.domain.submission import submit_report
from reporting.models import Report
now = timezone.now()
for name, role, unit in (("reads", "officer", "hate-crime"), ("special", "officer", "counter-terrorism"),
                         ("online", "officer", "online-hate"), ("runs", "administrator", None)):
    create_account(username=name, password={password!r}, role=role, unit=Unit.objects.get(key=unit) if unit else None)
runs = Account.objects.get(username="runs")
for rule in RoutingRule.objects.all():
    routing_rules.switch_rule(rule.pk, is_on=True, by=runs, now=now)
def case(words, **answers):
    while True:
        receipt = submit_report(answers={{"what_happened": words, **answers}}, token=secrets.token_urlsafe(16), now=now)
        if not is_blind(receipt.reference):
            break
    report = Report.objects.get(reference=receipt.reference)
    intake.open_case(report.pk, now=now)
    categorise_report(report.pk, now=now)
    return receipt.reference
print(case("He keeps ISIS propaganda and tries to recruit for a terrorist attack because we are Jews."), end=" ")
print(case("They wrote that we are vermin, under my photographs.", place_kind="online"))
"""


@pytest.fixture(scope="module")
def given(product: Product) -> tuple[str, str, str]:
    """A password for all, the reference of a report of terrorism and of one of online hate."""
    password = secrets.token_urlsafe(20)
    made = product.manage("shell", stdin=GIVEN.format(password=password))
    assert made.returncode == 0, made.stderr
    terror, online = made.stdout.split()[-2:]
    return password, terror, online


def test_a_sealed_unit_is_suggested_and_a_person_sends_the_case_there(
    product: Product, new_context: NewContext, given: tuple[str, str, str]
) -> None:
    password, terror, _ = given
    officer = enter(product, new_context().new_page(), "reads", password)
    address = f"{product.desk_url}/desk/cases/{terror}/"
    officer.goto(address)
    box = officer.get_by_test_id("route")
    expect(box).to_contain_text("Should Counter Terrorism Unit have this case?")
    expect(box).to_contain_text("An attack or extremism is told of")
    assert violations(officer) == []
    officer.set_viewport_size({"width": 320, "height": 640})
    assert fits(officer)
    officer.get_by_role("button", name="Send it to Counter Terrorism Unit").click()
    expect(officer.locator("body")).to_contain_text("The case is with the other unit. What is owed keeps its time.")
    assert officer.goto(address).status == 404  # type: ignore[union-attr]

    special = enter(product, new_context().new_page(), "special", password)
    special.get_by_role("button", name="Take next").first.click()
    expect(special.get_by_test_id("reference")).to_have_text(terror)


def test_what_the_reporter_says_brings_it_to_the_unit_which_may_move_it_on(
    product: Product, new_context: NewContext, given: tuple[str, str, str]
) -> None:
    password, _, online = given
    officer = enter(product, new_context().new_page(), "online", password)
    officer.goto(f"{product.desk_url}/desk/cases/{online}/")
    expect(officer.get_by_test_id("put-here")).to_contain_text("Routed here by rule “Online hate”")
    officer.locator("#move summary").click()
    officer.locator("#involve summary").click()
    officer.locator("#move").scroll_into_view_if_needed()
    assert violations(officer) == []
    officer.locator("#move-to").select_option(label="Hate Crime Unit")
    officer.locator("#move button").click()
    expect(officer.locator("#move")).to_contain_text("Write why the other unit should have it.")
    officer.locator("#move-reason").fill("They know this writer.")
    officer.locator("#move button").click()
    expect(officer.locator("body")).to_contain_text("The case is with the other unit.")

    boss = enter(product, new_context().new_page(), "runs", password)
    boss.goto(f"{product.desk_url}/admin/cases/routingrule/")
    boss.get_by_role("row", name="Online hate").get_by_role("link", name="Try it").click()
    expect(boss.locator("#content")).to_contain_text(re.compile(r"“Online hate” would have routed \d+ of last week’s"))
    expect(boss.locator("#content")).to_contain_text(online)
    boss.goto(f"{product.desk_url}/admin/cases/unit/")
    boss.get_by_role("link", name="Add units of boroughs").click()
    boss.get_by_label("Southwark").check()
    boss.get_by_role("button", name="Add the units").click()
    expect(boss.locator("#content")).to_contain_text("Community Safety Unit, Southwark")
