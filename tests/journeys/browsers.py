"""What journeys know of the browsers that they drive."""

from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

ELSEWHERE = "a page about the weather"
NewContext = Callable[..., BrowserContext]


def violations(page: Page) -> list[tuple[str, str]]:
    """What axe finds on a page that is there: the rule and the first place."""
    expect(page.locator("main h1, main h2").first).to_be_attached()
    found = Axe().run(page).response["violations"]
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in found]
