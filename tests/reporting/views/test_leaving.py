"""Leaving, saving and coming back, at the public form."""

import re

import pytest
from django.conf import settings
from django.test import Client

from reporting.domain import step_totals
from reporting.models import Draft, Report, StepTotal
from tests.reporting.views.conftest import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.urls("config.urls_public")]


@pytest.fixture
def begun(visitor: Visitor, words: str) -> Visitor:
    """Somebody who has said what happened and where."""
    visitor.begin().press(what_happened=words)
    while visitor.step != "where":
        visitor.press()
    return visitor


def saved(visitor: Visitor, **answers: str) -> str:
    """Press "Save and come back later" with these answers typed, and ask for the code."""
    visitor.press(save="1", **answers)
    assert visitor.step == "save"
    visitor.press()
    return visitor.shown("resume-code")


def resumed(code: str) -> Visitor:
    """Another browser, with the code."""
    return Visitor(Client()).go("/report/return/").press(code=code)


def test_what_is_on_the_page_is_kept_before_the_code_is_shown(begun: Visitor) -> None:
    code = saved(begun, where="Rye Lane, by the station")
    other = resumed(code)
    assert other.step == "where-in-london", "they go on where they stopped"
    other.go(other.address.replace("where-in-london", "check-answers"))
    assert "Rye Lane, by the station" in other.html
    other.press()
    assert other.step == "sent"
    assert Report.objects.count() == 1


def test_the_code_stands_in_no_address_and_only_where_it_was_asked_for(begun: Visitor) -> None:
    code = saved(begun).replace(" ", "")
    other = resumed(code)
    assert code not in "".join(there for there, _ in other.page.redirect_chain)
    begun.go(begun.address)
    assert "resume-code" not in begun.html, "a page that is only looked at shows no code"


def test_whichever_box_a_code_is_typed_into_it_leads_where_it_belongs(begun: Visitor, words: str) -> None:
    other = Visitor(Client()).go("/follow-up/").press(code=saved(begun, where="Rye Lane"))
    assert other.step == "where-in-london", "an unsent report goes on"
    sent = Visitor(Client()).begin().press(what_happened=words).press(send_now="1")
    assert resumed(sent.shown("follow-up-code")).address == "/follow-up/status/", "a sent one shows where it stands"


def test_a_wrong_an_unknown_and_a_malformed_code_get_the_same_page(begun: Visitor) -> None:
    code = saved(begun).replace(" ", "")
    pages = {
        re.sub(r'(name="csrfmiddlewaretoken" value|value)="[^"]*"', "", resumed(typed).html)
        for typed in (code[:-1] + ("0" if code[-1] != "0" else "1"), "0" * 24, "nothing like it", code[:8])
    }
    assert len(pages) == 1
    assert "That code does not open a report" in pages.pop()
    assert resumed(code).step != "return", "no number of wrong tries keeps the right code out"


def test_two_days_are_said_and_with_a_code_seven(begun: Visitor) -> None:
    assert begun.page.context["draft"].kept_until
    assert "We keep your answers until" in begun.html
    saved(begun)
    assert not begun.page.context["draft"].answers.get("where")
    assert (Draft.objects.get().expires_at - Draft.objects.get().updated_at).days == 7


def test_a_press_keeps_the_answers_for_longer(begun: Visitor) -> None:
    draft = begun.address.split("d=")[1]
    before = Draft.objects.get().expires_at
    answer = begun.client.post(f"/report/keep/?d={draft}")
    assert answer.json()["seconds"] in (48 * 3600, 48 * 3600 - 1)
    assert Draft.objects.get().expires_at > before
    assert Client().post(f"/report/keep/?d={draft}").status_code == 404


def test_a_link_deletes_nothing_and_a_form_deletes_the_draft_of_this_tab(begun: Visitor) -> None:
    address = f"/exit/?{begun.address.split('?')[1]}"
    Client().post(address)
    assert Draft.objects.exists(), "a stranger's browser has no key"
    cookies = begun.client.cookies.copy()
    begun.client.get(address)
    assert Draft.objects.exists()
    assert not begun.client.cookies[settings.DRAFT_COOKIE_NAME].value, "but nobody can open it any more"
    begun.client.cookies = cookies
    assert begun.client.post(address).status_code == 302
    assert not Draft.objects.exists()


def test_after_leaving_the_code_still_opens_what_was_saved(begun: Visitor) -> None:
    where, code = begun.address, saved(begun, where="Rye Lane")
    begun.client.post(f"/exit/?{where.split('?')[1]}")
    assert begun.go(where).page.status_code == 404
    assert resumed(code).step == "where-in-london"


def test_what_was_sent_is_not_saved(quick: Visitor) -> None:
    draft = quick.address.split("d=")[1]
    assert quick.go(f"/report/save/?d={draft}").step == "sent"


