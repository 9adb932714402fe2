"""One draft open in two tabs: what one has saved is not written over by the other without a question."""

import pytest
from django.test import Client

from reporting.models import Report
from tests.reporting.views.conftest import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.urls("config.urls_public")]
QUESTION = "You saved this page in another tab too."


@pytest.fixture
def tabs(client: Client, words: str) -> tuple[Visitor, Visitor]:
    """Two tabs of one browser, on the page about who did it."""
    first, second = Visitor(client), Visitor(client)
    first.begin().press(what_happened=words)
    address = first.address.replace("in-danger-now", "who-did-it")
    return first.go(address), second.go(address)


def test_both_are_shown_and_what_stands_below_is_kept_at_the_second_press(tabs: tuple[Visitor, Visitor]) -> None:
    first, second = tabs
    there = second.address
    first.press(who_did_it="A man in a red coat")
    second.press(who_did_it="Two men", know_them="stranger")
    assert QUESTION in second.html
    assert "A man in a red coat" in second.html
    assert "Two men" in second.html
    assert "Left empty" in second.html  # whether they know them
    second.press(there, who_did_it="Two men, one in a red coat", know_them="stranger")
    assert QUESTION not in second.html
    assert "Two men, one in a red coat" in second.go(there).html


def test_what_the_other_tab_saved_can_be_kept(tabs: tuple[Visitor, Visitor]) -> None:
    first, second = tabs
    there = second.address
    first.press(who_did_it="A man in a red coat")
    second.press(who_did_it="").press(there, who_did_it="", keep_other="1")
    assert second.step == "said-or-done"
    assert "A man in a red coat" in second.go(there).html


def test_nothing_is_sent_before_it_is_asked(tabs: tuple[Visitor, Visitor]) -> None:
    first, second = tabs
    there = second.address
    first.press(who_did_it="A man in a red coat")
    second.press(who_did_it="Two men", send_now="1")
    assert QUESTION in second.html
    assert not Report.objects.exists()
    second.press(there, who_did_it="Two men", send_now="1")
    assert second.step == "sent"


def test_what_the_list_of_answers_does_not_show_is_not_sent_unseen(tabs: tuple[Visitor, Visitor]) -> None:
    first, second = tabs
    there = second.address.replace("who-did-it", "check-answers")
    second.go(there)
    first.press(who_did_it="A man in a red coat")
    second.press()
    assert "nothing was sent yet" in second.html
    assert "A man in a red coat" in second.html
    assert not Report.objects.exists()
    second.press(there)
    assert second.step == "sent"


@pytest.mark.parametrize("answers", [{"who_did_it": "Two men"}, {}])
def test_the_same_words_twice_are_no_question(tabs: tuple[Visitor, Visitor], answers: dict[str, str]) -> None:
    first, second = tabs
    first.press(**answers)
    second.press(**answers)
    assert second.step == "said-or-done"


def test_back_in_one_tab_is_no_question_even_where_the_browser_kept_the_page(tabs: tuple[Visitor, Visitor]) -> None:
    tab, _other = tabs
    there, form = tab.address, tab.form()
    tab.press(who_did_it="Two men")
    tab.press(there, **form, who_did_it="Three men")  # the page as it was shown at first
    assert tab.step == "said-or-done"
    assert "Three men" in tab.go(there).html


def test_another_page_saved_in_another_tab_is_no_question(tabs: tuple[Visitor, Visitor]) -> None:
    first, second = tabs
    first.press(who_did_it="Two men").press(said_or_done="A word")
    second.press(who_did_it="Two men")
    assert "A word" in second.html
