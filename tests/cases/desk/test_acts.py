"""Acting from the case page: one form, one act, and nothing that was typed is lost when it is refused."""

import re
import secrets
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from cases.domain import deciding
from cases.models import Case, Commitment
from reporting.models import Message, Report
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db


class Desk:
    """An officer's browser on one case, which sends forms as the page gave them."""

    def __init__(self, client: Client, case: Case) -> None:
        self.client, self.case = client, case
        self.html = ""
        self.look()

    def look(self) -> str:
        self.html = self.client.get(f"/desk/cases/{self.case.reference}/").content.decode()
        return self.html

    def hidden(self, act: str) -> dict[str, str]:
        form = self.html.split(f'action="/desk/cases/{self.case.reference}/{act}/"', 1)[1].split("</form>", 1)[0]
        inputs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
        return {name: value for name, value in inputs if name != "csrfmiddlewaretoken"}

    def send(self, act: str, **given: object) -> tuple[int, str]:
        answer = self.client.post(f"/desk/cases/{self.case.reference}/{act}/", {**self.hidden(act), **given})
        self.case.refresh_from_db()
        return answer.status_code, answer.content.decode()


@pytest.fixture
def desk(cast: Cast) -> Desk:
    """A case that the officer has taken and read."""
    case = people.case()
    people.take_and_read(case, cast.officer)
    return Desk(at_the_desk(cast.officer), case)


def test_from_taking_to_closing(cast: Cast) -> None:
    case = people.case()
    desk = Desk(at_the_desk(cast.officer), case)
    for act, given in (
        ("take", {}),
        ("read", {}),
        (
            "decide",
            {"recording": "nothing_recorded", "reason": "No offence is made out.", "actions": ["patrol", "visit"]},
        ),
        ("reply", {"message": "Thank you. We have asked for more patrols."}),
        ("close", {"closing_reason": "no_line_left", "reason": "Nobody could be found."}),
    ):
        desk.look()
        assert desk.send(act, **given)[0] == 302, act
    assert (case.state, case.closed_by) == ("closed", cast.officer)
    assert sorted(case.actions.values_list("action", flat=True)) == ["patrol", "visit"]
    assert "Nobody could be found." in desk.look()


def test_closing_names_what_is_missing_and_keeps_what_was_typed(desk: Desk) -> None:
    status, html = desk.send("close", closing_reason="no_line_left", reason="The camera was <broken>.")
    assert status == 422
    assert "Record a decision first." in html
    assert "Answer the person who reported first." in html
    assert "The camera was &lt;broken&gt;." in html
    assert re.search(r'value="no_line_left" checked', html)
    assert "<title>Error:" in html


def test_an_unread_case_does_not_close(cast: Cast) -> None:
    case = people.case()
    client = at_the_desk(cast.officer)
    client.post(f"/desk/cases/{case.reference}/take/")
    status, html = Desk(client, case).send("close", closing_reason="no_line_left", reason="x")
    assert status == 422
    assert "Read every report of this case first." in html


def test_nothing_is_chosen_beforehand(desk: Desk) -> None:
    assert " checked" not in desk.html
    assert "selected" not in desk.html.replace('<option value="" selected>', "")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Choose how it is recorded."),
        ({"recording": "crime", "system": "A", "number": "1", "offence": "assault"}, "Choose at least one strand."),
        ({"recording": "another_body"}, "Enter whose matter it is."),
        ({"recording": "nothing_recorded", "reason": " "}, "Write the reason."),
        ({"recording": "invented"}, "Choose from the list."),
    ],
)
def test_a_decision_says_what_it_demands(desk: Desk, given: dict[str, str], sentence: str) -> None:
    status, html = desk.send("decide", **given)
    assert (status, sentence in html) == (422, True)
    assert not desk.case.decisions.exists()


def test_all_that_a_decision_lacks_is_said_at_once(desk: Desk) -> None:
    _status, html = desk.send("decide", recording="crime", actions=["restorative_offer"])
    for sentence in (
        "Enter the system in which the crime is recorded.", "Enter the crime number.", "Enter the offence.",
        "Choose at least one strand.", "A restorative meeting is offered only when the victim agrees",
    ):  # fmt: skip
        assert html.count(sentence) >= 2, sentence  # in the summary, and beside its field


CRIME = {"recording": "crime", "system": "Force records", "offence": "s.4A", "strands": ["race"]}


@pytest.mark.parametrize(
    "number", ["to follow", "see e-mail", "?", "12345?", "<b>1</b>", "١٢٣", "-1", "none, ask 4711"]
)
def test_what_can_be_no_crime_number_is_asked_for_again_and_comes_back(desk: Desk, number: str) -> None:
    status, html = desk.send("decide", **CRIME, number=number)
    assert (status, "Enter the crime number as the system gives it" in html) == (422, True)
    shown = BeautifulSoup(html, "html.parser").select_one("#decide-number")
    assert shown is not None
    assert shown["value"] == number
    assert not desk.case.decisions.exists()


