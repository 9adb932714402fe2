"""Given a case, when it is passed on, then the partner gets what was agreed, the force gives name and number, and a pack opens."""

import hashlib
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsers import violations
from tests.journeys.officers import ACCOUNTS, AtTheDesk, Reported, made
from tests.journeys.test_desk import answer, decide, read, take
from tests.journeys.test_reporting import act, fits
from tests.product import Product

PARTNER = """
from cases.models import Organisation
Organisation.objects.get_or_create(name="Listening Line (demonstration)", kind="partner", is_demonstration=True)
"""


@pytest.fixture(scope="module")
def password(product: Product) -> str:
    """Of an officer of this module's own, with a partner to refer people to."""
    return made(product, ACCOUNTS + PARTNER, names='"passer",')


@pytest.fixture
def officer(at_the_desk: AtTheDesk) -> Page:
    return at_the_desk("passer", viewport={"width": 1280, "height": 900}).new_page()


def test_referred_transferred_and_handed_over(
    product: Product,
    officer: Page,
    reported: Reported,
    tmp_path: Path,
) -> None:
    words, reference, _ = reported()
    take(officer, product, reference)
    read(officer)
    decide(officer)
    answer(officer, "Thank you for telling us.")
    officer.get_by_role("link", name="Refer, or transfer to another force").click()
    assert violations(officer) == []

    # what they agree to, and only that
    officer.get_by_text("Write down what they agree to share").click()
    form = officer.locator("form[action$='/consent/']")
    form.get_by_label("Who gets it?").select_option("Listening Line (demonstration)")
    form.get_by_label("What happened, in their words").check()
    form.get_by_label("The person themselves").check()
    form.get_by_label("How did they say so?").fill("In a message.")
    act(officer, "consent")
    officer.get_by_text("Refer to Listening Line (demonstration)").click()
    expect(officer.locator("form[action$='/refer/'] [name=shared]")).to_have_count(1)
    officer.get_by_label("What do you ask them to do?").fill("Please write to them.")
    act(officer, "refer")
    expect(officer.locator(".govuk-error-summary")).to_contain_text("Choose what you send.")
    expect(officer.get_by_label("What do you ask them to do?")).to_have_value("Please write to them.")
    officer.locator("form[action$='/refer/'] [name=shared]").check()
    act(officer, "refer")
    expect(officer.get_by_test_id("sheet")).to_contain_text(words)
    assert violations(officer) == []

    # the pack
    officer.goto(f"{product.desk_url}/desk/cases/{reference}/pack/")
    assert violations(officer) == []
    act(officer, "give-pack")
    expect(officer.locator(".govuk-error-summary")).to_be_visible()
    officer.get_by_label("Everything, with names").check()
    officer.get_by_label("Who receives it?").fill("The investigating officer")
    officer.get_by_label("Why do they need it?").fill("They investigate.")
    with officer.expect_download() as download:
        officer.locator("[data-action=give-pack]").click()
    download.value.save_as(tmp_path / "pack.zip")
    expect(officer.locator("[class*='--error'], .govuk-error-summary")).to_have_count(0)
    assert violations(officer) == []
    with zipfile.ZipFile(tmp_path / "pack.zip") as pack:
        pack.extractall(tmp_path)
    listed = (tmp_path / "manifest.sha256").read_text().splitlines()
    for digest, name in (line.split("  ", 1) for line in listed):
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest
    assert (tmp_path / f"case-{reference}/report-{reference}/words.txt").read_text() == words

    opened = officer.context.browser.new_page()  # type: ignore[union-attr]
    said: list[str] = []
    opened.on("console", lambda one: said.append(one.text))
    opened.goto((tmp_path / "index.html").as_uri())
    expect(opened.locator("main")).to_contain_text(words)
    assert opened.evaluate("getComputedStyle(document.querySelector('.words')).whiteSpace") == "pre-wrap"
    assert said == []
    opened.close()

    # to another force, which gives a name and a number
    officer.goto(f"{product.desk_url}/desk/cases/{reference}/passing-on/")
    officer.get_by_text("Ask another force to take the case").click()
    officer.get_by_label("Which force?").select_option("British Transport Police")
    officer.get_by_label("Why is the case theirs?").fill("It was on a train.")
    act(officer, "ask-force")
    transfer = officer.locator("#transfer")
    transfer.get_by_text("Enter their answer").click()
    transfer.get_by_label("They take the case").check()
    transfer.locator("[data-action=enter-answer]").click()
    expect(officer.locator(".govuk-error-summary")).to_contain_text("Until then the case stays ours.")
    assert violations(officer) == []
    officer.set_viewport_size({"width": 320, "height": 640})
    assert fits(officer)
    transfer.get_by_label("Who takes it there?").fill("PC Shaw")
    transfer.get_by_label("Their number").fill("12/26")
    transfer.locator("[data-action=enter-answer]").click()
    expect(officer.get_by_test_id("state")).to_have_text("Closed")
    expect(officer.get_by_test_id("passing-on")).to_contain_text("PC Shaw, 12/26")
