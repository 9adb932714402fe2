"""Given work that lies with one officer, a supervisor shares it out; a colleague reads a decision again without seeing it;
and what a partner has heard of is entered.
"""

import re

from playwright.sync_api import expect

from tests.journeys.browsers import NewContext, violations
from tests.journeys.officers import enter, made
from tests.product import Product

WORK = """
from django.utils import timezone
from cases.domain import claiming, deciding, intake, reading, rereading
from cases.domain.accounts import create_account
from cases.models import Unit
from reporting.domain.submission import submit_report
from reporting.models import Report
import secrets
unit, now = Unit.objects.get(is_default=True), timezone.now()
people = [
    create_account(username=name, password={password!r}, role=role, unit=unit)
    for name, role in (("wanda", "officer"), ("will", "officer"), ("wren", "supervisor"))
]
for number in range(4):
    receipt = submit_report(
        answers={{"what_happened": f"They shouted at me on the stairs, {{number}}."}}, token=secrets.token_urlsafe(16), now=now
    )
    case = intake.open_case(Report.objects.get(reference=receipt.reference).pk, now=now)
    claiming.take_case(case.pk, by=people[0], now=now)
    reading.mark_read(case.pk, case.opened_for_id, by=people[0], now=now)
deciding.record_decision(case.pk, recording="nothing_recorded", reason="No offence is told of.", by=people[0], now=now)
rereading.draw_rereads(now=timezone.now())
"""
OURS = """
from cases.models import Reread
print("ours", Reread.objects.get(decision__by__username="wanda").pk)
"""


def test_work_is_shared_out_read_again_and_tension_entered(product: Product, new_context: NewContext) -> None:
    password, desk = made(product, WORK), f"{product.desk_url}/desk"
    colleague = enter(product, new_context().new_page(), "will", password)
    colleague.goto(f"{desk}/quality/")
    assert violations(colleague) == []
    ours = re.search(r"^ours (\d+)$", product.manage("shell", "-v", "0", stdin=OURS).stdout, re.MULTILINE)
    assert ours  # other journeys decide as well
    colleague.locator(f"[data-reread='{ours[1]}'] [data-action=take-reread]").click()
    expect(colleague.locator("main")).to_contain_text("They shouted at me")
    expect(colleague.locator("main")).not_to_contain_text("No offence is told of.")
    colleague.locator("[name=recording][value=intelligence_only]").check()
    colleague.locator("[name=is_line_left][value=yes]").check()
    assert violations(colleague) == []
    colleague.locator("[data-action=say-reread]").click()
    expect(colleague.get_by_test_id("both")).to_contain_text("No offence is told of.")

    supervisor = enter(product, new_context(java_script_enabled=False).new_page(), "wren", password)
    supervisor.goto(f"{desk}/workload/")
    expect(supervisor.locator("[data-officer]").first).to_contain_text("wren")
    supervisor.locator("[name=of]").select_option("wanda")
    supervisor.locator("[data-action=share]").click()
    expect(supervisor.locator("main")).to_contain_text(re.compile("→ "))
    supervisor.locator("[data-action=bulk-confirm]").click()
    supervisor.goto(f"{desk}/workload/?officers=12")
    expect(supervisor.get_by_test_id("played")).to_be_visible()

    phone = new_context(storage_state=colleague.context.storage_state(), viewport={"width": 375, "height": 740})
    page = phone.new_page()
    page.goto(f"{desk}/workload/")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.goto(f"{desk}/tension/")
    page.locator("[name=kind]").select_option("planned_march")
    page.locator("[name=day]").fill("1/1/2000")
    page.locator("[name=reliability]").select_option("untested")
    page.locator("[name=what]").fill("A march past the mosque on Friday")
    page.locator("[data-action=add-tension]").click()
    expect(page.locator("main")).to_contain_text("Choose a day within a year from today.")
    expect(page.locator("[name=what]")).to_have_value("A march past the mosque on Friday")
    assert violations(page) == []