@pytest.mark.parametrize(
    "number", ["01/12345/26", "CR-2026-0417", "20BW/123456A/26", "4612345/26", "PR/P26012345", "BTP 7"]
)
def test_references_as_forces_give_them_are_taken(desk: Desk, number: str) -> None:
    assert desk.send("decide", **CRIME, number=f" {number} ")[0] == 302
    assert desk.case.decisions.get().number == number


def test_a_crime_with_all_it_demands_is_recorded(desk: Desk) -> None:
    crime = {
        "recording": "crime",
        "system": "Force records",
        "number": "01/123",
        "offence": "s.4A",
        "strands": ["race"],
    }
    assert desk.send("decide", **crime)[0] == 302
    assert desk.case.decisions.get().strands == ["race"]


def test_a_page_that_others_have_overtaken_saves_nothing_and_says_who_did_what(cast: Cast, desk: Desk) -> None:
    now = timezone.now()
    deciding.record_decision(desk.case.pk, recording="intelligence_only", by=cast.colleague, now=now)
    mine = {"recording": "nothing_recorded", "reason": "My long and careful reason."}
    status, html = desk.send("decide", **mine)
    assert status == 409
    assert "colleague, " in html
    assert "Decision: Kept as intelligence only" in html
    assert "My long and careful reason." in html
    assert desk.case.decisions.count() == 1
    desk.html = html  # the page now shows what changed: sent again, it is saved
    assert desk.send("decide", **mine)[0] == 302


def test_ones_own_acts_and_the_machines_do_not_make_a_page_old(cast: Cast, desk: Desk) -> None:
    deciding.add_note(desk.case.pk, note="my own note", by=cast.officer, now=timezone.now())
    deciding.set_priority(desk.case.pk, priority="high", reason="a child", by=cast.officer, now=timezone.now())
    assert desk.send("decide", recording="intelligence_only")[0] == 302


def test_the_same_reply_pressed_twice_is_sent_once(desk: Desk) -> None:
    for _ in range(2):
        assert desk.send("reply", message="Thank you for telling us.")[0] == 302
    assert Message.objects.count() == 1
    desk.look()
    desk.send("reply", message="Thank you for telling us.")
    assert Message.objects.count() == 2


@pytest.mark.parametrize("words", ["", " \n ", "\t"])
def test_an_answer_has_words(desk: Desk, words: str) -> None:
    status, html = desk.send("reply", message=words)
    assert (status, "Write your answer." in html) == (422, True)


def test_an_answer_is_kept_as_it_was_typed(desk: Desk) -> None:
    desk.send("reply", message="  first\r\nsecond \x00 \u202e ")
    assert Message.objects.get().words == "  first\nsecond \ufffd \u202e "


def test_a_second_witness_is_attached_and_detached(desk: Desk) -> None:
    second = people.case("I saw it from the bus.")
    assert desk.send("attach", reference=second.reference.lower(), reason="the same bus")[0] == 302
    html = desk.look()
    assert "I saw it from the bus." in re.sub(r"<[^>]+>", "", html)
    second.refresh_from_db()
    assert second.state == "emptied"
    status, html = desk.send("detach", report_id=second.opened_for_id)
    assert (status, "Write why it is not the same incident." in html) == (422, True)
    assert desk.send("detach", report_id=second.opened_for_id, reason="another day")[0] == 302
    second.refresh_from_db()
    assert second.state == "new"


def test_attaching_refuses_what_may_not_be_known_as_what_does_not_exist(cast: Cast, desk: Desk) -> None:
    sealed = people.case()
    Case.objects.filter(pk=sealed.pk).update(unit=cast.sealed_unit)
    pages = []
    for reference in (sealed.reference, "0000-00000"):
        status, html = desk.send("attach", reference=reference, reason="the same bus")
        assert status == 422
        pages.append("There is no report with this reference" in html or "Enter the reference" in html)
    assert all(pages)


def test_waiting_and_going_on(desk: Desk) -> None:
    assert desk.send("wait", reason="CCTV", until="soon")[0] == 422
    day = timezone.localdate() + timedelta(days=3)
    assert desk.send("wait", reason="CCTV", until=f"{day:%d/%m/%Y}")[0] == 302
    assert desk.case.waiting_until == day
    desk.look()
    assert desk.send("resume")[0] == 302
    assert desk.case.state == "in_progress"


def test_the_next_action_is_due_at_five_on_its_day(desk: Desk) -> None:
    day = timezone.localdate() + timedelta(days=2)
    assert desk.send("next-action", what="ring the school", due_on=f"{day.day}/{day.month}/{day.year}")[0] == 302
    due = Commitment.objects.get(case=desk.case, what="ring the school").due_at
    assert timezone.localtime(due).strftime("%d %H:%M") == f"{day:%d} 17:00"


