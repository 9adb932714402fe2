"""The languages of the public's pages: where they are offered, and that words of safety stand in both."""

import pytest
from django.test import Client
from django.utils import timezone

from cases.domain.reference import load_reference
from reporting.domain.translations import sign_translation
from reporting.journey import safety
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


def test_an_answer_that_may_be_a_slip_does_not_hold_up_a_change_of_language(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words)
    while visitor.step != "when":
        visitor.press()
    visitor.press(happened_on_0="31", happened_on_1="2", happened_on_2="2026", to_language="pl")
    assert "/pl/report/when/" in visitor.address
    assert 'lang="pl"' in visitor.html
    assert 'value="31"' in visitor.html


def test_whoever_is_in_danger_is_asked_where_they_are(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words).press(in_danger_now="yes")
    assert visitor.step == "get-help-now"
    assert "Where are you now?" in visitor.html
