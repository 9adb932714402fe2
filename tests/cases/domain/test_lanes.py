"""What is held on suspicion is read like everything else, or it moves to where everything else is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.domain import deciding, lanes
from cases.domain.categorisation import categorise_report
from cases.enums import Lane
from cases.models import Case, Voice
from tests import cast as people
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SPAM = "Buy now! Casino bonus http://a.example http://b.example http://c.example limited offer"


def held_case(minutes_ago: int) -> Case:
    now = timezone.now()
    case = people.case(SPAM, now=now - timedelta(minutes=minutes_ago))
    categorise_report(case.opened_for_id, now=now)
    case.refresh_from_db()
    assert case.lane == Lane.HELD
    return case


def test_an_unread_held_case_moves_to_the_main_lane_after_an_hour_and_its_clock_stays(cast: Cast) -> None:
    old, young = held_case(61), held_case(59)
    due = old.next_due_at
    assert lanes.let_go_of_unread(now=timezone.now()) == 1
    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.lane, old.next_due_at, young.lane) == (Lane.MAIN, due, Lane.HELD)
    assert old.timeline.filter(what="let_go").count() == 1
    assert lanes.let_go_of_unread(now=timezone.now()) == 0


def test_what_was_let_go_is_not_held_again(cast: Cast) -> None:
    case = held_case(61)
    lanes.let_go_of_unread(now=timezone.now())
    report = case.opened_for
    again = categorise_report(report.pk, now=timezone.now())
    assert again == Voice.objects.get(report=report, speaker="machine")
    case.refresh_from_db()
    assert not lanes.may_be_held(case)
    assert case.lane == Lane.MAIN


def test_a_read_case_stays_until_somebody_has_judged_it(cast: Cast) -> None:
    case = held_case(61)
    people.take_and_read(case, cast.officer)
    assert lanes.let_go_of_unread(now=timezone.now()) == 0
    case.refresh_from_db()
    assert case.lane == Lane.HELD
    deciding.record_decision(
        case.pk, recording="nothing_recorded", reason="An advertisement.", by=cast.officer, now=timezone.now()
    )
    case.refresh_from_db()
    assert case.lane == Lane.MAIN
