"""Every page of the officers' desk, walked in one browser for the accessibility rules, at every width.

The pages are read from the URL configuration: an address that answers a GET with anything but a page is a finding,
unless it is among those that are known to be none. What only a form leads to is walked apart, at the end.
"""

import json
import re
import secrets
from collections.abc import Iterator

from playwright.sync_api import Page

from cases import urls
from tests.journeys.officers import code_of_app
from tests.journeys.public_pages import Finding, look
from tests.journeys.test_reporting import CONTINUE, press
from tests.product import Product

WIDTHS = (320, 640, 1280)  # the smallest phone, a desk of 1280 pixels at 200 %, and the same at 100 %
WALKER, _NEWCOMER = "walker", "walked"
NO_PAGE = {
    "home", "latest_bulletin",  # lead elsewhere
    "log_in", "log_out", "second_factor", "second_factor_qr", "second_factor_recovery", "recovery_codes",  # `log_in_pages`
    "alarm", "presence",  # parts of a page
    "bulletin_file", "trend_file", "hot_spots_file", "copy",  # files
    "bulk_preview",  # once something is chosen: `by_forms`
}  # fmt: skip
_GIVEN = {"day": "2026-03-02", "form": "pdf", "act": "assign", "edition": "1", "part": "1"}
# A case of everything that a page can show, in the hands of the account that walks.
_MAKE = """
import json
from django.utils import timezone
from cases.domain import attempts, bulk, saved_views, series, sites, tasks, translation
from cases.domain.accounts import create_account
from cases.enums import SiteKind
from cases.models import Account, ProtectedSite, Unit
from tests import cast as people
unit, now = Unit.objects.get(is_default=True), timezone.now()
walker = create_account(username="walker", password={password!r}, role="supervisor", unit=unit)
other = create_account(username="walked", password={password!r}, role="officer", unit=unit)
Account.objects.filter(pk=walker.pk).update(keeps_sites=True)
site = ProtectedSite(
    kind=SiteKind.WORSHIP, name="The mosque", place="Brook Street", postcode="E8 2BT", district="E8", borough="hackney",
    agreed_on=now.date(),
)
sites.seal_contact(site, "The secretary, by phone")
site.save()
case = people.case(
    "A man with a knife shouted towelhead at us. " + "x" * 300, in_danger_now="yes", contact_phone="020 7946 0000",
    contact_by=["phone"], do_not_disclose="my family does not know", contact_name="Robin",
)
people.take_and_read(case, walker)
people.write(case, "He is back.")
tasks.add_task(case.pk, what="Ring the school", assigned_to=None, due_on=None, by=walker, now=now)
drawn = people.case("A second one.")
people.take_and_read(drawn, other)
referral, transfer = people.refer(case, walker), people.ask_force(case, walker)
answered = people.decide_and_answer(people.take_and_read(people.case("They spat at me on the bus."), walker), walker)
bulk.choose_cases([answered.reference], by=walker, now=now)
planned = bulk.plan("tag", {{"name": "bus"}}, by=walker, now=now)
confirmed = bulk.confirm(bulk.seal_of(planned, bulk.foresee(planned, by=walker, now=now)), by=walker, now=now)
bulk.go_on(confirmed.pk, by=walker, now=now)
bulk.choose_cases([drawn.reference], by=walker, now=now)
planned = bulk.plan("tag", {{"name": "tram"}}, by=walker, now=now)
going = bulk.confirm(bulk.seal_of(planned, bulk.foresee(planned, by=walker, now=now)), by=walker, now=now)
print("made", json.dumps({{
    "reference": case.reference, "report_id": case.opened_for_id, "person_id": case.persons.get(role="reporter").pk,
    "evidence_id": people.file_of(case.opened_for, b"words", "text/plain").pk, "answered": answered.reference,
    "attempt_id": attempts.begin_attempt(
        case.pk, case.persons.get(role="reporter").pk, means="phone", reason="To ask.",
        by=walker, now=now,
    ).pk,
    "series_id": series.open_series(case.pk, title="On the bus", reason="The same man.", by=walker, now=now).pk,
    "request_id": translation.ask_translation(
        case.pk, case.opened_for_id, from_language="pl", to_language="cy", by=walker, now=now
    ).pk,
    "reread_id": people.drawn(drawn, other).pk, "work_id": people.complaint().pk, "referral_id": referral.pk,
    "notice_id": people.lost_notice(case, walker).pk, "bulk_id": confirmed.pk, "going_id": going.pk, "site_id": site.pk,
    "view_id": saved_views.save_view(name="A view", query="tab=all", is_shared=True, by=walker, now=now).pk,
}}))
"""


