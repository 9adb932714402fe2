"""The frame of every page, and the pages that must work when nothing else does."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as product
from django.template.loader import render_to_string
from django.utils import translation
from pytest_django import Settings

ERRORS = ("400", "403", "403_csrf", "404", "405", "413", "500", "503")


def page_of(template: str, **context: object) -> BeautifulSoup:
    return BeautifulSoup(render_to_string(template, context), "html5lib")


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_needs_no_request_and_no_database(name: str) -> None:
    page = page_of(f"{name}.html")
    sentences = [each.text for each in page.select("main p.govuk-body")]
    assert len(sentences) == 2, "one says what happened, one what to do"
    assert all(each.endswith(".") for each in sentences)
    assert len(page.find_all("h1")) == 1
    assert page.find("title").text.startswith(page.find("h1").text)


def test_the_exit_is_on_every_public_page_and_not_on_the_desk() -> None:
    assert page_of("404.html").select_one(".govuk-exit-this-page a")["href"] == "/exit/"
    assert not page_of("desk/base.html").select_one(".govuk-exit-this-page")


def test_the_exit_leads_away_where_the_public_pages_are_not_served(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.templates.no_urls"
    assert not page_of("404.html").select_one(".govuk-exit-this-page")
    away = page_of("404.html", exit_url="https://example.org/weather")
    assert away.select_one(".govuk-exit-this-page a")["href"] == "https://example.org/weather"


@pytest.mark.django_db  # whether somebody has signed for the language
@pytest.mark.parametrize(
    ("language", "direction", "sheet"), [("en-gb", "ltr", "public.css"), ("ar", "rtl", "public.rtl.css")]
)
def test_the_direction_of_writing_follows_the_language(language: str, direction: str, sheet: str) -> None:
    with translation.override(language):
        page = page_of("404.html")
    assert page.html["dir"] == direction
    assert page.html["lang"] == language
    assert page.find("link", rel="stylesheet")["href"].endswith(sheet)


def test_public_pages_load_no_sheet_of_the_desk() -> None:
    public = {each["href"] for each in page_of("404.html").find_all("link", rel="stylesheet")}
    desk = {each["href"] for each in page_of("desk/base.html").find_all("link", rel="stylesheet")}
    assert len(public) == 2
    assert not any("moj" in each or "desk" in each for each in public)
    assert any("moj" in each for each in desk)


def test_the_retry_page_gives_back_everything_that_was_sent() -> None:
    words = "\nfirst line\n  <script>alert(1)</script> 🙂"
    fields = [("token", "a\nb"), ("in_danger_now", "yes")]
    page = page_of("retry.html", words=words, fields=fields, action="/report/what-happened/?d=1")
    form = page.find("form")
    assert form["action"] == "/report/what-happened/?d=1"
    assert form["method"] == "post"
    assert form.find("textarea", attrs={"name": "what_happened"}).text == words
    assert [(each["name"], each["value"]) for each in form.find_all("input", type="hidden")] == fields
    assert len(form.find_all("button")) == 1


def test_the_retry_page_without_words_still_sends_the_rest_again() -> None:
    page = page_of("retry.html", words="", fields=[("code", "x")], action="/follow-up/")
    assert not page.find("textarea")
    assert page.find("input", attrs={"name": "code"})


def test_the_desk_offers_log_out_by_post_and_the_alarm_only_to_somebody_logged_in() -> None:
    class Officer:
        is_authenticated = True
        is_staff = False
        get_full_name = ""
        get_username = "officer"

    page = page_of("desk/base.html", user=Officer, nav="queue")
    assert page.find("form", action="/desk/log_out/")["method"] == "post"
    assert page.select_one("[data-alarm-region]")["data-source"] == "/desk/alarm/"
    assert page.select_one("[aria-current=page]").text.strip() == "Queue"
    stranger = page_of("desk/base.html")
    assert not stranger.select_one("[data-alarm-region]")
    assert not stranger.find("nav", attrs={"aria-label": "Desk"})


def test_desk_and_error_pages_ask_not_to_be_indexed() -> None:
    for template in ("desk/base.html", "500.html", "retry.html"):
        assert "noindex" in page_of(template).find("meta", attrs={"name": "robots"})["content"]


def test_no_template_carries_script_or_style_of_its_own() -> None:
    root = Path(product.BASE_DIR) / "templates"
    for path in root.rglob("*.html"):
        page = BeautifulSoup(path.read_text(), "html5lib")
        # That one is a file of nginx's, shown when nothing of ours is there to be asked for a sheet.
        assert path.name == "unreachable.html" or not page.find("style"), path
        assert not [each for each in page.find_all("script") if not each.get("src")], path
        for tag in page.find_all(True):
            assert not [name for name in tag.attrs if name == "style" or re.fullmatch("on[a-z]+", name)], (
                f"{path}: {tag.name}"
            )
