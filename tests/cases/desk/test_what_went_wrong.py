"""Pages for what went wrong, at an officer's address: the desk's own frame, and no question to the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from reporting.views import failures
from reporting.views.page import page
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

OFFICERS = ("/desk/cases/7K2M-9QX4T/close/", "/admin/cases/case/")
PUBLIC = ("/", "/report/what-happened/", "/desks/")
PAGES: list[tuple[int, Callable[[HttpRequest], HttpResponse]]] = [
    (400, failures.bad_request),
    (403, failures.not_allowed),
    (403, failures.csrf_failure),
    (404, failures.not_found),
    (405, page("GET")(lambda request: HttpResponse())),
    (413, failures.too_long),
    (500, failures.server_error),
    (503, failures.database_away),
    (503, lambda request: failures.give_back(request, status=503)),
]


def made(view: Callable[[HttpRequest], HttpResponse], address: str, method: str = "POST") -> tuple[int, str]:
    """The page, made where any statement to the database would fail (the test has no leave for one)."""
    request = RequestFactory().generic(method, address, b"note=words", content_type="application/x-www-form-urlencoded")
    request.user = AnonymousUser()
    answer = view(request)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize(("code", "view"), PAGES)
@pytest.mark.parametrize("address", OFFICERS)
def test_an_officers_page_is_the_desks(code: int, view: Any, address: str) -> None:
    status, html = made(view, address)
    shown = BeautifulSoup(html, "html5lib")
    assert status == code
    assert " ".join(shown.select_one("header").text.split()) == "Heard desk"
    assert [one["href"] for one in shown.select("a.govuk-back-link")] == ["/desk/queue/"]
    assert not shown.select(".govuk-exit-this-page, .govuk-js-exit-this-page-skiplink, footer")
    assert not {"999", "101"} & set(shown.text.replace(".", " ").split())
    assert shown.find("title").text.endswith("Heard desk")
    assert len(shown.select("h1")) == 1


@pytest.mark.parametrize(("code", "view"), PAGES)
@pytest.mark.parametrize("address", PUBLIC)
def test_elsewhere_it_is_the_publics(code: int, view: Any, address: str, settings: Settings) -> None:
    settings.ROOT_URLCONF = "config.urls_public"
    shown = BeautifulSoup(made(view, address)[1], "html5lib")
    assert shown.select_one(".govuk-exit-this-page")
    assert "999" in shown.text
    assert "/desk/" not in str(shown)


def test_where_only_officers_are_served_every_page_is_theirs(settings: Settings) -> None:
    settings.SURFACE = "desk"
    assert "Exit this page" not in made(failures.not_found, "/nowhere/")[1]


@contextmanager
def database_away() -> Iterator[None]:
    def fail(*_: Any) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    with connection.execute_wrapper(fail):
        yield


@pytest.mark.django_db
@pytest.mark.urls("config.urls_desk")
def test_without_a_database_an_officers_words_come_back_in_the_desks_frame(cast: Cast) -> None:
    case = people.take_and_read(people.case(), cast.officer)
    client = at_the_desk(cast.officer, raise_request_exception=False)
    with database_away():
        answer = client.post(f"/desk/cases/{case.reference}/note/", {"note": "words of mine"})
        missing = client.get("/desk/nowhere/")
    assert answer.status_code in (500, 503)
    assert "words of mine" in answer.content.decode()
    assert 'href="/desk/queue/"' in answer.content.decode()
    assert "999" not in answer.content.decode()
    assert missing.status_code == 404
    assert 'href="/desk/queue/"' in missing.content.decode()


@pytest.mark.django_db
@pytest.mark.urls("config.urls_desk")
def test_an_address_that_takes_a_form_alone_leads_to_its_case(cast: Cast) -> None:
    answer = at_the_desk(cast.officer).get("/desk/cases/ABCD-12345/close/")
    assert answer.status_code == 405
    assert 'href="/desk/cases/ABCD-12345/"' in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.urls("config.urls_desk")
@pytest.mark.parametrize(
    ("address", "code"), [("/desk/nowhere/", 404), ("/desk/log-out/", 405), ("/admin/nowhere/", 404)]
)
def test_as_it_is_served(cast: Cast, address: str, code: int) -> None:
    answer = at_the_desk(cast.officer).get(address)
    assert answer.status_code == code
    assert "Heard desk" in answer.content.decode()
    assert "Exit this page" not in answer.content.decode()
    assert Client().get(address).status_code in (code, 302)
