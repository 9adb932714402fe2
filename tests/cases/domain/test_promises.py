"""What is owed and missed: the new time, the enhanced times, and what the reporter is told of it."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.domain import correspondence, enhanced, linking, promises
from cases.domain.commitments import promise
from cases.domain.intake import open_case
from cases.domain.reference import load_reference
from cases.domain.refusals import NotThere, Refused
from cases.enums import CommitmentKind
from cases.models import AuditEvent, Case, Commitment, NewTime, Person, PromiseRule, TimelineEntry
from cases.queries.promises import new_times_untold
from reporting.domain import follow_up
from reporting.domain.submission import submit_report
from reporting.enums import Owed, PublicStatus
from reporting.journey.promises import promise_of
from reporting.models import Report
from tests.cast import Cast, answer, case, take_and_read, write

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def late_reading(cast: Cast) -> Commitment:
    """A reading that was due an hour ago."""
    held = case(now=timezone.now() - 25 * HOUR)
    return Commitment.objects.open().get(case=held, kind="read")


def give(commitment: Commitment, by: object, *, after: timedelta = 2 * HOUR, reason: str = "ill") -> datetime:
    now = timezone.now()
    promises.give_new_time(commitment.pk, due_at=now + after, reason=reason, by=by, now=now)
    return now + after


def test_a_supervisor_promises_a_new_time_and_the_missed_one_stays(cast: Cast) -> None:
    missed = late_reading(cast)
    due_at = give(missed, cast.supervisor)
    held = Case.objects.get(pk=missed.case_id)
    missed.refresh_from_db()
    report = Report.objects.get(pk=missed.report_id)
    assert held.next_due_at == missed.due_at < timezone.now()
    assert (report.public_due_at, report.public_new_due_at) == (missed.due_at, due_at)
    assert TimelineEntry.objects.get(case=held, what="new_time").note == "ill"
    assert AuditEvent.objects.filter(action="case.new_time", references=[held.reference]).exists()


def test_the_same_new_time_twice_is_one(cast: Cast) -> None:
    missed, now = late_reading(cast), timezone.now()
    for _ in range(2):
        promises.give_new_time(missed.pk, due_at=now + HOUR, reason="ill", by=cast.supervisor, now=now)
    assert NewTime.objects.count() == 1


def test_a_new_time_that_passes_is_followed_by_another(cast: Cast) -> None:
    missed, now = late_reading(cast), timezone.now()
    promises.give_new_time(missed.pk, due_at=now + HOUR, reason="ill", by=cast.supervisor, now=now)
    later = now + 2 * HOUR
    promises.give_new_time(missed.pk, due_at=later + HOUR, reason="still ill", by=cast.supervisor, now=later)
    assert Report.objects.get(pk=missed.report_id).public_new_due_at == later + HOUR
    assert NewTime.objects.count() == 2


@pytest.mark.parametrize("role", ["officer", "colleague", "outsider", "admin", "auditor"])
def test_only_the_supervisor_of_the_unit_promises_anew(cast: Cast, role: str) -> None:
    with pytest.raises(NotThere):
        give(late_reading(cast), getattr(cast, role))
    assert not NewTime.objects.exists()


def test_what_a_new_time_must_be(cast: Cast) -> None:
    missed = late_reading(cast)
    with pytest.raises(Refused, match="why the promise"):
        give(missed, cast.supervisor, reason=" ")
    with pytest.raises(Refused, match="still to come"):
        give(missed, cast.supervisor, after=-HOUR)
    with pytest.raises(Refused, match="longer than the promise"):
        give(missed, cast.supervisor, after=25 * HOUR)
    kept = Commitment.objects.open().get(case=case(), kind="read")
    with pytest.raises(Refused, match="has not passed yet"):
        give(kept, cast.supervisor)
    take_and_read(missed.case, cast.officer)
    with pytest.raises(Refused, match="done meanwhile"):
        give(missed, cast.supervisor)


def test_a_new_time_is_never_changed(cast: Cast) -> None:
    give(late_reading(cast), cast.supervisor)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        NewTime.objects.update(reason="x")


def test_the_new_time_is_gone_once_it_was_done(cast: Cast) -> None:
    missed = late_reading(cast)
    give(missed, cast.supervisor)
    take_and_read(missed.case, cast.officer)
    report = Report.objects.get(pk=missed.report_id)
    assert (report.public_due_kind, report.public_new_due_at) == (Owed.ANSWER, None)
    assert list(new_times_untold(timezone.now())) == []


def test_a_new_time_that_the_reporter_is_not_told_is_found(cast: Cast) -> None:
    missed = late_reading(cast)
    give(missed, cast.supervisor)
    Report.objects.update(public_new_due_at=None)
    assert [one.pk for one, _ in new_times_untold(timezone.now())] == [missed.pk]
    Report.objects.update(public_due_at=timezone.now() + DAY, public_new_due_at=timezone.now() + DAY)
    assert missed.pk in [one.pk for one, _ in new_times_untold(timezone.now())]


def test_whoever_holds_the_code_is_told_both_times(cast: Cast) -> None:
    received = timezone.now() - 25 * HOUR
    receipt = submit_report(answers={"what_happened": "They shouted."}, token="t", now=received)
    held = open_case(Report.objects.get(reference=receipt.reference).pk, now=received)
    visit = follow_up.open_report(receipt.code, now=timezone.now())
    assert visit
    told = promise_of(follow_up.status(visit, now=timezone.now()))
    assert told
    assert told.is_late
    assert "A supervisor has been told" in told.instead
    give(Commitment.objects.get(case=held, kind="read"), cast.supervisor)
    told = promise_of(follow_up.status(visit, now=timezone.now()))
    assert told
    assert "We have not kept our promise" in told.sentence
    assert "We will now read it by" in told.instead
    told = promise_of(follow_up.status(visit, now=timezone.now() + 3 * HOUR))
    assert told
    assert "late again" in told.instead
    assert "We will now" not in told.instead


@settings(max_examples=200, deadline=None)
@given(
    kind=st.sampled_from([one for one in Owed if one != Owed.NOTHING]),
    late=st.integers(-5000, 5000),
    new=st.none() | st.integers(-5000, 5000),
)
def test_no_time_that_has_passed_is_said_as_if_it_still_held(kind: Owed, late: int, new: int | None) -> None:
    now = timezone.now()
    due, new_time = now - timedelta(minutes=late), None if new is None else now + timedelta(minutes=new)
    told = promise_of(
        follow_up.Status(
            "r", PublicStatus.RECEIVED, now, "", kind, due, due < now, 0, new_time,
            new_time is not None and new_time < now,
        )
    )  # fmt: skip
    assert told is not None
    assert told.is_late == ("We have not kept our promise" in told.sentence) == (due < now)
    assert ("We will now" in told.instead) == (due < now and new_time is not None and new_time >= now)


def test_the_shorter_of_the_enhanced_and_the_ordinary_rule_counts(cast: Cast) -> None:
    now = timezone.now()
    load_reference()
    assert promise(CommitmentKind.ANSWER, "standard", now=now)[0] == 72 * HOUR
    within, rule = promise(CommitmentKind.ANSWER, "standard", now=now, is_enhanced=True)
    assert (within, rule and rule.is_enhanced) == (24 * HOUR, True)
    PromiseRule.objects.create(kind="answer", priority="standard", within=HOUR, in_force_from="2026-02-01")
    assert promise(CommitmentKind.ANSWER, "standard", now=now, is_enhanced=True)[0] == HOUR
    assert promise(CommitmentKind.READ, "standard", now=now, is_enhanced=True)[0] == 24 * HOUR


def enhance(held: Case, by: object, person: Person | None = None) -> None:
    person = person or held.persons.earliest("pk")
    enhanced.give_enhanced_service(
        held.pk,
        person.pk,
        ground="most_serious_crime",
        reason="hate crime",
        by=by,
        now=timezone.now(),
    )


def test_enhanced_service_brings_forward_what_is_open_and_shortens_what_follows(cast: Cast) -> None:
    load_reference()
    held = take_and_read(case(), cast.officer)
    before = Commitment.objects.open().get(case=held, kind="answer")
    enhance(held, cast.officer)
    brought = Commitment.objects.open().get(case=held, kind="answer")
    assert brought.due_at < before.due_at
    assert brought.due_at - timezone.now() <= 24 * HOUR
    assert brought.owed_to == held.persons.get()
    answer(held, cast.officer)
    write(held, "They came back.")
    again = Commitment.objects.open().get(case=held, kind="answer")
    assert again.rule
    assert again.rule.is_enhanced
    assert again.due_at - again.opened_at <= 24 * HOUR


def test_what_is_owed_to_the_victim_is_owed_in_the_thread_of_their_report(cast: Cast) -> None:
    load_reference()
    held = take_and_read(case(happened_to="someone_else"), cast.officer)
    enhance(held, cast.officer, held.persons.get(role="victim"))
    assert Commitment.objects.open().get(case=held, kind="answer").rule.is_enhanced


def test_enhanced_service_makes_nothing_late_and_ending_it_puts_nothing_back(cast: Cast) -> None:
    load_reference()
    held = take_and_read(case(now=timezone.now() - 20 * HOUR), cast.officer)
    enhance(held, cast.officer)
    due_at = Commitment.objects.open().get(case=held, kind="answer").due_at
    assert due_at > timezone.now()
    person = held.persons.get()
    for _ in range(2):
        enhanced.end_enhanced_service(held.pk, person.pk, reason="a mistake", by=cast.officer, now=timezone.now())
    person.refresh_from_db()
    assert (person.enhanced_at, person.enhanced_ground) == (None, None)
    assert Commitment.objects.open().get(case=held, kind="answer").due_at == due_at
    assert TimelineEntry.objects.filter(case=held, what="enhanced_ended").count() == 1


def test_enhanced_service_takes_a_ground_in_force_and_a_reason(cast: Cast) -> None:
    load_reference()
    held = take_and_read(case(), cast.officer)
    person = held.persons.get()
    for ground, reason, sentence in (("friend", "x", "Choose why"), ("vulnerable", " ", "reason")):
        with pytest.raises(Refused, match=sentence):
            enhanced.give_enhanced_service(
                held.pk, person.pk, ground=ground, reason=reason, by=cast.officer, now=timezone.now()
            )
    with pytest.raises(Refused, match="not on the case"):
        enhanced.give_enhanced_service(
            held.pk, case().persons.get().pk, ground="vulnerable", reason="x", by=cast.officer, now=timezone.now()
        )
    with pytest.raises(NotThere):
        enhance(held, cast.outsider)


def test_an_update_is_promised_for_a_day_and_met_by_the_next_answer(cast: Cast) -> None:
    held = answer(take_and_read(case(), cast.officer), cast.officer)
    now = timezone.now()
    promises.promise_update(held.pk, held.opened_for_id, due_at=now + 5 * DAY, by=cast.officer, now=now)
    report = Report.objects.get(pk=held.opened_for_id)
    assert (report.public_due_kind, report.public_due_at) == (Owed.UPDATE, now + 5 * DAY)
    promises.promise_update(held.pk, held.opened_for_id, due_at=now + 3 * DAY, by=cast.officer, now=now)
    with pytest.raises(Refused, match="earlier day already"):
        promises.promise_update(held.pk, held.opened_for_id, due_at=now + 4 * DAY, by=cast.officer, now=now)
    correspondence.reply(held.pk, held.opened_for_id, message="News.", token="n", by=cast.officer, now=now)
    assert not Commitment.objects.open().filter(case=held, kind="update").exists()


def test_an_update_is_not_promised_too_late_nor_to_whoever_wants_no_contact(cast: Cast) -> None:
    held, now = answer(take_and_read(case(), cast.officer), cast.officer), timezone.now()
    with pytest.raises(Refused, match="later than the rule"):
        promises.promise_update(held.pk, held.opened_for_id, due_at=now + 60 * DAY, by=cast.officer, now=now)
    with pytest.raises(Refused, match="still to come"):
        promises.promise_update(held.pk, held.opened_for_id, due_at=now - DAY, by=cast.officer, now=now)
    silent = take_and_read(case(contact_by=["no_contact"]), cast.officer)
    with pytest.raises(Refused, match="does not want"):
        promises.promise_update(silent.pk, silent.opened_for_id, due_at=now + DAY, by=cast.officer, now=now)


def test_a_missed_promise_goes_with_its_report(cast: Cast) -> None:
    """Attaching moves the reading with its own clock: it is missed there too, and its new time is promised there."""
    missed = late_reading(cast)
    other = take_and_read(case(), cast.officer)
    linking.attach_report(other.pk, missed.case.reference, reason="same", by=cast.officer, now=timezone.now())
    moved = Commitment.objects.open().get(case=other, kind="read")
    assert moved.due_at == missed.due_at
    due_at = give(moved, cast.supervisor)
    assert Report.objects.get(pk=missed.report_id).public_new_due_at == due_at
