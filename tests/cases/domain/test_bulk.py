"""Many cases at once: what is chosen, foreseen, done one by one, skipped with the reason, and undone."""

import contextlib
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.domain import bulk as domain
from cases.domain import claiming, closing, deciding, tagging
from cases.domain.refusals import NotThere, Refused
from cases.enums import BulkOutcome, State
from cases.models import Account, AuditEvent, Bulk, BulkCase, Case, CaseTag, Reading, TimelineEntry
from cases.queries.bulk import cases_of, selection_of
from tests import cast as people
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def choose(by: Account, *cases: Case) -> int:
    return domain.choose_cases([one.reference for one in cases], by=by, now=timezone.now())


def foreseen(by: Account) -> dict[str, str]:
    bulk = selection_of(by)
    assert bulk
    return {one.row.case.reference: one.why_not for one in domain.foresee(bulk, by=by, now=timezone.now())}


def confirm(by: Account) -> Bulk:
    bulk = selection_of(by)
    assert bulk
    seal = domain.seal_of(bulk, domain.foresee(bulk, by=by, now=timezone.now()))
    return domain.confirm(seal, by=by, now=timezone.now())


def do(by: Account, act: str, given: dict[str, str], *cases: Case) -> Bulk:
    """Chosen, planned, confirmed and done."""
    choose(by, *cases)
    domain.plan(act, given, by=by, now=timezone.now())
    bulk = confirm(by)
    while bulk.finished_at is None:
        bulk = domain.go_on(bulk.pk, by=by, now=timezone.now(), most=2)
    return bulk


def undo(bulk: Bulk, by: Account) -> Bulk:
    bulk = domain.undo(bulk.pk, by=by, now=timezone.now())
    while bulk.undone_at is None:
        bulk = domain.go_on(bulk.pk, by=by, now=timezone.now(), most=2)
    return bulk


def outcomes(bulk: Bulk) -> dict[str, tuple[str, str]]:
    return {row.case.reference: (row.outcome, row.sentence) for row in bulk.cases.select_related("case")}


def in_a_week() -> str:
    return (timezone.localdate() + timedelta(days=7)).isoformat()


def everything_of(case: Case) -> tuple[str, int | None, object, str]:
    case.refresh_from_db()
    return case.state, case.officer_id, case.waiting_until, case.waiting_for


# --- choosing ---------------------------------------------------------------------------------------------------------


def test_what_may_not_be_known_cannot_be_chosen(cast: Cast) -> None:
    own, restricted = people.case(), people.case(about_police="yes")
    assert choose(cast.officer, own, restricted) == 1
    assert choose(cast.outsider, own) == 0
    with pytest.raises(NotThere):
        choose(cast.auditor, own)


def test_a_choice_grows_over_pages_and_shrinks_by_what_was_unticked(cast: Cast) -> None:
    first, second, third = people.case(), people.case(), people.case()
    assert choose(cast.officer, first, second) == 2
    assert choose(cast.officer, second, third) == 3
    shown = [second.reference, third.reference]
    number = domain.choose_cases([third.reference], instead_of=shown, by=cast.officer, now=timezone.now())
    assert number == 2
    domain.clear_choice(by=cast.officer, now=timezone.now())
    assert not BulkCase.objects.exists()


def test_the_choices_of_two_people_are_apart(cast: Cast) -> None:
    case = people.case()
    assert choose(cast.officer, case) == choose(cast.colleague, case) == 1


def test_past_the_most_nothing_more_is_chosen(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(domain, "MOST", 2)
    assert choose(cast.officer, people.case(), people.case(), people.case()) == 2


# --- planning and looking before --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "given", "about"),
    [
        ("assign", {}, "to"),
        ("assign", {"to": "outsider"}, "to"),
        ("tag", {"name": "  "}, "name"),
        ("wait", {"until": "2026-01-01", "reason": "The answer"}, "until"),
        ("wait", {"until": "soon", "reason": "The answer"}, "until"),
        ("wait", {"until": "2999-01-01"}, "reason"),
        ("link", {"reference": "nothing", "reason": "Same bus"}, "reference"),
        ("close", {}, "closing_reason"),
        ("close", {"closing_reason": "form_abuse"}, "closing_reason"),
        ("close", {"closing_reason": "no_line_left"}, "reason"),
        ("close", {"closing_reason": "transferred", "force": "Kent Police"}, "number"),
        ("burn", {}, ""),
    ],
)
def test_what_an_act_demands_is_said_before_anything_is_shown(
    cast: Cast, act: str, given: dict[str, str], about: str
) -> None:
    choose(cast.officer, people.case())
    with pytest.raises(Refused) as refused:
        domain.plan(act, given, by=cast.officer, now=timezone.now())
    assert refused.value.about == about


