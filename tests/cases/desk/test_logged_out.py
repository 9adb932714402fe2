"""A log-in that ends while somebody writes costs a log-in, never a word."""

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from cases.models import Case
from reporting.models import Message
from tests import cast as people
from tests.cases.test_log_in import PASSWORD, code_for
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = [pytest.mark.django_db, pytest.mark.urls("config.urls_desk")]
WORDS = "  First line\n<b>second</b> “line” \n\n"


class Tab:
    """One tab: it sends the form that it was shown last."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.answer: HttpResponse | None = None

    @property
    def html(self) -> str:
        assert self.answer is not None
        return self.answer.content.decode()

    def go(self, address: str) -> "Tab":
        self.answer = self.client.get(address)
        return self

    def press(self, action: str, **typed: object) -> "Tab":
        form = self.html.split(f'action="{action}"', 1)[1].split("</form>", 1)[0]
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
        shown = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL)
        fields = {name: unescape(value) for name, value in (*hidden, *shown)}
        self.answer = self.client.post(action, {**fields, **typed})
        return self


@pytest.fixture
def case(cast: Cast) -> Case:
    """Read by an officer who can log in again."""
    cast.officer.set_password(PASSWORD)
    cast.officer.save()
    return people.take_and_read(people.case(), cast.officer)


@pytest.fixture
def tab(cast: Cast, case: Case) -> Tab:
    """The case's page, with forged forms refused as in the running product."""
    return Tab(at_the_desk(cast.officer, enforce_csrf_checks=True)).go(f"/desk/cases/{case.reference}/")


def log_in_again(tab: Tab) -> str:
    """Follow the page's link in another tab of the same browser; gives the address one comes to."""
    link = re.search(r'<a class="govuk-link" href="([^"]+)" target="_blank"', tab.html)
    assert link
    there = unescape(link[1])
    assert there.startswith("/desk/log-in/?")
    other = Tab(Client(enforce_csrf_checks=True))
    other.client.cookies = tab.client.cookies  # one browser, one jar
    page = other.go(there).html
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    form = {"csrfmiddlewaretoken": token[1], "username": "officer", "password": PASSWORD}
    next_page = other.client.post(there, form)
    page = other.go(next_page["Location"]).html
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    code = code_for(TOTPDevice.objects.get(user__username="officer"))
    return other.client.post(next_page["Location"], {"csrfmiddlewaretoken": token[1], "code": code})["Location"]


def lose_the_session(tab: Tab) -> None:
    del tab.client.cookies[settings.SESSION_COOKIE_NAME]


def lose_both_cookies(tab: Tab) -> None:
    tab.client.cookies.clear()


@pytest.mark.parametrize("lose", [lose_the_session, lose_both_cookies])
def test_an_answer_written_past_the_end_of_the_log_in_is_sent_in_the_end(
    case: Case, tab: Tab, lose: Callable[[Tab], None]
) -> None:
    act = f"/desk/cases/{case.reference}/reply/"
    lose(tab)
    tab.press(act, message=WORDS)
    if "You are logged out" not in tab.html:  # without its own cookie the form is doubted first
        assert tab.answer.status_code == 403
        tab.press(act)
    assert tab.answer.status_code == 403
    assert tab.answer["Cache-Control"] == "no-store"
    assert "You are logged out" in tab.html
    assert log_in_again(tab) == f"/desk/cases/{case.reference}/"
    tab.press(act)  # the log-in has changed the form's token
    assert tab.answer.status_code == 403
    assert "Please press the button again" in tab.html
    tab.press(act)
    assert tab.answer.status_code == 302
    assert Message.objects.get().words == WORDS


def test_everything_that_was_chosen_comes_back_and_the_longest_words_can_be_seen(case: Case, tab: Tab) -> None:
    act = f"/desk/cases/{case.reference}/decide/"
    lose_the_session(tab)
    chosen = {"recording": "crime", "number": "01/2", "strands": ["race", "age"], "actions": ["visit", "patrol"]}
    tab.press(act, **chosen, reason=WORDS)
    assert tab.html.count('name="strands" value=') == 2
    assert tab.html.count('name="actions" value=') == 2
    assert 'name="number" value="01/2"' in tab.html
    assert re.search(r'<textarea[^>]*name="reason"', tab.html)
    assert case.reference not in re.sub(r'(action|href)="[^"]*"', "", tab.html)


