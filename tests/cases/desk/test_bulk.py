"""Many cases at once, as an officer's browser sees it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cases.domain import bulk as domain
from cases.domain import tagging
from cases.models import AuditEvent, Bulk, BulkCase, Case, TimelineEntry
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(cast: Cast) -> Client:
    return at_the_desk(cast.officer)


def tick(client: Client, *cases: Case, what: str = "go", **more: str) -> str:
    """What the queue sends; where it leads."""
    response = client.post("/desk/bulk/choose/", {"case": [one.reference for one in cases], "what": what, **more})
    assert response.status_code == 302
    return str(response["Location"])


def body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response
    return response.content.decode()


def seal(client: Client) -> str:
    found = re.search(r'name="seal" value="(\w+)"', body(client, "/desk/bulk/preview/"))
    assert found
    return found[1]


def test_ticked_in_the_queue_looked_at_confirmed_done_and_undone(officer: Client, cast: Cast) -> None:
    first, second = people.case(), people.case()
    assert f'value="{first.reference}"' in body(officer, "/desk/queue/?choose=1")
    assert 'type="checkbox"' not in body(officer, "/desk/queue/")
    assert tick(officer, first, second) == "/desk/bulk/"
    assert "2 cases are chosen." in body(officer, "/desk/queue/")
    chosen = body(officer, "/desk/bulk/")
    assert first.reference in chosen
    assert "selected" not in chosen.split('name="to"')[1].split("</select>")[0].replace('value="" selected', "")
    planned = officer.post("/desk/bulk/plan/assign/", {"to": "colleague"})
    assert planned["Location"] == "/desk/bulk/preview/"
    preview = body(officer, "/desk/bulk/preview/")
    assert "Assign to colleague" in preview
    assert "This will be done with 2 cases" in preview
    assert not TimelineEntry.objects.filter(what="assigned").exists()
    there = officer.post("/desk/bulk/confirm/", {"seal": seal(officer)})["Location"]
    assert "0 of 2 cases are worked off" in body(officer, there)
    assert officer.post(f"{there}go-on/")["Location"] == there
    done = body(officer, there)
    assert "Done with 2 cases" in done
    assert "Undo" in done
    assert "chosen" not in body(officer, "/desk/queue/").split("<table")[0].split("heard-bulk-bar")[0].lower()
    officer.post(f"{there}undo/")
    officer.post(f"{there}go-on/")
    assert "Undone." in body(officer, there)
    first.refresh_from_db()
    assert first.officer is None


def test_a_choice_is_kept_over_pages_and_what_was_unticked_is_left_out(officer: Client) -> None:
    first, second, third = people.case(), people.case(), people.case()
    back = tick(officer, first, second, what="stay", query="tab=all&after=1-1")
    assert back == "/desk/queue/?tab=all&after=1-1&choose=1"
    shown = f"{second.reference} {third.reference}"
    tick(officer, third, what="stay", on_page=shown)
    assert set(BulkCase.objects.values_list("case__reference", flat=True)) == {first.reference, third.reference}
    page = body(officer, "/desk/queue/?choose=1")
    assert page.count(" checked>") == 2


def test_everything_that_a_filter_finds_can_be_chosen(officer: Client) -> None:
    wanted = [people.case(area="Southall"), people.case(area="Southall")]
    people.case(area="Barnet")
    tick(officer, what="all", query="tab=next&place=Southall")
    assert set(BulkCase.objects.values_list("case", flat=True)) == {one.pk for one in wanted}
    assert "place=Southall" in Bulk.objects.get().chosen_by


def test_nothing_ticked_says_so(officer: Client) -> None:
    assert tick(officer) == "/desk/queue/?&choose=1"
    assert "No case is chosen." in body(officer, "/desk/queue/")


def test_what_was_typed_comes_back_with_what_is_missing(officer: Client) -> None:
    tick(officer, people.case())
    response = officer.post("/desk/bulk/plan/wait/", {"reason": "The hearing in May", "until": "1/1/2020"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "The hearing in May" in page
    assert "Choose a day that is still to come." in page
    assert officer.post("/desk/bulk/plan/burn/").status_code == 404


def test_a_stale_preview_is_shown_again_and_nothing_is_done(officer: Client, cast: Cast) -> None:
    case = people.case()
    tick(officer, case)
    officer.post("/desk/bulk/plan/tag/", {"name": "bus"})
    stale = seal(officer)
    tagging.tag_case(case.pk, name="bus", by=cast.colleague, now=timezone.now())
    response = officer.post("/desk/bulk/confirm/", {"seal": stale})
    assert response.status_code == 409
    assert "Something has changed since this preview." in response.content.decode()
    assert not Bulk.objects.exclude(confirmed_at=None).exists()


def test_a_double_click_on_the_confirmation_does_it_once(officer: Client) -> None:
    tick(officer, people.case())
    officer.post("/desk/bulk/plan/tag/", {"name": "bus"})
    once = seal(officer)
    officer.post("/desk/bulk/confirm/", {"seal": once})
    assert officer.post("/desk/bulk/confirm/", {"seal": once}, follow=True).status_code == 200
    assert Bulk.objects.exclude(confirmed_at=None).count() == 1


def test_skipped_cases_are_named_with_the_reason(officer: Client, cast: Cast) -> None:
    unread, ready = people.case(), people.case()
    for case in (unread, ready):
        people.claiming.take_case(case.pk, by=cast.officer, now=timezone.now())
    people.take_and_read(ready, cast.officer)
    people.decide_and_answer(ready, cast.officer)
    tick(officer, unread, ready)
    officer.post("/desk/bulk/plan/close/", {"closing_reason": "with_investigators"})
    preview = body(officer, "/desk/bulk/preview/")
    assert "1 case skipped" in preview
    assert preview.index("Read every report of this case first.") < preview.index(unread.reference)
    there = officer.post("/desk/bulk/confirm/", {"seal": seal(officer)})["Location"]
    officer.post(f"{there}go-on/")
    done = body(officer, there)
    assert "Read every report of this case first." in done
    assert 'data-action="bulk-undo"' not in done


def test_a_late_undo_says_why_not(officer: Client, cast: Cast) -> None:
    tick(officer, people.case())
    officer.post("/desk/bulk/plan/tag/", {"name": "bus"})
    there = officer.post("/desk/bulk/confirm/", {"seal": seal(officer)})["Location"]
    officer.post(f"{there}go-on/")
    Bulk.objects.update(finished_at=timezone.now() - domain.UNDO_WITHIN - timedelta(seconds=1))
    assert "Undo" not in body(officer, there)
    officer.post(f"{there}undo/")
    assert "This cannot be undone any more" in body(officer, there)


def test_every_page_names_in_the_log_what_it_shows(officer: Client) -> None:
    case = people.case()
    tick(officer, case)
    officer.post("/desk/bulk/plan/tag/", {"name": "bus"})
    for address, action in (("/desk/bulk/", "bulk.list"), ("/desk/bulk/preview/", "bulk.preview")):
        body(officer, address)
        assert AuditEvent.objects.filter(action=action).latest("pk").references == [case.reference]


def test_a_tag_narrows_the_queue(officer: Client, cast: Cast) -> None:
    case, other = people.case(), people.case()
    tagging.tag_case(case.pk, name="Night bus", by=cast.officer, now=timezone.now())
    page = body(officer, "/desk/queue/?tag=night+bus")
    assert f'data-case="{case.reference}"' in page
    assert f'data-case="{other.reference}"' not in page
    assert "Tagged with “Night bus”" in body(officer, f"/desk/cases/{case.reference}/")


def test_a_tag_is_put_on_and_taken_off_on_the_case_page(officer: Client) -> None:
    case = people.case()
    address = f"/desk/cases/{case.reference}/"
    assert officer.post(f"{address}tag/", {"name": "Night bus"})["Location"] == f"{address}#tags"
    assert "tag=Night%20bus" in body(officer, address)
    assert officer.post(f"{address}tag/", {"name": ""}).status_code == 422
    officer.post(f"{address}untag/", {"name": "Night bus"})
    assert "tag=Night%20bus" not in body(officer, address)
