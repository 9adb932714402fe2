"""Every page of the public's side, walked in one browser for the accessibility rules: in any language, at any width.

The pages are read from the URL configuration and the steps of the journey, so that a new one is walked by itself. What
only a press leads to is walked apart, and what no browser can be led to is shown as the product would answer it.
"""

import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings
from django.utils import translation
from playwright.sync_api import BrowserContext, FilePayload, Page, Response, Route, expect

from reporting import urls
from reporting.journey import safety
from reporting.journey.steps import STEPS
from reporting.languages import SOURCE
from reporting.views import failures
from tests import files
from tests.journeys.browsers import broken_rules
from tests.product import Product

WIDTHS = (320, 768, 1280)
_LARGE_ENOUGH = "target-size"  # WCAG 2.2, 2.5.8: what is pressed has 24 pixels, or room around it
_CONTRAST = "color-contrast"  # half of the time of all rules, and no language has colours of its own
_NO_PAGE = {  # lead elsewhere, or are for scripts
    "exit", "keep", "files", "piece", "follow_up_begin", "follow_up_piece", "stay", "step",
    "promise_json", "figures_json",
}  # fmt: skip
_SENT = {"sent", "sent_print"}  # of the report that was sent
_APART = {"helped", "no_more"}  # of a report that is closed
_MAY_BE_WRONG = {
    "what-happened",
    "when",
    "contact-details",
    "follow_up",
    "resume",
    "complain",
    "contact_again",
    "referral",
}
"""Pages whose form comes back when it is sent with nothing, or with nonsense where a line is asked for."""
_BUTTON = "button.govuk-button:not(.govuk-button--secondary):not(.govuk-button--warning)"  # what goes on, not what ends
_WORDS = "Two men shouted at me on the bus. They said that people like me should go home."
_DANGER = "He has a knife and he is inside the flat now, please help us."
_PICTURE = FilePayload(name="door.jpg", mimeType="image/jpeg", buffer=files.picture())
_PROGRAM = FilePayload(name="holiday.jpg", mimeType="image/jpeg", buffer=files.PROGRAM)
# A closed report, so that it can be asked whether it helped; and the link that stands in a message about it.
_MAKE = """
import secrets
from django.utils import timezone
from cases.domain import closing, intake
from cases.domain.accounts import create_account
from cases.models import Unit
from reporting.domain import referral_links
from reporting.domain.notice_link import link_for
from reporting.domain.submission import submit_report
from reporting.models import Report
from tests import cast as people
now = timezone.now()
officer = create_account(
    username="closes", password=secrets.token_urlsafe(20), role="officer", unit=Unit.objects.get(is_default=True)
)
receipt = submit_report(answers={"what_happened": "On the bus."}, token=secrets.token_urlsafe(16), now=now)
report = Report.objects.get(reference=receipt.reference)
case = people.decide_and_answer(people.take_and_read(intake.open_case(report.pk, now=now), officer), officer)
closing.close_case(case.pk, closing_reason="no_line_left", reason="Nobody saw it.", by=officer, now=timezone.now())
asked = [referral_links.make_link(now=now)[1].replace(" ", "") for _ in range(20)]
print("made", receipt.code.replace(" ", ""), link_for(report.pk), *asked)
"""


class Closed(NamedTuple):
    """A report that is closed: its code, what the link of its messages holds; and codes with which partners answer, one
    for each language that is walked."""

    code: str
    link: str
    asked: list[str]


def prepare(product: Product) -> Closed:
    """Make what no press of a reporter leads to."""
    answer = product.manage("shell", stdin=_MAKE)
    found = re.search(r"^made (\S+) (\S+) (.+)$", answer.stdout, re.MULTILINE)
    assert found, answer.stderr
    return Closed(found[1], found[2], found[3].split())


@dataclass(frozen=True)
class Finding:
    """What is wrong: the page, its width in pixels, the rule (or "too wide", "no way out") and the first place."""

    page: str
    width: int
    rule: str
    place: str


def look(page: Page, name: str, widths: tuple[int, ...], *more: str, without: tuple[str, ...] = ()) -> list[Finding]:
    """Everything that the rules, `more` and `without` some, object to on the page that is there, all of it unfolded."""
    found = []
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("scrollTo(0, 0)")  # the way out stays at the top of a phone: further down it covers half a link
        found += [Finding(name, width, rule, place) for rule, place in broken_rules(page, *more, without=without)]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            found.append(Finding(name, width, "too wide", f"{wide} px"))
    return found


