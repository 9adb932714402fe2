"""Given somebody who would rather speak, when they record in the browser, then it is heard, kept and sent, or still theirs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from reporting import media
from tests.journeys.browsers import NewContext, chromium, violations
from tests.journeys.test_desk import open_case
from tests.journeys.test_reporting import CONTINUE, SEND_NOW, begin, code_of, fits, press, step
from tests.product import Product

SLOW = 30_000  # milliseconds: a machine that runs other things too
KEEP, STOP = "Keep this recording", "Stop recording"
# What the page asks of the browser's recorder, and nothing else of it.
SPY = """
window.asked = [];
window.MediaRecorder = class extends MediaRecorder {
  constructor(stream, options) {
    super(stream, options);
    window.asked.push(options?.mimeType ?? "");
  }
};
"""
# True once something of it was played, false where it cannot be.
PLAYS = """
(player) => new Promise((done) => {
  player.addEventListener("timeupdate", () => player.currentTime > 0.2 && done(true));
  player.play().catch(() => done(false));
})
"""
TWICE = 1_100  # milliseconds after which a second press of a button is not a double click


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One with a microphone and a camera of its own, which says yes when it is asked for them."""
    with sync_playwright() as playwright:
        opened = chromium(playwright, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
        yield opened
        opened.close()


@pytest.fixture
def speaking(product: Product, new_context: NewContext) -> Page:
    """The page on which one speaks, on a telephone."""
    context = new_context(viewport={"width": 375, "height": 740}, has_touch=True, accept_downloads=True)
    context.add_init_script(SPY)
    page = context.new_page()
    begin(page, product)
    press(page, "Speak or sign instead")
    return page


def record(page: Page, what: str) -> None:
    """Record for as long as it takes to hear something."""
    page.get_by_role("button", name=what, exact=True).click()
    expect(page.get_by_role("button", name=STOP)).to_be_visible(timeout=SLOW)
    page.wait_for_timeout(1_500)
    page.get_by_role("button", name=STOP).click()
    expect(page.get_by_role("button", name=KEEP)).to_be_visible(timeout=SLOW)


@pytest.mark.parametrize(("what", "player"), [("Record sound", "audio"), ("Record video", "video")])
def test_an_answer_is_recorded_listened_to_kept_sent_and_played_by_an_officer(
    product: Product, speaking: Page, officer: Page, what: str, player: str
) -> None:
    record(speaking, what)
    (asked,) = speaking.evaluate("window.asked")
    assert asked.startswith(f"{player}/webm"), "of all that it can, what we can show"
    assert speaking.locator(f"main {player}:visible").evaluate(PLAYS)
    assert violations(speaking) == []
    speaking.get_by_role("button", name=KEEP).click()
    expect(speaking.locator("[data-file]")).to_have_count(1, timeout=SLOW)
    press(speaking, CONTINUE)
    assert step(speaking) == "in-danger-now"
    press(speaking, SEND_NOW)
    reference = speaking.get_by_test_id("reference").inner_text()
    assert code_of(speaking)
    open_case(officer, product, reference)
    officer.get_by_role("link", name="Look at exhibit 1.F1").click()
    officer.locator("[data-action=make-copy]").click()
    shown = officer.locator("main audio, main video")
    expect(shown).to_be_visible(timeout=SLOW)
    assert shown.evaluate(PLAYS)


def test_a_recording_that_is_refused_stays_until_it_is_sent_saved_or_given_up(speaking: Page, tmp_path: Path) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=422, json={"sentence": "We cannot keep files just now."})

    speaking.route("**/files/*/*offset=0*", refuse, times=1)
    record(speaking, "Record sound")
    speaking.get_by_role("button", name=KEEP).click()
    expect(speaking.get_by_role("alert")).to_contain_text("We cannot keep files just now.", timeout=SLOW)
    assert fits(speaking)
    assert violations(speaking) == []
    for way_out in (speaking.get_by_role("button", name=CONTINUE), speaking.get_by_role("link", name="Back")):
        way_out.click()
        expect(speaking.get_by_text("We do not have your recording yet.")).to_be_visible()
        assert step(speaking) == "record"
    with speaking.expect_download() as saved:
        speaking.get_by_role("link", name="Save a copy on this device").click()
    saved.value.save_as(tmp_path / "copy")
    assert saved.value.suggested_filename == "My recording.webm"
    assert media.binary_type((tmp_path / "copy").read_bytes()) == "video/webm"
    speaking.get_by_role("button", name="Try again").click()
    expect(speaking.locator("[data-file]")).to_have_count(1, timeout=SLOW)
    speaking.wait_for_timeout(TWICE)
    press(speaking, CONTINUE)
    assert step(speaking) == "in-danger-now"


def test_whoever_gives_a_refused_recording_up_goes_on(speaking: Page) -> None:
    speaking.route("**/files/?*", lambda route: route.fulfill(status=422, json={"sentence": "No."}))
    record(speaking, "Record sound")
    speaking.get_by_role("button", name=KEEP).click()
    expect(speaking.get_by_role("alert")).to_contain_text("No.", timeout=SLOW)
    speaking.get_by_role("button", name="Do not add this file").click()
    with speaking.expect_navigation():
        speaking.get_by_role("link", name="Back").click()
    assert step(speaking) == "what-happened"


def test_another_language_waits_for_a_recording_that_was_not_kept(speaking: Page) -> None:
    record(speaking, "Record sound")
    speaking.locator(".heard-languages__more summary").click()
    speaking.get_by_role("button", name="Polski").click()
    expect(speaking.get_by_text("You have not kept your recording yet.")).to_be_visible()
    assert "/pl/" not in speaking.url
    speaking.get_by_role("button", name=KEEP).click()
    expect(speaking.locator("[data-file]")).to_have_count(1, timeout=SLOW)
    with speaking.expect_navigation():
        speaking.get_by_role("button", name="Polski").click()
    assert "/pl/report/what-happened/record/" in speaking.url
    expect(speaking.locator("[data-file]")).to_have_count(1)
