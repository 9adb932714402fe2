"""A real browser in front of the running product. No request leaves the machine, and no page may complain."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from tests.journeys.browsers import ELSEWHERE, NewContext, chromium
from tests.journeys.officers import ACCOUNTS, AtTheDesk, Reported, enter, made
from tests.journeys.test_reporting import CONTINUE, SEND_NOW, begin, code_of, press, step
from tests.product import Product, product  # noqa: F401  (a fixture)

_LOOPBACK = ("localhost", "127.0.0.1")
_PATIENCE = 30_000  # milliseconds: a machine that runs other things too
expect.set_options(timeout=_PATIENCE)


@pytest.fixture(scope="module")
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """One browser for the journeys of a module.

    Not for the whole run: while it is open an event loop runs in this thread, and Django then refuses the database to
    every other test of the process.
    """
    with sync_playwright() as playwright:
        opened = chromium(playwright, whole=request.node.get_closest_marker("leaves") is not None)
        yield opened
        opened.close()


@pytest.fixture
def new_context(browser: Browser) -> Iterator[NewContext]:
    """Makes a person's browser; takes Playwright's options. Complaints on any page fail the test at its end."""
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def answer(route: Route) -> None:
        if urlsplit(route.request.url).hostname in _LOOPBACK:
            route.continue_()
        elif route.request.is_navigation_request():
            route.fulfill(content_type="text/html", body=f"<title>Weather</title><p>{ELSEWHERE}</p>")
        else:
            complaints.append(f"a page asked for {route.request.url}")
            route.abort()

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda said: complaints.append(f"{page.url}: {said.text}") if said.type == "error" else None)

    def make(**options: object) -> BrowserContext:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        context.set_default_timeout(_PATIENCE)
        context.on("page", watch)
        context.route("**/*", answer)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()
    assert [one for one in complaints if "status of 4" not in one] == []


@pytest.fixture
def page(new_context: NewContext) -> Page:
    """One page of an ordinary browser."""
    return new_context(viewport={"width": 1280, "height": 900}).new_page()


@pytest.fixture
def phone(new_context: NewContext) -> Page:
    """One page of a telephone."""
    return new_context(viewport={"width": 375, "height": 740}, has_touch=True, is_mobile=True).new_page()


@pytest.fixture(scope="session")
def password(product: Product) -> str:  # noqa: F811
    """Of two officers, whose second factor nobody has set up yet. A module may have others of its own."""
    return made(product, ACCOUNTS, names='"first", "second"')


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the officers' sessions are kept, so that each logs in once: a code works once."""
    return tmp_path_factory.mktemp("sessions")


@pytest.fixture
def at_the_desk(product: Product, new_context: NewContext, password: str, kept: Path) -> AtTheDesk:  # noqa: F811
    """The browser of somebody who has given both factors."""

    def log_in(name: str, **options: object) -> BrowserContext:
        state = kept / name
        if not state.exists():
            enter(product, new_context().new_page(), name, password).context.storage_state(path=state)
        return new_context(storage_state=state, **options)

    return log_in


@pytest.fixture
def officer(at_the_desk: AtTheDesk) -> Page:
    """The first officer's page."""
    return at_the_desk("first", viewport={"width": 1280, "height": 900}).new_page()


@pytest.fixture
def reported(product: Product, new_context: NewContext) -> Reported:  # noqa: F811
    """Somebody reports; gives their words, the reference and the follow-up code."""

    def report(words: str = "", *, danger: bool = False) -> tuple[str, str, str]:
        words = words or f"A man shouted at me because I am Muslim, and spat. {secrets.token_hex(6)}"
        page = new_context().new_page()
        begin(page, product)
        page.locator("textarea").fill(words)
        press(page, CONTINUE)
        if danger:
            page.get_by_label("Yes").check()
            press(page, CONTINUE)
            assert step(page) == "get-help-now"
        press(page, SEND_NOW)
        return words, page.get_by_test_id("reference").inner_text(), code_of(page)

    return report
