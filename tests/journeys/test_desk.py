"""Given a report, when officers work on it at the desk, then it is read, decided, answered, closed, in that order."""

import re
import secrets
import time
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.journeys.browsers import NewContext, broken_rules
from tests.journeys.officers import AtTheDesk, Reported
from tests.journeys.test_reporting import act, fits, follow, press
from tests.product import Product

PATIENCE = 30  # seconds for the worker or `ring` to open a case
PHONE = {"viewport": {"width": 320, "height": 640}}


def open_case(page: Page, product: Product, reference: str) -> None:
    """Open it as soon as it is there."""
    until = time.monotonic() + PATIENCE
    while True:
        answer = page.goto(f"{product.desk_url}/desk/cases/{reference}/")
        if answer and answer.status == 200:
            return
        assert time.monotonic() < until, "the case was not opened"
        page.wait_for_timeout(300)


def take(page: Page, product: Product, reference: str) -> None:
    open_case(page, product, reference)
    act(page, "take")


def read(page: Page) -> None:
    act(page, "mark-read")
    expect(page.get_by_text("Marked as read.")).to_be_visible()


def decide(page: Page, reason: str = "No offence is made out.") -> None:
    page.locator("#decide").get_by_label("Nothing recorded").check()
    page.locator("#decide").get_by_label("Reason", exact=True).fill(reason)
    act(page, "decide")


def answer(page: Page, words: str) -> None:
    page.get_by_label("Your answer").fill(words)
    act(page, "reply")


def close(page: Page, reason: str = "Nobody could be found.") -> None:
    page.locator("#close").get_by_label("No line of enquiry left").check()
    page.locator("#close").get_by_label("Reason", exact=True).fill(reason)
    act(page, "close")


def complaint(page: Page) -> str:
    return page.locator(".govuk-error-summary").inner_text()


def test_take_read_decide_answer_close(
    product: Product, officer: Page, new_context: NewContext, reported: Reported
) -> None:
    words, reference, code = reported()
    open_case(officer, product, reference)
    expect(officer.get_by_test_id("words")).to_have_text(words)
    take(officer, product, reference)
    read(officer)
    decide(officer)
    answer(officer, "Thank you for telling us. We have asked for patrols.")
    close(officer)
    expect(officer.get_by_test_id("state")).to_have_text("Closed")
    reporter = new_context().new_page()
    follow(reporter, product, code)
    act(reporter, "open-messages")
    expect(reporter.locator("[data-sender=officer]")).to_contain_text("We have asked for patrols.")


def test_closing_unread_or_unanswered_is_refused_with_a_sentence(
    product: Product, officer: Page, reported: Reported
) -> None:
    _, reference, _ = reported()
    take(officer, product, reference)
    close(officer, "My own words.")
    assert "Read every report of this case first." in complaint(officer)
    assert officer.locator("#close").get_by_label("Reason", exact=True).input_value() == "My own words."
    read(officer)
    decide(officer)
    close(officer)
    assert "Answer the person who reported first." in complaint(officer)
    answer(officer, "Thank you for telling us.")
    close(officer)
    expect(officer.get_by_test_id("state")).to_have_text("Closed")


def test_one_key_takes_the_next_case_but_not_while_somebody_types(
    product: Product, officer: Page, reported: Reported
) -> None:
    _, reference, _ = reported()
    open_case(officer, product, reference)
    officer.goto(f"{product.desk_url}/desk/queue/")
    officer.get_by_label("Open a case by its reference").press("n")
    officer.wait_for_timeout(300)
    assert urlsplit(officer.url).path == "/desk/queue/"
    officer.locator("h1").click()
    officer.keyboard.press("n")  # words that were typed and not sent are not left behind
    officer.wait_for_timeout(300)
    assert urlsplit(officer.url).path == "/desk/queue/"
    officer.get_by_label("Open a case by its reference").fill("")
    officer.locator("h1").click()
    with officer.expect_navigation(url="**/desk/cases/**"):
        officer.keyboard.press("n")
    expect(officer.get_by_text("You have taken case")).to_be_visible()


def test_danger_rings_is_acknowledged_and_handed_over(
    product: Product, officer: Page, at_the_desk: AtTheDesk, reported: Reported
) -> None:
    officer.goto(f"{product.desk_url}/desk/queue/")
    _, reference, _ = reported(danger=True)
    banner = officer.locator("[data-ringing]").filter(has_text=reference)
    expect(banner).to_be_visible(timeout=PATIENCE * 1000)  # without loading the page again
    expect(officer).to_have_title(re.compile(r"^\(!\) ALARM"))
    open_case(officer, product, reference)
    box = officer.locator("section[data-alarm]")
    expect(officer.locator("[data-alarm-note]")).to_be_visible()  # the sound waits for a first press
    with officer.expect_navigation():
        box.locator("[data-action=acknowledge]").click(delay=400)  # as long as a person's: nothing may move meanwhile
    expect(officer.locator("[data-ringing]").filter(has_text=reference)).to_have_count(0)
    colleague = at_the_desk("second").new_page()
    colleague.goto(f"{product.desk_url}/desk/duty/")
    box = colleague.locator("section[data-alarm]").filter(has_text=reference)
    expect(box).to_contain_text("first looks after it")
    box.get_by_text("Hand over to the control room").click()
    box.get_by_label("The control room’s log number").fill("CAD 4711")
    with colleague.expect_navigation():
        box.locator("[data-action=hand-over-alarm]").click()
    expect(colleague.get_by_text("log number CAD 4711")).to_be_visible()


