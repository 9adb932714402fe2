"""What a person can ask for with their code, page by page."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from reporting.domain.notice_link import link_for
from reporting.domain.status import publish_review, publish_status
from reporting.enums import Owed, PublicStatus, WishKind
from reporting.models import Report, ReviewRule, Wish
from reporting.views import backoff
from tests.reporting.views.conftest import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.urls("config.urls_public")]
TOLD = {
    "contact_by": ["email"],
    "contact_name": "Robin Canary",
    "contact_email": "canary@example.org",
    "contact_phone": "07700 900123",
    "contact_who_might_see": "canary neighbour",
}


@pytest.fixture
def returning(quick: Visitor) -> Visitor:
    return Visitor(Client()).go("/follow-up/").press(code=quick.shown("follow-up-code"))


def close() -> None:
    publish_status([Report.objects.get().pk], status=PublicStatus.CLOSED, due_at=None, due_kind=Owed.NOTHING)


def test_the_contact_card_is_asked_anew_and_never_shown_again(returning: Visitor) -> None:
    returning.go("/follow-up/contact/").press(**TOLD)
    assert returning.shown("kept") == "We have your new wishes."
    pages = returning.html + "".join(
        returning.go(f"/follow-up/{page}/").html for page in ("status", "contact", "messages", "stop-code", "again")
    )
    for value in ("anary", "900123", "neighbour"):
        assert value not in pages
    assert Wish.objects.get().kind == WishKind.CONTACT


def test_a_way_without_its_address_is_asked_about_once_as_we_may_have_it(returning: Visitor) -> None:
    returning.go("/follow-up/contact/").press(contact_by=["text"])
    assert "your phone number is missing. Write it, or press Save again if we have it already." in returning.html
    returning.press(contact_by=["text"])
    assert returning.shown("kept") == "We have your new wishes."


@pytest.mark.parametrize(
    ("told", "is_child"),
    [
        ({"happened_to": "me", "under_18": "yes"}, True),
        ({"happened_to": "someone_else", "reporter_under_18": "yes", "under_18": "no"}, True),
        ({"happened_to": "someone_else", "under_18": "yes"}, False),
        ({"happened_to": "me", "under_18": "not_sure"}, False),
        ({}, False),
    ],
)
def test_a_child_is_asked_again_as_in_the_report(
    visitor: Visitor, words: str, told: dict[str, str], is_child: bool
) -> None:
    visitor.begin().press(what_happened=words)
    draft = visitor.address.split("d=")[1]
    visitor.go(f"/report/who-it-happened-to/?d={draft}").press(happened_to=told.get("happened_to", ""))
    ages = {name: age for name, age in told.items() if name != "happened_to"}
    visitor.go(f"/report/under-18/?d={draft}").press(**ages, send_now="1")
    back = Visitor(Client()).go("/follow-up/").press(code=visitor.shown("follow-up-code")).go("/follow-up/contact/")
    for _ in range(2):
        assert ("someone at home may open it before you" in back.html) == is_child
        assert ("It does not say who we are." in back.html) != is_child
        assert ("not to my school" in back.html) == is_child
        back.press(contact_by=["letter"])
    assert "We have your new wishes." in back.html
    assert words not in back.html


def test_an_empty_card_comes_back_with_what_to_do(returning: Visitor) -> None:
    returning.go("/follow-up/contact/").press()
    assert "Choose how we can reach you" in returning.html
    assert not Wish.objects.exists()


@pytest.mark.parametrize(("page", "kind"), [("no-further", WishKind.NO_FURTHER), ("look-again", WishKind.REVIEW)])
def test_a_wish_needs_no_words_and_is_kept_once(returning: Visitor, page: str, kind: WishKind) -> None:
    returning.go(f"/follow-up/{page}/")
    form = returning.form()
    for _ in range(2):
        returning.press(f"/follow-up/{page}/", **form, words="")
        assert 'data-testid="kept"' in returning.html
    assert Wish.objects.get().kind == kind


def test_whether_it_helped_is_asked_once_it_is_closed(returning: Visitor) -> None:
    assert returning.go("/follow-up/did-it-help/").step == "status"
    close()
    returning.go("/follow-up/did-it-help/").press(words="You were kind.")
    assert "Choose yes, in part or no." in returning.html
    assert "You were kind." in returning.html
    returning.press(choice="yes", words="You were kind.")
    assert (Wish.objects.get().choice, Wish.objects.get().words) == ("yes", "You were kind.")


def test_words_of_danger_show_whom_to_call(returning: Visitor) -> None:
    returning.go("/follow-up/no-further/").press(words="He has a knife and he is inside the flat now, please help us.")
    assert "Call 999 now" in returning.html


def test_it_happened_again_is_a_new_report_that_says_where_it_belongs(returning: Visitor) -> None:
    returning.go("/follow-up/again/").press()
    assert returning.step == "what-happened"
    returning.press(what_happened="He did it again.").press(send_now="1")
    assert returning.shown("follow-up-code")
    earlier, new = Report.objects.order_by("pk")
    wish = Wish.objects.get(kind=WishKind.AGAIN)
    assert (wish.report, bytes(wish.token_hash)) == (earlier, bytes(new.idempotency_hash))
    assert "He did it again." not in str(Report.objects.filter(pk=earlier.pk).values())


def test_a_wish_written_when_the_visit_is_over_is_given_back(returning: Visitor) -> None:
    returning.go("/follow-up/look-again/")
    returning.client.cookies.clear()
    returning.press(words="please do not lose this")
    assert "please do not lose this" in returning.html


def test_a_new_code_is_shown_once_and_both_devices_lose_the_old_one(returning: Visitor, quick: Visitor) -> None:
    old = quick.shown("follow-up-code")
    theirs = Visitor(Client()).go("/follow-up/").press(code=old)
    returning.go("/follow-up/stop-code/").press()
    new = returning.shown("follow-up-code")
    assert new != old
    assert theirs.go("/follow-up/status/").step == theirs.press("/follow-up/messages/").step == "follow-up"
    assert returning.go("/follow-up/status/").step == "status"
    assert new not in returning.html
    assert Visitor(Client()).go("/follow-up/").press(code=new).step == "status"


def test_a_review_is_promised_and_a_late_one_admitted(returning: Visitor) -> None:
    report, now = Report.objects.get(), timezone.now()
    assert "Ask for somebody else to look again" not in returning.html, "nobody has read it yet"
    publish_status([report.pk], status=PublicStatus.READ, due_at=None, due_kind=Owed.NOTHING)
    assert "Ask for somebody else to look again" in returning.go("/follow-up/status/").html
    publish_review(report.pk, due_at=now + timedelta(days=14))
    assert "Somebody who did not decide writes to you by" in returning.go("/follow-up/status/").html
    assert "Ask for somebody else to look again" not in returning.html
    publish_review(report.pk, due_at=now - timedelta(hours=1))
    assert "We promised that somebody else would look again by" in returning.go("/follow-up/status/").html


def test_the_status_links_to_no_page_that_is_not_there(returning: Visitor) -> None:
    for address in re.findall(r'<a class="govuk-link" href="(/follow-up/[^"]*)"', returning.html):
        assert returning.client.get(address).status_code == 200, address


def test_no_more_of_them_by_one_press_on_a_page_that_says_nothing(visitor: Visitor, quick: Visitor) -> None:
    link = link_for(Report.objects.get().pk)
    page = Visitor(Client()).go(f"/no-more/?n={link}")
    assert not Wish.objects.exists(), "opening the link, as programmes do, changes nothing"
    main = page.html.lower()
    for word in ("hate", "crime", "police", "heard<", "report "):
        assert word not in re.sub(r"<(style|script|link|nav).*?>", "", main), word
    page.press("/no-more/")
    assert Wish.objects.get().kind == WishKind.NO_NOTICES
    assert page.go("/no-more/?n=x").page.status_code == 404


def test_wrong_codes_slow_down_and_the_right_one_opens_at_once(
    visitor: Visitor, quick: Visitor, monkeypatch: pytest.MonkeyPatch, settings: pytest.FixtureRequest
) -> None:
    settings.REDIS_URL = None  # type: ignore[attr-defined]
    waited: list[float] = []
    monkeypatch.setattr(backoff.time, "sleep", waited.append)
    code = quick.shown("follow-up-code")
    near = code[:-1] + ("0" if code[-1] != "0" else "2")
    entry = Visitor(Client())
    for _ in range(backoff.FREE + 12):
        assert entry.go("/follow-up/").press(code=near).step == "follow-up"
    assert waited[0] < waited[1] < waited[-1] == backoff.LONGEST
    count = len(waited)
    assert entry.press(code=code).step == "status"
    assert len(waited) == count


def test_counting_tries_needs_no_valkey_and_a_dead_one_refuses_nobody(settings: pytest.FixtureRequest) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"  # type: ignore[attr-defined]
    backoff._client = None
    assert [backoff._counted("a name") for _ in range(3)] == [1, 2, 3]
    assert backoff.slow_down("nothing like a code") == 0.0
    backoff._client, backoff._rests_until = None, 0.0


def test_a_slip_on_the_contact_card_is_asked_about_once(returning: Visitor) -> None:
    given = {"contact_by": ["phone"], "contact_phone": "0770"}
    returning.go("/follow-up/contact/").press(**given)
    assert "This may not be a whole phone number." in returning.html
    assert "If it is right, press Save again." in returning.html
    assert not Wish.objects.exists()
    returning.press(**given)
    assert returning.shown("kept") == "We have your new wishes."
    assert Wish.objects.get().kind == WishKind.CONTACT


def test_who_asks_for_a_second_look_is_told_by_when(returning: Visitor) -> None:
    ReviewRule.objects.create(within=timedelta(days=3), in_force_from="2026-01-01")
    day = date_format(timezone.localtime(timezone.now() + timedelta(days=3)), "DATE_FORMAT")
    assert f"They write to you on this website by {day}." in returning.go("/follow-up/look-again/").html


def test_where_a_visit_has_ended_every_reason_is_named_and_none_in_particular(returning: Visitor) -> None:
    other = Visitor(Client())
    stopped = returning.go("/follow-up/stop-code/").press(no_new_code="1")
    assert "The code has stopped" in stopped.html
    pages = {one.go("/follow-up/status/").html for one in (returning, other)}
    said = "This happens after 30 minutes without a press, and when a code was changed or stopped."
    assert all(said in page for page in pages)
