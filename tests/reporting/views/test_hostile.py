"""Forged, broken and unlucky requests: a plain sentence each, and no words lost."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from reporting import urls
from reporting.models import Draft, Report
from tests.reporting.views.conftest import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.urls("config.urls_public")]

_STEPS, _FILE = ("what-happened", "where"), "6f1f2c1e-0000-4000-8000-000000000000"
PAGES = sorted(
    f"/{str(one.pattern).replace('<slug:step>', step).replace('<uuid:file_id>', _FILE)}"
    for one in urls.urlpatterns
    for step in (_STEPS if "<slug:step>" in str(one.pattern) else ("",))
)
"""Every address of the public's side, of the questions two."""
PUBLISHED = {"/promise/", "/promise.json", "/what-happened/", "/figures.json"}
"""The same for everybody, and kept for five minutes."""


@contextmanager
def database_that(error: type[Exception]) -> Iterator[None]:
    """Every statement fails as it does when PostgreSQL has gone."""

    def fail(*_: Any) -> None:
        raise error("server closed the connection unexpectedly")

    with connection.execute_wrapper(fail):
        yield


def test_a_form_without_its_token_gives_the_words_back(strict_visitor: Visitor, words: str) -> None:
    visitor = strict_visitor.begin()
    visitor.page = visitor.client.post(visitor.address, {"what_happened": words, "token": visitor.form()["token"]})
    assert visitor.page.status_code == 403
    assert words in visitor.html
    assert not Draft.objects.exists()
    visitor.press(what_happened=words).press(send_now="1")
    assert Report.objects.get().words == words


def test_a_form_of_an_earlier_visit_gives_the_words_back(strict_visitor: Visitor, words: str) -> None:
    visitor = strict_visitor.begin()
    address, stale = visitor.address, visitor.form()
    visitor.client.cookies.clear()
    visitor.press(address, **stale, what_happened="\n" + words)
    assert visitor.page.status_code == 403
    assert f">\n\n{words}</textarea>" in visitor.html, "a browser drops only the first line break"
    visitor.press(what_happened="\n" + words).press(send_now="1")
    assert Report.objects.get().words == "\n" + words


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_words_survive_when_the_database_is_away(visitor: Visitor, words: str, error: type[Exception]) -> None:
    visitor.begin()
    with database_that(error):
        visitor.press(what_happened=words)
    assert visitor.page.status_code == 503
    assert words in visitor.html
    visitor.press(what_happened=words).press(send_now="1")
    assert Report.objects.get().words == words


def test_choices_and_the_button_survive_too(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words)
    with database_that(OperationalError):
        visitor.press(in_danger_now="yes", send_now="1")
    assert visitor.page.status_code == 503
    assert visitor.form()["in_danger_now"] == "yes"
    visitor.press()
    assert visitor.step == "sent"
    assert Report.objects.get().answers == {"in_danger_now": "yes"}


def test_the_start_page_needs_no_database(visitor: Visitor) -> None:
    with database_that(OperationalError):
        visitor.go("/")
    assert visitor.page.status_code == 200
    assert "999" in visitor.html


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
@pytest.mark.parametrize("address", PAGES)
def test_other_methods_get_a_plain_sentence(client: Client, method: str, address: str) -> None:
    answer = getattr(client, method)(address)
    assert answer.status_code == 405
    assert "cannot be used in the way" in answer.content.decode()


@pytest.mark.parametrize("address", [one for one in PAGES if one not in PUBLISHED])
def test_no_page_is_kept_by_a_browser(client: Client, address: str) -> None:
    assert client.get(address)["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'--x\r\nContent-Disposition: form-data; name="what_happened"', "multipart/form-data; boundary=x"),
        (b"anything", "multipart/form-data"),
        (b"anything", "multipart/form-data; boundary="),
        (b"\x00\xff" * 50, "application/x-www-form-urlencoded; charset=utf-16"),
        (b"{}", "application/json"),
        (b"%", "application/x-www-form-urlencoded"),
        (b"&".join(b"f%d=1" % n for n in range(6000)), "application/x-www-form-urlencoded"),
    ],
    ids=["cut short", "no boundary", "empty boundary", "another encoding", "JSON", "half an escape", "too many fields"],
)
def test_what_cannot_be_read_is_a_plain_page(client: Client, body: bytes, kind: str) -> None:
    answer = client.generic("POST", "/report/what-happened/", body, content_type=kind)
    assert answer.status_code in (200, 303, 400)
    assert "<h1" in answer.content.decode()