def test_a_second_witness_is_attached_and_detached(product: Product, officer: Page, reported: Reported) -> None:
    _, reference, _ = reported()
    seen, second, _ = reported(f"I saw the man spit at her. {secrets.token_hex(6)}")
    open_case(officer, product, second)
    take(officer, product, reference)
    officer.get_by_text("Attach a report of the same incident").click()
    officer.get_by_label("Reference of the report").fill(second)
    officer.get_by_label("Why is it the same incident?").fill("the same place and time")
    act(officer, "attach")
    expect(officer.locator(f"article[data-report='{second}']")).to_contain_text(seen)
    officer.goto(f"{product.desk_url}/desk/cases/{second}/")
    assert urlsplit(officer.url).path == f"/desk/cases/{reference}/"
    attached = officer.locator(f"article[data-report='{second}']")
    attached.get_by_text("This is another incident").click()
    attached.get_by_label("Why is it not the same incident?").fill("it was another day")
    act(officer, "detach")
    expect(officer.locator(f"article[data-report='{second}']")).to_have_count(0)
    open_case(officer, product, second)
    assert urlsplit(officer.url).path == f"/desk/cases/{second}/"


def test_two_officers_never_overwrite_each_other(
    product: Product, officer: Page, at_the_desk: AtTheDesk, reported: Reported
) -> None:
    _, reference, _ = reported()
    take(officer, product, reference)
    read(officer)
    colleague = at_the_desk("second").new_page()
    open_case(colleague, product, reference)
    decide(officer, "The first reason.")
    decide(colleague, "The second reason.")
    assert "Nothing was saved." in complaint(colleague)
    assert "first, " in complaint(colleague)
    assert colleague.locator("#decide").get_by_label("Reason", exact=True).input_value() == "The second reason."


def test_what_a_choice_asks_for_shows_once_it_is_chosen(product: Product, officer: Page, reported: Reported) -> None:
    _, reference, _ = reported()
    take(officer, product, reference)
    number = officer.locator("#decide").get_by_label("Crime number")
    expect(number).to_be_hidden()
    officer.locator("#decide").get_by_label("Recorded as a crime").check()
    expect(number).to_be_visible()


def test_the_desk_works_without_scripts(product: Product, at_the_desk: AtTheDesk, reported: Reported) -> None:
    _, reference, _ = reported()
    page = at_the_desk("first", java_script_enabled=False).new_page()
    take(page, product, reference)
    read(page)
    decide(page)
    answer(page, "Thank you.")
    close(page)
    expect(page.get_by_test_id("state")).to_have_text("Closed")


def test_a_part_of_the_queue_is_filtered_and_kept_without_scripts(
    product: Product, at_the_desk: AtTheDesk, reported: Reported
) -> None:
    _, reference, _ = reported()
    page = at_the_desk("first", java_script_enabled=False).new_page()
    open_case(page, product, reference)
    page.goto(f"{product.desk_url}/desk/queue/")
    page.locator("#filter summary").press("Enter")
    page.get_by_label("Officer", exact=True).select_option("Nobody")
    page.get_by_label("Came by").select_option("Website")
    press(page, "Filter the list")
    expect(page.locator(f"tr[data-case='{reference}']")).to_be_visible()
    page.get_by_role("link", name="Remove the filter Came by: Website").click()
    expect(page.get_by_role("link", name="Remove the filter Officer: Nobody")).to_be_visible()
    page.get_by_role("link", name="Save as a view").click()
    page.get_by_label("Name of the view").fill("Nobody has it")
    act(page, "save-view")
    assert "Choose who sees it." in complaint(page)
    assert page.get_by_label("Name of the view").input_value() == "Nobody has it"
    page.get_by_label("Only me").check()
    act(page, "save-view")
    page.goto(f"{product.desk_url}/desk/queue/?tab=all")
    page.get_by_role("link", name="Nobody has it").click()
    assert urlsplit(page.url).query == "tab=next&officer=~nobody"
    expect(page.locator(f"tr[data-case='{reference}']")).to_be_visible()


def test_the_desk_is_accessible_and_fits_a_telephone(
    product: Product, officer: Page, at_the_desk: AtTheDesk, reported: Reported
) -> None:
    words = f"They wrote on our door. {'x' * 300} {secrets.token_hex(6)}"
    _, reference, _ = reported(words, danger=True)
    take(officer, product, reference)
    problems, phone = {}, at_the_desk("first", **PHONE).new_page()
    narrowed = "tab=all&priority=immediate&place=nowhere%20at%20all&received_from=31/2"
    for name in (
        "queue/", "mine/", "queue/?tab=all", f"queue/?{narrowed}", f"views/?{narrowed}", "duty/", f"cases/{reference}/"
    ):  # fmt: skip
        officer.goto(f"{product.desk_url}/desk/{name}")
        if found := broken_rules(officer):
            problems[name] = found
        phone.goto(f"{product.desk_url}/desk/{name}")
        if not fits(phone):
            problems[f"{name} on a telephone"] = ["runs off the screen"]
    close(officer)
    if found := broken_rules(officer):
        problems["refused"] = found
    assert problems == {}


