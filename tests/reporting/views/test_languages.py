"""The languages of the public's pages: where they are offered, and that words of safety stand in both."""

import re
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone, translation

from cases.domain.reference import load_reference
from reporting import urls
from reporting.domain.submission import submit_report
from reporting.domain.translations import sign_translation
from reporting.enums import Sender
from reporting.journey import safety
from reporting.journey.promises import at_time
from reporting.languages import LANGUAGES, SOURCE
from reporting.models import Complaint, Evidence, Message, Report, Wish
from tests import files
from tests.reporting.views.conftest import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.urls("config.urls_public")]
ENGLISH, URDU = "If anyone is in danger now, call 999", "999 پر"


@pytest.fixture(autouse=True)
def nothing_is_known() -> None:
    """Whether a language is signed is remembered for a minute."""
    safety._known.clear()


def test_emergency_lines_stand_in_the_language_of_the_page_and_in_english_until_somebody_signs(client: Client) -> None:
    load_reference()
    page = client.get("/ur/").content.decode()
    assert ENGLISH in page
    assert URDU in page
    sign_translation(language="ur", reader="A reader", qualification="Reads Urdu.", by="admin", now=timezone.now())
    safety._known.clear()
    page = client.get("/ur/").content.decode()
    assert ENGLISH not in page
    assert URDU in page
    assert "heard-english" not in client.get("/").content.decode()


def test_a_page_with_room_for_words_offers_no_language_unless_it_keeps_them(visitor: Visitor, words: str) -> None:
    assert "to_language" in visitor.begin().html, "buttons that send the words along"
    assert "heard-languages" in visitor.go("/follow-up/").html, "a code can be typed again"
    assert "to_language" in visitor.go("/complain/").html


PAGES = (
    "", "cover-your-tracks/", "easy-read/", "privacy/", "accessibility/", "cookies/", "contact/", "support/", "promise/",
    "what-happened/", "complain/",
)  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_a_page_names_itself_in_every_language_and_which_one_is_for_whoever_reads_none(
    client: Client, address: str
) -> None:
    named = {
        one.code: f"http://testserver/{'' if one.code == SOURCE else one.code + '/'}{address}" for one in LANGUAGES
    }
    for prefix in ("/", "/pl/"):
        page = BeautifulSoup(client.get(f"{prefix}{address}").content, "html5lib")
        links = {one["hreflang"]: one["href"] for one in page.select("head link[rel=alternate]")}
        assert links == named | {"x-default": named[SOURCE]}


def test_every_page_that_a_search_may_find_is_among_them(client: Client) -> None:
    for pattern in urls.urlpatterns:
        answer = client.get(f"/{pattern.pattern}")
        is_page = answer.status_code == 200 and "text/html" in answer["Content-Type"]
        if is_page and b'name="robots"' not in answer.content:
            assert str(pattern.pattern) in PAGES


def test_an_answer_that_may_be_a_slip_does_not_hold_up_a_change_of_language(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words)
    while visitor.step != "when":
        visitor.press()
    visitor.press(happened_on_0="31", happened_on_1="2", happened_on_2="2026", to_language="pl")
    assert "/pl/report/when/" in visitor.address
    assert 'lang="pl"' in visitor.html
    assert 'value="31"' in visitor.html


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/octet-stream")


def test_another_language_keeps_what_was_said_about_files_and_the_files_just_chosen(
    visitor: Visitor, words: str
) -> None:
    draft = visitor.begin().press(what_happened=words).address.split("?d=")[1][:32]
    visitor.go(f"/report/evidence/?d={draft}&change=1").press(files=[upload(files.photo(), "door.jpg")], add="1")
    assert 'name="to_language"' in visitor.html
    (kept,) = re.findall(r'data-file="(\w+)"', visitor.html)
    more = upload(files.picture("PNG"), "b.png")
    visitor.press(**{f"caption-{kept}": "My door", "to_language": "pl", "files": [more]})
    assert visitor.address == f"/pl/report/evidence/?d={draft}&change=1"
    assert "My door" in visitor.html
    assert "b.png" in visitor.html
    bad = upload(files.PROGRAM, "bad.jpg")
    assert visitor.press(to_language="tr", files=[bad]).page.status_code == 422
    assert "bad.jpg" in visitor.html
    assert visitor.address.startswith("/pl/")