def test_a_body_that_is_far_too_large_is_a_plain_page(client: Client) -> None:
    body = b"what_happened=" + b"a" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    answer = client.post("/report/what-happened/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413


@pytest.mark.parametrize("draft", ["", "x", "../..", "%00", "a" * 5000, "00000000-0000-0000-0000-000000000000"])
@pytest.mark.parametrize(
    "address", ["/report/what-happened/", "/report/where/", "/report/check-answers/", "/report/sent/"]
)
def test_an_address_made_up_is_a_plain_page(client: Client, address: str, draft: str) -> None:
    assert client.get(f"{address}?d={draft}").status_code in (302, 404)
    assert client.post(f"{address}?d={draft}", {"area": "x"}).status_code in (200, 303, 405)


def test_an_unknown_step_is_not_found(client: Client) -> None:
    assert client.get("/report/no-such-step/").status_code == 404


def test_a_made_up_cookie_is_no_key(visitor: Visitor, words: str) -> None:
    visitor.client.cookies[settings.DRAFT_COOKIE_NAME] = "ü" * 43
    visitor.begin().press(what_happened=words).press(send_now="1")
    assert Report.objects.get().words == words


def test_no_address_of_the_way_holds_a_word_or_the_code(visitor: Visitor) -> None:
    visitor.begin().press(what_happened="unmistakable")
    addresses = [visitor.address]
    while visitor.step != "sent":
        visitor.press(where="unmistakable", contact_name="unmistakable")
        addresses += [visitor.address, *(there for there, _ in visitor.page.redirect_chain)]
    assert not [one for one in addresses if "unmistakable" in one]
    assert visitor.shown("follow-up-code").replace(" ", "") not in "".join(addresses)


def test_words_are_shown_as_text(visitor: Visitor) -> None:
    visitor.begin().press(what_happened="</textarea><script>alert(1)</script>")
    draft = visitor.address.split("d=")[1]
    for page in ("what-happened", "check-answers"):
        assert "<script>alert" not in visitor.go(f"/report/{page}/?d={draft}").html


def test_leaving_drops_every_key(quick: Visitor) -> None:
    receipt = quick.address
    answer = quick.client.get("/exit/")
    assert answer["Location"] == settings.EXIT_URL
    assert answer["Clear-Site-Data"] == '"cookies", "storage"'
    dropped = {name for name, cookie in answer.cookies.items() if cookie["max-age"] == 0}
    assert dropped == {settings.DRAFT_COOKIE_NAME, settings.FOLLOW_UP_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    assert quick.go(receipt).page.status_code == 404


def test_cookies_are_out_of_reach_of_scripts(visitor: Visitor) -> None:
    visitor.begin()
    for cookie in visitor.client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert not cookie["max-age"], "gone when the browser is closed"


def test_pages_hold_no_inline_script_or_style_and_load_nothing_foreign(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words)
    pages = [visitor.html]
    while visitor.step != "sent":
        pages.append(visitor.press(happened_to="someone_else", contact_by=["phone"], in_danger_now="yes").html)
    pages += [visitor.go(address).html for address in ("/", "/follow-up/", "/privacy/", "/support/")]
    for html in pages:
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", html)
        assert not re.search(r"<script(?![^>]*\ssrc=)", html)
        loaded = re.sub(r'<link rel="alternate"[^>]*>', "", html)  # the same page in another language
        assert not re.search(r'(?:src|href)="(?:https?:)?//', loaded)