def test_a_password_alone_keeps_the_words_too(cast: Cast, case: Case) -> None:
    at_the_desk(cast.officer)  # has an app
    client = Client()
    client.force_login(cast.officer)
    answer = client.post(f"/desk/cases/{case.reference}/note/", {"note": "my note"})
    assert answer.status_code == 403
    assert "my note" in answer.content.decode()
    assert f"/desk/second-factor/?next=%2Fdesk%2Fcases%2F{case.reference}%2F" in answer.content.decode()


@pytest.mark.parametrize(
    ("posted", "comes_to"),
    [
        ("/desk/cases/7K2M-9QX4T/close/", "/desk/cases/7K2M-9QX4T/"),
        ("/desk/cases/7K2M-9QX4T/contact/1/", "/desk/cases/7K2M-9QX4T/"),
        ("/desk/alarms/3/hand-over/?next=https://evil.example/", "/desk/duty/"),
        ("/desk/find/?next=//evil.example", "/desk/queue/"),
        ("/desk/take-next/", "/desk/queue/"),
        ("/desk/cases/%2F%2Fevil.example/close/", None),
        ("/desk/cases/javascript:alert(1)/close/", "/desk/cases/javascript:alert(1)/"),
        ("/admin/reporting/emergencyline/add/", "/admin/reporting/emergencyline/add/"),
    ],
)
def test_the_way_back_stays_on_this_site(db: None, posted: str, comes_to: str | None) -> None:
    answer = Client().post(posted, {"note": "x", "next": "https://evil.example/"})
    if comes_to is None:
        assert answer.status_code == 404
        return
    link = re.search(r'href="([^"]+)" target="_blank"', answer.content.decode())
    assert link
    there = urlsplit(unescape(link[1]))
    assert (there.scheme, there.netloc, there.path) == ("", "", "/desk/log-in/")
    assert parse_qs(there.query) == {"next": [comes_to]}
    action = re.search(r'<form method="post" action="([^"]+)"', answer.content.decode())
    assert action
    assert re.match(r"/(desk|admin)/", unescape(action[1]))


def test_no_password_is_given_back(db: None) -> None:
    secrets = dict.fromkeys(("password", "old_password", "new_password1", "password2"), "a secret phrase")
    answer = Client().post("/admin/password_change/", secrets)
    assert answer.status_code == 403
    assert "a secret phrase" not in answer.content.decode()


def test_a_form_that_another_website_filled_in_is_not_offered_for_sending(cast: Cast, case: Case) -> None:
    client = at_the_desk(cast.officer, enforce_csrf_checks=True)
    forged = {"reason": "words of another website"}
    answer = client.post(f"/desk/cases/{case.reference}/close/", forged, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert b"words of another website" not in answer.content
    assert b"did not come from a page of this website" in answer.content


def test_where_the_browser_says_that_the_page_is_ours_one_press_is_enough(case: Case, tab: Tab) -> None:
    act = f"/desk/cases/{case.reference}/reply/"
    lose_the_session(tab)
    tab.press(act, message=WORDS)
    log_in_again(tab)
    foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    old = {
        name: unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', tab.html)
    }
    for headers in (foreign, {**foreign, "Origin": "http://testserver"}, {"Origin": "http://testserver"}):
        answer = tab.client.post(act, {**old, "message": WORDS}, headers=headers)
        assert answer.status_code == 403
    ours = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    without_mark = {name: value for name, value in old.items() if name != "given_back"}
    assert tab.client.post(act, {**without_mark, "message": WORDS}, headers=ours).status_code == 403
    assert not Message.objects.exists()
    assert tab.client.post(act, {**old, "message": WORDS}, headers=ours).status_code == 302
    assert Message.objects.get().words == WORDS
