"""Given cases of one unit, when an officer assigns, lets wait, links or returns many, then each is done and can be undone;
and what somebody who is away has not touched comes back by itself, and who is recorded by name stands on a page apart."""

import json
import os
import re
import secrets
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.browsers import violations
from tests.journeys.officers import AtTheDesk, made
from tests.journeys.test_reporting import act, fits
from tests.product import Product

UNIT = f"many-{secrets.token_hex(3)}"
DESK = {"viewport": {"width": 1280, "height": 900}}
PEOPLE = """
from cases.domain.accounts import create_account
from cases.models import Unit
unit = Unit.objects.create(key={unit!r}, name="Many")
for name, role in (("ada", "officer"), ("beth", "officer"), ("cleo", "supervisor")):
    create_account(username={unit!r} + name, password={password!r}, role=role, unit=unit)
"""
CASES = """
import json, secrets
from django.utils import timezone
from cases.domain import claiming, deciding, intake, reading
from cases.models import Account, Case, Unit
from reporting.domain.submission import submit_report
from reporting.models import Report
made, now = [], timezone.now()
for number in range({number}):
    words = "A man shouted at me on the 36 bus. " + secrets.token_hex(4)
    sent = submit_report(answers={{"what_happened": words}}, token=secrets.token_urlsafe(16), now=now)
    case = intake.open_case(Report.objects.get(reference=sent.reference).pk, now=now)
    Case.objects.filter(pk=case.pk).update(unit=Unit.objects.get(key={unit!r}))
    if {taker!r}:
        by = Account.objects.get(username={taker!r})
        claiming.take_case(case.pk, by=by, now=now)
        if {is_read}:
            reading.mark_read(case.pk, case.opened_for_id, by=by, now=now)
            deciding.record_decision(case.pk, recording="intelligence_only", by=by, now=now)
    made.append(sent.reference)
print("made", json.dumps(made))
"""
SEEN = """
from cases.models import Case
for one in Case.objects.filter(reference__in={references!r}).order_by("pk"):
    print("seen", one.reference, one.state, one.officer.username if one.officer else "-")
"""


@pytest.fixture(scope="module")
def password(product: Product) -> str:
    """Of the accounts of a unit of this module's own."""
    return made(product, PEOPLE, unit=UNIT)


def cases(product: Product, number: int, *, taker: str = "", is_read: bool = False) -> list[str]:
    """References of new cases of the unit; taken by somebody, and read and decided, where that is said."""
    script = CASES.format(number=number, unit=UNIT, taker=f"{UNIT}{taker}" if taker else "", is_read=is_read)
    answer = product.manage("shell", stdin=script)
    found = re.search(r"made (\[.*\])", answer.stdout)
    assert found is not None, answer.stderr
    references: list[str] = json.loads(found[1])
    return references


def seen(product: Product, references: list[str]) -> list[tuple[str, str]]:
    """State and officer of each, in the order in which they were opened."""
    told = product.manage("shell", stdin=SEEN.format(references=references)).stdout
    return [(one[1], one[2].removeprefix(UNIT)) for one in re.findall(r"seen (\S+) (\S+) (\S+)", told)]


def look(page: Page, name: str) -> None:
    """No rule of accessibility is broken, and it fits a small telephone; `MANY_PICTURES` names a folder for whoever looks."""
    assert violations(page) == [], name
    size = page.viewport_size
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert fits(page), name
        if folder := os.environ.get("MANY_PICTURES"):
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
    page.set_viewport_size(size or {"width": 1280, "height": 900})


def choose(page: Page, product: Product, references: list[str]) -> None:
    """Tick them in the queue, by keyboard."""
    page.goto(f"{product.desk_url}/desk/bulk/")
    if page.get_by_role("button", name="Choose none").count():
        with page.expect_navigation():
            page.get_by_role("button", name="Choose none").click()
    page.goto(f"{product.desk_url}/desk/queue/?tab=all&choose=1")
    for reference in references:
        page.get_by_role("checkbox", name=f"Choose {reference}").focus()
        page.keyboard.press("Space")
    act(page, "bulk-go")


