"""The way through the questions, and what is never lost on it."""

import hashlib
import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from reporting.domain.sealing import unseal
from reporting.journey.steps import BY_SLUG, STEPS, asked
from reporting.models import Alarm, Draft, Outbox, Report
from reporting.places import area_of
from tests.reporting.views.conftest import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.urls("config.urls_public")]


def fingerprint(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def test_one_answer_is_enough(quick: Visitor, words: str) -> None:
    assert quick.step == "sent"
    report = Report.objects.get()
    assert report.words == words
    assert report.reference == quick.shown("reference")
    assert Outbox.objects.filter(task="cases.open_case").count() == 1


def test_nothing_at_all_is_answered_by_one_sentence(visitor: Visitor) -> None:
    visitor.begin().press(what_happened=" \n\t ")
    assert visitor.step == "what-happened"
    assert visitor.html.count("Tell us what happened. One sentence is enough.") == 2  # the summary and the field
    assert not Draft.objects.exists()


def test_reading_the_form_stores_nothing(visitor: Visitor) -> None:
    visitor.go("/").begin()
    assert re.search(r"\?d=[0-9a-f]{32}$", visitor.address)
    assert not Draft.objects.exists()


def test_every_question_can_be_left_empty(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words)
    pages = []
    while visitor.step != "check-answers":
        pages.append(visitor.step)
        visitor.press()
    assert pages == [
        "in-danger-now", "who-it-happened-to", "under-18", "when", "where", "where-in-london", "because-of", "who-did-it",
        "said-or-done", "hurt", "who-saw-it", "before-or-again", "told-before", "evidence", "what-you-want", "contact",
        "talking-with-us", "do-not-disclose", "support",
    ]  # fmt: skip
    visitor.press()
    assert visitor.step == "sent"
    assert Report.objects.get().answers == {}


def test_every_answer_reaches_the_report_and_what_identifies_is_sealed(visitor: Visitor, words: str) -> None:
    said: dict[str, dict[str, Any]] = {
        "what-happened": {"what_happened": words},
        "in-danger-now": {"in_danger_now": "yes"},
        "who-it-happened-to": {"happened_to": "someone_else"},
        "how-you-know": {"how_you_know": ["saw_or_heard", "online"], "your_role": "witness", "person_agrees": "no"},
        "under-18": {"under_18": "not_sure"},
        "when": {
            "happened_on_0": "3", "happened_on_1": "6", "happened_on_2": "2017", "happened_when": "at night",
            "day_known": "about", "part_of_day": "night",
        },
        "where": {"place_kind": "transport", "where": "12 Rye Lane", "area": "SE15"},
        "where-transport": {"transport_kind": "bus", "transport_line": "36"},
        "where-in-london": {"borough": "southwark"},
        "because-of": {"because": ["race", "religion:anti-muslim"], "because_words": "my scarf"},
        "who-did-it": {"who_did_it": "a tall man", "know_them": "stranger", "about_police": "no"},
        "said-or-done": {"said_or_done": "the word"},
        "hurt": {"injured": "yes", "injuries": "a cut lip"},
        "who-saw-it": {"seen_by_others": "yes", "witnesses": "the driver"},
        "told-before": {"told_before": ["police"], "told_before_reference": "CAD 1234"},
        "before-or-again": {"happened_before": "often", "may_happen_again": "yes", "before_words": "each Friday"},
        "what-you-want": {"outcome_wanted": ["make_it_stop"], "outcome_words": "peace"},
        "contact": {"contact_by": ["email", "phone", "letter"], "contact_name": "Somebody"},
        "contact-details": {
            "contact_email": "a@example.org", "contact_phone": "020 7946 0000", "contact_address": "c/o the shop",
        },
        "contact-safely": {
            "contact_safe_times": "mornings", "contact_voicemail": "no", "contact_withhold_number": "yes",
            "contact_who_might_see": "my brother", "contact_not_to": "my uncle", "contact_code_word": "plum",
            "contact_no_visit": "no_visit",
        },
        "talking-with-us": {"language_wanted": "Polish", "communication_needs": ["interpreter"], "talk_with_them": "call me first"},
        "do-not-disclose": {"do_not_disclose": "I am gay"},
        "support": {"support_wanted": ["rights"], "support_words": "my sister"},
        "may-pass-on": {"may_pass_on": ["name", "needs"]},
    }  # fmt: skip
    visitor.begin()
    while visitor.step != "check-answers":
        visitor.press(**said.get(visitor.step, {}))
    visitor.press()
    report = Report.objects.get()
    assert report.sealed_answers is not None
    sealed = unseal(report.sealed_answers, table="report", row=report.reference, field="answers")
    assert sealed == {
        "where": "12 Rye Lane",
        "who_did_it": "a tall man",
        "witnesses": "the driver",
        "contact_address": "c/o the shop",
        "contact_not_to": "my uncle",
        "contact_code_word": "plum",
        "contact_name": "Somebody",
        "contact_email": "a@example.org",
        "contact_phone": "020 7946 0000",
        "contact_safe_times": "mornings",
        "contact_who_might_see": "my brother",
        "do_not_disclose": "I am gay",
        "talk_with_them": "call me first",
        "told_before_reference": "CAD 1234",
    }
    assert report.answers["happened_on"] == "2017-06-03"
    assert report.answers["because"] == ["race", "religion:anti-muslim"]
    asked = {name for answers in said.values() for name in answers if not name.startswith("happened_on_")}
    assert asked | {"happened_on"} == {"what_happened", *report.answers, *sealed}
    assert Alarm.objects.count() == 1


def test_danger_shows_the_advice_and_takes_the_report(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words).press(in_danger_now="yes")
    assert visitor.step == "get-help-now"
    assert "999" in visitor.html
    visitor.press(send_now="1")
    assert visitor.step == "sent"
    assert Report.objects.get().answers == {"in_danger_now": "yes"}


def test_whoever_is_in_danger_is_not_told_that_it_takes_a_day(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words).press(in_danger_now="yes")
    assert 'href="tel:999"' in visitor.html
    while visitor.step != "check-answers":
        visitor.press()
    assert "within 24 hours" not in visitor.html
    assert "We tell the officers on duty at once when you send this report." in visitor.html


def test_the_answer_of_the_page_is_sent_with_the_rest(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words).press(in_danger_now="yes", send_now="1")
    assert visitor.step == "sent"
    assert Alarm.objects.count() == 1


def test_a_child_is_asked_less(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words).press().press(happened_to="me").press(under_18="yes")
    pages = []
    while visitor.step != "check-answers":
        pages.append(visitor.step)
        visitor.press()
    assert pages == [
        "someone-you-trust", "when", "where", "because-of", "who-did-it", "hurt", "contact", "talking-with-us",
        "do-not-disclose", "support",
    ]  # fmt: skip


def test_a_child_is_told_how_much_is_still_asked_and_how_to_stop(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words).press().press(happened_to="me").press(under_18="yes")
    assert "About ten more pages follow" in visitor.html
    assert "press “Send what I have written now”" in visitor.html
    least = {"happened_to": "me", "under_18": "yes"}
    most = least | {"place_kind": "online", "contact_by": ["letter"], "support_wanted": ["rights"]}
    here = STEPS.index(BY_SLUG["someone-you-trust"])
    assert {len([one for one in asked(answers) if STEPS.index(one) > here]) for answers in (least, most)} == {9, 13}
    assert visitor.press(send_now="1").step == "sent"


@pytest.mark.parametrize("who", ["someone_else", "place_or_group"])
def test_a_child_who_reports_for_somebody_else_is_asked_less_and_finds_childline(
    visitor: Visitor, words: str, who: str
) -> None:
    visitor.begin().press(what_happened=words).press().press(happened_to=who).press()
    assert visitor.step == "under-18"
    assert ('name="under_18"' in visitor.html) == (who == "someone_else")
    assert "Are you under 18?" in visitor.html
    visitor.press(reporter_under_18="yes")
    assert visitor.step == "someone-you-trust"
    assert "0800 1111" in visitor.html
    pages = []
    while visitor.step != "check-answers":
        pages.append(visitor.step)
        if visitor.step == "hurt":
            assert "Was anyone hurt?" in visitor.html
        visitor.press()
    assert pages == [
        "someone-you-trust", "when", "where", "because-of", "who-did-it", "hurt", "contact", "talking-with-us",
        "do-not-disclose", "support",
    ]  # fmt: skip
    assert 'data-testid="childline"' in visitor.press().html


@pytest.mark.parametrize("who", ["me", "me_and_others", "someone_else", "place_or_group"])
def test_a_helper_is_not_asked_as_if_all_were_their_own(visitor: Visitor, words: str, who: str) -> None:
    own = [
        "An interpreter for my language", "Someone to talk to about how I feel", "Help to feel safe where I live",
        "Help to understand my rights", "Someone with me when I talk to an officer", "What help and language I need",
        "I want help to stay safe",
    ]  # fmt: skip
    others = [
        "An interpreter, for me or for the person it happened to", "Someone to talk to about how it feels",
        "Help to feel safe at home", "Help to understand their rights, or mine",
        "Someone there when they, or I, talk to an officer", "What help and language they need, or I need",
        "I want help to stay safe, for them or for me",
    ]  # fmt: skip
    visitor.begin().press(what_happened=words).press().press(happened_to=who)
    draft = visitor.address.split("d=")[1]
    pages = ""
    for step, answers in (
        ("what-you-want", {"outcome_wanted": "be_safe"}),
        ("talking-with-us", {"communication_needs": "interpreter"}),
        ("support", {"support_wanted": ["rights"]}),
        ("may-pass-on", {"may_pass_on": "needs"}),
    ):
        pages += visitor.go(f"/report/{step}/?d={draft}").html
        visitor.press(**answers)
    is_helper = who in ("someone_else", "place_or_group")
    for one, other in zip(own, others, strict=True):
        assert [re.search(f"{re.escape(one)}\\s*<", pages) is None, other in pages] == [is_helper, is_helper], one
    listed = visitor.go(f"/report/check-answers/?d={draft}").html
    assert (others[0] in listed, others[3] in listed, own[0] in listed) == (is_helper, is_helper, not is_helper)


def test_whoever_reports_for_a_child_is_no_child_by_that(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words).press().press(happened_to="someone_else").press()
    visitor.press(under_18="yes")
    assert visitor.step == "when"


def test_a_day_that_does_not_exist_is_kept_as_typed(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words)
    visitor.press(visitor.address.replace("in-danger-now", "when"), happened_on_0="31", happened_on_1="2")
    assert visitor.step == "when"
    assert visitor.html.count("February has only 29 days. Change the day,") == 2  # the summary and the field
    assert 'href="#id_happened_on_0"' in visitor.html
    visitor.press(happened_on_0="31", happened_on_1="2").press(send_now="1")
    assert Report.objects.get().answers == {"happened_on": "31/2/"}


@pytest.mark.parametrize(
    "typed",
    [
        "\n\n  two empty lines before, blanks after  \n ",
        "line\nline\n\nline",
        "😢 ‮right to left‬ <b>&amp;</b> \x0b \x7f",
        "x",
    ],
)
def test_words_are_kept_to_the_last_blank(visitor: Visitor, typed: str) -> None:
    """A browser sends line breaks as CR LF; we keep LF."""
    visitor.begin().press(what_happened=typed.replace("\n", "\r\n"))
    visitor.go(visitor.address.replace("in-danger-now", "what-happened"))
    textarea = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", visitor.html, re.S)
    assert textarea, "the first line break is the one that a browser drops"
    visitor.press(what_happened=typed.replace("\n", "\r\n")).press(send_now="1")
    assert Report.objects.get().fingerprint == fingerprint(typed)


def test_what_cannot_be_stored_becomes_a_sign_that_says_so(visitor: Visitor) -> None:
    visitor.begin()
    visitor.press(what_happened="a\0b").press(send_now="1")
    assert Report.objects.get().words == "a�b"


def test_bytes_that_are_no_text_change_no_other_word(visitor: Visitor) -> None:
    """Raw bytes in the body, not even escaped: as `decode("utf-8", "replace")` gives them."""
    raw = "schön 😢 ".encode() + b"\xff\xfe end"
    visitor.begin()
    token = visitor.form()["token"]
    visitor.page = visitor.client.post(
        visitor.address,
        b"what_happened=" + raw.replace(b" ", b"+") + b"&token=" + token.encode(),
        content_type="application/x-www-form-urlencoded",
        follow=True,
    )
    visitor.press(send_now="1")
    assert Report.objects.get().words == raw.decode("utf-8", "replace")


def test_ten_megabytes_are_taken(visitor: Visitor) -> None:
    typed = "é" * 5_000_000
    visitor.begin().press(what_happened=typed).press(send_now="1")
    assert Report.objects.get().fingerprint == fingerprint(typed)


def test_more_than_the_limit_is_asked_for_in_parts(visitor: Visitor) -> None:
    visitor.begin().press(what_happened="a" * (settings.WORDS_LIMIT + 1))
    assert visitor.page.status_code == 413
    assert "several reports" in visitor.html


def test_three_hundred_fields_too_many_lose_no_words(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words, **{f"field{n}": "x" for n in range(300)})
    visitor.press(send_now="1")
    assert Report.objects.get().words == words


def test_two_tabs_are_two_reports(visitor: Visitor) -> None:
    visitor.begin().press(what_happened="the first")
    first = visitor.address
    visitor.begin().press(what_happened="the second")
    second = visitor.address
    visitor.go(first).press(send_now="1")
    visitor.go(second).press(send_now="1")
    assert sorted(Report.objects.values_list("words", flat=True)) == ["the first", "the second"]


def test_a_second_press_makes_no_second_report(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words)
    page, form = visitor.address, visitor.form()
    visitor.press(send_now="1")
    reference = visitor.shown("reference")
    visitor.press(page, **form, send_now="1")
    assert visitor.shown("reference") == reference
    assert Report.objects.count() == 1


def test_the_receipt_survives_a_reload(quick: Visitor) -> None:
    code = quick.shown("follow-up-code")
    assert quick.go(quick.address).shown("follow-up-code") == code


def test_a_retry_after_a_crash_finds_the_same_report(visitor: Visitor, words: str) -> None:
    """The report was committed and nobody was told: the draft is still as it was."""
    visitor.begin().press(what_happened=words)
    page, form = visitor.address, visitor.form()
    before = Draft.objects.get()
    reference = visitor.press(send_now="1").shown("reference")
    Draft.objects.filter(pk=before.pk).update(sealed=bytes(before.sealed), sent_at=None)
    visitor.press(page, **form, send_now="1")
    assert visitor.shown("reference") == reference
    assert Report.objects.count() == 1
    assert Draft.objects.get().sent_at is not None


def test_a_retry_without_the_cookie_finds_the_same_report(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words)
    token = visitor.form()["token"]
    reference = visitor.press(send_now="1").shown("reference")
    visitor.client.cookies.clear()
    visitor.press("/report/check-answers/?d=" + uuid.uuid4().hex, token=token)
    assert visitor.shown("reference") == reference
    assert Report.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_presses_at_the_same_moment_make_one_report(visitor: Visitor, words: str) -> None:
    visitor.begin()
    first, form = visitor.address, visitor.form()
    second = first.replace("what-happened", "in-danger-now")

    def press(address: str, **answers: str) -> str:
        browser = Visitor(Client())
        browser.client.cookies = visitor.client.cookies.copy()
        try:
            browser.press(address, **form, **answers)
            return browser.shown("reference") if browser.step == "sent" else browser.step
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: press(first, what_happened=words), range(4))) == {"in-danger-now"}
        assert len(set(pool.map(lambda _: press(second, send_now="1"), range(4)))) == 1
    assert Report.objects.get().words == words
    assert Draft.objects.count() == 1


