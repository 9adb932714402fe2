"""Words that hurt stay on the server until somebody asks; asking is logged before they leave."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cases.domain.categorisation import categorise_report
from cases.models import AuditEvent, Case
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk, draw_blind

pytestmark = pytest.mark.django_db
SLUR = "towelhead"
WORDS = f"He shouted {SLUR} at me, and {SLUR} again, outside the mosque."


def page(client: Client, case: Case) -> str:
    return client.get(f"/desk/cases/{case.reference}/").content.decode()


def reveal(client: Client, case: Case) -> int:
    return client.post(f"/desk/cases/{case.reference}/reveal/").status_code


@pytest.fixture
def case(cast: Cast, settings: Settings) -> Case:
    """Slurs in the report, in an answer, and in a message."""
    case = people.case(WORDS, because_words=f"he said {SLUR}", who_did_it=f"the one who says {SLUR}")
    draw_blind(case, settings, is_hidden=False)
    categorise_report(case.opened_for_id, now=timezone.now())
    people.write(case, f"Again today: {SLUR}!")
    case.refresh_from_db()
    return case


def test_nothing_on_the_page_holds_the_words_before_somebody_asks(cast: Cast, case: Case) -> None:
    html = page(at_the_desk(cast.officer), case)
    assert SLUR not in html.lower()
    assert "[9 characters hidden]" in html
    assert "outside the mosque" in re.sub(r"<[^>]+>", "", html)


def test_asked_for_they_stand_there_and_it_is_logged_first(cast: Cast, case: Case) -> None:
    client = at_the_desk(cast.officer)
    assert reveal(client, case) == 302
    row = AuditEvent.objects.filter(action="case.reveal").get()
    assert (row.username, row.references) == ("officer", [case.reference])
    html = page(client, case)
    assert (
        html.count(SLUR) >= 5
    )  # twice in the report, an answer, a sealed answer, the message; and what the machine quotes
    assert "characters hidden" not in html
    assert AuditEvent.objects.filter(action="case.open").latest("pk").details["hard_words"] >= 5


def test_asking_holds_for_this_case_and_session_and_half_an_hour(cast: Cast, case: Case) -> None:
    client, other = at_the_desk(cast.officer), people.case(WORDS)
    reveal(client, case)
    assert SLUR not in page(client, other)
    assert SLUR not in page(at_the_desk(cast.officer), case)
    session = client.session
    session["revealed"] = {case.reference: (timezone.now() - timedelta(seconds=1)).isoformat()}
    session.save()
    assert SLUR not in page(client, case)


def test_an_account_may_wish_to_see_them_always_and_take_it_back(cast: Cast, case: Case) -> None:
    client = at_the_desk(cast.officer)
    client.post(f"/desk/cases/{case.reference}/hard-words/", {"always": "yes"})
    assert SLUR in page(client, case)
    assert SLUR not in page(at_the_desk(cast.colleague), case)
    client.post(f"/desk/cases/{case.reference}/hard-words/", {"always": "no"})
    assert SLUR not in page(client, case)
    assert AuditEvent.objects.filter(action="account.hard_words").count() == 2


def test_all_the_words_of_a_long_report_are_veiled_too(cast: Cast) -> None:
    case = people.case("word " * 25_000 + SLUR)
    client, address = at_the_desk(cast.officer), f"/desk/cases/{case.reference}/words/{{}}/"
    whole = address.format(case.opened_for_id)
    assert SLUR not in client.get(whole).content.decode()
    reveal(client, case)
    assert SLUR in client.get(whole).content.decode()


def test_a_report_that_no_machine_has_looked_at_is_veiled_all_the_same(cast: Cast) -> None:
    assert SLUR not in page(at_the_desk(cast.officer), people.case(WORDS))


def test_another_units_officer_asks_only_after_the_reason(cast: Cast, case: Case) -> None:
    client = at_the_desk(cast.outsider)
    assert reveal(client, case) == 404
    client.post(f"/desk/cases/{case.reference}/reason/", {"reason": "the same suspect"})
    assert reveal(client, case) == 302
    assert AuditEvent.objects.filter(action="case.reveal").latest("pk").reason == "the same suspect"
    assert SLUR in page(client, case)
