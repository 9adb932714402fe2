"""“I know someone in this” on the desk: gone from every page for whoever says so."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import AuditEvent, Case
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db


def test_the_case_is_gone_from_queue_counts_search_and_its_own_address(cast: Cast) -> None:
    case, _ = people.case("A burning bin in Walworth."), people.case()
    client = at_the_desk(cast.officer)
    client.post(f"/desk/cases/{case.reference}/take/")
    answer = client.post(f"/desk/cases/{case.reference}/know-someone/", {"note": "My neighbour.\x00"}, follow=True)
    assert b"You do not see this case any more." in answer.content
    page = client.get("/desk/queue/?tab=all").content.decode()
    assert case.reference not in page
    assert "1 of 1" in page
    client.post("/desk/search/for/", {"q": case.reference})
    for address in ("", "take/", "know-someone/"):
        method = client.post if address else client.get
        assert method(f"/desk/cases/{case.reference}/{address}").status_code == 404
    colleagues = at_the_desk(cast.colleague).get(f"/desk/cases/{case.reference}/").content.decode()
    assert "Knows someone in this: does not see the case any more" in colleagues
    assert "My neighbour.\ufffd" in colleagues
    assert "Hidden, because they know someone in this: officer" in colleagues
    assert "lift-recusal" not in colleagues
    assert AuditEvent.objects.filter(action="case.recused", username="officer").exists()


def test_it_looks_like_what_does_not_exist(cast: Cast) -> None:
    case = people.case()
    client = at_the_desk(cast.officer)
    client.post(f"/desk/cases/{case.reference}/know-someone/")
    pages = {client.get(f"/desk/cases/{one}/").content for one in (case.reference, "0000-00000")}
    assert len(pages) == 1


def test_the_last_one_is_told_why_not_and_keeps_the_note(cast: Cast) -> None:
    case = people.case()
    for account in (cast.officer, cast.colleague):
        at_the_desk(account).post(f"/desk/cases/{case.reference}/know-someone/")
    answer = at_the_desk(cast.supervisor).post(
        f"/desk/cases/{case.reference}/know-someone/", {"note": "My cousin reported."}
    )
    assert answer.status_code == 422
    assert "Nobody else of your unit" in answer.content.decode()
    assert "My cousin reported." in answer.content.decode()


def test_a_supervisor_shows_it_again(cast: Cast) -> None:
    case = people.case()
    at_the_desk(cast.officer).post(f"/desk/cases/{case.reference}/know-someone/")
    client = at_the_desk(cast.supervisor)
    assert "lift-recusal" in client.get(f"/desk/cases/{case.reference}/").content.decode()
    address = f"/desk/cases/{case.reference}/know-someone/lift/"
    refused = client.post(address, {"account": "officer", "reason": ""})
    assert (refused.status_code, "Write why they may see" in refused.content.decode()) == (422, True)
    assert client.post(address, {"account": "nobody", "reason": "x"}).status_code == 422
    assert client.post(address, {"account": "officer", "reason": "Another family."}).status_code == 302
    assert at_the_desk(cast.officer).get(f"/desk/cases/{case.reference}/").status_code == 200


def test_the_page_costs_at_most_one_statement_more_and_only_where_somebody_knows_someone(cast: Cast) -> None:
    case = people.case()
    client, counts = at_the_desk(cast.supervisor), []
    client.get(f"/desk/cases/{case.reference}/")
    for recused in ([], [cast.officer.pk], [cast.officer.pk, cast.colleague.pk]):
        Case.objects.filter(pk=case.pk).update(recused=recused)
        with CaptureQueriesContext(connection) as seen:
            client.get(f"/desk/cases/{case.reference}/")
        counts.append(len(seen))
    assert counts[1:] == [counts[0] + 1] * 2


def test_take_next_says_why_this_one_until_work_begins(cast: Cast) -> None:
    case = people.case()
    client = at_the_desk(cast.officer)
    page = client.post("/desk/take-next/", follow=True).content.decode()
    assert re.search(r"Taken because it is due in 23 hours to be read\.", page)
    assert "Taken because" not in at_the_desk(cast.colleague).get(f"/desk/cases/{case.reference}/").content.decode()
    client.post(f"/desk/cases/{case.reference}/read/", {"report_id": case.opened_for_id})
    assert "Taken because" not in client.get(f"/desk/cases/{case.reference}/").content.decode()


def test_who_holds_the_language_is_told_that_this_is_why(cast: Cast) -> None:
    case = people.case()
    Case.objects.filter(pk=case.pk).update(language="pl")
    cast.officer.languages = ["en", "pl"]
    cast.officer.save()
    page = at_the_desk(cast.officer).post("/desk/take-next/", follow=True).content.decode()
    assert "to be read, and you hold Polish." in page
