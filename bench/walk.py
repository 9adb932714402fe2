"""The two ways through the public pages: sending a report, and coming back with its code."""

from dataclasses import dataclass
from typing import Literal

from bench.page import Button, Form, Page, PageError
from bench.visitor import Visitor

MOST_STEPS = 40

Way = Literal["quick", "full", "change"]


@dataclass(frozen=True)
class Shown:
    """What the sent page showed, and how long the sending press took until the page was there (seconds)."""

    reference: str
    code: str
    seconds: float


def send_report(visitor: Visitor, words: str, path: Way, *, cut_after: float | None = None) -> Shown:
    """Walk from the start page to the sent page with `words` as the only answer.

    `quick` presses "Send what I have written now" as soon as a page offers it; `full` leaves every further
    question blank up to the check page; `change` goes back from there to the words and sends them off again just
    as the page shows them. Raises `PageError` or `UnansweredError`.
    """
    way_in = visitor.open("/").start()
    page = visitor.open(way_in) if isinstance(way_in, str) else visitor.press(*way_in)
    form, button = page.primary()
    if len(form.text_boxes) != 1:
        raise PageError(f"{page.path}: {len(form.text_boxes)} text boxes where the words belong")
    form.fill(next(iter(form.text_boxes)), words)
    first = page.path
    page = visitor.press(form, button)
    for _ in range(MOST_STEPS):
        if path == "change" and _is_check(page):
            path, page = "full", _unchanged(page, first, visitor)
        if page.has_errors():
            raise PageError(f"{page.path}: an answer was refused")
        form, button, sends = _next_press(page, path)
        page = visitor.press(form, button, cut_after=cut_after if sends else None)
        if page.marked("follow-up-code") is not None:
            return shown_on(page, visitor)
    raise PageError(f"{page.path}: no sent page after {MOST_STEPS} steps")


def shown_on(page: Page, visitor: Visitor) -> Shown:
    """Reference and code of the sent page. Raises `PageError` when one of them is not there."""
    reference, code = page.marked("reference"), page.marked("follow-up-code")
    if not reference or not code:
        raise PageError(f"{page.path}: no reference and code shown")
    return Shown(reference, code, visitor.last_seconds)


def _next_press(page: Page, path: Way) -> tuple[Form, Button, bool]:
    now = page.send_now()
    if path == "quick" and now is not None:
        return *now, True
    return *page.primary(), _is_check(page)


def _is_check(page: Page) -> bool:
    return page.path.rstrip("/").endswith("check-answers")


def _unchanged(page: Page, first: str, visitor: Visitor) -> Page:
    """Follow the check page's link to the step `first`, and continue from there without touching anything."""
    link = page.link_to(first)
    if link is None:
        raise PageError(f"{page.path}: no link to change the words")
    return visitor.press(*visitor.open(link).primary())


def open_report(visitor: Visitor, code: str) -> Page:
    """The status page behind `code`, reached as a person would. Raises `PageError` when it does not open."""
    page = visitor.open("/follow-up/")
    form, button = page.primary()
    if "code" not in form.names:
        raise PageError(f"{page.path}: nowhere to type the code")
    form.fill("code", code)
    page = visitor.press(form, button)
    if page.marked("fingerprint") is None:
        raise PageError(f"{page.path}: the code did not open")
    return page