def search(page: Page, product: Product, words: str, reference: str) -> None:
    """Look for the words until the worker has let search know of the case."""
    until = time.monotonic() + PATIENCE
    page.goto(f"{product.desk_url}/desk/queue/")
    while True:
        page.locator("a[data-key='/']").click()
        page.locator("#q").fill(words)
        page.locator("#q").press("Enter")
        expect(page.get_by_test_id("found")).to_be_visible()
        if page.locator(f"[data-case='{reference}']").count():
            return
        assert time.monotonic() < until, "search does not know the case"
        page.wait_for_timeout(300)


def test_a_report_is_found_by_keyboard_and_opened(product: Product, officer: Page, reported: Reported) -> None:
    mark = "".join(secrets.choice("bdfgkmprz") for _ in range(12))  # digits beside an e are read as a number
    _, reference, _ = reported(f"They burnt a prayer mat outside. {mark} <b>mark</b>")
    search(officer, product, f'"prayer mat" {mark} -mosque', reference)
    officer.goto(f"{product.desk_url}/desk/queue/")
    officer.locator("h1").click()
    with officer.expect_navigation(url="**/desk/search/"):
        officer.keyboard.press("/")
    expect(officer.locator("#q")).to_be_focused()
    officer.keyboard.type(f"burning {mark} or nothing/")  # a slash that is typed stays in the box
    expect(officer.locator("#q")).to_have_value(f"burning {mark} or nothing/")
    officer.keyboard.press("Backspace")
    with officer.expect_navigation():  # whole, its keys too
        officer.keyboard.press("Enter")
    hit = officer.locator(f"[data-case='{reference}']")
    expect(hit.locator("mark").first).to_have_text("burnt")
    officer.locator("h1").click()
    officer.keyboard.press("/")
    expect(officer.locator("#q")).to_be_focused()
    hit.locator("a").first.press("Enter")
    officer.wait_for_url(f"**/desk/cases/{reference}/")
    officer.go_back()
    expect(hit).to_be_visible()  # as it was, without sending anything again


def test_a_slash_leaves_words_that_were_not_sent(product: Product, officer: Page, reported: Reported) -> None:
    _, reference, _ = reported()
    take(officer, product, reference)
    officer.get_by_label("Your answer").fill("Words of mine, and/or")
    officer.locator("h1").click()
    officer.keyboard.press("/")
    officer.wait_for_timeout(300)
    assert urlsplit(officer.url).path == f"/desk/cases/{reference}/"


def test_whatever_is_pasted_into_search_gets_a_sentence(product: Product, officer: Page) -> None:
    officer.goto(f"{product.desk_url}/desk/search/")
    for words, said in (
        ("x" * 10_000, "at most 500 characters"),
        ('"go home', "quotation mark"),
        ("-bus", "a minus only"),
    ):
        officer.locator("#q").fill(words)
        officer.locator("#q").press("Enter")
        expect(officer.locator("#q-error")).to_contain_text(said)
        expect(officer.locator("#q")).to_have_value(words)
    officer.locator("#q").fill("🐷" * 500)  # the longest that is looked for, in an address
    officer.locator("#q").press("Enter")
    expect(officer.get_by_test_id("found")).to_be_visible()


def test_search_works_without_scripts_is_accessible_and_fits_a_telephone(
    product: Product, officer: Page, at_the_desk: AtTheDesk, reported: Reported
) -> None:
    mark = secrets.token_hex(6)
    _, reference, _ = reported(f"They wrote on our door. صرخوا علينا {mark} {'x' * 300}")
    plain = at_the_desk("first", java_script_enabled=False).new_page()
    search(plain, product, f"{mark} door", reference)
    phone = at_the_desk("first", viewport={"width": 320, "height": 640}).new_page()
    problems = {}
    for query in ("", f"?q={mark}", f"?q={mark}+wroten", "?q=%22", "?q=nothingwaslikethis", f"?q={'x' * 499}"):
        officer.goto(f"{product.desk_url}/desk/search/{query}")
        phone.goto(f"{product.desk_url}/desk/search/{query}")
        phone.locator("summary").click()
        if found := broken_rules(officer):
            problems[query] = found
        if found := broken_rules(phone):
            problems[f"{query} on a telephone"] = found
        if not fits(phone):
            problems[f"{query} at 320 px"] = ["runs off the screen"]
    officer.goto(f"{product.desk_url}/desk/search/?q={mark}")
    officer.evaluate("document.documentElement.dir = 'rtl'")
    if not fits(officer):
        problems["right to left"] = ["runs off the screen"]
    assert problems == {}