def confirm(page: Page, number: int) -> None:
    act(page, "bulk-confirm")
    expect(page.get_by_role("heading", name=re.compile(f"Done with {number} case"))).to_be_visible(timeout=30_000)


def undo(page: Page) -> None:
    page.locator('[data-action="bulk-undo"]').click()
    expect(page.get_by_role("heading", name="Undone", exact=True)).to_be_visible(timeout=30_000)


@pytest.fixture
def ada(at_the_desk: AtTheDesk) -> Page:
    return at_the_desk(f"{UNIT}ada", **DESK).new_page()


def test_many_are_assigned_to_a_colleague_and_given_back(product: Product, ada: Page) -> None:
    references = cases(product, 2)
    choose(ada, product, references)
    ada.get_by_text("Assign them to an officer").click()
    act(ada, "bulk-assign")
    expect(ada.locator(".govuk-error-summary")).to_contain_text("Choose an officer of your unit.")
    ada.get_by_label("To whom?", exact=True).select_option(f"{UNIT}beth")
    act(ada, "bulk-assign")
    expect(ada.get_by_role("heading", name=re.compile("Assign to"))).to_be_visible()
    look(ada, "assign-preview")
    confirm(ada, 2)
    look(ada, "assign-done")
    assert seen(product, references) == [("in_progress", "beth")] * 2
    undo(ada)
    assert seen(product, references) == [("new", "-")] * 2


def test_many_wait_for_the_same_thing_until_they_are_taken_up_again(product: Product, ada: Page) -> None:
    references = cases(product, 2, taker="ada", is_read=True)
    unread = cases(product, 1)
    choose(ada, product, [*references, *unread])
    ada.get_by_text("Let them wait").click()
    ada.get_by_label("What are they waiting for?").fill("The film of the bus.")
    ada.get_by_label("Until which day?").fill("1/1/2020")
    act(ada, "bulk-wait")
    expect(ada.get_by_label("What are they waiting for?")).to_have_value("The film of the bus.")
    ada.get_by_label("Until which day?").fill((timezone.localdate() + timedelta(days=5)).strftime("%d/%m/%Y"))
    act(ada, "bulk-wait")
    expect(ada.get_by_text("1 case skipped")).to_be_visible()  # nobody has it yet, and that is said by its name
    expect(ada.locator("main")).to_contain_text(unread[0])
    look(ada, "wait-preview")
    confirm(ada, 2)
    assert seen(product, [*references, *unread]) == [("waiting", "ada")] * 2 + [("new", "-")]
    undo(ada)
    assert seen(product, references) == [("in_progress", "ada")] * 2


def test_many_reports_go_to_one_case_and_come_back(product: Product, ada: Page) -> None:
    target, *others = cases(product, 3, taker="ada", is_read=True)
    choose(ada, product, others)
    ada.get_by_text("Attach their reports to one case").click()
    ada.get_by_label("Reference of that case").fill("nonsense")
    ada.get_by_label("Why is it the same incident?").fill("The same man, the same bus.")
    act(ada, "bulk-link")
    expect(ada.get_by_label("Why is it the same incident?")).to_have_value("The same man, the same bus.")
    ada.get_by_label("Reference of that case").fill(target.lower())
    act(ada, "bulk-link")
    look(ada, "link-preview")
    confirm(ada, 2)
    ada.goto(f"{product.desk_url}/desk/cases/{target}/")
    expect(ada.get_by_role("heading", name="3 reports")).to_be_visible()
    ada.go_back()
    undo(ada)
    ada.goto(f"{product.desk_url}/desk/cases/{target}/")
    expect(ada.get_by_role("heading", name="The report", exact=True)).to_be_visible()
    assert [state for state, _ in seen(product, others)] == ["in_progress"] * 2 or [
        state for state, _ in seen(product, others)
    ] == ["new"] * 2


