"""Given somebody with pictures of it, when they choose them, then each is kept at once, and an officer sees a copy."""

import hashlib
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests import files
from tests.journeys.browsers import NewContext, violations
from tests.journeys.test_reporting import CONTINUE, SEND, SEND_NOW, begin, code_of, fits, follow, press, step, tell
from tests.product import Product

SLOW = 30_000  # milliseconds: a machine that runs other things too
WORDS = "They painted on my door again."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What is on the phone."""
    (tmp_path / "door.jpg").write_bytes(files.photo((400, 300)) + bytes(3_000_000))
    (tmp_path / "صورة.png").write_bytes(files.picture("PNG"))
    (tmp_path / "holiday.jpg").write_bytes(files.PROGRAM)
    return tmp_path


def to_evidence(page: Page, product: Product) -> None:
    begin(page, product)
    tell(page, WORDS)
    page.goto(page.url.replace(step(page), "evidence"))


def test_files_are_kept_as_soon_as_they_are_chosen_and_a_cut_costs_nothing(
    product: Product, browser: Browser, folder: Path
) -> None:
    # A browser of its own: it complains of the cut, and here it may.
    phone = browser.new_context(viewport={"width": 375, "height": 740}, has_touch=True, is_mobile=True).new_page()
    to_evidence(phone, product)
    assert violations(phone) == []
    cuts: list[str] = []

    def cut(route: Route) -> None:
        cuts.append(route.request.url)
        route.abort("connectionreset")

    phone.route("**/*offset=1048576*", cut, times=1)
    phone.locator("input[type=file]").set_input_files(
        [folder / "door.jpg", folder / "holiday.jpg", folder / "صورة.png"]
    )
    expect(phone.locator("[data-file]")).to_have_count(2, timeout=SLOW)
    expect(phone.get_by_text("We cannot open this kind of file.")).to_be_visible()
    assert cuts
    assert fits(phone)
    assert violations(phone) == []
    phone.get_by_label("What does it show? door.jpg").fill("My door")
    press(phone, CONTINUE)
    phone.goto(phone.url.replace(step(phone), "check-answers"))
    expect(phone.get_by_text("My door", exact=True)).to_be_visible()
    press(phone, SEND)
    code = code_of(phone)
    follow(phone, product, code)
    phone.goto(f"{product.public_url}/follow-up/evidence/")
    press(phone, CONTINUE)
    phone.locator("input[type=file]").set_input_files(folder / "صورة.png")
    expect(phone.locator("[data-file]")).to_have_count(1, timeout=SLOW)
    press(phone, "Send these files")
    expect(phone.get_by_test_id("added")).to_contain_text("1 file was added")
    phone.context.close()


def test_without_scripts_the_same_page_does_it(product: Product, new_context: NewContext, folder: Path) -> None:
    page = new_context(java_script_enabled=False).new_page()
    to_evidence(page, product)
    page.locator("input[type=file]").set_input_files([folder / "door.jpg", folder / "holiday.jpg"])
    press(page, "Add these files")
    expect(page.locator("[data-file]")).to_have_count(1)
    expect(page.locator(".govuk-error-summary")).to_contain_text("holiday.jpg")
    press(page, "Remove door.jpg")
    expect(page.locator("[data-file]")).to_have_count(0)
    press(page, SEND_NOW)
    code_of(page)


def test_an_answer_is_spoken_and_an_officer_hears_a_copy_and_seals(
    product: Product, page: Page, officer: Page, tmp_path: Path
) -> None:
    (tmp_path / "me.wav").write_bytes(files.sound())
    begin(page, product)
    press(page, "Speak or sign instead")
    assert violations(page) == []
    page.locator("input[type=file]").set_input_files(tmp_path / "me.wav")
    expect(page.locator("[data-file]")).to_have_count(1, timeout=SLOW)
    press(page, CONTINUE)
    press(page, SEND_NOW)
    reference = page.get_by_test_id("reference").inner_text()
    follow(page, product, code_of(page))
    expect(page.get_by_test_id("fingerprint")).to_have_text(hashlib.sha256(files.sound()).hexdigest())

    desk = officer
    desk.goto(f"{product.desk_url}/desk/cases/{reference}/")
    expect(desk.get_by_test_id("words")).to_contain_text("not yet written down")
    desk.get_by_role("link", name="Look at exhibit 1.F1").click()
    desk.locator("[data-action=make-copy]").click()
    expect(desk.locator("audio")).to_be_visible(timeout=SLOW)
    assert violations(desk) == []
    desk.locator("body").press("Shift+X")
    expect(desk.get_by_test_id("sealed")).to_contain_text("Sealed by first")
    expect(desk.locator("audio")).to_have_count(0)


@pytest.mark.parametrize("has_scripts", [True, False])
def test_what_is_typed_about_a_file_outlives_every_way_off_the_page_but_the_exit(
    product: Product, new_context: NewContext, folder: Path, has_scripts: bool
) -> None:
    page = new_context(java_script_enabled=has_scripts).new_page()
    to_evidence(page, product)
    there, caption = page.url, page.get_by_label("What does it show? صورة.png")
    page.locator("input[type=file]").set_input_files(folder / "صورة.png")
    if not has_scripts:
        press(page, "Add these files")
    caption.fill("My door")
    press(page, "Back")
    assert step(page) == "told-before"
    page.goto(there)
    expect(caption).to_have_value("My door")
    if not has_scripts:
        return
    caption.fill("My door, again")  # not finished: somebody follows another link
    with page.expect_navigation():
        page.get_by_role("link", name="Cookies").click()
    page.goto(there)
    expect(caption).to_have_value("My door, again")