def test_words_are_wiped_from_the_draft_once_they_are_a_report(quick: Visitor) -> None:
    """What is left is the token, under the same key: too short to hold the words."""
    draft = Draft.objects.get()
    assert draft.sent_at is not None
    assert len(bytes(draft.sealed)) < 150


def test_back_to_a_sent_report_says_so_and_keeps_new_words(quick: Visitor) -> None:
    first = quick.address.replace("sent", "what-happened")
    quick.go(first)
    assert "You have already sent this report" in quick.html
    quick.press(first, what_happened="and one more thing")
    assert "You have already sent this report" in quick.html
    assert "and one more thing" in quick.html
    another = re.search(r'action="([^"]+)"', quick.html)
    assert another
    quick.press(another[1], what_happened="and one more thing").press(send_now="1")
    assert Report.objects.count() == 2


def test_answers_of_an_expired_session_are_not_lost(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words).press()
    page = visitor.address.replace("who-it-happened-to", "where")
    visitor.client.cookies.clear()
    visitor.press(page, area="Peckham")
    assert visitor.step == "what-happened"
    assert "We could not open your earlier answers." in visitor.html
    visitor.press(what_happened=words).press(send_now="1")
    assert Report.objects.get().answers == {"area": "Peckham"}


def test_the_first_page_takes_words_without_any_cookie(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened="earlier words")
    page = visitor.address.replace("in-danger-now", "what-happened")
    visitor.client.cookies.clear()
    visitor.press(page, what_happened=words).press(send_now="1")
    assert Report.objects.get().words == words


