"""A case that somebody may not know of is on no page of theirs: not by reference, not by word, not in a number."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from cases.domain import searchable
from cases.engine.asked import read_search
from cases.models import Account, AuditEvent, Case, Draft
from cases.queries.queue import Tab, queue_page
from cases.queries.search import search_page
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db
CANARY = "canarywords"
ROLES = ("officer", "colleague", "supervisor", "outsider")
WHY = ("sealed", "restricted", "involved")
PAGES = (
    *(f"/desk/queue/?tab={tab}" for tab in Tab), "/desk/mine/", "/desk/duty/", "/desk/alarm/", "/desk/views/",
    "/desk/search/?q=canarywords", "/desk/series/", "/desk/translations/", "/desk/bulk/",
)  # fmt: skip
# Of the case itself: each is answered like the same of a case that there is not.
OF_A_CASE = (
    "", "presence/", "pack/", "passing-on/", "named/", "reason/", "draft/", "draft/discard/", "pack/give/", "reveal/",
    "transfer/", "move/", "series/", "translate/",
)  # fmt: skip
ADMIN = ("/admin/cases/case/", "/admin/reporting/alarm/", "/admin/cases/auditevent/", "/admin/cases/case/?q=")


@pytest.fixture(params=WHY)
def hidden(cast: Cast, request: pytest.FixtureRequest) -> Case:
    """A ringing case that one of the cast had before it was hidden from all of them."""
    held = people.case(f"He {CANARY} at me.", in_danger_now="yes", because=["race"])
    people.take_and_read(held, cast.officer)
    searchable.index_case(held.pk, now=timezone.now())
    everybody = list(Account.objects.values_list("pk", flat=True))
    changed = {
        "sealed": {"unit": cast.sealed_unit}, "restricted": {"is_restricted": True},
        "involved": {"hidden_from": everybody},
    }[request.param]  # fmt: skip
    Case.objects.filter(pk=held.pk).update(**changed)
    held.refresh_from_db()
    return held


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_the_desk_names_it(cast: Cast, hidden: Case, role: str) -> None:
    client = at_the_desk(getattr(cast, role))
    for address in PAGES:
        answer = client.get(address)
        assert answer.status_code == 200, address
        main = BeautifulSoup(answer.content, "html.parser").main
        assert hidden.reference not in str(main), address
        assert "canarywords at me" not in str(main), address


@pytest.mark.parametrize("role", ROLES)
def test_no_number_counts_it(cast: Cast, hidden: Case, role: str) -> None:
    account = getattr(cast, role)
    page = queue_page(account, tab=Tab.ALL, now=timezone.now())
    assert (set(page.counts.values()), page.taken_and_late, page.total) == ({0}, 0, 0)
    assert search_page(account, read_search(CANARY)).total == 0


def test_the_administration_does_not_show_it(cast: Cast, hidden: Case) -> None:
    client = at_the_desk(cast.admin)
    for address in ADMIN:
        assert hidden.reference.encode() not in client.get(address).content, address
    assert client.get(f"/admin/cases/case/{hidden.pk}/change/").status_code == 302  # as for one that there is not


def test_looking_for_its_reference_ends_where_nothing_is(cast: Cast, hidden: Case) -> None:
    client = at_the_desk(cast.officer)
    there, nowhere = (
        client.post("/desk/find/", {"reference": one}, follow=True) for one in (hidden.reference, "0000-00000")
    )
    assert (there.status_code, there.content) == (404, nowhere.content)


@pytest.mark.parametrize("role", ROLES)
def test_nobody_is_told_who_has_it_open_and_nothing_is_kept_for_it(cast: Cast, hidden: Case, role: str) -> None:
    client = at_the_desk(getattr(cast, role))
    given = {"draft": "note", "note": "x", "form": "full", "recipient": "x", "reason": "x"}
    for asked in OF_A_CASE:
        there, nowhere = (f"/desk/cases/{reference}/{asked}" for reference in (hidden.reference, "0000-00000"))
        for ask in (client.get, lambda address: client.post(address, given)):
            answers = [ask(there), ask(nowhere)]
            assert answers[0].status_code == answers[1].status_code, asked
            assert answers[0].status_code in (404, 405), asked
            told = [answer.content.replace(hidden.reference.encode(), b"0000-00000") for answer in answers]
            assert told[0] == told[1], asked
    assert not Draft.objects.exists()
    assert not AuditEvent.objects.filter(action__in=("case.pack", "case.reveal")).exists()


def test_its_report_cannot_be_attached(cast: Cast, hidden: Case) -> None:
    own = people.take_and_read(people.case(), cast.officer)
    client: Client = at_the_desk(cast.officer)
    for reference in (hidden.reference, "0000-00000"):
        answer = client.post(f"/desk/cases/{own.reference}/attach/", {"reference": reference, "reason": "Same."})
        assert answer.status_code == 422


def test_nothing_of_it_is_given_back_but_what_was_typed(cast: Cast, hidden: Case) -> None:
    client = at_the_desk(cast.officer)
    pages = []
    for reference in (hidden.reference, "0000-00000"):
        answer = client.post(f"/desk/cases/{reference}/note/", {"note": "I had typed this."})
        assert answer.status_code == 404
        text = BeautifulSoup(answer.content, "html.parser").main.get_text(" ", strip=True)  # type: ignore[union-attr]
        assert "I had typed this." in text
        pages.append(text)
    assert pages[0] == pages[1]
