"""Alarms at the desk until they end: what is live, what ended in a day's time, and forms that come back where they stood."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from cases.domain import duty, intake
from cases.models import Case
from reporting.domain.alarms import ring_anew
from reporting.enums import AlarmCause
from reporting.models import Alarm
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db


def ringing(**answers: object) -> tuple[Case, Alarm]:
    case = people.case(in_danger_now="yes", **answers)
    return case, Alarm.objects.get(report=case.opened_for_id)


def test_looked_after_on_the_duty_desk_then_ended_then_in_the_list_of_the_day(cast: Cast) -> None:
    case, alarm = ringing()
    client = at_the_desk(cast.officer)
    assert b"Ended in the last 24 hours" not in client.get("/desk/duty/").content
    client.post(f"/desk/alarms/{alarm.pk}/acknowledge/")
    page = client.get("/desk/duty/").content.decode()
    assert "Without a further word it rings again at" in page
    assert client.post(f"/desk/alarms/{alarm.pk}/look-on/", {"done": "I rang twice."}).status_code == 302
    assert client.post(f"/desk/alarms/{alarm.pk}/end/", {"done": "They are safe."}).status_code == 302
    main = BeautifulSoup(client.get("/desk/duty/").content, "html.parser").main
    assert main is not None
    assert main.select("[data-alarm]") == []
    ended = main.select('[data-testid="ended-alarms"] li')
    assert [case.reference in one.text and "Ended" in one.text for one in ended] == [True]
    assert ended[0].select_one('[data-testid="why-ended"]').text == "They are safe."  # type: ignore[union-attr]
    story = client.get(f"/desk/cases/{case.reference}/").content.decode()
    assert "Alarm looked after further, until" in story
    assert "They are safe." in story


def test_why_an_alarm_ended_is_shown_as_other_words_are(cast: Cast) -> None:
    _, alarm = ringing()
    said = "He calls everybody a paki and means a song. " + "We listened to all of it. " * 12
    duty.no_danger(alarm.pk, reason=said, by=cast.officer, now=timezone.now())
    page = BeautifulSoup(at_the_desk(cast.officer).get("/desk/duty/").content, "html.parser")
    why = page.select_one('[data-testid="why-ended"]')
    assert why is not None
    assert why.text.startswith("He calls everybody a ████\N{NO-BREAK SPACE}(4) and means a song.")
    assert why.text.endswith(" …")


def told_of_before(cast: Cast) -> str:
    """What stands beside the alarm that rings once more."""
    box = BeautifulSoup(at_the_desk(cast.officer).get("/desk/duty/").content, "html.parser").select_one("[data-alarm]")
    assert box is not None
    assert "nobody has answered yet" in box.text
    before = box.select_one('[data-testid="ended-before"]')
    assert before is not None
    return before.text


def test_an_alarm_that_rings_once_more_says_how_it_ended_before(cast: Cast) -> None:
    case, alarm = ringing()
    now = timezone.now()
    duty.hand_over_alarm(alarm.pk, log_number="CAD 4471", by=cast.officer, now=now)
    assert ring_anew(case.opened_for, cause=AlarmCause.REPORTER, now=now + timedelta(minutes=9))
    before = told_of_before(cast)
    assert "It rang before." in before
    assert "Alarm handed over to the control room, log number CAD 4471" in before
    _, other = ringing()
    assert (
        "ended-before" not in str(at_the_desk(cast.officer).get("/desk/duty/").content).split(f'alarm-{other.pk}"')[1]
    )


def test_an_alarm_that_rings_anew_for_a_message_says_who_looked_after_it(cast: Cast) -> None:
    case, alarm = ringing()
    duty.acknowledge(alarm.pk, by=cast.colleague, now=timezone.now())
    people.write(case, "He has a knife and he is inside the flat now, please help us.")
    before = told_of_before(cast)
    assert "Until then colleague looked after it" in before


def test_an_alarm_says_which_language_it_is_told_in_where_that_is_not_english(cast: Cast) -> None:
    case, _ = ringing()
    client = at_the_desk(cast.officer)
    assert b"alarm-language" not in client.get("/desk/duty/").content
    for language, said in (("en", None), ("pl", "Needs translation: Polish")):
        Case.objects.filter(pk=case.pk).update(language=language)
        box = BeautifulSoup(client.get("/desk/duty/").content, "html.parser").select_one("[data-alarm]")
        assert box is not None
        told = box.select_one('[data-testid="alarm-language"]')
        assert (told.text if told else None) == said


@pytest.mark.parametrize("log_number", ["??", "to follow"])
def test_a_log_number_has_a_digit(cast: Cast, log_number: str) -> None:
    _, alarm = ringing()
    client = at_the_desk(cast.officer)
    answer = client.post(f"/desk/alarms/{alarm.pk}/hand-over/", {"log_number": log_number})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Enter the log number as the control room gave it to you: it has digits." in page
    assert f'value="{log_number}"' in page
    alarm.refresh_from_db()
    assert alarm.outcome == ""


def test_the_list_of_the_day_has_pages_and_the_rights_of_the_account(cast: Cast) -> None:
    now = timezone.now()
    for number in range(21):
        _, alarm = ringing()
        duty.no_danger(
            alarm.pk, reason="The words are from a film.", by=cast.officer, now=now - timedelta(minutes=number)
        )
    held, alarm = ringing()
    duty.end_alarm(alarm.pk, done="They are safe at home.", by=cast.officer, now=now)
    Case.objects.filter(pk=held.pk).update(unit=cast.sealed_unit)
    _, old = ringing()
    duty.end_alarm(old.pk, done="They are safe at home.", by=cast.officer, now=now - timedelta(hours=25))
    client = at_the_desk(cast.officer)
    first = client.get("/desk/duty/").content.decode()
    assert "20 of 21 alarms" in first
    assert 'rel="next"' in first
    assert held.reference not in first
    second = client.get("/desk/duty/?ended=2").content.decode()
    assert "1 of 21 alarms" in second
    for rubbish in ("0", "-1", "x", "²", "9" * 30):
        assert client.get("/desk/duty/", {"ended": rubbish}).status_code == 200


@pytest.mark.parametrize(
    ("act", "given", "typed"),
    [
        ("hand-over", {"log_number": "", "note": "two children inside"}, "two children inside"),
        ("hand-over", {"log_number": "7" * 61, "note": "x"}, "7" * 61),
        ("look-on", {"done": ""}, ""),
        ("end", {"done": " "}, ""),
        ("no-danger", {"reason": ""}, ""),
    ],
)
def test_what_is_refused_on_the_case_page_comes_back_there_with_what_was_typed(
    cast: Cast, act: str, given: dict[str, str], typed: str
) -> None:
    case, alarm = ringing()
    client = at_the_desk(cast.officer)
    client.post(f"/desk/alarms/{alarm.pk}/acknowledge/")
    html = client.get(f"/desk/cases/{case.reference}/").content.decode()
    form = BeautifulSoup(html, "html.parser").select_one(f'form[action$="/alarms/{alarm.pk}/{act}/"]')
    assert form is not None
    assert form.select_one('[name="on"]')["value"] == "case"  # type: ignore[index]
    answer = client.post(f"/desk/alarms/{alarm.pk}/{act}/", {"on": "case", **given})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"<title>Error: Case {case.reference}" in page
    assert typed in page
    main = BeautifulSoup(page, "html5lib")
    target = main.select_one(".govuk-error-summary__list a")["href"][1:]
    assert main.find(id=target)


def test_words_for_an_alarm_that_has_ended_meanwhile_are_given_back(cast: Cast) -> None:
    case, alarm = ringing()
    duty.end_alarm(alarm.pk, done="They are safe at home.", by=cast.colleague, now=timezone.now())
    client = at_the_desk(cast.officer)
    for on in ("case", ""):
        answer = client.post(f"/desk/alarms/{alarm.pk}/end/", {"on": on, "done": "I was there and all is well."})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "colleague has ended this alarm." in page
        assert "I was there and all is well." in page
        assert (f"Case {case.reference}" in page.partition("</title>")[0]) is (on == "case")


def test_who_may_not_know_the_case_is_told_nothing_on_either_page(cast: Cast) -> None:
    _, alarm = ringing()
    client = at_the_desk(cast.outsider)
    for act in ("end", "look-on"):
        answer = client.post(f"/desk/alarms/{alarm.pk}/{act}/", {"on": "case", "done": "x"})
        assert answer.status_code == 404


def test_before_there_is_a_case_it_ends_on_the_duty_desk(cast: Cast) -> None:
    sent = people.report(in_danger_now="yes")
    alarm = Alarm.objects.get(report=sent)
    client = at_the_desk(cast.officer)
    assert (
        client.post(f"/desk/alarms/{alarm.pk}/end/", {"done": "They rang and are safe."})["Location"] == "/desk/duty/"
    )
    assert sent.reference in client.get("/desk/duty/").content.decode()
    intake.open_case(sent.pk, now=timezone.now())
    assert "They rang and are safe." in client.get(f"/desk/cases/{sent.reference}/").content.decode()
