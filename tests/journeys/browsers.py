"""What journeys know of the browsers that they drive."""

from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, Response, expect

from bench.browser import browser_path

ELSEWHERE = "a page about the weather"
NewContext = Callable[..., BrowserContext]
_AXE = Axe().axe_script
# Everything but what is wrong stays in the browser: a whole answer is fifty kilobytes.
_RUN = """
async ([more, without]) => {
  const on = Object.fromEntries([...more, ...without].map((rule) => [rule, { enabled: more.includes(rule) }]));
  const { violations } = await axe.run({ resultTypes: ["violations"], rules: on });
  return violations.map(({ id, nodes }) => [id, nodes[0].html.slice(0, 200)]);
}
"""


def chromium(playwright: Playwright, *more: str, whole: bool = False) -> Browser:
    """The machine's own browser, or the one that Playwright brings; `more` are switches of it."""
    return playwright.chromium.launch(
        executable_path=browser_path(whole=whole),
        args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", *more],
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


def broken_rules(page: Page, *more: str, without: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """What axe finds on a page as it is now: the rule and the first place. It is loaded once into each document.

    `more` are rules that axe leaves out unless it is asked for them, `without` those that it is not to ask.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE)
    return [(rule, place) for rule, place in page.evaluate(_RUN, [list(more), list(without)])]


def violations(page: Page) -> list[tuple[str, str]]:
    """What axe finds on a page once it is there."""
    expect(page.locator("main h1, main h2").first).to_be_attached()
    return broken_rules(page)
