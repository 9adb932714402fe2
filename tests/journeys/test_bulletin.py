"""Given the counts of a day on which much happened, a bulletin is drafted by one person and published by another."""

from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.browsers import NewContext, violations
from tests.journeys.officers import enter, made
from tests.product import Product

SAMPLE = Path(__file__).resolve().parents[2] / "cases" / "sample_data" / "daily-counts-2013-2017.csv"
PEOPLE = """
from cases.domain.accounts import create_account
from cases.models import Unit
for name, role in (("bea", "officer"), ("sol", "supervisor")):
    create_account(username=name, password={password!r}, role=role, unit=Unit.objects.get(is_default=True))
"""


def test_a_bulletin_goes_from_counts_to_published(product: Product, new_context: NewContext) -> None:
    imported = product.manage("import_counts", str(SAMPLE), "--source", "sample")
    assert imported.returncode == 0, imported.stderr
    password = made(product, PEOPLE)
    address = f"{product.desk_url}/desk/bulletin/2017-06-06/"
    officer = enter(product, new_context().new_page(), "bea", password)
    officer.goto(address)
    expect(officer.get_by_test_id("state")).to_contain_text("Not drafted yet")
    expect(officer.locator("main")).to_contain_text("nearly seven times the average")
    assert violations(officer) == []
    officer.locator("[data-action=draft-bulletin]").click()
    expect(officer.get_by_test_id("state")).to_contain_text("Not approved yet")
    expect(officer.locator("[data-action=approve-bulletin]")).to_have_count(0)

    supervisor = enter(product, new_context(java_script_enabled=False).new_page(), "sol", password)
    supervisor.goto(address)
    supervisor.locator("[data-action=approve-bulletin]").click()
    supervisor.locator("[data-action=publish-bulletin]").click()
    expect(supervisor.get_by_test_id("state")).to_contain_text("Published by sol")
    with supervisor.expect_download() as started:
        supervisor.get_by_role("link", name="Download as PDF").click()
    assert started.value.suggested_filename == "bulletin-2017-06-06.pdf"