def test_a_draft_says_nothing_without_the_cookie(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words)
    assert words.encode() not in bytes(Draft.objects.get().sealed)
    address, other = visitor.address, Visitor(Client())
    assert other.go(address).page.status_code == 404
    assert words not in other.html


def test_sending_without_a_word_asks_for_one(visitor: Visitor) -> None:
    visitor.begin()
    visitor.press(visitor.address.replace("what-happened", "when"), happened_when="yesterday", send_now="1")
    assert visitor.step == "what-happened"
    assert "Tell us what happened. One sentence is enough." in visitor.html
    visitor.press(what_happened="now I do").press(send_now="1")
    assert Report.objects.get().answers == {"happened_when": "yesterday"}


def test_a_changed_answer_leads_back_to_the_list(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words)
    while visitor.step != "check-answers":
        visitor.press()
    there = visitor.address
    change = re.search(r'href="(/report/what-happened/[^"]+)"', visitor.html)
    assert change
    visitor.go(change[1].replace("&amp;", "&")).press(what_happened="other words")
    assert visitor.address == there
    assert "other words" in visitor.html


def test_a_changed_answer_that_brings_a_new_page_leads_there_first(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words)
    draft = visitor.address.split("d=")[1]
    visitor.go(f"/report/in-danger-now/?d={draft}&change=1").press(in_danger_now="yes")
    assert visitor.step == "get-help-now"
    assert visitor.press().step == "check-answers"


