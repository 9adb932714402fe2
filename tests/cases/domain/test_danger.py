"""Danger that a person writes of later rings as if they had reported it then, and nothing is put aside while it rings."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.desk.presenters.story import what_changed
from cases.domain import categorisation, claiming, closing, deciding, duty, intake
from cases.domain.refusals import Refused
from cases.models import Case, Commitment, PromiseRule
from reporting.enums import AlarmCause
from reporting.models import Alarm, Message, Outbox
from tests import cast as people
from tests.cast import Cast

pytestmark = pytest.mark.django_db
DANGER = "He has a knife and he is inside the flat now, please help us."


def answered_case(cast: Cast) -> Case:
    case = people.case(in_danger_now="yes")
    alarm = Alarm.objects.get(report=case.opened_for)
    duty.hand_over_alarm(alarm.pk, log_number="CAD 12", by=cast.officer, now=timezone.now())
    return Case.objects.get(pk=case.pk)


def test_a_message_that_tells_of_danger_rings_anew_and_is_answered_as_soon_as_a_report_is_read(cast: Cast) -> None:
    case = answered_case(cast)
    assert not Alarm.objects.ringing().exists()
    people.take_and_read(case, cast.officer)
    people.write(case, DANGER)
    alarm = Alarm.objects.ringing().get()
    case.refresh_from_db()
    assert (alarm.report, alarm.cause) == (case.opened_for, AlarmCause.WORDS)
    assert (case.priority, case.next_due_kind) == ("immediate", "answer")
    assert case.next_due_at is not None
    assert case.next_due_at <= timezone.now() + timedelta(minutes=15)
    assert case.timeline.filter(what="alarm_raised").count() == 1


def test_the_rule_that_brings_the_answer_forward_is_the_one_that_is_named(cast: Cast) -> None:
    long_ago = {"in_force_from": "2026-01-01"}
    PromiseRule.objects.create(kind="answer", within=timedelta(days=3), **long_ago)
    at_once = PromiseRule.objects.create(kind="read", priority="immediate", within=timedelta(minutes=15), **long_ago)
    case = answered_case(cast)
    people.take_and_read(case, cast.officer)
    people.write(case, DANGER)
    assert Commitment.objects.open().get(case=case, kind="answer").rule == at_once


def test_who_says_that_somebody_is_in_danger_rings_whatever_the_words_are(cast: Cast) -> None:
    case = answered_case(cast)
    people.write(case, "He is outside.", in_danger=True)
    alarm = Alarm.objects.ringing().get()
    case.refresh_from_db()
    assert (alarm.report, alarm.cause, case.priority) == (case.opened_for, AlarmCause.REPORTER, "immediate")


def test_an_ordinary_message_rings_nothing(cast: Cast) -> None:
    case = answered_case(cast)
    people.write(case, "Thank you. It was on Monday, at about three.")
    assert not Alarm.objects.ringing().exists()


THREAT = "Now he says that he will slit my throat, because I told you."


def weighed(case: Case) -> Case:
    """The case after the worker has weighed what its person wrote last."""
    categorisation.weigh_message(Message.objects.filter(report=case.opened_for_id).latest("pk").pk, now=timezone.now())
    case.refresh_from_db()
    return case


def test_a_threat_in_a_message_raises_the_case_and_brings_the_answer_forward(cast: Cast) -> None:
    case = people.case("He called me a paki on the bus.")
    people.take_and_read(case, cast.officer)
    assert case.priority == "standard"
    people.write(case, THREAT)
    assert Outbox.objects.filter(task="cases.weigh_message").count() == 1
    for _ in range(2):
        case = weighed(case)
        assert (case.priority, case.next_due_kind) == ("high", "answer")
        assert case.priority_reason.startswith("A message from the person: A weapon, or a threat to kill or hurt")
        assert case.next_due_at is not None
        assert case.next_due_at <= timezone.now() + timedelta(hours=4)
        assert case.timeline.filter(what="message_weighed").count() == 1
    assert not Alarm.objects.ringing().exists()


def test_an_ordinary_message_changes_no_priority_and_one_that_a_person_set_stands(cast: Cast) -> None:
    case = people.case("He called me a paki on the bus.")
    people.take_and_read(case, cast.officer)
    people.write(case, "Thank you. It was on Monday, at about three.")
    assert weighed(case).priority == "standard"
    deciding.set_priority(case.pk, priority="routine", reason="read", by=cast.officer, now=timezone.now())
    people.write(case, THREAT)
    assert weighed(case).priority == "routine"


def test_danger_in_a_message_that_only_the_model_sees_rings_once_whatever_a_person_set(cast: Cast) -> None:
    case = answered_case(cast)
    people.take_and_read(case, cast.officer)
    deciding.set_priority(case.pk, priority="routine", reason="read", by=cast.officer, now=timezone.now())
    people.write(case, people.UNTOLD)
    assert not Alarm.objects.ringing().exists()
    case = weighed(case)
    alarm = Alarm.objects.ringing().get()
    assert (alarm.report, alarm.cause, case.priority) == (case.opened_for, AlarmCause.MACHINE, "immediate")
    assert case.next_due_at is not None
    assert case.next_due_at <= timezone.now() + timedelta(minutes=15)
    duty.no_danger(alarm.pk, reason="They are safe.", by=cast.officer, now=timezone.now())
    weighed(case)
    assert not Alarm.objects.ringing().exists()


def test_danger_that_only_the_model_sees_rings_anew_while_somebody_looks_after_the_alarm(cast: Cast) -> None:
    case = people.case(in_danger_now="yes")
    alarm = Alarm.objects.get(report=case.opened_for)
    duty.acknowledge(alarm.pk, by=cast.officer, now=timezone.now())
    people.write(case, people.UNTOLD)
    assert not Alarm.objects.ringing().exists()
    case = weighed(case)
    alarm = Alarm.objects.ringing().get()
    assert (alarm.cause, case.officer) == (AlarmCause.MACHINE, cast.officer)
    rung = case.timeline.get(what="alarm_raised")
    assert what_changed(rung).endswith("a message tells of danger now. Until then officer looked after it")


def test_a_message_that_no_worker_takes_is_taken_without_one(cast: Cast) -> None:
    case = people.case()
    now = timezone.now()
    message = people.left(case, DANGER)
    assert intake.take_messages_left(before=now - timedelta(seconds=10), now=now) == 0
    Outbox.objects.filter(task="cases.take_message", subject=message.pk).update(created_at=now - timedelta(seconds=11))
    assert intake.take_messages_left(before=now - timedelta(seconds=10), now=now) == 1
    assert Alarm.objects.ringing().filter(report=case.opened_for).exists()
    assert intake.take_messages_left(before=now - timedelta(seconds=10), now=now) == 0


def test_a_case_whose_alarm_rings_is_not_closed_not_parked_and_not_lowered(cast: Cast) -> None:
    case, now = people.case(in_danger_now="yes"), timezone.now()
    people.decide_and_answer(people.take_and_read(case, cast.officer), cast.officer)
    with pytest.raises(Refused, match="Its alarm rings"):
        closing.close_case(
            case.pk, closing_reason="person_wants_no_more", reason="", details={}, by=cast.officer, now=now
        )
    with pytest.raises(Refused, match="Its alarm rings"):
        claiming.wait(case.pk, until=now.date() + timedelta(days=3), reason="A call.", by=cast.officer, now=now)
    with pytest.raises(Refused, match="Its alarm rings"):
        deciding.set_priority(case.pk, priority="routine", reason="Quiet.", by=cast.officer, now=now)
    alarm = Alarm.objects.get(report=case.opened_for)
    duty.no_danger(alarm.pk, reason="They are safe.", by=cast.officer, now=now)
    assert deciding.set_priority(case.pk, priority="standard", reason="Quiet.", by=cast.officer, now=now)