def test_handing_over_names_a_colleague_of_the_unit_only(cast: Cast, desk: Desk) -> None:
    assert 'value="outsider"' not in desk.html
    assert desk.send("hand-over", to="outsider", note="please")[0] == 422
    assert desk.send("hand-over", to="colleague", note="please")[0] == 302
    assert desk.case.officer == cast.colleague


def test_abuse_of_the_form_takes_two_people(cast: Cast, desk: Desk) -> None:
    people.decide_and_answer(desk.case, cast.officer)
    desk.look()
    for _ in range(2):
        assert desk.send("close", closing_reason="form_abuse")[0] == 302
        assert desk.case.state == "in_progress"
    other = Desk(at_the_desk(cast.colleague), desk.case)
    assert other.send("close", closing_reason="form_abuse")[0] == 302
    assert desk.case.state == "closed"


def test_a_closed_case_can_be_opened_again(cast: Cast, desk: Desk) -> None:
    people.decide_and_answer(desk.case, cast.officer)
    desk.look()
    desk.send("close", closing_reason="no_line_left", reason="x")
    desk.look()
    assert desk.send("reopen", reason="a new witness")[0] == 302
    assert desk.case.state == "new"


def test_handing_back_leads_to_the_queue(desk: Desk) -> None:
    answer = desk.client.post(f"/desk/cases/{desk.case.reference}/hand-back/", {"note": "I know the family."})
    assert answer["Location"] == "/desk/queue/"


@pytest.mark.parametrize(
    "act", ["decide", "close", "reply", "note", "attach", "detach", "read", "wait", "hand-over", "priority"]
)
def test_rubbish_is_answered_with_a_plain_page(desk: Desk, act: str) -> None:
    rubbish = {
        name: f"{secrets.token_hex(3)}\x00\u202e<script>" * 40
        for name in ("recording", "actions", "reason", "strands", "report_id", "message", "token", "to", "until", "version",
                     "entry", "reference", "note", "closing_reason", "understood", "priority", "number")
    }  # fmt: skip
    answer = desk.client.post(f"/desk/cases/{desk.case.reference}/{act}/", rubbish)
    assert answer.status_code in (302, 422), answer.status_code
    assert b"<script>" not in answer.content


def test_the_reporters_words_never_become_markup(cast: Cast) -> None:
    nasty = "<img src=x onerror=alert(1)>"
    case = people.case(
        nasty, area=nasty, because_words=nasty, who_did_it=nasty, do_not_disclose=nasty, contact_name=nasty
    )
    people.take_and_read(case, cast.officer)
    client = at_the_desk(cast.officer)
    for address in (
        "/desk/queue/",
        f"/desk/cases/{case.reference}/",
        f"/desk/cases/{case.reference}/words/{case.opened_for_id}/",
    ):
        assert nasty.encode() not in client.get(address).content
    assert Report.objects.get(pk=case.opened_for_id).words == nasty


@pytest.mark.parametrize(
    ("act", "given", "field"),
    [
        ("decide", {}, "decide-recording"),
        ("decide", {"recording": "nothing_recorded"}, "decide-reason"),
        ("decide", {"recording": "crime", "system": "A"}, "decide-number"),
        ("decide", {"recording": "crime", "system": "A", "number": "1", "offence": "x"}, "decide-strands"),
        ("close", {}, "close-closing_reason"),
        ("close", {"closing_reason": "not_hate_related"}, "close-passed_to"),
        ("close", {"closing_reason": "transferred", "force": "North"}, "close-number"),
        ("close", {"closing_reason": "no_line_left"}, "close-reason"),
        ("priority", {"priority": "high"}, "priority-reason"),
        ("next-action", {"what": "ring", "due_on": "1/1/2020"}, "next-action-due_on"),
        ("wait", {"reason": "CCTV", "until": "1/1/2020"}, "wait-until"),
        ("attach", {"reference": "0000-00000", "reason": "the same bus"}, "attach-reference"),
        ("note", {}, "note-note"),
    ],
)
def test_the_field_that_is_not_right_is_marked_itself(desk: Desk, act: str, given: dict[str, str], field: str) -> None:
    status, html = desk.send(act, **given)
    assert status == 422
    page = BeautifulSoup(html, "html5lib")
    said = page.find(id=f"{field}-error")
    assert said
    assert "govuk-error-message" in said["class"]
    assert said.find_parent(class_="govuk-form-group--error")
    assert page.select_one(f'[aria-describedby~="{field}-error"]')
    target = page.select_one(".govuk-error-summary__list a")["href"][1:]
    assert target.startswith(field)
    assert page.find(id=target)


def test_a_sentence_about_no_field_stands_above_the_form(desk: Desk) -> None:
    _, html = desk.send("close", closing_reason="no_line_left", reason="x")
    page = BeautifulSoup(html, "html5lib")
    assert "Record a decision first." in page.select_one(".govuk-error-summary").text
    assert not page.select("#close .govuk-error-message")