def test_pages_are_counted_by_the_day_and_by_nothing_else(begun: Visitor) -> None:
    step_totals.write_waiting()
    totals = {one.step: (one.shown, one.answered) for one in StepTotal.objects.all()}
    assert totals["what-happened"][1] >= 1
    assert totals["where"][0] >= 1
    assert {field.name for field in StepTotal._meta.get_fields()} == {"id", "day", "step", "shown", "answered"}


def counted() -> dict[str, tuple[int, int]]:
    """How often each page was shown and answered, since this was asked last."""
    step_totals.write_waiting()
    totals = {one.step: (one.shown, one.answered) for one in StepTotal.objects.all()}
    StepTotal.objects.all().delete()
    return totals


def test_every_page_of_the_way_is_counted(begun: Visitor) -> None:
    draft = begun.address.split("?")[1]
    counted()
    begun.go(f"/report/what-happened/record/?{draft}").press()
    begun.go(f"/report/evidence/?{draft}").press()
    begun.go(f"/report/about-you/?{draft}").press()
    assert {page: counts for page, counts in counted().items() if page in ("record", "evidence", "about_you", "sent")} == {
        "record": (1, 1), "evidence": (1, 1), "about_you": (1, 1), "sent": (1, 0),
    }  # fmt: skip


@pytest.mark.parametrize("page", ["where", "evidence"])
def test_who_saves_a_page_for_later_has_not_answered_it(begun: Visitor, page: str) -> None:
    begun.go(f"/report/{page}/?{begun.address.split('?')[1]}")
    counted()
    assert begun.press(save="1").step == "save"
    assert counted() == {"save": (1, 0)}


def test_who_asks_for_another_language_has_not_answered_the_page(begun: Visitor) -> None:
    counted()
    assert "/pl/report/where/" in begun.press(to_language="pl").address
    assert "/ar/report/where/" in begun.press(to_language="ar").address
    assert "/report/where/" in begun.press(to_language="en-gb").address
    assert counted() == {"where": (3, 0)}
    assert begun.press(where="On the bus").step == "where-in-london"
    assert counted() == {"where": (0, 1), "where-in-london": (1, 0)}


def test_who_is_led_back_because_nothing_was_said_has_not_answered(begun: Visitor) -> None:
    other = Visitor(begun.client).go("/report/what-happened/")
    counted()
    other.press(other.address.replace("what-happened", "check-answers"), what_happened="")
    assert other.step == "what-happened"
    assert counted()["what-happened"][1] == 0
    assert "check" not in counted()


def test_a_form_that_back_sends_again_after_leaving_shows_no_words(words: str) -> None:
    client, later = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    told = {"message": words, "csrfmiddlewaretoken": "x" * 64}
    pressed = client.post("/complain/", told, headers={"sec-fetch-mode": "navigate", "sec-fetch-user": "?1"})
    later.get("/complain/")  # a page that was seen since has set a new token
    came_back = later.post("/complain/", told, headers={"sec-fetch-mode": "navigate"})
    assert (pressed.status_code, came_back.status_code) == (403, 403)
    assert words in pressed.content.decode()
    assert words not in came_back.content.decode()


BACK = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "same-origin", "Sec-CH-UA": '"Chromium";v="156"'}
LEADS_AWAY = '<noscript><meta http-equiv="refresh" content="0; url=/exit/">'


@pytest.mark.parametrize("page", ["in-danger-now", "what-happened", "check-answers", "sent"])
def test_a_page_that_back_finds_after_leaving_leads_away_without_scripts(begun: Visitor, page: str) -> None:
    there = begun.address.replace("where", page)
    assert LEADS_AWAY in Client().get(there, headers=BACK).content.decode()


@pytest.mark.parametrize(
    "said",
    [
        {"Sec-Fetch-User": "?1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-CH-UA": None},
        {"Cookie": "a key of ours"},
    ],
)
def test_nobody_else_is_led_away(begun: Visitor, said: dict[str, str | None]) -> None:
    headers = {name: value for name, value in (BACK | said).items() if value and name != "Cookie"}
    other = Client()
    if "Cookie" in said:
        other.cookies[settings.CSRF_COOKIE_NAME] = "anything"
    answer = other.get(begun.address, headers=headers).content.decode()
    assert "We cannot open these answers" in answer
    assert "data-leave-again" in answer
    assert LEADS_AWAY not in answer


def test_a_page_that_opens_leads_nobody_away(begun: Visitor) -> None:
    assert LEADS_AWAY not in begun.client.get(begun.address, headers=BACK).content.decode()
    assert LEADS_AWAY not in Client().get("/", headers=BACK).content.decode()
