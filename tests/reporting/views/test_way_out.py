"""The way out stands on every page of the public's side: the button, and but for one the script of three presses of Shift."""

import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as product
from django.test import Client
from django.urls import URLPattern, URLResolver

from config import urls_public
from reporting.journey.steps import STEPS
from reporting.languages import LANGUAGES, SOURCE
from tests.reporting.views.conftest import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.urls("config.urls_public")]
FILLED = {"uuid:file_id": str(uuid.UUID(int=1)), "str:reference": "HRD-0000-0000", "path:rest": "none"}
PROBLEM = "application/problem+json"
WITHOUT_SCRIPTS = "promise/"
SCRIPTS = ["the script of Shift", "the mark that scripts run"]
ELSE = {  # every address that is no page a person may read, and what it answers
    **dict.fromkeys(("exit/", "api/v1/", "api/v1/docs/"), "elsewhere"),
    **dict.fromkeys(
        ("report/sent/", "report/sent/print/", "follow-up/did-it-help/", "follow-up/complaint/"), "elsewhere"
    ),  # before their time
    **dict.fromkeys(
        ("report/keep/", "report/evidence/files/", "follow-up/stay/", "follow-up/evidence/files/"), "405"
    ),  # answered as JSON to the scripts that post
    "no-more/": "404",  # without what stands in the link
    **dict.fromkeys(
        ("promise.json", "figures.json", "api/v1/openapi.json", "health/", "health/ready"), "application/json"
    ),
    "report/evidence/files/<uuid:file_id>/": "application/json",
    "follow-up/evidence/files/<uuid:file_id>/": "application/json",
    "health/live": "text/plain",
    **dict.fromkeys(
        (f"api/v1/reports{one}" for one in ("", "/bulk", "/<str:reference>", "/<str:reference>/evidence")), PROBLEM
    ),
    **dict.fromkeys(("api/v1/tension", "api/<path:rest>"), PROBLEM),
}


def routes(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    """Every address below these patterns, in the language of the source."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, prefix + str(one.pattern))
        elif isinstance(one, URLPattern):
            yield prefix + str(one.pattern)


def addresses() -> list[str]:
    """Every address of the public's side, the page of each step by its own."""
    step = "report/<slug:step>/"
    found = list(dict.fromkeys(routes(urls_public.urlpatterns)))
    assert step in found
    return [one for one in found if one != step] + [f"report/{one.slug}/" for one in STEPS]


def without_way_out(html: str) -> list[str]:
    """What a page lacks of it."""
    page = BeautifulSoup(html, "html5lib")
    needed = {
        "the button": ".govuk-exit-this-page[data-module=govuk-exit-this-page] a.govuk-js-exit-this-page-button",
        "the link for who jumps": "nav a.govuk-js-exit-this-page-skiplink",
        "the script of Shift": 'script[type=module][src$="heard/public.js"]',
        "the mark that scripts run": 'script[src$="heard/js-enabled.js"]',
    }
    return [what for what, where in needed.items() if not page.select_one(where)]


@pytest.fixture
def open_to_all(visitor: Visitor, words: str) -> Visitor:
    """A browser with a draft that leads to every page, and with a code that is open."""
    visitor.begin().press(what_happened=words).press(send_now="1")
    code = visitor.shown("follow-up-code")
    visitor.go("/follow-up/").press(code=code)
    return visitor.begin().press(what_happened=words)


def test_the_way_out_is_on_every_page_and_on_what_no_page_answers(open_to_all: Visitor) -> None:
    draft, keys = open_to_all.address.split("?")[1], open_to_all.client.cookies.copy()
    lacking, seen = {}, {}
    for address in addresses():
        open_to_all.client.cookies = keys.copy()  # type: ignore[attr-defined]  # one of the addresses takes them away
        there = re.sub(r"<([^>]+)>", lambda found: FILLED[found[1]], f"/{address}")
        answer = open_to_all.client.get(f"{there}?{draft}" if address.startswith("report/") else there)
        seen[address] = "elsewhere" if "Location" in answer else answer.get("Content-Type", "").split(";")[0]
        if seen[address] != "text/html":
            continue
        missing = without_way_out(answer.content.decode())
        if missing != (SCRIPTS if address == WITHOUT_SCRIPTS else []):
            lacking[address] = missing
        if answer.status_code != 200:
            seen[address] = str(answer.status_code)
    assert lacking == {}
    assert {address: what for address, what in seen.items() if what != "text/html"} == ELSE


@pytest.mark.parametrize("page", ["sent", "sent/print"])
def test_the_way_out_is_where_the_code_is_shown(quick: Visitor, page: str) -> None:
    quick.go(quick.address.replace("/sent/", f"/{page}/"))
    assert quick.page.status_code == 200
    assert without_way_out(quick.html) == []


@pytest.mark.parametrize("code", [one.code for one in LANGUAGES if one.code != SOURCE])
def test_the_pages_of_figures_have_the_way_out_in_every_language(client: Client, code: str) -> None:
    for address, missing in (("promise", SCRIPTS), ("what-happened", [])):
        assert without_way_out(client.get(f"/{code}/{address}/").content.decode()) == missing


def test_no_other_template_of_the_public_takes_the_way_out_away() -> None:
    taken = re.compile(r"{% block (exit|exit_skip_link|scripts|js_enabled) %}{% endblock %}")
    folder = Path(product.BASE_DIR) / "templates"
    public = [*folder.glob("*.html"), *(folder / "reporting").rglob("*.html")]
    assert [path.name for path in public if taken.search(path.read_text())] == ["promise.html"]