def test_another_language_keeps_a_recording_and_asks_for_none(visitor: Visitor) -> None:
    visitor.begin().press(what_happened="", record="1")
    assert 'name="to_language"' in visitor.html
    visitor.press(to_language="ar")
    assert visitor.page.status_code == 200
    assert visitor.address.startswith("/ar/report/what-happened/record/?d=")
    visitor.press(to_language="en-gb", files=[upload(files.sound(), "me.wav")])
    assert visitor.address.startswith("/report/what-happened/record/?d=")
    assert "me.wav" in visitor.html


def test_another_language_sends_no_files_to_a_report(quick: Visitor) -> None:
    code = quick.shown("follow-up-code")
    quick.go("/follow-up/").press(code=code).go("/follow-up/evidence/").press()
    quick.press(to_language="ur", files=[upload(files.photo(), "door.jpg")])
    assert quick.address.startswith("/ur/follow-up/evidence/?d=")
    assert "door.jpg" in quick.html
    assert not Evidence.objects.exists()


def test_whoever_is_in_danger_is_asked_where_they_are(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words).press(in_danger_now="yes")
    assert visitor.step == "get-help-now"
    assert "Where are you now?" in visitor.html


@pytest.fixture
def told_in_urdu(visitor: Visitor, words: str) -> str:
    """The code of a report that was sent from the Urdu pages."""
    visitor.go("/ur/report/what-happened/").press(what_happened=words).press(send_now="1")
    return visitor.shown("follow-up-code")


def test_whoever_comes_back_by_the_bare_address_is_met_in_the_language_they_reported_in(told_in_urdu: str) -> None:
    later = Visitor(Client()).go("/follow-up/").press(code=told_in_urdu)
    assert later.address == "/ur/follow-up/status/"
    assert 'lang="ur" dir="rtl"' in later.html


def test_a_language_that_was_chosen_stays_when_the_code_is_entered(told_in_urdu: str, quick: Visitor) -> None:
    assert Visitor(Client()).go("/pl/follow-up/").press(code=told_in_urdu).address == "/pl/follow-up/status/"
    code = quick.shown("follow-up-code")
    assert Visitor(Client()).go("/follow-up/").press(code=code).address == "/follow-up/status/"


def test_a_report_in_a_language_that_has_no_pages_is_followed_in_english(quick: Visitor) -> None:
    code = quick.shown("follow-up-code")
    answers = {"what_happened": "Na stanici."}
    receipt = submit_report(answers=answers, language="cs", token="in-czech", now=timezone.now())
    for one in (code, receipt.code):
        assert Visitor(Client()).go("/follow-up/").press(code=one).address == "/follow-up/status/"


def test_whoever_saved_a_report_goes_on_in_the_language_they_asked_for_the_code_in(
    visitor: Visitor, words: str
) -> None:
    visitor.go("/bn/report/what-happened/").press(what_happened=words)
    draft = visitor.address.split("?d=")[1][:32]
    code = visitor.go(f"/bn/report/save/?d={draft}").press().shown("resume-code")
    later = Visitor(Client()).go("/report/return/").press(code=code)
    assert later.address.startswith("/bn/report/")
    assert later.press(to_language="en-gb").address.startswith("/report/")


def in_urdu(visitor: Visitor, **typed: str) -> BeautifulSoup:
    """The page that the Urdu button of this one leads to, with what was typed."""
    page = BeautifulSoup(visitor.html, "html5lib")
    button = page.select_one("button[name=to_language][value=ur]")
    assert button
    assert button["form"] == "answers"
    visitor.press(address=str(button["formaction"]), to_language="ur", **typed)
    assert visitor.page.status_code == 200
    found = BeautifulSoup(visitor.html, "html5lib")
    assert found.html
    assert found.html["lang"] == "ur"
    assert not found.select(".govuk-error-summary, .govuk-error-message"), "nothing was sent, so nothing is wrong"
    return found


@pytest.mark.parametrize(
    ("address", "field", "by_press"),
    [
        ("messages/", "message", True),
        ("no-further/", "words", False),
        ("look-again/", "words", False),
        ("contact/", "contact_not_to", False),
    ],
)
def test_a_message_and_a_wish_go_along_into_another_language_and_nothing_is_sent(
    quick: Visitor, address: str, field: str, by_press: bool
) -> None:
    code = quick.shown("follow-up-code")
    quick.go("/follow-up/").press(code=code).go(f"/follow-up/{address}")
    if by_press:
        quick.press()
    token = quick.form()["token"]
    page = in_urdu(quick, **{field: "My brother  must not know."})
    kept = page.select_one(f"[name={field}]")
    assert kept
    assert (kept.text.strip("\n") or kept["value"]) == "My brother  must not know."
    assert quick.form()["token"] == token, "sent later it is still the same form"
    assert not Message.objects.exists()
    assert not Wish.objects.exists()
    quick.press(**{field: "My brother must not know."})
    assert Message.objects.count() + Wish.objects.count() == 1
    assert quick.address.startswith("/ur/")