def test_nothing_chosen_is_nothing_to_plan(cast: Cast) -> None:
    with pytest.raises(Refused, match="Choose cases first"):
        domain.plan("tag", {"name": "bus"}, by=cast.officer, now=timezone.now())


def test_the_preview_costs_the_same_for_one_case_and_for_many(
    cast: Cast, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    for number in (1, 12):
        choose(cast.officer, *[people.case() for _ in range(number)])
        domain.plan("close", {"closing_reason": "with_investigators"}, by=cast.officer, now=timezone.now())
        bulk = selection_of(cast.officer)
        with django_assert_num_queries(3):  # type: ignore[operator]
            domain.foresee(bulk, by=cast.officer, now=timezone.now())  # type: ignore[arg-type]


def test_a_preview_that_is_overtaken_confirms_nothing(cast: Cast) -> None:
    case = people.case()
    choose(cast.officer, case)
    bulk = domain.plan("tag", {"name": "bus"}, by=cast.officer, now=timezone.now())
    seal = domain.seal_of(bulk, domain.foresee(bulk, by=cast.officer, now=timezone.now()))
    deciding.set_priority(case.pk, priority="high", reason="Alone", by=cast.colleague, now=timezone.now())
    with pytest.raises(Refused, match="Something has changed"):
        domain.confirm(seal, by=cast.officer, now=timezone.now())
    assert "Somebody has worked on it" in foreseen(cast.officer)[case.reference]


def test_what_was_confirmed_once_is_not_confirmed_twice(cast: Cast) -> None:
    choose(cast.officer, people.case())
    bulk = domain.plan("tag", {"name": "bus"}, by=cast.officer, now=timezone.now())
    seal = domain.seal_of(bulk, domain.foresee(bulk, by=cast.officer, now=timezone.now()))
    domain.confirm(seal, by=cast.officer, now=timezone.now())
    with pytest.raises(Refused, match="nothing to confirm"):
        domain.confirm(seal, by=cast.officer, now=timezone.now())


# --- doing and undoing ------------------------------------------------------------------------------------------------


def test_assigning_reaches_what_may_be_assigned_and_undoing_gives_everything_back(cast: Cast) -> None:
    new, taken, waiting, closed = (people.case() for _ in range(4))
    people.take_and_read(taken, cast.officer)
    people.take_and_read(waiting, cast.officer)
    claiming.wait(
        waiting.pk, until=timezone.localdate() + timedelta(days=3), reason="The answer", by=cast.officer,
        now=timezone.now(),
    )  # fmt: skip
    people.take_and_read(closed, cast.officer)
    people.decide_and_answer(closed, cast.officer)
    closing.close_case(closed.pk, closing_reason="with_investigators", by=cast.officer, now=timezone.now())
    before = {case.pk: everything_of(case) for case in (new, taken, waiting)}
    bulk = do(cast.supervisor, "assign", {"to": "colleague"}, new, taken, waiting, closed)
    assert outcomes(bulk)[closed.reference] == (BulkOutcome.SKIPPED, "The case is closed.")
    for case in (new, taken, waiting):
        assert everything_of(case)[:2] == (State.IN_PROGRESS, cast.colleague.pk)
    undo(bulk, cast.supervisor)
    assert {case.pk: everything_of(case) for case in (new, taken, waiting)} == before
    assert TimelineEntry.objects.filter(case=new, what="handed_back", by="supervisor").exists()


def test_waiting_and_going_on(cast: Cast) -> None:
    taken, new = people.case(), people.case()
    people.take_and_read(taken, cast.officer)
    bulk = do(cast.officer, "wait", {"until": in_a_week(), "reason": "The hearing"}, taken, new)
    assert everything_of(taken)[0] == State.WAITING
    assert outcomes(bulk)[new.reference] == (BulkOutcome.SKIPPED, "Take the case first.")
    undo(bulk, cast.officer)
    assert everything_of(taken)[0] == State.IN_PROGRESS


def test_a_tag_is_put_on_once_and_taken_off_by_undoing(cast: Cast) -> None:
    first, second = people.case(), people.case()
    tagging.tag_case(first.pk, name="Night bus", by=cast.officer, now=timezone.now())
    bulk = do(cast.officer, "tag", {"name": "night  BUS"}, first, second)
    assert outcomes(bulk)[first.reference] == (BulkOutcome.SKIPPED, "It has this tag already.")
    assert set(CaseTag.objects.filter(taken_off_at=None).values_list("tag__name", flat=True)) == {"Night bus"}
    undo(bulk, cast.officer)
    assert list(CaseTag.objects.filter(taken_off_at=None).values_list("case", flat=True)) == [first.pk]
    assert list(second.timeline.filter(what__in=["tagged", "untagged"]).values_list("what", flat=True)) == [
        "tagged", "untagged",
    ]  # fmt: skip


def test_reports_go_to_one_case_and_come_back(cast: Cast) -> None:
    target, one, other = people.case(), people.case(), people.case()
    given = {"reference": target.reference, "reason": "Same bus, same time"}
    bulk = do(cast.officer, "link", given, target, one, other)
    assert "It is the case" in outcomes(bulk)[target.reference][1]
    assert target.links.filter(detached_at=None).count() == 3
    assert everything_of(one)[0] == State.EMPTIED
    undo(bulk, cast.officer)
    assert target.links.filter(detached_at=None).count() == 1
    assert everything_of(one)[0] == everything_of(other)[0] == State.NEW


def test_reports_that_come_back_are_in_the_hands_that_had_them_and_wait_as_they_did(cast: Cast) -> None:
    target, taken, waiting = people.case(), people.case(), people.case()
    for one in (taken, waiting):
        people.take_and_read(one, cast.officer)
    claiming.wait(
        waiting.pk, until=timezone.localdate() + timedelta(days=3), reason="The answer", by=cast.officer,
        now=timezone.now(),
    )  # fmt: skip
    before = {case.pk: everything_of(case) for case in (taken, waiting)}
    bulk = do(cast.officer, "link", {"reference": target.reference, "reason": "Same bus"}, taken, waiting)
    assert {everything_of(case)[0] for case in (taken, waiting)} == {State.EMPTIED}
    undo(bulk, cast.officer)
    assert {case.pk: everything_of(case) for case in (taken, waiting)} == before


def test_the_preview_says_of_somebody_who_is_absent_what_doing_it_would_say(cast: Cast) -> None:
    new = people.case()
    cast.colleague.absent_until = timezone.localdate()
    cast.colleague.save()
    domain.choose_cases([new.reference], by=cast.supervisor, now=timezone.now())
    planned = domain.plan("assign", {"to": "colleague"}, by=cast.supervisor, now=timezone.now())
    assert [one.why_not for one in domain.foresee(planned, by=cast.supervisor, now=timezone.now())] == [
        "colleague is marked absent: choose somebody else."
    ]


def test_closing_skips_and_names_what_is_unread_undecided_or_unanswered(cast: Cast) -> None:
    unread, undecided, unanswered, ready = (people.case() for _ in range(4))
    claiming.take_case(unread.pk, by=cast.officer, now=timezone.now())
    for case in (undecided, unanswered, ready):
        people.take_and_read(case, cast.officer)
    deciding.record_decision(
        unanswered.pk, recording="nothing_recorded", reason="None", by=cast.officer, now=timezone.now()
    )
    people.decide_and_answer(ready, cast.officer)
    bulk = do(cast.officer, "close", {"closing_reason": "with_investigators"}, unread, undecided, unanswered, ready)
    said = outcomes(bulk)
    assert said[ready.reference] == (BulkOutcome.DONE, "")
    assert said[unread.reference][1].startswith("Read every report of this case first.")
    assert said[undecided.reference][1].startswith("Record a decision first.")
    assert said[unanswered.reference] == (BulkOutcome.SKIPPED, "Answer the person who reported first.")
    assert Case.objects.filter(state=State.CLOSED).get() == ready
    with pytest.raises(Refused, match="cannot be undone"):
        domain.undo(bulk.pk, by=cast.officer, now=timezone.now())


def test_a_case_that_changes_after_the_confirmation_is_left_alone(cast: Cast) -> None:
    case, other = people.case(), people.case()
    choose(cast.officer, case, other)
    domain.plan("assign", {"to": "colleague"}, by=cast.officer, now=timezone.now())
    bulk = confirm(cast.officer)
    claiming.take_case(case.pk, by=cast.supervisor, now=timezone.now())
    bulk = domain.go_on(bulk.pk, by=cast.officer, now=timezone.now())
    assert outcomes(bulk)[case.reference][0] == BulkOutcome.SKIPPED
    assert everything_of(case)[1] == cast.supervisor.pk
    assert everything_of(other)[1] == cast.colleague.pk


def test_rights_lost_on_the_way_stop_it(cast: Cast) -> None:
    case = people.case()
    choose(cast.officer, case)
    domain.plan("tag", {"name": "bus"}, by=cast.officer, now=timezone.now())
    bulk = confirm(cast.officer)
    Case.objects.filter(pk=case.pk).update(is_restricted=True)
    bulk = domain.go_on(bulk.pk, by=cast.officer, now=timezone.now())
    assert outcomes(bulk)[case.reference] == (BulkOutcome.SKIPPED, "You may not work on this case any more.")
    assert cases_of(bulk, cast.officer) == []


def test_undoing_leaves_alone_what_somebody_has_worked_on_since(cast: Cast) -> None:
    case, other = people.case(), people.case()
    bulk = do(cast.officer, "assign", {"to": "colleague"}, case, other)
    deciding.set_priority(case.pk, priority="high", reason="Alone", by=cast.colleague, now=timezone.now())
    bulk = undo(bulk, cast.officer)
    assert everything_of(case)[1] == cast.colleague.pk
    assert everything_of(other)[1] is None
    assert bulk.cases.get(case=case).undo == BulkOutcome.SKIPPED


def test_after_a_minute_nothing_is_undone(cast: Cast) -> None:
    bulk = do(cast.officer, "tag", {"name": "bus"}, people.case())
    late = timezone.now() + domain.UNDO_WITHIN + timedelta(seconds=1)
    with pytest.raises(Refused, match="cannot be undone any more"):
        domain.undo(bulk.pk, by=cast.officer, now=late)
    with pytest.raises(NotThere):
        domain.undo(bulk.pk, by=cast.colleague, now=timezone.now())


def test_an_officer_who_left_meanwhile_gets_nothing(cast: Cast) -> None:
    case = people.case()
    choose(cast.officer, case)
    domain.plan("assign", {"to": "colleague"}, by=cast.officer, now=timezone.now())
    bulk = confirm(cast.officer)
    Account.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    bulk = domain.go_on(bulk.pk, by=cast.officer, now=timezone.now())
    assert bulk.finished_at
    assert outcomes(bulk)[case.reference] == (BulkOutcome.SKIPPED, "Choose an officer of your unit.")


def test_confirming_and_each_act_are_in_the_log(cast: Cast) -> None:
    case = people.case()
    do(cast.officer, "tag", {"name": "bus"}, case)
    assert AuditEvent.objects.get(action="bulk.confirm").references == [case.reference]
    assert AuditEvent.objects.get(action="case.tagged").references == [case.reference]


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_never_do_one_twice(cast: Cast) -> None:
    chosen = [people.case() for _ in range(8)]
    choose(cast.officer, *chosen)
    domain.plan("tag", {"name": "bus"}, by=cast.officer, now=timezone.now())
    bulk = confirm(cast.officer)

    def work() -> None:
        domain.go_on(bulk.pk, by=cast.officer, now=timezone.now())
        connection.close()

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    domain.go_on(bulk.pk, by=cast.officer, now=timezone.now())
    assert TimelineEntry.objects.filter(what="tagged").count() == 8
    assert all(outcome == (BulkOutcome.DONE, "") for outcome in outcomes(bulk).values())


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(["take", "read", "decide", "answer", "wait"]), max_size=6, unique=True))
def test_whatever_was_done_before_no_closing_in_bulk_gets_round_the_rules(cast: Cast, steps: list[str]) -> None:
    case, now = people.case(), timezone.now()
    for step in steps:
        with contextlib.suppress(Refused):
            {
                "take": lambda: claiming.take_case(case.pk, by=cast.officer, now=now),
                "read": lambda: people.take_and_read(case, cast.officer),
                "decide": lambda: deciding.record_decision(
                    case.pk, recording="nothing_recorded", reason="None", by=cast.officer, now=now
                ),
                "answer": lambda: people.answer(case, cast.officer),
                "wait": lambda: claiming.wait(
                    case.pk, until=timezone.localdate() + timedelta(days=2), reason="More", by=cast.officer, now=now
                ),
            }[step]()
    try:
        do(cast.officer, "close", {"closing_reason": "with_investigators"}, case)
    except Refused:
        domain.clear_choice(by=cast.officer, now=now)
    case.refresh_from_db()
    is_ready = (
        Reading.objects.filter(report=case.opened_for).exists()
        and case.decisions.exists()
        and case.opened_for.messages.filter(sender="officer").exists()
    )
    assert (case.state == State.CLOSED) == is_ready