def prepare(product: Product) -> tuple[str, dict[str, str]]:
    """Make what there is to see; the walker's password, and the value of each part of an address."""
    password = secrets.token_urlsafe(20)
    answer = product.manage("shell", stdin=_MAKE.format(password=password))
    found = re.search(r"^made (.*)$", answer.stdout, re.MULTILINE)
    assert found, answer.stderr
    return password, _GIVEN | {name: str(value) for name, value in json.loads(found[1]).items()}


class DeskWalk:
    """One supervisor's browser, logged in."""

    def __init__(self, page: Page, base: str, values: dict[str, str]) -> None:
        self.page, self.base, self.values = page, base, values
        self.walked: list[str] = []

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Name and address of each entry of the URL configuration."""
        for pattern in urls.urlpatterns:
            route = re.sub(r"<(?:\w+:)?(\w+)>", lambda name: self.values.get(name[1], "0"), str(pattern.pattern))
            yield str(pattern.name), f"{self.base}/desk/{route}"

    def findings(self, widths: tuple[int, ...], only: tuple[str, ...] = ()) -> list[Finding]:
        """Everything that the rules object to, and every address that ought to be a page and is none."""
        found: list[Finding] = []
        for name, address in self.addresses():
            if name in NO_PAGE or (only and name not in only):
                continue
            answer = self.page.goto(address)
            status = answer.status if answer else 0
            if status == 405:  # takes a form
                continue
            if status != 200 or "text/html" not in (answer.headers.get("content-type", "") if answer else ""):
                found.append(Finding(name, 0, "no page", str(status)))
                continue
            self.walked.append(name)
            found += look(self.page, name, widths)
        return found

    def by_forms(self, widths: tuple[int, ...]) -> list[Finding]:
        """Pages that only a form leads to: refused, stale, before an answer is sent, before many are closed."""
        page, case = self.page, f"{self.base}/desk/cases/{self.values['reference']}/"
        found: list[Finding] = []
        for name, action in (("close refused", "close"), ("preview", "preview")):
            page.set_viewport_size({"width": 1280, "height": 900})
            page.goto(case)
            with page.expect_navigation():
                page.locator(f"[data-action={action}]").first.click()
            self.walked.append(name)
            found += look(page, name, widths)
        page.goto(f"{self.base}/desk/queue/?tab=all&choose=1")
        self.walked.append("queue, choosing")
        found += look(page, "queue, choosing", widths)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.locator(f"[name=case][value='{self.values['answered']}']").check()
        with page.expect_navigation():
            page.locator("button[name=what][value=go]").first.click()
        page.locator("details:has([data-action=bulk-close]) summary").first.click()
        page.locator("[name=closing_reason][value=person_wants_no_more]").check()
        with page.expect_navigation():
            page.locator("[data-action=bulk-close]").click()
        assert page.url.endswith("/bulk/preview/"), page.url
        self.walked.append("bulk_preview")
        found += look(page, "bulk_preview", widths)
        plain = self._without_scripts()  # which would go on at once
        plain.goto(f"{self.base}/desk/bulk/{self.values['going_id']}/")
        assert plain.locator("[data-action=bulk-go-on]").count(), plain.url
        self.walked.append("bulk, going on")
        found += look(plain, "bulk, going on", widths)
        plain.context.close()
        return found

    def _without_scripts(self) -> Page:
        """Scripts of the page do not arrive; those of the walk run, which they could not with scripts switched off."""
        browser, state = self.page.context.browser, self.page.context.storage_state()
        assert browser
        context = browser.new_context(storage_state=state)
        context.route("**/*.js", lambda route: route.abort())
        return context.new_page()


def log_in_pages(page: Page, product: Product, password: str, widths: tuple[int, ...]) -> list[Finding]:
    """What somebody sees before they are in: for the first time, when nothing was typed, and with a recovery code."""
    found: list[Finding] = []

    def see(name: str) -> None:
        nonlocal found
        found += look(page, name, widths)

    def see_refused(name: str) -> None:
        see(name)
        with page.expect_navigation():
            page.locator("main button.govuk-button").first.click()
        assert page.locator(".govuk-error-summary").count(), page.url
        see(f"{name}, refused")

    def log_in() -> None:
        page.goto(f"{product.desk_url}/desk/log-in/")
        page.locator("[name=username]").fill(_NEWCOMER)
        page.locator("[name=password]").fill(password)
        press(page, CONTINUE)

    page.goto(f"{product.desk_url}/desk/log-in/")
    see_refused("log_in")
    log_in()
    see_refused("second_factor, set up")
    page.locator("[name=code]").fill(code_of_app(page))
    press(page, CONTINUE)
    assert "recovery-codes" in page.url
    see("recovery_codes")
    page.locator("main button").click()
    page.wait_for_url("**/desk/queue/**")
    page.context.clear_cookies()
    log_in()
    see_refused("second_factor")
    page.locator("a[href$='/recovery/']").click()
    page.wait_for_url("**/recovery/")
    see_refused("second_factor_recovery")
    return found
