"""What journeys know of the browsers that they drive."""

from collections.abc import Callable
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, Response, expect

_BROWSERS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
ELSEWHERE = "a page about the weather"
NewContext = Callable[..., BrowserContext]


def chromium(playwright: Playwright) -> Browser:
    """The machine's own browser, or the one that Playwright brings."""
    path = next((one for one in _BROWSERS if Path(one).exists()), None)
    return playwright.chromium.launch(
        executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    )


def go_back(page: Page) -> Response | None:
    """Press Back, also to a page that leads on to another before it is whole; None where there is nothing to go back to."""
    try:
        return page.go_back()
    except Error as error:
        if "ERR_ABORTED" not in str(error):
            raise
        page.wait_for_load_state()
        return None


def violations(page: Page) -> list[tuple[str, str]]:
    """What axe finds on a page that is there: the rule and the first place."""
    expect(page.locator("main h1, main h2").first).to_be_attached()
    found = Axe().run(page).response["violations"]
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in found]
