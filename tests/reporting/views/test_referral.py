"""Where a partner answers a referral: nothing of anybody is shown, before the code and after it."""

import pytest
from django.test import Client
from django.utils import timezone

from reporting.domain import referral_links
from reporting.models import PartnerAnswer

pytestmark = pytest.mark.django_db
GIVEN = {"says": "accepted", "name": "Ann", "number": "VS/17", "note": "We rang her."}


@pytest.fixture
def code() -> str:
    return referral_links.make_link(now=timezone.now())[1]


def test_an_answer_with_the_code_is_kept_and_said_to_be(client: Client, code: str) -> None:
    for _ in range(2):  # pressed twice
        answer = client.post("/referral/", {**GIVEN, "code": code})
        assert "We have your answer" in answer.content.decode()
    kept = PartnerAnswer.objects.get()
    assert kept.outcome == "accepted"
    assert referral_links.said_in(kept) == {"name": "Ann", "number": "VS/17", "note": "We rang her."}
    assert answer["Cache-Control"] == "no-store"


def test_a_wrong_code_is_told_in_one_sentence_and_no_word_is_lost(client: Client, code: str) -> None:
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    for typed in (wrong, "nonsense", "\x00"):
        html = client.post("/referral/", {**GIVEN, "code": typed}).content.decode()
        assert "This code does not answer a referral" in html
        assert "We rang her." in html
    assert not PartnerAnswer.objects.exists()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"says": ""}, "Choose yes or no."),
        ({"says": "withdrawn"}, "Choose yes or no."),
        ({"says": "declined", "note": " "}, "Write why you cannot take it."),
        ({"code": " "}, "Enter your code."),
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    client: Client, code: str, given: dict[str, str], sentence: str
) -> None:
    html = client.post("/referral/", {**GIVEN, "code": code, **given}).content.decode()
    assert html.count(sentence) == 2  # above the form, and beside the field
    assert not PartnerAnswer.objects.exists()


@pytest.mark.parametrize("language", ["ar", "pl", "so"])
def test_the_page_stands_in_other_languages(client: Client, language: str) -> None:
    html = client.get(f"/{language}/referral/").content.decode()
    assert "Answer a referral" not in html
    assert "Do you take the referral?" not in html
