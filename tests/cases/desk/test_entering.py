"""What somebody told an officer becomes a report like any other: through the same questions, once, and logged."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from cases.models import AuditEvent, Case
from reporting.domain import follow_up
from reporting.models import Alarm, Report
from reporting.questions import QUESTIONS
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db
NEW, ENTER, ENTERED = "/desk/reports/new/", "/desk/reports/enter/", "/desk/reports/entered/"
WORDS = "“He spat at me on the 36 bus,” she says."


@pytest.fixture
def officer(cast: Cast) -> Client:
    return at_the_desk(cast.officer)


def token(officer: Client) -> str:
    found = re.search(r'name="token" value="([^"]+)"', officer.get(NEW).content.decode())
    assert found
    return found[1]


def send(officer: Client, **answers: object) -> object:
    return officer.post(ENTER, {"token": token(officer), **answers})


def shown(page: object, testid: str) -> str:
    found = BeautifulSoup(page.content, "html.parser").find(attrs={"data-testid": testid})  # type: ignore[attr-defined]
    return found.get_text(strip=True) if found else ""


def test_every_question_of_the_public_form_is_asked_once_and_nothing_is_chosen(officer: Client) -> None:
    page = BeautifulSoup(officer.get(NEW).content, "html5lib")
    names = {one["name"] for one in page.select("main [name]")}
    for name, question in QUESTIONS.items():
        parts = {f"{name}_{part}" for part in range(3)} if question.kind == "date" else {name}
        assert parts <= names, name
    assert not page.select("main [checked]")
    assert len(page.select("h1")) == 1
    assert len(page.select("main .govuk-button:not(.govuk-button--secondary)")) == 1
    ids = [one["id"] for one in page.select("[id]")]
    assert len(ids) == len(set(ids))


def test_only_what_happened_is_needed(officer: Client) -> None:
    assert send(officer, what_happened=WORDS).status_code == 302
    report = Report.objects.get()
    assert (report.words, report.channel, report.happened_elsewhere_at, report.answers) == (WORDS, "officer", None, {})


def test_channel_and_the_time_it_was_taken_are_kept_and_the_clock_starts_now(officer: Client) -> None:
    began = timezone.now()
    send(
        officer, what_happened=WORDS, channel="phone", taken_on="1/3/2026", taken_time="2.05pm".replace(".", ":"),
        happened_to="me", because=["race"], contact_name="Amina",
    )  # fmt: skip
    report = Report.objects.get()
    assert (report.channel, report.happened_elsewhere_at.isoformat()) == ("phone", "2026-03-01T14:05:00+00:00")
    assert report.answers == {"happened_to": "me", "because": ["race"]}
    assert report.received_at >= began
    case = Case.objects.get(reference=report.reference)
    assert case.commitments.get(kind="read").due_at >= began + timedelta(hours=23)


def test_the_code_opens_the_report_and_is_shown_once(officer: Client) -> None:
    send(officer, what_happened=WORDS)
    page = officer.get(ENTERED)
    reference, code = shown(page, "reference"), shown(page, "follow-up-code")
    assert reference == Report.objects.get().reference
    assert follow_up.open_report(code, now=timezone.now()) is not None
    assert f"/desk/cases/{reference}/" in page.content.decode()
    again = officer.get(ENTERED)
    assert (again.status_code, shown(again, "follow-up-code")) == (200, "")


def test_a_double_click_makes_one_report(officer: Client) -> None:
    once = {"token": token(officer), "what_happened": WORDS}
    assert [officer.post(ENTER, once).status_code for _ in range(2)] == [302, 302]
    assert Report.objects.count() == 1
    assert shown(officer.get(ENTERED), "follow-up-code")
    assert AuditEvent.objects.filter(action="report.entered").count() == 1


def test_entering_is_logged_by_whom_and_never_with_words(officer: Client, cast: Cast) -> None:
    send(officer, what_happened=WORDS, channel="letter")
    event = AuditEvent.objects.get(action="report.entered")
    assert (event.username, event.references, event.details) == (
        "officer", [Report.objects.get().reference], {"channel": "letter"},
    )  # fmt: skip
    officer.get(ENTERED)
    assert AuditEvent.objects.get(action="report.entered_shown").references == event.references
    assert "36 bus" not in str(list(AuditEvent.objects.values()))


def test_entering_is_not_reading(officer: Client) -> None:
    send(officer, what_happened=WORDS)
    assert not Report.objects.get().readings.exists()


def test_danger_rings(officer: Client) -> None:
    send(officer, what_happened=WORDS, in_danger_now="yes")
    assert Alarm.objects.count() == 1
    assert b"officers on duty are being told" in officer.get(ENTERED).content


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"what_happened": " "}, "id_what_happened"),
        ({"taken_on": "31/2/2026"}, "taken-taken_on"),
        ({"taken_time": "noon"}, "taken-taken_time"),
        ({"taken_on": "1/1/2999"}, "taken-taken_on"),
        ({"channel": "pigeon"}, "taken-channel"),
    ],
)
def test_what_is_mistaken_comes_back_as_it_was_typed(officer: Client, typed: dict[str, str], field: str) -> None:
    once = token(officer)
    answer = officer.post(
        ENTER, {"token": once, "what_happened": WORDS, "who_did_it": "Canary\x00 man", "because": ["race"], **typed}
    )
    assert answer.status_code == 422
    page = BeautifulSoup(answer.content, "html5lib")
    assert not Report.objects.exists()
    assert page.find(attrs={"name": "token"})["value"] == once
    assert "Canary" in page.find(id="id_who_did_it").get_text()
    assert page.select('[name="because"][value="race"][checked]')
    links = [one["href"] for one in page.select(".govuk-error-summary a")]
    assert links
    assert all(page.find(id=link[1:]) for link in links)
    assert links[0].startswith(f"#{field}")


SLIPS = {"happened_on_0": "31", "happened_on_1": "2", "happened_on_2": "1800", "contact_email": "no address"}


def test_a_slip_is_pointed_out_once_beside_its_field_with_everything_as_it_was_typed(officer: Client) -> None:
    answer = send(officer, what_happened=WORDS, who_did_it="A tall man", because=["race"], **SLIPS)
    assert answer.status_code == 422
    assert not Report.objects.exists()
    page = BeautifulSoup(answer.content, "html5lib")
    links = page.select(".govuk-error-summary a")
    assert [one.get_text().split(".")[0] for one in links] == [
        "February 1800 has only 28 days", "This may not be a whole e-mail address",
    ]  # fmt: skip
    assert all("press “Keep the report” again" in one.get_text() for one in links)
    assert all(page.find(id=one["href"][1:]) for one in links)
    assert all(page.find(id=one["href"][1:]).find_parent("details").has_attr("open") for one in links)
    assert "A tall man" in page.find(id="id_who_did_it").get_text()
    assert [page.find(attrs={"name": f"happened_on_{part}"})["value"] for part in range(3)] == ["31", "2", "1800"]


def test_a_slip_that_is_meant_is_kept_as_it_was_typed_on_the_second_press(officer: Client) -> None:
    once = {"token": token(officer), "what_happened": WORDS, **SLIPS}
    page = BeautifulSoup(officer.post(ENTER, once).content, "html5lib")
    sure = page.find(attrs={"name": "sure"})["value"]
    assert [one.split("-")[0] for one in sure.split()] == ["contact_email", "happened_on"]
    assert officer.post(ENTER, {**once, "sure": sure}).status_code == 302
    assert Report.objects.get().answers["happened_on"] == "31/2/1800"


def test_a_new_slip_is_pointed_out_though_another_one_was(officer: Client) -> None:
    of_the_day = {name: typed for name, typed in SLIPS.items() if name.startswith("happened_on")}
    first = BeautifulSoup(send(officer, what_happened=WORDS, **of_the_day).content, "html5lib")
    answer = send(officer, what_happened=WORDS, sure=first.find(attrs={"name": "sure"})["value"], **SLIPS)
    assert answer.status_code == 422
    links = BeautifulSoup(answer.content, "html5lib").select(".govuk-error-summary a")
    assert ["e-mail" in one.get_text() for one in links] == [True]


def test_no_answer_makes_it_impossible_to_keep(officer: Client) -> None:
    once = {
        "token": token(officer), "what_happened": "<script>\x00😀", "happened_on_0": "31", "happened_on_1": "2",
        "happened_on_2": "1800", "contact_email": "no address", "contact_phone": "12", "happened_to": "nobody",
        "area": "x" * 10_000,
    }  # fmt: skip
    page = BeautifulSoup(officer.post(ENTER, once).content, "html5lib")
    officer.post(ENTER, {**once, "sure": page.find(attrs={"name": "sure"})["value"]})
    assert Report.objects.get().words == "<script>�😀"


def test_somebody_logged_out_meanwhile_gets_the_words_back(cast: Cast) -> None:
    answer = Client().post(ENTER, {"what_happened": WORDS})
    assert answer.status_code == 403
    assert "36 bus" in answer.content.decode()
