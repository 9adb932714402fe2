"""Given words in another language, or a promise that was missed, nobody is left without an answer they understand."""

import secrets
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.browsers import NewContext, violations
from tests.journeys.officers import enter, made
from tests.journeys.test_desk import open_case
from tests.journeys.test_reporting import CONTINUE, SEND_NOW, act, begin, code_of, fits, follow, press
from tests.product import Product

ACCOUNTS = """
from cases.domain.accounts import create_account
from cases.models import Unit
for name, role, languages in (("anna", "officer", ["en"]), ("ewa", "officer", ["en", "pl"]), ("sue", "supervisor", ["en"])):
    create_account(username=name, password={password!r}, role=role, unit=Unit.objects.get(is_default=True), languages=languages)
"""
A_DAY_AGO = """
from datetime import timedelta
from django.utils import timezone
from cases.domain.figures import publish_figures
from cases.domain.intake import open_case
from reporting.domain.submission import submit_report
from reporting.models import Report
then = timezone.now() - timedelta(hours=25)
receipt = submit_report(answers={"what_happened": "They shouted at me at the stop."}, token="%s", now=then)
open_case(Report.objects.get(reference=receipt.reference).pk, now=then)
publish_figures(now=timezone.now())  # a report of yesterday that was not there before
print("code", receipt.reference, receipt.code.replace(" ", ""))
"""
POLISH = "Wczoraj sąsiad krzyczał na nas na klatce, żebyśmy wracali do siebie, i bardzo się boimy. Nie wiemy, co robić."
LogIn = Callable[[str], Page]


@pytest.fixture(scope="module")
def password(product: Product) -> str:
    """Of two officers and a supervisor of this module's own."""
    return made(product, ACCOUNTS)


@pytest.fixture
def log_in(product: Product, new_context: NewContext, password: str) -> LogIn:
    """Somebody's page at the desk, with both factors given for the first time."""
    size = {"width": 1280, "height": 900}
    return lambda name: enter(product, new_context(viewport=size).new_page(), name, password)


def accessible(page: Page) -> None:
    assert violations(page) == []


def test_somebody_who_writes_polish_is_understood_and_answered_in_polish(
    product: Product, new_context: NewContext, log_in: LogIn
) -> None:
    reporter = new_context().new_page()
    begin(reporter, product)
    reporter.locator("textarea").fill(POLISH)
    press(reporter, CONTINUE)
    press(reporter, SEND_NOW)
    reference, code = reporter.get_by_test_id("reference").inner_text(), code_of(reporter)

    officer, translator = log_in("anna"), log_in("ewa")
    open_case(officer, product, reference)
    until = time.monotonic() + 30
    while not officer.locator("[data-action=ask-translation]").count():  # until the machine has sorted it
        assert time.monotonic() < until
        officer.wait_for_timeout(500)
        officer.reload()
    act(officer, "take")
    act(officer, "ask-translation")

    translator.goto(f"{product.desk_url}/desk/translations/")
    accessible(translator)
    translator.locator("[data-translation] a", has_text=reference).click()
    expect(translator.locator("[lang=pl]").first).to_have_text(POLISH)
    act(translator, "start-translation")
    translator.locator("[name=text]").fill("Yesterday the neighbour shouted at us on the stairs.")
    act(translator, "enter-translation")

    officer.reload()
    expect(officer.locator("[data-report] [lang=en]")).to_have_text(
        "Yesterday the neighbour shouted at us on the stairs."
    )
    accessible(officer)
    act(officer, "mark-read-translated")
    officer.locator("[name=message]").fill("Thank you. We will come tomorrow.")
    act(officer, "ask-translation-of-answer")
    expect(officer.locator("#messages")).to_contain_text("Asked for by")

    translator.goto(f"{product.desk_url}/desk/translations/")
    translator.locator("[data-translation] a", has_text=f"answer to report {reference}").click()
    translator.locator("[name=text]").fill("Dziękujemy. Przyjdziemy jutro.")
    act(translator, "enter-translation")

    officer.reload()
    officer.locator("#messages a", has_text="English into Polish").click()
    act(officer, "send-translated")
    expect(officer.locator("#messages [lang=pl]")).to_have_text("Dziękujemy. Przyjdziemy jutro.")
    expect(officer.locator("#messages [lang=en]")).to_have_text("Thank you. We will come tomorrow.")

    follow(reporter, product, code)
    act(reporter, "open-messages")
    expect(reporter.locator("main")).to_contain_text("Dziękujemy. Przyjdziemy jutro.")
    expect(reporter.locator("main")).not_to_contain_text("We will come tomorrow")


def test_a_missed_promise_is_owned_and_a_new_time_is_given(
    product: Product, new_context: NewContext, log_in: LogIn
) -> None:
    made = product.manage("shell", stdin=A_DAY_AGO % secrets.token_urlsafe(16))
    assert made.returncode == 0, made.stderr
    reference, code = next(line.split()[1:] for line in made.stdout.splitlines() if line.startswith("code "))

    reporter = new_context(viewport={"width": 375, "height": 740}).new_page()
    follow(reporter, product, code)
    expect(reporter.get_by_test_id("instead")).to_contain_text("A supervisor has been told")

    supervisor = log_in("sue")
    supervisor.get_by_role("link", name="Missed").click()
    accessible(supervisor)
    row = supervisor.locator("[data-commitment]", has_text=f"{reference}: Reading")
    soon = timezone.localtime(timezone.now() + timedelta(hours=3))
    row.locator("[name=due_on]").fill(f"{soon:%d/%m/%Y}")
    row.locator("[name=at]").fill(f"{soon:%H:%M}")
    row.locator("[data-action=new-time]").click()
    expect(row.locator(".govuk-error-message")).to_contain_text("Write why the promise was not kept.")
    row.locator("[name=reason]").fill("The night shift was ill.")
    row.locator("[data-action=new-time]").click()
    expect(supervisor.locator(".govuk-notification-banner")).to_contain_text(
        f"The new time for case {reference} is promised."
    )

    reporter.reload()
    expect(reporter.locator("main")).to_contain_text("We have not kept our promise.")
    expect(reporter.get_by_test_id("instead")).to_contain_text("We will now read it by")
    expect(reporter.locator("main")).not_to_contain_text("night shift")
    assert fits(reporter)
    proved = product.manage("check_promises")
    assert proved.returncode == 0, proved.stdout
