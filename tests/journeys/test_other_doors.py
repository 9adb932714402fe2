"""Given the other doors, when a caller or a partner comes in by one, then they are heard like everybody else."""

import importlib.util
import os
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from config.instance import ROOT
from tests.journeys.browsers import violations
from tests.journeys.officers import AtTheDesk
from tests.journeys.test_desk import PHONE
from tests.journeys.test_reporting import fits
from tests.product import Product

CLIENT = ROOT / "examples" / "partner_client.py"


def test_a_caller_is_heard_by_telephone(product: Product, at_the_desk: AtTheDesk, officer: Page) -> None:
    problems = {}
    phone = at_the_desk("first", **PHONE).new_page()

    def look(name: str) -> None:
        if found := violations(officer):
            problems[name] = found

    officer.goto(f"{product.desk_url}/desk/queue/")
    officer.get_by_role("link", name="Enter a report").click()
    phone.goto(officer.url)
    assert fits(phone)
    look("new")
    officer.locator('[data-action="enter"]').click()
    expect(officer.get_by_role("alert")).to_be_visible()
    look("refused")
    officer.get_by_role("link", name="Tell us what happened. One sentence is enough.").click()
    assert officer.evaluate("document.activeElement.id") == "id_what_happened"
    officer.keyboard.type("“They broke my window again,” he says.")
    officer.get_by_label("By telephone").check()
    officer.get_by_text("Who did it?", exact=True).click()
    officer.locator("#id_who_did_it").fill("The man from number 5")
    officer.locator('[data-action="enter"]').dblclick()
    code = officer.get_by_test_id("follow-up-code").inner_text()
    reference = officer.get_by_test_id("reference").inner_text()
    look("entered")
    officer.reload()
    expect(officer.get_by_test_id("follow-up-code")).to_have_count(0)
    officer.go_back()
    officer.goto(f"{product.desk_url}/desk/cases/{reference}/")
    expect(officer.get_by_test_id("words")).to_contain_text("They broke my window again")
    caller = officer.context.browser.new_context().new_page()  # type: ignore[union-attr]
    caller.goto(f"{product.public_url}/follow-up/")
    caller.locator("[name=code]").fill(code)
    caller.locator("main button").first.click()
    expect(caller.get_by_test_id("fingerprint")).to_be_attached()
    caller.context.close()
    assert problems == {}


def test_a_partners_program_passes_reports_on(product: Product, page: Page) -> None:
    key = next(line.split()[2] for line in product.output if line.startswith("partner demo "))
    environment = {"PATH": os.environ["PATH"], "HEARD_KEY": key}
    command = [sys.executable, "-I", str(CLIENT), product.public_url, "He shouted at my client on the bus."]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["reference", "follow-up", "status"]
    spec = importlib.util.spec_from_file_location("partner_client", CLIENT)
    client = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
    spec.loader.exec_module(client)  # type: ignore[union-attr]
    heard = client.Heard(product.public_url, key)
    many = [
        {"idempotency_key": f"of-the-journey-{number}", "what_happened": f"Report {number}."} for number in range(50)
    ]
    first, again = heard.send_reports(many), heard.send_reports(many)
    assert [one["reference"] for one in first] == [one["reference"] for one in again]
    assert heard.status(first[0]["reference"])["status"] == "received"
    for theirs, said in ((key, "Send what_happened"), ("heard_no", "opens nothing")):
        with pytest.raises(client.Refused, match=said):
            client.Heard(product.public_url, theirs).send_report("nothing", area="SE15")
    page.goto(f"{product.public_url}/api/v1/docs")
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert fits(page)