def test_choices_to_pages_no_longer_asked_are_left_out_and_words_are_not(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words).press().press(happened_to="someone_else")
    visitor.press(how_you_know=["online"])
    draft = visitor.address.split("d=")[1]
    visitor.go(f"/report/contact/?d={draft}").press(contact_by=["phone"]).press(contact_phone="07700 900982").press(
        contact_who_might_see="my son"
    )
    visitor.go(f"/report/contact/?d={draft}").press(contact_by=["phone", "no_contact"])
    visitor.go(f"/report/who-it-happened-to/?d={draft}").press(happened_to="me", send_now="1")
    report = Report.objects.get()
    assert report.answers == {"happened_to": "me", "contact_by": ["no_contact"]}
    assert report.sealed_answers is not None
    sealed = unseal(report.sealed_answers, table="report", row=report.reference, field="answers")
    assert sealed == {"contact_who_might_see": "my son"}


def test_the_sheet_to_print_gives_nothing_away(quick: Visitor, words: str) -> None:
    code = quick.shown("follow-up-code")
    printed = re.search(r'href="(/report/sent/print/[^"]+)"', quick.html)
    assert printed
    quick.go(printed[1])
    assert "<title>Reference</title>" in quick.html
    assert code not in quick.html
    assert words not in quick.html
    assert quick.go(printed[1] + "&with=code").shown("follow-up-code") == code


