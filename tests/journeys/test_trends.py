"""Given counts and cases, an officer sees what stands out, where and when, and that a site was warned."""

from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.browsers import NewContext, violations
from tests.journeys.officers import enter, made
from tests.product import Product

SAMPLE = Path(__file__).resolve().parents[2] / "cases" / "sample_data" / "daily-counts-2013-2017.csv"
SITE = (
    "kind,name,place,postcode,borough,strands,contact,agreed_on\n"
    "worship,Hartwell Road Mosque,Hartwell Road,E8 2BT,Hackney,,Mr Ali 07700 900123,2026-01-15\n"
)
PEOPLE = """
from datetime import timedelta
from django.utils import timezone
from cases.domain import sites
from cases.domain.accounts import create_account
from cases.models import Account, Unit
from tests.cast import case
create_account(username="tara", password={password!r}, role="officer", unit=Unit.objects.get(is_default=True))
Account.objects.filter(username="tara").update(keeps_sites=True)
for _ in range(3):
    case("Somebody shouted outside.", now=timezone.now(), area="E8", part_of_day="evening", place_kind="street")
print(len(sites.find_gatherings(now=timezone.now())))
"""


def test_an_officer_reads_the_figures_and_warns_a_site(
    product: Product, new_context: NewContext, tmp_path: Path
) -> None:
    file = tmp_path / "sites.csv"
    file.write_text(SITE)
    for command in (["import_counts", str(SAMPLE), "--source", "sample"], ["import_sites", str(file)]):
        taken = product.manage(*command)
        assert taken.returncode == 0, taken.stderr
    password = made(product, PEOPLE)
    officer = enter(product, new_context(java_script_enabled=False).new_page(), "tara", password)
    officer.goto(f"{product.desk_url}/desk/trends/?strand=religion:anti-muslim&first=01/05/2017&last=06/06/2017")
    expect(officer.get_by_test_id("basis")).to_contain_text("received")
    expect(officer.locator("tr[data-high]")).to_contain_text(["6 June 2017"])
    expect(officer.locator("svg.heard-chart--wide")).to_be_visible()
    with officer.expect_download() as started:
        officer.get_by_role("link", name="Download as PNG").click()
    assert started.value.suggested_filename == "trend-2017-05-01-2017-06-06.png"
    officer.get_by_label("A point for each").select_option("week")
    officer.locator("[data-action=show-trend]").click()
    assert "by=week" in officer.url

    officer.get_by_role("navigation", name="Figures").get_by_role("link", name="Hot spots").click()
    expect(officer.get_by_test_id("patrols")).to_contain_text("E8")
    officer.get_by_role("link", name="Protected sites").click()
    officer.get_by_role("link", name="Hartwell Road Mosque").click()
    expect(officer.get_by_test_id("contact")).to_contain_text("Mr Ali")
    officer.get_by_label("Who was told, and what?").fill("Mr Ali: people shout in the evenings.")
    officer.locator("[data-action=warn-site]").click()
    expect(officer.locator("main")).to_contain_text("people shout in the evenings")

    with_scripts = new_context(storage_state=officer.context.storage_state()).new_page()
    for page in ("trends/", "trends/strands/?first=01/01/2016&last=31/05/2017&by=month", "hot-spots/", "sites/"):
        with_scripts.goto(f"{product.desk_url}/desk/{page}")
        assert violations(with_scripts) == []
