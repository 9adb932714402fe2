"""What the API says of itself is so: one description, for programs and for people, from the questions themselves."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from reporting.questions import QUESTIONS
from tests.reporting.api.conftest import Program

pytestmark = pytest.mark.django_db


def test_every_question_is_described() -> None:
    described = Client().get("/api/v1/openapi.json").json()
    assert described["openapi"] == "3.1.0"
    report = described["components"]["schemas"]["Report"]
    assert set(QUESTIONS) <= set(report["properties"])
    assert report["required"] == ["what_happened"]


def test_the_page_for_people_names_every_field_and_call_and_loads_nothing_foreign() -> None:
    answer = Client().get("/api/v1/docs")
    page = BeautifulSoup(answer.content, "html5lib")
    text = page.get_text(" ")
    assert all(name in text for name in QUESTIONS)
    assert all(path in text for path in ("/api/v1/reports", "/api/v1/reports/bulk", "/api/v1/reports/{reference}"))
    loaded = [one.get("src") or one.get("href") for one in page.select("script, link, img")]
    assert all(address.startswith("/") for address in loaded if address)
    assert not page.select("script:not([src]), style, [style]")
    ids = [one["id"] for one in page.select("[id]")]
    assert len(ids) == len(set(ids))


def test_the_example_is_taken_as_it_stands(program: Program) -> None:
    example = Client().get("/api/v1/openapi.json").json()["components"]["schemas"]["Report"]["example"]
    answer = program.send(**example)
    assert (answer.status_code, answer.json()["notes"]) == (201, [])