def test_a_check_page_with_doubtful_answers_still_sends(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words)
    draft = visitor.address.split("d=")[1]
    visitor.go(f"/report/contact/?d={draft}").press(contact_by=["email", "phone"])
    visitor.press(contact_email="me at home", contact_phone="12")
    assert visitor.step == "contact-details"
    assert "There is a problem" in visitor.html
    assert 'value="me at home"' in visitor.html
    assert 'href="#id_contact_email"' in visitor.html
    visitor.press(contact_email="me at home", contact_phone="12")
    assert visitor.step == "contact-safely"
    visitor.go(f"/report/check-answers/?d={draft}")
    assert "This may not be a whole e-mail address." in visitor.html
    assert "This may not be a whole phone number." in visitor.html
    assert visitor.press().step == "sent"


@pytest.mark.parametrize(
    ("chosen", "given", "lacking"),
    [
        (["email", "phone"], {"contact_phone": "07700 900982"}, ["your e-mail address is missing"]),
        (["text"], {}, ["your phone number is missing"]),
        (["email", "letter"], {}, ["your e-mail address is missing", "your address is missing"]),
    ],
)
def test_a_way_without_its_address_is_pointed_out_once_and_sends_all_the_same(
    visitor: Visitor, words: str, chosen: list[str], given: dict[str, str], lacking: list[str]
) -> None:
    visitor.begin().press(what_happened=words)
    draft = visitor.address.split("d=")[1]
    visitor.go(f"/report/contact/?d={draft}").press(contact_by=chosen, contact_name="Sam")
    visitor.press(**given)
    assert visitor.step == "contact-details"
    assert [visitor.html.count(f"{one}. Write it,") for one in lacking] == [2] * len(lacking)  # summary and field
    assert visitor.html.count("is missing. Write it,") == 2 * len(lacking)
    assert all(f'value="{typed}"' in visitor.html for typed in given.values())
    assert visitor.press(**given).step == "contact-safely"
    visitor.go(f"/report/check-answers/?d={draft}")
    assert [visitor.html.count(one) for one in lacking] == [1] * len(lacking)
    only_here, elsewhere = (
        "We can only answer you on this website, with your code.",
        "We use the other ways that you chose",
    )
    assert [visitor.html.count(only_here), visitor.html.count(elsewhere)] == ([0, 1] if given else [len(lacking), 0])
    assert visitor.press().step == "sent"
    assert visitor.html.count("and we have no") == len(lacking)
    assert [only_here in visitor.html, elsewhere in visitor.html] == ([False, True] if given else [True, False])
    code, back = visitor.shown("follow-up-code"), Visitor(Client())
    assert 'href="/follow-up/contact/"' in visitor.html
    assert back.go("/follow-up/contact/").address == "/follow-up/?ended=contact"
    assert "Your visit has ended." not in back.html
    assert back.press(code=code).address == "/follow-up/contact/"


