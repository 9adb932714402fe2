"""Danger rings on every page of the desk until a named person answers."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.domain import claiming, contact_card, intake
from cases.domain.contact import DAYS
from cases.models import Account, AlarmContact, Case, DutyShift
from reporting.enums import WishKind
from reporting.models import Alarm
from tests import cast as people
from tests.cases.domain.test_wishes import taken
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db
RINGS = b"data-ringing"


def ringing(cast: Cast) -> tuple[Case, Alarm]:
    case = people.case(in_danger_now="yes")
    return case, Alarm.objects.get(report=case.opened_for_id)


@pytest.mark.parametrize("address", ["/desk/queue/", "/desk/mine/", "/desk/duty/", "/desk/alarm/", "/desk/cases/{}/"])
def test_an_alarm_stands_on_every_page(cast: Cast, address: str) -> None:
    case, _ = ringing(cast)
    other = people.case()
    for reference in (case.reference, other.reference):
        page = at_the_desk(cast.colleague).get(address.format(reference)).content
        assert RINGS in page
        assert case.reference.encode() in page


def test_it_rings_only_for_those_who_may_know_of_the_case(cast: Cast) -> None:
    case, _ = ringing(cast)
    assert RINGS not in at_the_desk(cast.outsider).get("/desk/queue/").content
    people.case(in_danger_now="yes", about_police="yes")
    assert b"1 report says" in at_the_desk(cast.officer).get("/desk/alarm/").content
    assert case.reference.encode() in at_the_desk(cast.officer).get("/desk/alarm/").content


def test_it_rings_before_there_is_a_case(cast: Cast) -> None:
    report = people.report(in_danger_now="yes")
    people.report(in_danger_now="yes", about_police="yes")
    page = at_the_desk(cast.officer).get("/desk/duty/").content.decode()
    assert "its case is being opened" in page
    assert page.count("data-alarm=") == 1
    intake.open_case(report.pk, now=timezone.now())
    assert f"/desk/cases/{report.reference}/" in at_the_desk(cast.officer).get("/desk/alarm/").content.decode()


def test_acknowledged_it_stops_ringing_and_is_then_handed_over(cast: Cast) -> None:
    case, alarm = ringing(cast)
    client = at_the_desk(cast.officer)
    answer = client.post(f"/desk/alarms/{alarm.pk}/acknowledge/")
    assert answer["Location"] == f"/desk/cases/{case.reference}/"
    assert RINGS not in client.get("/desk/queue/").content
    assert b"officer looks after it" in client.get("/desk/duty/").content
    refused = client.post(f"/desk/alarms/{alarm.pk}/hand-over/", {"log_number": " ", "note": "two children inside"})
    assert refused.status_code == 422
    assert b"Enter the control room" in refused.content
    assert b"two children inside" in refused.content
    client.post(f"/desk/alarms/{alarm.pk}/hand-over/", {"log_number": "CAD 4711", "note": "two children inside"})
    alarm.refresh_from_db()
    assert (alarm.outcome, alarm.answered_by, alarm.log_number) == ("handed_over", "officer", "CAD 4711")
    assert b"log number CAD 4711" in client.get(f"/desk/cases/{case.reference}/").content


def reach(client: Client) -> list[str]:
    page = BeautifulSoup(client.get("/desk/duty/").content, "html5lib")
    return [" ".join(one.get_text().split()) for one in page.select('[data-testid="alarm-reach"]')]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"contact_by": ["phone"], "contact_phone": "020 7946 0123"}, "Telephone, calls are safe."),
        ({"contact_by": ["phone"]}, "Nothing safe: by code only."),
        ({}, "Nothing safe: by code only."),
        ({"contact_by": ["website"], "contact_phone": "020 7946 0123"}, "Nothing safe: by code only."),
        ({"contact_by": ["no_contact"], "contact_phone": "020 7946 0123"}, "Nothing safe: by code only."),
        ({"contact_by": ["phone"], "contact_phone": "12"}, "Nothing safe: by code only."),
        (
            {"contact_by": ["text"], "contact_phone": "020 7946 0123", "contact_safe_times": "when my father is out"},
            "Text message, safe only at times that they named.",
        ),
        (
            {"contact_by": ["email"], "contact_email": "a@example.org", "contact_phone": "020 7946 0123"},
            "E-mail, safe to send.",
        ),
    ],
)
def test_the_duty_desk_says_whether_and_how_they_can_be_reached(
    cast: Cast, answers: dict[str, object], said: str
) -> None:
    people.case(in_danger_now="yes", do_not_disclose="my family does not know", **answers)
    client = at_the_desk(cast.officer)
    [one] = reach(client)
    assert one.startswith(f"Person who reported: {said} Contact card")
    page = client.get("/desk/duty/").content.decode()
    assert not [secret for secret in ("7946", "example.org", "my father", "does not know") if secret in page]


def test_how_they_can_be_reached_follows_the_card_and_is_only_for_those_who_work_on_the_case(cast: Cast) -> None:
    case = people.case(
        in_danger_now="yes", happened_to="someone_else", contact_by=["phone"], contact_phone="020 7946 0123"
    )
    client, reporter = at_the_desk(cast.officer), case.persons.get(role="reporter")
    assert reach(client)[1].startswith("Person it happened to: Nothing is known of how to reach them.")
    today = timezone.localdate().weekday()
    for days, words in (([today], "safe now"), ([(today + 3) % 7], "not safe now")):
        contact_card.keep_card(
            case.pk, reporter.pk, channels=["phone"], days=days, withhold_number=True, agreed_how="On the phone.",
            by=cast.officer, now=timezone.now(),
        )  # fmt: skip
        assert reach(client)[0].startswith(
            f"Person who reported: Telephone, {words}, only {DAYS[days[0]]}, with our number"
        )
    taken(case, WishKind.CONTACT, answers={"contact_by": ["website"]})
    assert reach(client)[0].startswith(
        "Person who reported: Nothing safe: by code only. Changed with their code, so make sure that it is them."
    )
    for account in (cast.outsider, cast.admin):
        assert b"alarm-reach" not in at_the_desk(account).get("/desk/duty/").content
    Case.objects.filter(pk=case.pk).update(recused=[cast.officer.pk])
    assert reach(client) == []


def test_how_many_can_be_reached_costs_the_duty_desk_no_more_statements(cast: Cast) -> None:
    client = at_the_desk(cast.officer)

    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get("/desk/duty/")
        return len([one for one in seen if "cases_person" in one["sql"] or "reporting_wish" in one["sql"]])

    people.case(in_danger_now="yes")
    one = statements()
    for _ in range(4):
        people.case(in_danger_now="yes", happened_to="someone_else")
    assert statements() == one == 2


def test_no_danger_needs_its_reason(cast: Cast) -> None:
    _, alarm = ringing(cast)
    client = at_the_desk(cast.officer)
    assert client.post(f"/desk/alarms/{alarm.pk}/no-danger/").status_code == 422
    client.post(f"/desk/alarms/{alarm.pk}/no-danger/", {"reason": "They rang: it is a film set."})
    alarm.refresh_from_db()
    assert alarm.outcome == "no_danger"


def test_the_second_to_answer_is_told_who_was_first(cast: Cast) -> None:
    _, alarm = ringing(cast)
    at_the_desk(cast.officer).post(f"/desk/alarms/{alarm.pk}/acknowledge/")
    late = at_the_desk(cast.colleague).post(f"/desk/alarms/{alarm.pk}/acknowledge/")
    assert late.status_code == 422
    assert b"officer has acknowledged this alarm." in late.content


def test_nobody_else_answers_it(cast: Cast) -> None:
    _, alarm = ringing(cast)
    assert at_the_desk(cast.outsider).post(f"/desk/alarms/{alarm.pk}/acknowledge/").status_code == 404
    alarm.refresh_from_db()
    assert alarm.outcome == ""


def test_the_duty_desk_says_who_is_there(cast: Cast) -> None:
    client, now = at_the_desk(cast.officer), timezone.now()
    assert b"Nobody is on duty" in client.get("/desk/duty/").content
    DutyShift.objects.create(
        account=cast.colleague, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1)
    )
    DutyShift.objects.create(
        account=cast.supervisor, starts_at=now + timedelta(hours=1), ends_at=now + timedelta(hours=2)
    )
    now_there = client.get("/desk/duty/").content.decode().partition("On duty now")[2]
    assert "<strong>colleague</strong>" in now_there
    assert "<strong>supervisor</strong>" not in now_there


def test_the_duty_desk_says_where_no_alarm_reaches_the_control_room(cast: Cast) -> None:
    contact = AlarmContact.objects.create(name="Duty desk", step=0, email="desk@example.org")
    for account in (cast.officer, cast.supervisor):
        page = at_the_desk(account).get("/desk/duty/").content.decode()
        assert "Telephone the control room yourself" in page
        assert "after 10 minutes the control room" not in page
    AlarmContact.objects.filter(pk=contact.pk).update(step=2)
    page = at_the_desk(cast.officer).get("/desk/duty/").content.decode()
    assert "Telephone the control room yourself" not in page
    assert "after 10 minutes the control room" in page


def words_on_the_duty_desk(account: Account) -> list[str]:
    page = BeautifulSoup(at_the_desk(account).get("/desk/duty/").content, "html.parser")
    return [told.get_text() for told in page.find_all(attrs={"data-testid": "alarm-words"})]


def test_the_duty_desk_tells_one_alarm_from_another_by_what_was_told_last(cast: Cast) -> None:
    long = "They are at the letterbox with a can. " * 8
    held = people.case("A man called me a paki on the bus.", in_danger_now="yes")
    people.case(long, in_danger_now="yes")
    people.report("There is no case of this yet.", in_danger_now="yes")
    assert words_on_the_duty_desk(cast.officer) == [
        "A man called me a ████\N{NO-BREAK SPACE}(4) on the bus.",
        f"{long[:160]} …",
    ]
    people.write(held, "He is outside.", in_danger=True)
    assert "He is outside." in words_on_the_duty_desk(cast.officer)
    assert words_on_the_duty_desk(cast.outsider) == []


def test_a_word_that_hurts_is_hidden_whole_where_the_words_of_an_alarm_end(cast: Cast) -> None:
    before = "He is at my door. " * 8 + "He calls me a "
    people.case(f"{before}paki and kicks.", in_danger_now="yes")
    assert len(before) == 158  # of 160 that are shown
    assert words_on_the_duty_desk(cast.officer) == [f"{before}████\N{NO-BREAK SPACE}(2) …"]


def test_an_alarm_that_a_message_rang_leads_to_the_message(cast: Cast) -> None:
    held = people.case(in_danger_now="yes")
    address, client = f"/desk/cases/{held.reference}/", at_the_desk(cast.officer)
    assert "Read what they wrote last" not in client.get(address).content.decode()
    people.write(held, "He is outside.", in_danger=True)
    page = client.get(address).content.decode()
    assert "Read what they wrote last" in page
    assert "says that somebody is in danger right now" in page


def test_who_looks_after_an_alarm_has_its_case(cast: Cast) -> None:
    case, alarm = ringing(cast)
    page = at_the_desk(cast.officer).post(f"/desk/alarms/{alarm.pk}/acknowledge/", follow=True).content.decode()
    assert "You look after this alarm, and have its case." in page
    assert "You have this case because you look after its alarm." in page
    case.refresh_from_db()
    assert (case.state, case.officer) == ("in_progress", cast.officer)


def test_a_case_that_somebody_has_stays_theirs_and_who_that_is_is_said(cast: Cast) -> None:
    case, alarm = ringing(cast)
    people.take_and_read(case, cast.colleague)
    page = at_the_desk(cast.officer).post(f"/desk/alarms/{alarm.pk}/acknowledge/", follow=True).content.decode()
    assert "You look after this alarm. colleague has its case." in page
    case.refresh_from_db()
    assert case.officer == cast.colleague


def test_acknowledging_twice_takes_nothing_again(cast: Cast) -> None:
    case, alarm = ringing(cast)
    client = at_the_desk(cast.officer)
    client.post(f"/desk/alarms/{alarm.pk}/acknowledge/")
    claiming.hand_back(case.pk, by=cast.officer, now=timezone.now())
    client.post(f"/desk/alarms/{alarm.pk}/acknowledge/")
    case.refresh_from_db()
    assert case.state == "new"


def test_a_log_number_that_is_missing_is_asked_for_at_its_field(cast: Cast) -> None:
    _, alarm = ringing(cast)
    page = at_the_desk(cast.officer).post(f"/desk/alarms/{alarm.pk}/hand-over/").content.decode()
    assert f'id="hand-over-alarm-{alarm.pk}-log_number-error"' in page
    assert "Enter the control room’s log number." in page