def every_page(*, thorough: bool) -> set[str]:
    """The names of all that has to be walked."""
    named = {one.name for one in urls.urlpatterns} - _NO_PAGE
    pages = {step.slug for step in STEPS} | named - _APART | {"not found"}
    if not thorough:
        return pages
    answered = {f"{name}, with mistakes" for name in _MAY_BE_WRONG}
    return pages | _APART | answered | {name for act in Walk.ACTS for name in act[1:]} | set(answers_of_failure())


def answers_of_failure() -> dict[str, Callable[[HttpRequest], HttpResponse]]:
    """What is answered when something goes wrong, by its name: no browser can be led to most of it."""
    return {
        "400": failures.bad_request, "403": failures.not_allowed, "404": failures.not_found, "413": failures.too_long,
        "500": failures.server_error, "503": failures.database_away,
        "500, words given back": lambda request: failures.give_back(request, status=500),
        "503, words given back": failures.database_away,
        "403, words given back": failures.csrf_failure,
    }  # fmt: skip


def _fulfil(html: str, route: Route) -> None:
    route.fulfill(content_type="text/html", body=html)


class Walk:
    """One language, one browser with a draft and a code."""

    ACTS: tuple[tuple[str, ...], ...] = (  # the method, and the names of the pages that it looks at
        ("_files", "evidence, with files", "evidence, with mistakes", "record, with files", "record, with mistakes"),
        ("_lost", "lost", "sent before", "sent, gone"),
        ("_about_you", "about_you, with mistakes"),
        ("_save", "save, with its code"),
        (
            "_complain",
            "complain, sent",
            "complaint by its code",
            "complaint by its code, stopped",
            "complain, given back",
        ),
        ("_messages", "messages, opened", "messages, with mistakes", "messages, sent", "messages, with a new code"),
        ("_more_files", "follow_up_files, begun", "follow_up_files, with mistakes", "follow_up_files, added"),
        ("_wishes", "contact_again, kept", "no_further, kept", "ask_review, kept"),
        ("_stop", "stop_code, with a new code", "stop_code, without one", "follow_up, ended", "messages, not sent"),
        ("_referral", "referral, answered"),
        ("_closed", "helped", "helped, with mistakes", "helped, kept", "no_more", "no_more, done"),
    )

    def __init__(self, context: BrowserContext, base: str, language: str) -> None:
        self.page = context.new_page()
        self.language = language
        self.base = base if language == SOURCE else f"{base}/{language}"
        self.draft = ""
        self.pages: list[str] = []
        self.found: list[Finding] = []
        self.widths: tuple[int, ...] = ()
        self.without: tuple[str, ...] = ()

    def begin(self) -> None:
        """A draft that brings out every question, and a report, with a complaint about it, whose code is open in this browser."""
        page = self.page
        self._open("report/what-happened/").locator("textarea").fill(_WORDS)
        self._press()
        self._open(f"report/check-answers/{self._draft()}")
        self._press()
        self.sent = page.url.split("?")[1]
        self.code = page.get_by_test_id("follow-up-code").inner_text()
        self._open("complain/").locator("[name=message]").fill(_WORDS)
        page.locator("[name=report]").fill(self.code)
        self._press()
        page.get_by_test_id("complaint-reference").wait_for()
        self._open("report/what-happened/").locator("textarea").fill(_WORDS)
        self._press()
        self.draft = self._draft()
        for step, choices in (
            ("who-it-happened-to", ["someone_else"]),
            ("contact", ["email", "phone", "text", "letter"]),
        ):
            self._open(f"report/{step}/{self.draft}")
            for choice in choices:
                page.locator(f"[value={choice}]").check()
            self._press()
        self._enter(self.code)

    def findings(self, widths: tuple[int, ...], *, thorough: bool, closed: Closed | None = None) -> list[Finding]:
        """Everything that the rules object to; `thorough`: contrast too, with mistakes, and with what only a press leads to."""
        self.widths, self.without = widths, () if thorough else (_CONTRAST,)
        for name, address in self.addresses():
            answer = self._goto(address)
            if answer.status == (404 if name == "not found" else 200) and self.page.url == address:
                self._look(name)
                if thorough and name in _MAY_BE_WRONG and self._make_mistakes():
                    self._look(f"{name}, with mistakes")
        if thorough:
            assert closed
            self.closed = closed
            for act, *_names in self.ACTS:
                getattr(self, act)()
            self._failures()
        return self.found

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Name and address of every page that a GET opens."""
        for step in STEPS:
            yield step.slug, f"{self.base}/report/{step.slug}/{self.draft}"
        for pattern in urls.urlpatterns:
            if pattern.name not in _NO_PAGE | _APART:
                draft = f"?{self.sent}" if pattern.name in _SENT else self.draft
                route = str(pattern.pattern)
                yield pattern.name, f"{self.base}/{route}{draft if route.startswith('report/') else ''}"
        yield "not found", f"{self.base}/there-is-no-such-page/"

    # --- what only a press leads to -------------------------------------------------------------------------------------

    def _files(self) -> None:
        """A file that is kept beside one that is refused, as the page's script says it and as the server does."""
        for name, route, good in (
            ("evidence", "evidence", _PICTURE),
            ("record", "what-happened/record", FilePayload(name="me.wav", mimeType="audio/wav", buffer=files.sound())),
        ):
            self._open(f"report/{route}/{self.draft}").locator("input[type=file]").set_input_files([good, _PROGRAM])
            expect(self.page.locator("[data-file]")).to_have_count(1)
            expect(self.page.locator("[data-files-list] > li")).to_have_count(2)
            self._look(f"{name}, with files")
            self._refuse(f"report/{route}/{self.draft}")
            self._look(f"{name}, with mistakes")

    def _more_files(self) -> None:
        self._open("follow-up/evidence/")
        self._press()
        self._look("follow_up_files, begun")
        begun = self.page.url
        self._refuse(begun.removeprefix(f"{self.base}/"))
        self._look("follow_up_files, with mistakes")
        self._goto(begun)
        self.page.locator("input[type=file]").set_input_files(_PICTURE)
        expect(self.page.locator("[data-file]")).to_have_count(1)
        self._press()
        self._look("follow_up_files, added")

    def _refuse(self, route: str) -> None:
        """Send a file that is none for us as a form without scripts does."""
        scripts = re.compile(r"/(evidence|record)[.\w]*\.js")
        self.page.route(scripts, lambda route: route.fulfill(content_type="text/javascript", body=""))
        self._open(route).locator("input[type=file]").set_input_files(_PROGRAM)
        with self.page.expect_navigation():
            self.page.locator("[name=add]").click()
        self.page.unroute(scripts)
        expect(self.page.locator(".govuk-error-summary")).to_be_visible()

    def _lost(self) -> None:
        self._open(f"report/when/?d={secrets.token_hex(16)}")
        self._look("lost")
        self._open(f"report/when/?{self.sent}")
        self._look("sent before")
        self._open(f"report/sent/?d={secrets.token_hex(16)}")
        self._look("sent, gone")

    def _about_you(self) -> None:
        """An answer, without a word on its use: it is asked about once."""
        self._open(f"report/about-you/{self.draft}").locator("input[name^=about_]").first.check()
        self._press()
        expect(self.page.locator(".govuk-error-summary")).to_be_visible()
        self._look("about_you, with mistakes")

    def _save(self) -> None:
        self._open(f"report/save/{self.draft}")
        self._press()
        self.page.get_by_test_id("resume-code").wait_for()
        self._look("save, with its code")

    def _complain(self) -> None:
        self._open("complain/").locator("[name=message]").fill(_DANGER)
        self._press()
        self.page.get_by_test_id("complaint-reference").wait_for()
        self._look("complain, sent")
        self._enter(self.page.get_by_test_id("follow-up-code").inner_text())
        self._look("complaint by its code")
        self._press("[data-action=stop-code]")
        self._look("complaint by its code, stopped")
        self._enter(self.code)
        self._open("complain/").locator("[name=message]").fill(_WORDS)
        keys = self.page.context.cookies()
        self.page.context.clear_cookies()
        self._press()
        self.page.context.add_cookies([{**one} for one in keys])  # type: ignore[typeddict-item]
        self.page.locator("[data-retry]").wait_for()
        self._look("complain, given back")

    def _messages(self) -> None:
        self._open("follow-up/messages/")
        self._press()
        self._look("messages, opened")
        for name, words in (("with mistakes", ""), ("sent", _DANGER), ("with a new code", f"My code is {self.code}.")):
            self.page.locator("[name=message]").fill(words)
            self._press()
            self._look(f"messages, {name}")
        self.page.get_by_test_id("follow-up-code").wait_for()

    def _wishes(self) -> None:
        for name, route in (("contact_again", "contact"), ("no_further", "no-further"), ("ask_review", "look-again")):
            self._open(f"follow-up/{route}/").locator("textarea:visible").last.fill(_DANGER)
            self._press()
            self.page.get_by_test_id("kept").wait_for()
            self._look(f"{name}, kept")

    def _stop(self) -> None:
        self._open("follow-up/stop-code/")
        self._press()
        code = self.page.get_by_test_id("follow-up-code").inner_text()
        self._look("stop_code, with a new code")
        self._enter(code)
        self._open("follow-up/messages/")
        self._press()
        other = self.page.context.new_page()
        other.goto(f"{self.base}/follow-up/stop-code/")
        self.page, thread = other, self.page
        self._press("[data-action=stop-code]")
        self._look("stop_code, without one")
        self._open("follow-up/status/")
        self._look("follow_up, ended")
        self.page.close()
        self.page = thread
        self.page.locator("[name=message]").fill(_WORDS)
        self._press()
        self._look("messages, not sent")

    def _referral(self) -> None:
        self._open("referral/").locator("[name=code]").fill(self.closed.asked.pop())
        self.page.locator("[value=accepted]").check()
        self._press()
        expect(self.page.locator(".govuk-panel")).to_be_visible()
        self._look("referral, answered")

    def _closed(self) -> None:
        self._enter(self.closed.code)
        self._open("follow-up/did-it-help/")
        self._look("helped")
        self._press()
        expect(self.page.locator(".govuk-error-summary")).to_be_visible()
        self._look("helped, with mistakes")
        self.page.locator("[value=yes]").check()
        self._press()
        self.page.get_by_test_id("kept").wait_for()
        self._look("helped, kept")
        self._open(f"no-more/?n={self.closed.link}")
        self._look("no_more")
        self._press()
        self._look("no_more, done")

    def _failures(self) -> None:
        """Each as the product answers it, at an address of its own."""
        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # the product has these names too
        for name, answer in answers_of_failure().items():
            request = RequestFactory().get("/")
            if "given back" in name:
                request = RequestFactory().post("/", {"what_happened": _WORDS}, headers={"sec-fetch-user": "?1"})
                request.POST  # noqa: B018  (read before the fault)
            safety._known[self.language] = (float("inf"), False)  # the database of this test is not asked
            with (
                override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}),
                translation.override(self.language),
            ):
                html = answer(request).content.decode()
            del safety._known[self.language]
            self.page.route("**/shown-as-answered/", partial(_fulfil, html))
            self._open("shown-as-answered/")
            self._look(name)
            self.page.unroute("**/shown-as-answered/")

    # --- how ------------------------------------------------------------------------------------------------------------

    def _look(self, name: str) -> None:
        self.pages.append(name)
        self.found += look(self.page, name, self.widths, _LARGE_ENOUGH, without=self.without)
        if not self.page.locator(".govuk-exit-this-page a").count():
            self.found.append(Finding(name, self.widths[0], "no way out", self.page.url.split("?")[0]))

    def _goto(self, address: str) -> Response:
        answer = self.page.goto(address)
        assert answer
        return answer

    def _open(self, route: str) -> Page:
        self._goto(f"{self.base}/{route}")
        return self.page

    def _enter(self, code: str) -> None:
        self._open("follow-up/").locator("[name=code]").fill(code)
        self._press()

    def _make_mistakes(self) -> bool:
        """Send the page's form with nothing, or with nonsense where a line is asked for; whether it came back."""
        form = self.page.locator(f"main form:has({_BUTTON})").first
        for field in form.locator("input[type=text], input[type=email], input[type=tel]").all():
            if field.is_visible():
                field.fill("99?")
        for field in form.locator("textarea").all():
            if field.is_visible():
                field.fill("")
        self._press()
        return bool(self.page.locator(".govuk-error-summary").count())

    def _press(self, button: str = _BUTTON) -> None:
        with self.page.expect_navigation():
            self.page.locator(f"main {button}").first.click()

    def _draft(self) -> str:
        found = re.search(r"\?d=[0-9a-f]{32}", self.page.url)
        assert found, self.page.url
        return found[0]