def test_who_gave_what_their_ways_need_is_told_of_nothing_that_is_missing(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words)
    draft = visitor.address.split("d=")[1]
    visitor.go(f"/report/contact/?d={draft}").press(contact_by=["email"])
    visitor.press(contact_email="me@example.org").press(send_now="1")
    assert visitor.step == "sent"
    assert 'data-testid="no-way"' not in visitor.html


def test_nobody_is_asked_for_an_address_who_saves_for_later_or_sends_now(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words)
    visitor.go(f"/report/contact/?d={visitor.address.split('d=')[1]}").press(contact_by=["email"])
    there = visitor.address
    assert visitor.press(save="1").step == "save"
    assert visitor.go(there).press(send_now="1").step == "sent"


@pytest.mark.parametrize("age", ["yes", "no"])
def test_a_child_who_wants_letters_is_told_gently_that_somebody_at_home_may_open_them(
    visitor: Visitor, words: str, age: str
) -> None:
    warning = "someone at home may open it before you. If that is not safe, choose another way"
    visitor.begin().press(what_happened=words).press().press(happened_to="me").press(under_18=age)
    draft = visitor.address.split("d=")[1]
    visitor.go(f"/report/contact/?d={draft}").press(contact_by=["letter"])
    assert (warning in visitor.html) == (age == "yes")
    assert visitor.press(contact_address="1 High Street").step == "contact-safely"
    assert (warning in visitor.go(f"/report/check-answers/?d={draft}").html) == (age == "yes")
    assert visitor.press().step == "sent"
    assert Report.objects.get().answers["contact_by"] == ["letter"]


def test_where_danger_rings_the_advice_comes_first_and_the_time_names_no_day(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words).press(in_danger_now="yes", send_now="1")
    html = visitor.html
    assert html.index("</h1>") < html.index("call 999.</strong>") < html.index("Thank you for telling us.")
    assert html.count("call 999.</strong>") == 1
    assert "We are telling the officers on duty now." in html
    told = re.findall(r"By (?:<strong>)?([^<]*?)(?:</strong>)? a person reads your report\.", html)
    assert len(told) == 2
    assert not re.search(r"day|20\d\d", "".join(told))


