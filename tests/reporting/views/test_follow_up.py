"""The way back with the code."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from reporting.domain import follow_up, visits
from reporting.domain.alarms import answer_alarm, raise_alarm, ring_anew
from reporting.domain.status import publish_hand_over, publish_status
from reporting.enums import AlarmCause, AlarmOutcome, Owed, PublicStatus, Sender
from reporting.journey.promises import at_time
from reporting.models import Alarm, Message, Report
from tests.reporting.views.conftest import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.urls("config.urls_public")]
REFUSED = "That code does not open a report."


@pytest.fixture
def code(quick: Visitor) -> str:
    return quick.shown("follow-up-code")


@pytest.fixture
def returning(code: str) -> Visitor:
    """The same person, later, with another browser."""
    return Visitor(Client()).go("/follow-up/").press(code=code)


def test_the_code_opens_the_status_and_not_the_words(returning: Visitor, words: str) -> None:
    assert returning.address == "/follow-up/status/"
    assert returning.shown("fingerprint") == hashlib.sha256(words.encode()).hexdigest()
    assert returning.shown("reference") == Report.objects.get().reference
    assert words not in returning.html


def test_a_code_is_read_however_it_is_typed(code: str) -> None:
    for typed in (
        code.lower(),
        code.replace(" ", ""),
        code.replace(" ", "-"),
        f"  {code}\t",
        code.replace("0", "O").replace("1", "l"),
    ):
        visitor = Visitor(Client()).go("/follow-up/").press(code=typed)
        assert visitor.address == "/follow-up/status/", typed


@pytest.mark.parametrize("typed", ["0000 0000 0000 0000 0000 0000", "x", "\0", "😢" * 24, "a" * 10_000])
def test_a_wrong_code_gets_one_sentence(visitor: Visitor, typed: str) -> None:
    visitor.go("/follow-up/").press(code=typed)
    assert visitor.step == "follow-up"
    assert REFUSED in visitor.html
    assert settings.FOLLOW_UP_COOKIE_NAME not in visitor.client.cookies


def test_a_wrong_code_for_a_known_report_and_an_unknown_one_get_the_same_page(visitor: Visitor, code: str) -> None:
    near = code[:-1] + ("0" if code[-1] != "0" else "2")
    far = "0" * 24
    known, unknown = (visitor.go("/follow-up/").press(code=one).html for one in (near, far))
    assert _without_token(known.replace(near, "")) == _without_token(unknown.replace(far, ""))


def test_the_time_promised_is_shown(returning: Visitor) -> None:
    assert "A person reads it by" in returning.html


@pytest.mark.parametrize("cause", [AlarmCause.MACHINE, AlarmCause.REPORTER])
def test_an_alarm_is_told_of_and_whom_to_call_until_it_has_ended(returning: Visitor, cause: AlarmCause) -> None:
    told = "We treat your report as urgent. We have told the officers on duty."
    assert told not in returning.html
    now, soon = timezone.now(), timezone.now() + timedelta(minutes=15)
    raise_alarm(Report.objects.get(), cause=cause, now=now)
    assert (
        "If you or someone else is in danger now, call 999."
        in returning.go("/follow-up/status/").html.split("</h1>")[1]
    )
    assert told in returning.html
    alarm = Alarm.objects.get()
    answer_alarm(alarm.pk, outcome=AlarmOutcome.ACKNOWLEDGED, by="kim", act_by=soon, now=now)
    assert "call 999" in returning.go("/follow-up/status/").html.split("</h1>")[1]
    answer_alarm(alarm.pk, outcome=AlarmOutcome.NO_DANGER, by="kim", reason="She is safe.", now=now)
    assert "We treat your report as urgent" not in returning.go("/follow-up/status/").html


def test_while_somebody_looks_after_the_alarm_nobody_is_told_that_it_waits_for_a_person(returning: Visitor) -> None:
    now, report = timezone.now(), Report.objects.get()
    soon = now + timedelta(minutes=15)
    raise_alarm(report, cause=AlarmCause.REPORTER, now=now)
    waits = (
        "It rings with the officers on duty until one of them looks after it.",
        "A person reads it by",
        "We have told the officers on duty.",
    )
    seen = ("A person is looking at it now.", "All of it is read by", "An officer on duty is looking after it.")
    assert all(one in returning.go("/follow-up/status/").html for one in waits)
    answer_alarm(Alarm.objects.get().pk, outcome=AlarmOutcome.ACKNOWLEDGED, by="kim", act_by=soon, now=now)
    returning.go("/follow-up/status/")
    assert [one for one in waits if one in returning.html] == []
    assert [one for one in seen if one not in returning.html] == []
    assert "kim" not in returning.html
    ring_anew(report, cause=AlarmCause.WORDS, now=now)  # after a message: not back to waiting, as if nobody had looked
    assert waits[0] in returning.go("/follow-up/status/").html
    assert "It is waiting for a person to read it." not in returning.html
    answer_alarm(Alarm.objects.get().pk, outcome=AlarmOutcome.ACKNOWLEDGED, by="kim", act_by=soon, now=now)
    publish_status([report.pk], status=PublicStatus.READ, due_at=soon, due_kind=Owed.ANSWER)
    assert "A person has read your report" in returning.go("/follow-up/status/").html
    assert "A person is looking at it now." not in returning.html
    ring_anew(report, cause=AlarmCause.WORDS, now=now)
    assert "We have told the officers on duty." in returning.go("/follow-up/status/").html


def test_a_missed_promise_is_admitted(returning: Visitor) -> None:
    report = Report.objects.get()
    missed = timezone.now() - timedelta(hours=1)
    publish_status([report.pk], status=PublicStatus.READ, due_at=missed, due_kind=Owed.ANSWER)
    returning.go("/follow-up/status/")
    assert "A person has read your report" in returning.html
    assert "We have not kept our promise. We promised you an answer by" in returning.html


@pytest.mark.parametrize("status", list(PublicStatus))
@pytest.mark.parametrize("kind", list(Owed))
@pytest.mark.parametrize("hours", [-1, 1, None])
def test_every_standing_has_words(returning: Visitor, status: PublicStatus, kind: Owed, hours: int | None) -> None:
    due = timezone.now() + timedelta(hours=hours) if hours else None
    publish_status([Report.objects.get().pk], status=status, due_at=due, due_kind=kind)
    assert returning.go("/follow-up/status/").page.status_code == 200


def test_messages_open_by_a_second_step_only(returning: Visitor) -> None:
    officer = Message.objects.create(
        report=Report.objects.get(),
        sender=Sender.OFFICER,
        words="We found the bus.",
        token_hash=b"1",
        sent_at=timezone.now(),
    )
    assert officer.words not in returning.html
    assert officer.words not in returning.go("/follow-up/messages/").html
    assert officer.words in returning.press().html


def test_that_the_control_room_was_told_stands_behind_the_second_step_only(returning: Visitor) -> None:
    told, at = "we passed what you had told us until then to the police", datetime(2026, 11, 27, 9, 5, tzinfo=UTC)
    assert told not in returning.go("/follow-up/messages/").press().html
    publish_hand_over(Report.objects.get().pk, at=at)
    assert told not in returning.go("/follow-up/status/").html
    assert told not in returning.go("/follow-up/messages/").html
    said = returning.press().html
    assert f"{at_time(at)}: {told}" in said


def test_a_message_is_added_once(returning: Visitor) -> None:
    returning.press("/follow-up/messages/")
    form = returning.form()
    returning.press(message="It was bus 36.\n").press(**form, message="It was bus 36.\n")
    assert Message.objects.get().words == "It was bus 36.\n"
    assert "It was bus 36." in returning.html
    assert "If you or someone else is in danger now, call 999." in returning.html.split("</h1>")[0]


def test_the_status_says_when_the_last_message_reached_us_and_not_its_words(returning: Visitor) -> None:
    assert "Your last message" not in returning.html
    returning.press("/follow-up/messages/")
    returning.press(message="It was bus 36.")
    assert returning.go("/follow-up/status/").shown("written") == (
        f"Your last message reached us at {at_time(Message.objects.get().sent_at)}."
    )
    assert "bus 36" not in returning.html


def test_a_message_may_say_that_somebody_is_in_danger(returning: Visitor) -> None:
    returning.press("/follow-up/messages/")
    assert "Call 999 now" not in returning.html
    returning.press(message="He is outside.", in_danger_now="yes")
    assert Message.objects.get().is_in_danger
    assert "Call 999 now" in returning.html
    assert "We tell the officers on duty at once" in returning.html
    returning.press(message="He has gone.", in_danger_now="no")
    assert not Message.objects.latest("pk").is_in_danger
    assert "Call 999 now" not in returning.html


def test_danger_needs_no_words(returning: Visitor) -> None:
    returning.press("/follow-up/messages/").press(message="", in_danger_now="yes")
    assert (Message.objects.get().words, Message.objects.get().is_in_danger) == ("", True)
    assert "Call 999 now" in returning.html
    assert "You said that someone is in danger right now." in returning.html
    returning.press(message=" ", in_danger_now="not_sure")
    assert "Write your message first." in returning.html
    assert Message.objects.count() == 1


def test_an_empty_message_is_asked_for_again(returning: Visitor) -> None:
    returning.press("/follow-up/messages/").press(message=" \n")
    assert "Write your message first." in returning.html
    assert not Message.objects.exists()


def test_a_code_written_in_a_message_is_masked_and_replaced(returning: Visitor, code: str) -> None:
    returning.press("/follow-up/messages/")
    form = returning.form()
    old_cookies = returning.client.cookies.copy()
    returning.press(message=f"my code is {code.lower()}, right?")
    new = returning.shown("follow-up-code")
    assert code.lower() not in returning.html
    assert REFUSED in Visitor(Client()).go("/follow-up/").press(code=code).html
    assert Visitor(Client()).go("/follow-up/").press(code=new).address == "/follow-up/status/"
    assert returning.press().page.status_code == 200, "the visit goes on"
    returning.client.cookies = old_cookies
    returning.press(**form, message=f"my code is {code.lower()}, right?")
    assert returning.shown("follow-up-code") == new, "the second press of a double click shows it too"


def test_a_stopped_code_opens_nothing_at_once(returning: Visitor, code: str) -> None:
    other = Visitor(Client()).go("/follow-up/").press(code=code)
    returning.go("/follow-up/stop-code/")
    assert Report.objects.get().verifier is not None, "reading the question stops nothing"
    returning.press(no_new_code="1")
    assert "The code has stopped" in returning.html
    assert other.go("/follow-up/status/").step == "follow-up"
    assert REFUSED in other.press(code=code).html


def test_a_message_written_when_the_code_stopped_is_given_back(returning: Visitor) -> None:
    returning.press("/follow-up/messages/")
    visit = visits.unseal_visit(returning.client.cookies[settings.FOLLOW_UP_COOKIE_NAME].value, now=timezone.now())
    assert visit is not None
    follow_up.stop_code(visit, now=timezone.now())
    returning.press(message="please do not lose this")
    assert "please do not lose this" in returning.html
    assert not Message.objects.exists()


@pytest.mark.parametrize("written", ["", "please do not lose this"])
def test_danger_that_could_not_be_sent_says_whom_to_call_and_that_nobody_was_told(
    returning: Visitor, written: str
) -> None:
    returning.press("/follow-up/messages/")
    visit = visits.unseal_visit(returning.client.cookies[settings.FOLLOW_UP_COOKIE_NAME].value, now=timezone.now())
    assert visit is not None
    follow_up.stop_code(visit, now=timezone.now())
    returning.press(message=written, in_danger_now="yes")
    assert "Your message was not sent" in returning.html
    assert "Call 999 now" in returning.html
    assert "We tell the officers" not in returning.html
    assert written in returning.html
    assert ("What you wrote" in returning.html) == bool(written)
    assert not Message.objects.exists()


def test_a_visit_ends_after_half_an_hour_of_rest(returning: Visitor) -> None:
    visit = visits.unseal_visit(returning.client.cookies[settings.FOLLOW_UP_COOKIE_NAME].value, now=timezone.now())
    assert visit is not None
    rested = timezone.now() - visits.IDLE_LIMIT - timedelta(seconds=1)
    returning.client.cookies[settings.FOLLOW_UP_COOKIE_NAME] = visits.seal_visit(visit, now=rested)
    returning.go("/follow-up/status/")
    assert returning.step == "follow-up"
    assert "30 minutes" in returning.html


def test_a_visit_that_is_not_ours_opens_nothing(visitor: Visitor) -> None:
    for made_up in ("x", "ü", "A" * 200):
        visitor.client.cookies[settings.FOLLOW_UP_COOKIE_NAME] = made_up
        for page in ("status", "messages", "stop-code"):
            assert visitor.go(f"/follow-up/{page}/").step == "follow-up"


def test_a_message_that_arrived_is_confirmed_with_the_time_of_the_answer(returning: Visitor) -> None:
    report, due = Report.objects.get(), timezone.now() + timedelta(days=3)
    publish_status([report.pk], status=PublicStatus.READ, due_at=due, due_kind=Owed.ANSWER)
    assert "An officer answers you by" in returning.go("/follow-up/status/").html
    assert "We have your message." not in returning.html
    returning.press("/follow-up/messages/").press(message="One thing more.")
    assert "We have your message. An officer answers you by" in returning.go("/follow-up/status/").html
    Message.objects.create(
        report=report, sender=Sender.OFFICER, words="Thank you.", token_hash=b"1", sent_at=timezone.now()
    )
    assert "We have your message." not in returning.go("/follow-up/status/").html


def test_nobody_is_warned_of_messages_that_are_not_there(returning: Visitor) -> None:
    assert "Before you open them" not in returning.html
    Message.objects.create(
        report=Report.objects.get(), sender=Sender.OFFICER, words="x", token_hash=b"1", sent_at=timezone.now()
    )
    assert "Before you open them" in returning.go("/follow-up/status/").html


def test_a_reference_typed_for_the_code_gets_the_same_sentence_as_any_other(visitor: Visitor, code: str) -> None:
    reference = Report.objects.get().reference
    pages = {
        _without_token(visitor.go("/follow-up/").press(code=one).html.replace(one, ""))
        for one in (reference, "0000-00000")
    }
    assert len(pages) == 1
    assert "The code has 24 letters and numbers; it is not the reference." in pages.pop()


def _without_token(html: str) -> str:
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", html)