def test_many_return_to_the_queue_and_one_is_handed_back_with_a_note(product: Product, ada: Page) -> None:
    references = cases(product, 2, taker="ada")
    choose(ada, product, references)
    ada.get_by_text("Return them to the queue").click()
    ada.get_by_label("What should the next officer know?").fill("I am off sick.")
    act(ada, "bulk-return")
    look(ada, "return-preview")
    confirm(ada, 2)
    assert seen(product, references) == [("new", "-")] * 2
    undo(ada)
    assert seen(product, references) == [("in_progress", "ada")] * 2
    ada.goto(f"{product.desk_url}/desk/cases/{references[0]}/")
    due = ada.locator("#owed li").first.inner_text().splitlines()[0]
    ada.get_by_text("Hand back to the queue").click()
    form = ada.locator("form[action$='/hand-back/']")
    form.get_by_role("textbox").fill("She speaks Polish.")
    act(ada, "hand-back")
    expect(ada.get_by_text("The case is back in the queue.")).to_be_visible()
    ada.goto(f"{product.desk_url}/desk/cases/{references[0]}/")
    expect(ada.locator("#timeline")).to_contain_text("She speaks Polish.")
    assert (
        ada.locator("#owed li").first.inner_text().splitlines()[0].split()[-1] == due.split()[-1]
    )  # the clock goes on


def test_what_somebody_away_has_not_touched_comes_back_by_itself(product: Product, at_the_desk: AtTheDesk) -> None:
    untouched, touched = cases(product, 1, taker="beth"), cases(product, 1, taker="beth", is_read=True)
    page = at_the_desk(f"{UNIT}cleo", **DESK).new_page()
    page.goto(f"{product.desk_url}/desk/workload/")
    form = page.locator("form[action$='/workload/absent/']")
    form.locator("[name=account]").select_option(f"{UNIT}beth")
    form.locator("[name=until]").fill((timezone.localdate() + timedelta(days=2)).strftime("%d/%m/%Y"))
    act(page, "absent")
    look(page, "workload-absent")
    page.goto(f"{product.desk_url}/desk/queue/?tab=next")
    row = page.locator(f'tr[data-case="{untouched[0]}"]')
    for _ in range(60):  # `ring` looks every few seconds
        if row.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(row).to_be_visible()
    assert seen(product, [*untouched, *touched]) == [("new", "-"), ("in_progress", "beth")]
    page.goto(f"{product.desk_url}/desk/duty/")
    expect(page.get_by_role("link", name=touched[0])).to_be_visible()  # what they had begun is shown to the supervisor
    look(page, "duty-left-behind")
    page.goto(f"{product.desk_url}/desk/workload/")
    form.locator("[name=account]").select_option(f"{UNIT}beth")
    act(page, "absent")


def test_who_is_recorded_by_name_stands_on_a_page_apart_and_half_a_record_is_kept(
    product: Product, at_the_desk: AtTheDesk
) -> None:
    reference = cases(product, 1, taker="ada", is_read=True)[0]
    page = at_the_desk(f"{UNIT}cleo", **DESK).new_page()
    address = f"{product.desk_url}/desk/cases/{reference}/named/"
    page.goto(address)
    look(page, "named-empty")
    page.get_by_label("Name of the person").fill("A Neighbour")
    page.get_by_label("Why is it reached?").fill("Two witnesses named him")
    expect(page.locator(".heard-draft-note")).to_contain_text("Draft kept at", timeout=15_000)
    page.reload()
    expect(page.get_by_label("Name of the person")).to_have_value("A Neighbour")
    expect(page.get_by_test_id("drafts")).to_contain_text("Record of a person")
    look(page, "named-draft")
    act(page, "record-person")
    expect(page.locator(".govuk-error-summary")).to_be_visible()  # neither threshold nor telling is said
    expect(page.get_by_label("Why is it reached?")).to_have_value("Two witnesses named him")
    page.get_by_label("The threshold is reached").check()
    page.get_by_label("No", exact=True).check()
    page.get_by_label("How and when were they told, or why not?").fill("It would put her in danger.")
    act(page, "record-person")
    expect(page.get_by_test_id("named-record")).to_contain_text("A Neighbour")
    expect(page.get_by_label("Name of the person")).to_have_value("")
    look(page, "named-record")
    page.goto(f"{product.desk_url}/desk/cases/{reference}/")
    expect(page.locator("#timeline")).to_contain_text("Recorded against a named person")
    assert "A Neighbour" not in page.content()
