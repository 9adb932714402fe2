"""What officers do with a case, rule by rule."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.domain import claiming, closing, commitments, correspondence, deciding, intake, linking, reading
from cases.domain.refusals import NotThere, Refused
from cases.models import AuditEvent, Case, Commitment, Reading, TimelineEntry
from reporting.domain import follow_up
from reporting.domain.own_code import MASK
from reporting.domain.submission import submit_report
from reporting.models import Alarm, Message, Outbox, Report
from tests.cast import Cast, case, decide_and_answer, report, take_and_read

pytestmark = pytest.mark.django_db


def owed(held: Case) -> list[str]:
    return sorted(Commitment.objects.open().filter(case=held).values_list("kind", flat=True))


def test_a_report_opens_one_case_however_often_it_is_asked(cast: Cast) -> None:
    told = report(because=["religion:anti-muslim"], contact_name="A. Person", happened_to="someone_else")
    first = intake.open_case(told.pk, now=timezone.now())
    assert intake.open_case(told.pk, now=timezone.now()) == first
    assert first.reference == told.reference
    assert owed(first) == ["read", "recording_decision"]
    assert sorted(first.persons.values_list("role", flat=True)) == ["reporter", "victim"]
    assert first.next_due_at == told.received_at + timedelta(hours=24)


def test_danger_is_due_in_a_quarter_of_an_hour(cast: Cast) -> None:
    held = case(in_danger_now="yes")
    assert held.priority == "immediate"
    assert held.next_due_at == held.received_at + timedelta(minutes=15)


def test_what_is_due_first_is_taken_first(cast: Cast) -> None:
    now = timezone.now()
    later, first = case(now=now), case(now=now - timedelta(hours=3))
    urgent = case(now=now, in_danger_now="yes")
    taken = [claiming.claim_next(by=cast.officer, now=now) for _ in range(4)]
    assert [one and one.pk for one in taken] == [urgent.pk, first.pk, later.pk, None]


def test_another_units_officer_takes_and_touches_nothing(cast: Cast) -> None:
    held = case()
    assert claiming.claim_next(by=cast.outsider, now=timezone.now()) is None
    with pytest.raises(NotThere):
        claiming.take_case(held.pk, by=cast.outsider, now=timezone.now())


def test_what_a_colleague_has_is_refused_with_the_name(cast: Cast) -> None:
    held = case()
    claiming.take_case(held.pk, by=cast.colleague, now=timezone.now())
    with pytest.raises(Refused, match="colleague has taken"):
        claiming.take_case(held.pk, by=cast.officer, now=timezone.now())


def test_reading_is_met_once_and_an_answer_is_owed(cast: Cast) -> None:
    held = take_and_read(case(), cast.officer)
    reading.mark_read(held.pk, held.opened_for_id, by=cast.colleague, now=timezone.now())
    assert Reading.objects.count() == 1
    assert owed(held) == ["answer", "recording_decision"]
    held.opened_for.refresh_from_db()
    assert (held.opened_for.public_status, held.opened_for.public_due_kind) == ("in_progress", "answer")


def test_a_decision_waits_for_the_reading(cast: Cast) -> None:
    held = case()
    claiming.take_case(held.pk, by=cast.officer, now=timezone.now())
    with pytest.raises(Refused, match="Read every report"):
        deciding.record_decision(held.pk, recording="intelligence_only", by=cast.officer, now=timezone.now())


@pytest.mark.parametrize(
    ("recording", "sentence"),
    [("crime", "system"), ("another_body", "whose matter"), ("nothing_recorded", "reason"), ("trivial", "Choose how")],
)
def test_each_decision_asks_for_what_it_demands(cast: Cast, recording: str, sentence: str) -> None:
    held = take_and_read(case(), cast.officer)
    with pytest.raises(Refused, match=sentence):
        deciding.record_decision(held.pk, recording=recording, by=cast.officer, now=timezone.now())


def test_an_open_case_owes_a_next_action_by_itself(cast: Cast) -> None:
    held = decide_and_answer(take_and_read(case(), cast.officer), cast.officer)
    assert owed(held) == ["next_action"]


def test_closing_says_what_is_missing(cast: Cast) -> None:
    held = case()
    claiming.take_case(held.pk, by=cast.officer, now=timezone.now())
    with pytest.raises(Refused, match=r"Read every report of this case first. Record a decision first. Answer"):
        closing.close_case(held.pk, closing_reason="person_wants_no_more", by=cast.officer, now=timezone.now())


def test_form_abuse_takes_two_people(cast: Cast) -> None:
    held = decide_and_answer(take_and_read(case(), cast.officer), cast.officer)
    for _ in range(2):
        assert (
            closing.close_case(held.pk, closing_reason="form_abuse", by=cast.officer, now=timezone.now()) == "proposed"
        )
    assert closing.close_case(held.pk, closing_reason="form_abuse", by=cast.colleague, now=timezone.now()) == "closed"


def test_a_second_witness_is_attached_and_detached_again(cast: Cast) -> None:
    held, other = take_and_read(case("I was hit."), cast.officer), case("I saw somebody being hit.")
    second = other.opened_for
    linking.attach_report(
        held.pk, second.reference.lower(), reason="same place and time", by=cast.officer, now=timezone.now()
    )
    other.refresh_from_db()
    assert (other.state, owed(other)) == ("emptied", [])
    assert "read" in owed(held)
    linking.detach_report(held.pk, second.pk, reason="another day", by=cast.officer, now=timezone.now())
    other.refresh_from_db()
    assert (other.state, owed(other)) == ("new", ["read", "recording_decision"])
    assert Commitment.objects.open().get(case=other, kind="read").due_at == second.received_at + timedelta(hours=24)
    assert "read" not in owed(held)


def test_nobody_is_left_without_an_answer_when_two_reported(cast: Cast) -> None:
    held, other = take_and_read(case(), cast.officer), case("I saw it.")
    linking.attach_report(held.pk, other.reference, reason="same", by=cast.officer, now=timezone.now())
    reading.mark_read(held.pk, other.opened_for_id, by=cast.officer, now=timezone.now())
    decide_and_answer(held, cast.officer)
    with pytest.raises(Refused, match="Answer the person"):
        closing.close_case(held.pk, closing_reason="person_wants_no_more", by=cast.officer, now=timezone.now())
    correspondence.reply(
        held.pk, other.opened_for_id, message="Thank you.", token="t2", by=cast.officer, now=timezone.now()
    )
    assert (
        closing.close_case(held.pk, closing_reason="person_wants_no_more", by=cast.officer, now=timezone.now())
        == "closed"
    )


def test_a_reply_is_sent_once_per_form(cast: Cast) -> None:
    held = take_and_read(case(), cast.officer)
    for _ in range(2):
        correspondence.reply(
            held.pk, held.opened_for_id, message="We are on it.", token="same", by=cast.officer, now=timezone.now()
        )
    assert Message.objects.count() == 1


def test_a_message_to_a_closed_case_opens_it_again(cast: Cast) -> None:
    receipt = submit_report(answers={"what_happened": "They came back."}, token="tt", now=timezone.now())
    held = intake.open_case(Report.objects.get(reference=receipt.reference).pk, now=timezone.now())
    decide_and_answer(take_and_read(held, cast.officer), cast.officer)
    closing.close_case(held.pk, closing_reason="person_wants_no_more", by=cast.officer, now=timezone.now())
    visit = follow_up.open_report(receipt.code.lower(), now=timezone.now())
    assert visit
    assert follow_up.status(visit, now=timezone.now()).public_status == "closed"
    follow_up.send_message(visit, words="It happened again.", token="m1", now=timezone.now())
    message = Message.objects.get(sender="reporter")
    for _ in range(2):
        intake.take_message(message.pk, now=timezone.now())
    held.refresh_from_db()
    assert (held.state, owed(held)) == ("new", ["answer"])


def test_a_message_that_holds_the_code_gets_a_new_one(cast: Cast) -> None:
    receipt = submit_report(answers={"what_happened": "They came back."}, token="tt", now=timezone.now())
    visit = follow_up.open_report(receipt.code, now=timezone.now())
    first = follow_up.send_message(
        visit, words=f"my code is {receipt.code.lower()} thanks", token="m", now=timezone.now()
    )
    again = follow_up.send_message(visit, words="my code is ...", token="m", now=timezone.now())
    assert first.new_code == again.new_code != receipt.code
    assert Message.objects.get().words == f"my code is {MASK} thanks"
    assert follow_up.open_report(receipt.code, now=timezone.now()) is None
    assert follow_up.open_report(first.new_code, now=timezone.now()) == first.visit


def test_a_stopped_code_opens_nothing(cast: Cast) -> None:
    receipt = submit_report(answers={"what_happened": "They came back."}, token="tt", now=timezone.now())
    visit = follow_up.open_report(receipt.code, now=timezone.now())
    assert follow_up.stop_code(visit, now=timezone.now())
    assert not follow_up.stop_code(visit, now=timezone.now())
    assert follow_up.open_report(receipt.code, now=timezone.now()) is None
    assert follow_up.read_thread(visit) == []


def test_raising_the_priority_brings_reading_forward_and_lowering_does_not_put_it_back(cast: Cast) -> None:
    held = case()
    deciding.set_priority(held.pk, priority="high", reason="she is alone", by=cast.officer, now=timezone.now())
    held.refresh_from_db()
    assert held.next_due_at == held.received_at + timedelta(hours=4)
    deciding.set_priority(held.pk, priority="standard", reason="a friend is there", by=cast.officer, now=timezone.now())
    held.refresh_from_db()
    assert held.next_due_at == held.received_at + timedelta(hours=4)
    with pytest.raises(Refused, match="routine"):
        deciding.set_priority(held.pk, priority="routine", reason="old", by=cast.officer, now=timezone.now())


def test_a_person_who_says_immediate_makes_it_ring(cast: Cast) -> None:
    held = case()
    deciding.set_priority(held.pk, priority="immediate", reason="he is outside", by=cast.officer, now=timezone.now())
    assert Alarm.objects.get().cause == "officer"


def test_handing_back_keeps_the_clock(cast: Cast) -> None:
    held = case()
    due = held.next_due_at
    claiming.take_case(held.pk, by=cast.officer, now=timezone.now())
    claiming.hand_back(held.pk, by=cast.officer, now=timezone.now())
    held.refresh_from_db()
    assert (held.state, held.officer, held.next_due_at) == ("new", None, due)


def test_waiting_stops_no_clock(cast: Cast) -> None:
    held = take_and_read(case(), cast.officer)
    due = held.next_due_at
    tomorrow = timezone.now().date() + timedelta(days=1)
    claiming.wait(held.pk, until=tomorrow, reason="interpreter", by=cast.officer, now=timezone.now())
    held.refresh_from_db()
    assert (held.state, held.next_due_at) == ("waiting", due)


def test_a_case_waits_until_a_day_within_a_year(cast: Cast) -> None:
    held, now = take_and_read(case(), cast.officer), timezone.now()
    for until, said in (
        (timezone.localdate(), "still to come"),
        (date(now.year + 3, 3, 27), "within the next 12 months"),
    ):
        with pytest.raises(Refused, match=said):
            claiming.wait(held.pk, until=until, reason="interpreter", by=cast.officer, now=now)


def test_a_next_action_lies_in_the_future(cast: Cast) -> None:
    held = take_and_read(case(), cast.officer)
    with pytest.raises(Refused, match="still to come"):
        commitments.set_next_action(
            held.pk, what="call", due_at=timezone.now() - timedelta(hours=1), by=cast.officer, now=timezone.now()
        )


def test_every_act_is_on_the_timeline_and_in_the_audit(cast: Cast) -> None:
    held = decide_and_answer(take_and_read(case(), cast.officer), cast.officer)
    assert list(TimelineEntry.objects.filter(case=held).order_by("pk").values_list("what", flat=True)) == [
        "opened", "taken", "read", "decided", "answered",
    ]  # fmt: skip
    assert set(AuditEvent.objects.values_list("action", flat=True)) == {
        "case.taken",
        "case.read",
        "case.decide",
        "case.reply",
    }


def test_a_report_about_police_is_restricted(cast: Cast) -> None:
    held = case(about_police="yes")
    assert held.is_restricted
    assert not Case.objects.visible_to(cast.officer).exists()


@pytest.mark.parametrize("is_closed", [False, True])
def test_a_message_that_the_machine_cannot_take_is_put_before_a_person(cast: Cast, is_closed: bool) -> None:
    held = decide_and_answer(take_and_read(case(), cast.officer), cast.officer)
    if is_closed:
        closing.close_case(held.pk, closing_reason="person_wants_no_more", by=cast.officer, now=timezone.now())
    message = Message.objects.create(
        report=held.opened_for, sender="reporter", words="It goes on.", token_hash=b"x", sent_at=timezone.now()
    )
    Outbox.objects.create(
        task="cases.take_message",
        subject=message.pk,
        created_at=timezone.now(),
        due_at=timezone.now(),
        needs_person=True,
    )
    assert [intake.mark_stuck(now=timezone.now()), intake.mark_stuck(now=timezone.now())] == [1, 0]
    held.refresh_from_db()
    assert held.needs_person
    assert held.state == ("new" if is_closed else "in_progress")
    claiming.take_case(held.pk, by=cast.officer, now=timezone.now())
    correspondence.reply(
        held.pk, held.opened_for_id, message="I have read it.", token="t3", by=cast.officer, now=timezone.now()
    )
    held.refresh_from_db()
    assert held.needs_person == ""
    assert intake.mark_stuck(now=timezone.now()) == 0


def test_a_report_that_cannot_be_sorted_opens_no_closed_case(cast: Cast) -> None:
    held = decide_and_answer(take_and_read(case(), cast.officer), cast.officer)
    closing.close_case(held.pk, closing_reason="person_wants_no_more", by=cast.officer, now=timezone.now())
    Outbox.objects.filter(task="cases.categorise").update(needs_person=True)
    assert intake.mark_stuck(now=timezone.now()) == 0
    held.refresh_from_db()
    assert held.state == "closed"


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({"under_18": "yes"}, "The person it happened to is under 18."),
        ({"happened_to": "someone_else", "reporter_under_18": "yes"}, "Whoever reported it is under 18."),
        ({"in_danger_now": "not_sure"}, "Whoever reported it is not sure whether somebody is in danger."),
        ({"injured": "yes"}, "Whoever reported it says that somebody was hurt."),
        (
            {"under_18": "yes", "injured": "yes"},
            "The person it happened to is under 18. Whoever reported it says that somebody was hurt.",
        ),
        ({"injured": "not_sure", "in_danger_now": "no"}, ""),
    ],
)
def test_a_child_somebody_hurt_and_a_doubt_about_danger_make_a_report_high_at_least(
    cast: Cast, answers: dict[str, str], reason: str
) -> None:
    held = case(**answers)
    assert (held.priority, held.priority_reason) == ("high" if reason else "standard", reason)
