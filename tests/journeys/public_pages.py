"""Every page of the public's side, walked in one browser for the accessibility rules: in any language, at any width.

The pages are read from the URL configuration and the steps of the journey, so that a new one is walked by itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Page

from reporting import urls
from reporting.journey.steps import STEPS
from reporting.languages import SOURCE
from tests.journeys.browsers import broken_rules

WIDTHS = (320, 768, 1280)
_NO_PAGE = {"exit"}  # addresses that lead elsewhere
_BUTTON = "button.govuk-button:not(.govuk-button--secondary):not(.govuk-button--warning)"  # what goes on, not what ends
_WORDS = "Two men shouted at me on the bus. They said that people like me should go home."


@dataclass(frozen=True)
class Finding:
    """What is wrong: the page, its width in pixels, the rule (or "too wide") and the first place."""

    page: str
    width: int
    rule: str
    place: str


def look(page: Page, name: str, widths: tuple[int, ...]) -> list[Finding]:
    """Everything that the rules object to on the page that is there, with all that is folded opened."""
    found = []
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        found += [Finding(name, width, rule, place) for rule, place in broken_rules(page)]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            found.append(Finding(name, width, "too wide", f"{wide} px"))
    return found


class Walk:
    """One language, one browser with a draft and a code."""

    def __init__(self, context: BrowserContext, base: str, language: str) -> None:
        self.page = context.new_page()
        self.base = base if language == SOURCE else f"{base}/{language}"
        self.draft = ""
        self.pages = 0

    def begin(self) -> None:
        """A draft that leads to every page, and a report with a code that is open in this browser."""
        page = self.page
        page.goto(f"{self.base}/report/what-happened/")
        page.locator("textarea").fill(_WORDS)
        self._press()
        page.goto(f"{self.base}/report/check-answers/{self._draft_of(page)}")
        self._press()
        self.sent = page.url
        self.code = page.get_by_test_id("follow-up-code").inner_text()
        page.goto(f"{self.base}/report/what-happened/")
        page.locator("textarea").fill(_WORDS)
        self._press()
        self.draft = self._draft_of(page)
        page.goto(f"{self.base}/follow-up/")
        page.locator("[name=code]").fill(self.code)
        self._press()

    def findings(self, widths: tuple[int, ...], *, with_errors: bool) -> list[Finding]:
        """Everything that the rules object to, on every page."""
        found: list[Finding] = []
        for name, address in self.addresses():
            answer = self.page.goto(address)
            if answer is None or "text/html" not in answer.headers.get("content-type", ""):
                continue
            found += self._look(name, widths)
            if with_errors and self._make_mistakes():
                found += self._look(f"{name}, with mistakes", widths)
        return found

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Name and address of every page that a GET opens."""
        for step in STEPS:
            yield step.slug, f"{self.base}/report/{step.slug}/{self.draft}"
        yield "sent", self.sent
        for pattern in urls.urlpatterns:
            route = str(pattern.pattern)
            if pattern.name not in _NO_PAGE and "<" not in route:
                yield pattern.name, f"{self.base}/{route}{self.draft if route.startswith('report/') else ''}"
        yield "not found", f"{self.base}/there-is-no-such-page/"

    def _look(self, name: str, widths: tuple[int, ...]) -> list[Finding]:
        self.pages += 1
        return look(self.page, name, widths)

    def _make_mistakes(self) -> bool:
        """Send the page's form with nothing, or with nonsense where a line is asked for; whether it came back."""
        form = self.page.locator(f"main form:has({_BUTTON})").first
        if not form.count():
            return False
        for field in form.locator("input[type=text], input[type=email], input[type=tel]").all():
            if field.is_visible():
                field.fill("99?")
        for field in form.locator("textarea").all():
            if field.is_visible():
                field.fill("")
        before = self.page.url.split("?")[0]
        self._press()
        return self.page.url.split("?")[0] == before and bool(self.page.locator(".govuk-error-summary").count())

    def _press(self) -> None:
        with self.page.expect_navigation():
            self.page.locator(f"main {_BUTTON}").first.click()

    @staticmethod
    def _draft_of(page: Page) -> str:
        found = re.search(r"\?d=[0-9a-f]{32}", page.url)
        assert found, page.url
        return found[0]
