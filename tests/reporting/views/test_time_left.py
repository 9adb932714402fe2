"""Whoever takes their time is warned before it runs out, where something can be lost, in numbers of their language."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation

from reporting.domain import visits
from reporting.languages import LANGUAGES
from reporting.templatetags.time_left import answers_go_in, visit_ends_in
from tests.reporting.views.conftest import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.urls("config.urls_public")]
STAYS = 'data-keep="/follow-up/stay/"'


@pytest.fixture
def returning(quick: Visitor) -> Visitor:
    """Somebody with their code, in another browser."""
    return Visitor(Client()).go("/follow-up/").press(code=quick.shown("follow-up-code"))


def rested(visitor: Visitor, minutes: int) -> str:
    """Make the visit so much older; the cookie as it is then."""
    name = settings.FOLLOW_UP_COOKIE_NAME
    visit = visits.unseal_visit(visitor.client.cookies[name].value, now=timezone.now())
    assert visit
    visitor.client.cookies[name] = visits.seal_visit(visit, now=timezone.now() - timedelta(minutes=minutes))
    return visitor.client.cookies[name].value


@pytest.mark.parametrize(
    "page", ["status", "messages", "evidence", "stop-code", "again", "contact", "no-further", "look-again"]
)
def test_a_visit_with_a_code_warns_on_each_of_its_pages(returning: Visitor, page: str) -> None:
    html = returning.go(f"/follow-up/{page}/").html
    assert html.count(STAYS) == 1
    assert 'data-lasts="1800"' in html
    if page in ("messages", "evidence"):  # behind a press
        assert returning.press().html.count("<dialog") == 1
        assert STAYS in returning.html


@pytest.mark.parametrize("page", ["/follow-up/", "/complain/"])
def test_a_page_without_a_visit_warns_of_nothing(visitor: Visitor, page: str) -> None:
    assert "<dialog" not in visitor.go(page).html


@pytest.mark.parametrize(
    "page",
    ["report/what-happened/record", "report/evidence", "report/about-you", "report/check-answers", "report/when"],
)
def test_a_report_that_is_being_written_warns_on_each_of_its_pages(visitor: Visitor, words: str, page: str) -> None:
    draft = visitor.begin().press(what_happened=words).address.split("?d=")[1][:32]
    html = visitor.go(f"/{page}/?d={draft}").html
    assert html.count(f'data-keep="/report/keep/?d={draft}"') == 1
    assert 'data-testid="kept-until"' in html


def test_one_press_gives_the_visit_another_half_an_hour(returning: Visitor) -> None:
    old = rested(returning, 29)
    answer = returning.client.post("/follow-up/stay/")
    assert answer.json() == {"seconds": 1800}
    new = answer.cookies[settings.FOLLOW_UP_COOKIE_NAME].value
    assert new != old
    assert visits.unseal_visit(new, now=timezone.now() + timedelta(minutes=29))


def test_a_visit_that_has_ended_or_whose_code_was_stopped_does_not_go_on(returning: Visitor) -> None:
    visit = visits.unseal_visit(returning.client.cookies[settings.FOLLOW_UP_COOKIE_NAME].value, now=timezone.now())
    rested(returning, 31)
    assert returning.client.post("/follow-up/stay/").status_code == 404
    assert visit
    returning.client.cookies[settings.FOLLOW_UP_COOKIE_NAME] = visits.seal_visit(visit, now=timezone.now())
    assert returning.client.post("/follow-up/stay/").status_code == 200
    returning.go("/follow-up/stop-code/").press()
    returning.client.cookies[settings.FOLLOW_UP_COOKIE_NAME] = visits.seal_visit(visit, now=timezone.now())
    answer = returning.client.post("/follow-up/stay/")
    assert (answer.status_code, answer.json(), dict(answer.cookies)) == (404, {"seconds": 0}, {})


@pytest.mark.parametrize("code", [language.code for language in LANGUAGES])
def test_every_number_of_minutes_has_one_sentence(code: str) -> None:
    with translation.override(code):
        for said, most in ((answers_go_in(30), 30), (visit_ends_in(5), 5)):
            numbers = [int(number) for one in said for number in one.numbers.split()]
            assert sorted(numbers) == list(range(1, most + 1))
            assert all(len(one.numbers.split()) == 1 or "%(number)s" in one.words for one in said)


@pytest.mark.parametrize(
    ("code", "wanted"),
    [("en-gb", {1: "1 minute.", 2: "2 minutes."}), ("pl", {1: "1 minutę", 3: "3 minuty", 5: "5 minut.", 22: "22 minuty"}),
     ("ar", {1: "دقيقة واحدة", 2: "دقيقتين", 4: "4 دقائق", 20: "20 دقيقة"}), ("he", {1: "דקה אחת", 2: "שתי דקות", 7: "7 דקות"})],
)  # fmt: skip
def test_minutes_are_counted_as_the_language_counts(code: str, wanted: dict[int, str]) -> None:
    with translation.override(code):
        said = {
            int(number): one.words.replace("%(number)s", number)
            for one in answers_go_in(30)
            for number in one.numbers.split()
        }
    assert {number: words for number, words in wanted.items() if words not in said[number]} == {}
