"""The case page shows what may belong to a case, with reasons; yes and no cost the same; a series has its own page."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.domain import series
from cases.models import AuditEvent, Case, SameSuggestion, Series
from tests import cast as people
from tests.cases.domain.test_likeness import BAR, DOOR, LIFT, VAN, found
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(cast: Cast) -> tuple[Case, Case]:
    """Two witnesses of one attack; the officer has the first one's case."""
    one, other = people.case(VAN), people.case(BAR)
    found(one, other)
    return people.take_and_read(one, cast.officer), other


def page(client: Client, case: Case) -> str:
    return client.get(f"/desk/cases/{case.reference}/").content.decode()


def answer(client: Client, case: Case, **given: object) -> int:
    suggestion = SameSuggestion.objects.get()
    sent = {"suggestion_id": suggestion.pk, **given}
    return client.post(f"/desk/cases/{case.reference}/alike/", sent).status_code


def test_the_page_says_what_may_be_the_same_and_why(cast: Cast, pair: tuple[Case, Case]) -> None:
    html = page(at_the_desk(cast.officer), pair[0])
    assert "Perhaps the same incident" in html
    assert f'data-alike="{pair[1].reference}"' in html
    assert "Both name a place spelt like: salcomb" in html
    assert AuditEvent.objects.filter(action="case.open", references__contains=[pair[1].reference]).exists()


def test_nothing_is_chosen_beforehand_and_a_mistaken_answer_keeps_what_was_typed(
    cast: Cast, pair: tuple[Case, Case]
) -> None:
    client, (one, _) = at_the_desk(cast.officer), pair
    assert " checked" not in page(client, one).split('id="alike"')[1].split('id="decide"')[0]
    sent = {"suggestion_id": SameSuggestion.objects.get().pk, "reason": "the same van"}
    refused = client.post(f"/desk/cases/{one.reference}/alike/", sent)
    assert refused.status_code == 422
    assert 'value="the same van"' in refused.content.decode()
    assert answer(client, one, answer="yes", reason="") == 422
    assert SameSuggestion.objects.get().state == "open"


@pytest.mark.parametrize(("said", "state"), [("yes", "emptied"), ("no", "new")])
def test_yes_and_no_take_the_same_fields(cast: Cast, pair: tuple[Case, Case], said: str, state: str) -> None:
    client, (one, other) = at_the_desk(cast.officer), pair
    for _ in range(2):  # sent twice counts once
        assert answer(client, one, answer=said, reason="I have read both") == 302
    other.refresh_from_db()
    assert other.state == state


def test_what_one_may_not_see_is_neither_shown_nor_counted(cast: Cast, pair: tuple[Case, Case]) -> None:
    Case.objects.filter(pk=pair[1].pk).update(is_restricted=True)
    client = at_the_desk(cast.officer)
    html = page(client, pair[0])
    assert pair[1].reference not in html
    assert "Perhaps the same incident" not in html
    assert answer(client, pair[0], answer="no", reason="x") == 404


def test_the_case_page_takes_one_statement_for_any_number_of_suggestions(cast: Cast) -> None:
    client, one = at_the_desk(cast.officer), people.case(VAN)
    people.take_and_read(one, cast.officer)

    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            page(client, one)
        return len(caught)

    alone = statements()
    found(one, *(people.case(f"{VAN} {number}") for number in range(6)))
    assert "6 cases" in page(client, one)
    assert statements() == alone


def test_the_same_contact_is_shown_as_related(cast: Cast) -> None:
    one = people.case("He shouted at me.", contact_email="a@example.org")
    other = people.case("My bicycle is gone.", contact_email="A@example.org ")
    found(one, other)
    html = page(at_the_desk(cast.officer), one)
    assert "Related by contact" in html
    assert "The same address or number for contact" in html


def test_a_series_page_has_risk_calendar_map_and_table(cast: Cast) -> None:
    one, other = people.case(DOOR, area="SE15", happened_on="2026-02-14"), people.case(LIFT, area="Hackney")
    pattern = series.open_series(one.pk, title="Flat 7", reason="it goes on", by=cast.officer, now=timezone.now())
    client = at_the_desk(cast.officer)
    added = client.post(
        f"/desk/series/{pattern.pk}/add/", {"reference": other.reference.lower(), "reason": "the same woman"}
    )
    assert added.status_code == 302
    html = client.get(f"/desk/series/{pattern.pk}/").content.decode()
    for shown in ("2 cases", "February 2026", "<svg", "Southwark", "SE15", "Risk of the whole series", "Flat 7"):
        assert shown in html
    assert "Flat 7" in client.get("/desk/series/").content.decode()
    assert "Flat 7" in page(client, one)


def test_what_is_owed_to_a_series_and_who_looks_after_it(cast: Cast) -> None:
    pattern = series.open_series(people.case(DOOR).pk, title="Flat 7", reason="x", by=cast.officer, now=timezone.now())
    client, address = at_the_desk(cast.officer), f"/desk/series/{pattern.pk}/"
    assert client.post(f"{address}owner/", {"owner": "outsider"}).status_code == 422
    assert client.post(f"{address}owner/", {"owner": "colleague"}).status_code == 302
    assert client.post(f"{address}review/", {"what": "all of it", "due_on": "1/1/2020"}).status_code == 422
    assert client.post(f"{address}review/", {"what": "all of it", "due_on": "1/1/2100"}).status_code == 302
    html = client.get(address).content.decode()
    assert "Review: all of it" in html
    assert Series.objects.get().owner == cast.colleague


def test_splitting_without_a_choice_comes_back_with_what_was_typed(cast: Cast) -> None:
    pattern = series.open_series(people.case(DOOR).pk, title="Flat 7", reason="x", by=cast.officer, now=timezone.now())
    client = at_the_desk(cast.officer)
    refused = client.post(f"/desk/series/{pattern.pk}/split/", {"title": "Lift", "reason": "another"})
    assert refused.status_code == 422
    html = refused.content.decode()
    assert "Choose some of the cases, and not all of them." in html
    assert 'value="Lift"' in html


def test_a_series_whose_only_case_one_may_not_see_does_not_exist(cast: Cast) -> None:
    case = people.case(DOOR)
    pattern = series.open_series(case.pk, title="Flat 7", reason="x", by=cast.officer, now=timezone.now())
    Case.objects.filter(pk=case.pk).update(is_restricted=True)
    client = at_the_desk(cast.officer)
    assert client.get(f"/desk/series/{pattern.pk}/").status_code == 404
    assert "Flat 7" not in client.get("/desk/series/").content.decode()


def test_the_queue_is_narrowed_to_series(cast: Cast) -> None:
    case, other = people.case(DOOR), people.case(LIFT)
    series.open_series(case.pk, title="Flat 7", reason="x", by=cast.officer, now=timezone.now())
    html = at_the_desk(cast.officer).get("/desk/queue/?tab=all&series=yes").content.decode()
    assert f'data-case="{case.reference}"' in html
    assert f'data-case="{other.reference}"' not in html
