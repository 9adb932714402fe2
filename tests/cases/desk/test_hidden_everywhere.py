"""Words that hurt are hidden in lists, notes and messages too; asking shows them, and is one row a case and sitting."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cases.domain import deciding, searchable, series, translation
from cases.domain.categorisation import categorise_report
from cases.models import AuditEvent, Case
from tests import cast as people
from tests.cases.desk.test_acts import Desk
from tests.cast import Cast
from tests.desk import at_the_desk, draw_blind

pytestmark = pytest.mark.django_db
SLUR = "towelhead"
WORDS = f"He shouted {SLUR} at me outside the mosque in Peckham."


@pytest.fixture
def case(cast: Cast, settings: Settings) -> Case:
    """Slurs in the report, in both sides of the thread, in notes, a decision, a risk note and a task."""
    case = people.case(WORDS)
    draw_blind(case, settings, is_hidden=False)
    people.take_and_read(case, cast.officer)
    now = timezone.now()
    people.write(case, f"Again: {SLUR}")
    deciding.add_note(case.pk, note=f"My note quotes {SLUR}.", by=cast.officer, now=now)
    deciding.record_decision(
        case.pk, recording="nothing_recorded", reason=f"He denies saying {SLUR}.", by=cast.officer, now=now
    )
    searchable.index_case(case.pk, now=now)
    searchable.index_what_is_owed(now=now)
    case.refresh_from_db()
    return case


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


LISTS = ["/desk/queue/?tab=all", "/desk/mine/", "/desk/search/?q=shouted", "/desk/search/?q=quotes"]


@pytest.mark.parametrize("address", LISTS)
def test_a_list_hides_them_until_somebody_asks_for_those_of_the_page(cast: Cast, case: Case, address: str) -> None:
    client = at_the_desk(cast.officer)
    html = page(client, address)
    assert case.reference in html
    assert SLUR not in html
    assert "████\N{NO-BREAK SPACE}(9)" in html
    asked = BeautifulSoup(html, "html.parser").select_one('form[action="/desk/reveal/"]')
    assert asked is not None
    given = {one["name"]: one["value"] for one in asked.select("input[type=hidden]")}
    answer = client.post("/desk/reveal/", given)
    assert answer["Location"] == address
    assert SLUR in page(client, address)
    row = AuditEvent.objects.get(action="case.reveal")
    assert case.reference in row.references
    assert SLUR in page(client, f"/desk/cases/{case.reference}/")


@pytest.mark.parametrize("is_sorted", [True, False])
def test_a_row_hides_them_whether_or_not_the_machine_has_looked(cast: Cast, is_sorted: bool) -> None:
    case = people.case(f"{'They follow me. ' * 7}{SLUR}, they said.")  # the place lies across the cut
    if is_sorted:
        categorise_report(case.opened_for_id, now=timezone.now())
    html = page(at_the_desk(cast.officer), "/desk/queue/?tab=all")
    assert "They follow me." in html
    assert "towel" not in html


def test_notes_messages_and_decisions_of_a_case_are_hidden_with_the_report(cast: Cast, case: Case) -> None:
    client, address = at_the_desk(cast.officer), f"/desk/cases/{case.reference}/"
    html = page(client, address)
    assert SLUR not in html
    assert "My note quotes ████\N{NO-BREAK SPACE}(9)." in html, [one for one in html.splitlines() if "quotes" in one]
    assert "He denies saying ████\N{NO-BREAK SPACE}(9)." in html
    client.post(f"{address}reveal/")
    html = page(client, address)
    assert f"My note quotes {SLUR}." in html
    assert f"He denies saying {SLUR}." in html


def test_the_officers_own_wish_counts_in_lists_too(cast: Cast, case: Case) -> None:
    client = at_the_desk(cast.officer)
    client.post(f"/desk/cases/{case.reference}/hard-words/", {"always": "yes"})
    for address in LISTS:
        assert SLUR in page(client, address), address
    assert AuditEvent.objects.filter(action="queue.list").latest("pk").details["hard_words"] >= 1


def test_one_look_is_one_row_however_often_and_wherever_it_is_asked_for(cast: Cast, case: Case) -> None:
    client = at_the_desk(cast.officer)
    for _ in range(2):
        client.post(f"/desk/cases/{case.reference}/reveal/")
        client.post("/desk/reveal/", {"case": case.reference})
    assert AuditEvent.objects.filter(action="case.reveal").count() == 1
    session = client.session
    session["revealed"] = {case.reference: (timezone.now() - timedelta(seconds=1)).isoformat()}
    session.save()
    client.post("/desk/reveal/", {"case": case.reference})
    assert AuditEvent.objects.filter(action="case.reveal").count() == 2


def test_asking_for_what_one_may_not_know_shows_and_logs_nothing(cast: Cast, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(unit=cast.sealed_unit)
    client = at_the_desk(cast.officer)
    for typed in (case.reference, "nonsense", "\x00"):
        answer = client.post("/desk/reveal/", {"case": typed, "back": "https://elsewhere.example/"})
        assert answer["Location"] == "/desk/queue/"
    assert not AuditEvent.objects.filter(action="case.reveal").exists()
    assert "revealed" not in client.session


def test_a_series_hides_them_as_its_cases_do(cast: Cast, case: Case) -> None:
    now = timezone.now()
    found = series.open_series(case.pk, title="Outside the mosque", reason="Same man.", by=cast.officer, now=now)
    series.note_on_series(found.pk, note=f"All heard {SLUR}.", by=cast.officer, now=now)
    client = at_the_desk(cast.officer)
    html = page(client, f"/desk/series/{found.pk}/")
    assert SLUR not in html
    client.post("/desk/reveal/", {"case": case.reference})
    html = page(client, f"/desk/series/{found.pk}/")
    assert f"All heard {SLUR}." in html
    assert WORDS in html


def test_the_page_of_a_pack_says_how_much_of_it_hurts(cast: Cast, case: Case) -> None:
    html = page(at_the_desk(cast.officer), f"/desk/cases/{case.reference}/pack/")
    assert SLUR not in html
    found = BeautifulSoup(html, "html.parser").select_one('[data-testid="hard-words"]')
    assert found is not None
    assert "nothing is hidden in a pack" in found.text


def test_the_two_versions_of_a_stale_page_hide_them_until_somebody_asks(cast: Cast, case: Case) -> None:
    desk = Desk(at_the_desk(cast.officer), case)
    address = f"/desk/cases/{case.reference}/"
    deciding.record_decision(
        case.pk, recording="intelligence_only", reason=f"She says {SLUR}.", by=cast.colleague, now=timezone.now()
    )
    typed = {"recording": "nothing_recorded", "reason": f"Nobody else heard {SLUR}.", "page": "p1"}
    status, html = desk.send("decide", **typed)
    assert status == 409
    assert both(html)["Reason"] == (
        "She says ████\N{NO-BREAK SPACE}(9).",
        "Nobody else heard ████\N{NO-BREAK SPACE}(9).",
    )
    place = BeautifulSoup(html, "html.parser").select_one("[data-reveal]")
    assert place is not None
    assert place.select_one('[aria-keyshortcuts="v"]')
    assert desk.client.post(str(place["action"])).status_code == 302
    assert AuditEvent.objects.filter(action="case.reveal").count() == 1
    again = page(desk.client, str(place["data-page"]))
    assert both(again)["Reason"] == (f"She says {SLUR}.", f"Nobody else heard {SLUR}.")
    assert page(desk.client, address).count('data-testid="side-by-side"') == 0
    form = BeautifulSoup(again, "html.parser").select_one('[data-testid="side-by-side"] form')
    assert form is not None
    sent = {str(one["name"]): str(one.get("value") or one.get_text()[1:]) for one in form.select("[name]")}
    assert desk.client.post(str(form["action"]), sent).status_code == 302
    assert case.decisions.latest("pk").reason == typed["reason"]


def both(html: str) -> dict[str, tuple[str, str]]:
    """What is in force and what was typed, by the label."""
    rows = BeautifulSoup(html, "html.parser").select('[data-testid="side-by-side"] tbody tr')
    told = {one.th.get_text(): [cell.get_text() for cell in one.select("td")] for one in rows if one.th}
    return {label.replace(" (they differ)", ""): (theirs, yours) for label, (theirs, yours) in told.items()}


def test_the_pages_of_translations_hide_them_until_somebody_asks(cast: Cast, case: Case) -> None:
    now = timezone.now()
    asked = translation.add_request(
        case, case.opened_for_id, of="report", from_language="en", to_language="pl", note=f"The word {SLUR} twice.",
        by=cast.officer, now=now,
    )  # fmt: skip
    client, address = at_the_desk(cast.officer), f"/desk/translations/{asked.pk}/"
    for where in ("/desk/translations/", address):
        html = page(client, where)
        assert SLUR not in html, where
        assert "The word ████\N{NO-BREAK SPACE}(9) twice." in html
        assert 'aria-keyshortcuts="v"' in html
    translation.enter_translation(asked.pk, text=f"Powiedział {SLUR}.", translator="A. B.", by=cast.officer, now=now)
    assert "Powiedział ████\N{NO-BREAK SPACE}(9)." in page(client, address)
    client.post("/desk/reveal/", {"case": case.reference})
    assert AuditEvent.objects.filter(action="case.reveal").count() == 1
    html = page(client, address)
    assert WORDS in html
    assert f"Powiedział {SLUR}." in html
    assert AuditEvent.objects.filter(action="translation.open").latest("pk").details["hard_words"] >= 3