def test_once_the_time_has_passed_the_page_does_not_say_now(
    visitor: Visitor, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.begin().press(what_happened=words).press(in_danger_now="yes", send_now="1")
    later = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr("reporting.views.sent.timezone.now", lambda: later)
    visitor.go(visitor.address)
    assert "We told the officers on duty at once." in visitor.html
    assert "We are telling" not in visitor.html


def test_without_danger_nobody_is_said_to_be_told(quick: Visitor) -> None:
    assert "officers on duty" not in quick.html
    assert quick.html.index("Your secret code") < quick.html.index("call 999.</strong>")


def test_the_time_on_the_printed_sheet_is_not_taken_for_the_reports_date(quick: Visitor) -> None:
    printed = re.search(r'href="(/report/sent/print/[^"]+)"', quick.html)
    assert printed
    assert re.search(r"<p class=\"govuk-body\">Due by \d", quick.go(printed[1]).html)
    sheet, beneath = quick.html.split("<main")[1].split('<div class="heard-no-print">')
    assert "it stays on this device" in beneath, "before anybody saves it"
    assert not re.search("report|police|hate|heard<", sheet, re.IGNORECASE)


def test_a_new_way_to_be_reached_is_asked_for_at_once_and_then_how_it_is_safe(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words)
    draft = visitor.address.split("d=")[1]
    visitor.go(f"/report/contact/?d={draft}&change=1").press(contact_by=["email"])
    assert visitor.step == "contact-details"
    assert "contact_phone" not in visitor.html
    assert visitor.press(contact_email="me@example.org").step == "contact-safely"
    assert visitor.press(contact_who_might_see="nobody").step == "check-answers"
    visitor.go(f"/report/contact/?d={draft}&change=1").press(contact_by=["email", "phone"])
    assert visitor.step == "contact-details"
    assert visitor.press(contact_email="me@example.org", contact_phone="07700 900982").step == "check-answers"
    visitor.go(f"/report/contact/?d={draft}&change=1").press(contact_by=["phone"]).press()
    report = Report.objects.get()
    assert report.sealed_answers is not None
    sealed = unseal(report.sealed_answers, table="report", row=report.reference, field="answers")
    assert sealed == {"contact_phone": "07700 900982", "contact_who_might_see": "nobody"}, (
        "a way taken back is not kept"
    )


def test_a_borough_from_the_list_is_the_area_where_no_other_was_named(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words)
    draft = visitor.address.split("d=")[1]
    visitor.go(f"/report/where-in-london/?d={draft}")
    assert visitor.html.count("data-borough=") == 33
    assert re.findall(r'<option value="([^"]*)" selected>', visitor.html) == [""]
    visitor.press(borough="hackney").press(send_now="1")
    assert Report.objects.get().answers == {"borough": "hackney"}
    assert area_of(Report.objects.get().answers) == "Hackney"


@pytest.mark.parametrize("age", ["yes", "no"])
def test_a_child_finds_childline_after_sending_and_on_no_paper(visitor: Visitor, words: str, age: str) -> None:
    visitor.begin().press(what_happened=words).press().press(happened_to="me").press(under_18=age, send_now="1")
    assert visitor.step == "sent"
    assert ('data-testid="childline"' in visitor.html) == (age == "yes")
    assert visitor.html.count("0800 1111") == visitor.html.count('href="tel:08001111"') == (age == "yes")
    if age == "yes":
        assert re.search(r'<div class="heard-no-print"[^>]*data-testid="childline"', visitor.html)
    assert "hildline" not in visitor.go(visitor.address.replace("sent/", "sent/print/")).html
    assert Draft.objects.get().sent_at is not None


def test_the_page_for_files_can_be_left_and_come_back_to(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words)
    visitor.go(visitor.address.replace("in-danger-now", "evidence")).press(save="1")
    assert visitor.step == "save"
    assert "Save and come back later" in visitor.html


def test_a_script_that_stays_on_the_page_is_told_where_the_next_one_is(client: Client, words: str) -> None:
    visitor = Visitor(client).begin()
    answer = client.post(visitor.address, {**visitor.form(), "what_happened": words}, headers={"X-Stays": "1"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert "/report/in-danger-now/?d=" in answer["Location"]
    assert answer["Cache-Control"] == "no-store"
    again = client.post(visitor.address, {**visitor.form(), "what_happened": " "}, headers={"X-Stays": "1"})
    assert again.status_code == 200  # the page itself, with what is missing
