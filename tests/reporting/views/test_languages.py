"""The languages of the public's pages: where they are offered, and that words of safety stand in both."""

import re

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from cases.domain.reference import load_reference
from reporting import urls
from reporting.domain.translations import sign_translation
from reporting.journey import safety
from reporting.languages import LANGUAGES, SOURCE
from reporting.models import Evidence
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
    assert "heard-languages" not in visitor.go("/complain/").html


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