def test_a_complaint_goes_along_with_what_was_chosen_and_is_not_asked_about(visitor: Visitor) -> None:
    visitor.go("/complain/")
    page = in_urdu(visitor, message="Nobody called me.", about="data", contact="me@example.org")
    assert page.select_one("textarea[name=message]").text.strip() == "Nobody called me."
    assert page.select_one("input[name=about][value=data]").has_attr("checked")
    assert page.select_one("input[name=contact]")["value"] == "me@example.org"
    visitor.go("/complain/")
    in_urdu(visitor, message="")
    assert not Complaint.objects.exists()


def test_what_somebody_says_about_themselves_goes_along(visitor: Visitor, words: str) -> None:
    load_reference()
    draft = visitor.begin().press(what_happened=words).address.split("?d=")[1][:32]
    visitor.go(f"/report/about-you/?d={draft}")
    named = BeautifulSoup(visitor.html, "html5lib").select_one("input[name^=about_]")
    page = in_urdu(visitor, **{str(named["name"]): str(named["value"])})
    assert page.select_one(f"input[name={named['name']}][value={named['value']}]").has_attr("checked")
    assert not Report.objects.exists()


def test_where_the_visit_has_ended_meanwhile_the_words_are_given_back(quick: Visitor) -> None:
    code = quick.shown("follow-up-code")
    quick.go("/follow-up/").press(code=code).go("/follow-up/messages/").press()
    del quick.client.cookies[settings.FOLLOW_UP_COOKIE_NAME]
    quick.press(address="/ur/follow-up/messages/", message="He is back.", to_language="ur")
    page = BeautifulSoup(quick.html, "html5lib")
    assert page.select_one("textarea").text.strip() == "He is back."
    assert not page.select("nav.heard-languages"), "a link would lose the words"


def test_a_code_that_is_shown_once_is_not_lost_to_another_language(quick: Visitor) -> None:
    code = quick.shown("follow-up-code")
    quick.go("/follow-up/").press(code=code).go("/follow-up/messages/").press()
    assert "heard-languages" not in quick.press(message=f"My code is {code}.").html
    assert "heard-languages" not in quick.go("/follow-up/stop-code/").press().html


def test_bengali_says_days_and_numbers_in_its_own_digits_and_what_is_dialled_or_typed_as_it_is(
    visitor: Visitor, words: str
) -> None:
    load_reference()
    visitor.go("/bn/report/what-happened/").press(what_happened=words).press(send_now="1")
    code = visitor.shown("follow-up-code")
    page = BeautifulSoup(visitor.html, "html5lib")
    steps = page.select_one(".heard-steps").text
    assert re.search("[০-৯]", steps)
    assert not re.search("[0-9]", steps)
    assert "999" in page.select_one(".heard-emergency").text
    assert re.fullmatch(r"[0-9A-Z ]+", code)
    later = Visitor(Client()).go("/follow-up/").press(code=code)
    assert later.address.startswith("/bn/")
    assert not re.search("[0-9]", later.shown("received-at"))
    assert not re.search("[০-৯]", later.shown("reference") + later.shown("fingerprint"))
    arabic = Visitor(Client()).go("/ar/follow-up/").press(code=code)
    assert re.search("[0-9]", arabic.shown("received-at")), "as CLDR has it"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en-gb", "2:10 p.m. on Sunday 3 May 2026"),
        ("pl", "3 maja 2026 (niedziela), godz. 14:10"),
        ("ar", "الساعة 2:10 م يوم الأحد 3 مايو 2026"),
    ],
)
def test_a_moment_is_said_on_the_status_and_in_the_thread_as_the_language_says_it(
    quick: Visitor, code: str, said: str
) -> None:
    at = datetime(2026, 5, 3, 13, 10, tzinfo=UTC)
    Message.objects.create(report=Report.objects.get(), sender=Sender.OFFICER, words="x", token_hash=b"1", sent_at=at)
    later = Visitor(Client()).go("/follow-up/").press(code=quick.shown("follow-up-code"))
    prefix = "" if code == SOURCE else f"/{code}"
    assert f">{said}</time>" in later.press(f"{prefix}/follow-up/messages/").html
    with translation.override(code):
        received = at_time(Report.objects.get().received_at)
    assert later.go(f"{prefix}/follow-up/status/").shown("received-at") == received
