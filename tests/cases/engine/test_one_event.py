"""One event is one alarm, whatever counts it shows in; two events stay two."""

from datetime import date, timedelta

import pytest

from cases.engine.one_event import Alarm, gather

DAY = date(2026, 3, 4)
FAITH, ALL = "religion:anti-muslim", "all"


def alarm(key: str, borough: str = "", *, later: int = 0, chance: float = 0.001, is_backlog: bool = False) -> Alarm:
    return Alarm(key, borough, DAY + timedelta(later), chance, is_backlog)


def test_a_strand_its_parents_and_a_borough_are_one_alarm_called_by_what_stands_out_the_most() -> None:
    parts = [alarm(ALL), alarm("racist_all"), alarm("religion"), alarm(ALL, "hackney"), alarm(FAITH, chance=1e-9)]
    (event,) = gather(parts)
    assert event[0] == alarm(FAITH, chance=1e-9)
    assert set(event) == set(parts)


def test_of_two_alike_the_city_and_the_narrower_strand_give_the_name() -> None:
    (event,) = gather([alarm(ALL, "hackney"), alarm(ALL), alarm("racist_all"), alarm(FAITH)])
    assert event[0] == alarm(FAITH)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (alarm(FAITH), alarm("disability")),
        (alarm("religion:antisemitic"), alarm(FAITH)),
        (alarm("sexual_orientation"), alarm("racist_all")),
        (alarm(ALL, "hackney"), alarm(ALL, "camden")),
        (alarm(FAITH), alarm(ALL, later=3)),
        (alarm(FAITH), alarm(ALL, is_backlog=True)),
        (alarm(FAITH), alarm(ALL, "hackney")),
    ],
)
def test_what_neither_holds_the_other_nor_is_of_the_same_days_stays_apart(one: Alarm, other: Alarm) -> None:
    assert len(gather([one, other])) == 2


def test_two_strands_are_one_alarm_where_all_incidents_alarm_too() -> None:
    (event,) = gather([alarm(FAITH, chance=1e-5), alarm("disability", chance=1e-4), alarm(ALL)])
    assert [one.key for one in event] == [FAITH, "disability", ALL]


def test_a_borough_is_of_a_strand_where_its_incidents_are_mostly_of_it() -> None:
    here = alarm(ALL, "hackney")
    asked = []

    def is_mostly(of_borough: Alarm, of_strand: Alarm) -> bool:
        asked.append((of_borough, of_strand))
        return True

    assert len(gather([alarm(FAITH), here], is_mostly=is_mostly)) == 1
    assert asked == [(here, alarm(FAITH))]


def test_what_is_found_later_joins_the_event_and_does_not_rename_it() -> None:
    known = [alarm("disability")], [alarm(FAITH)]
    later = alarm(ALL, "hackney", later=1), alarm("religion", later=1, chance=1e-9)
    assert gather(later, known) == [[*known[0]], [*known[1], later[1]], [later[0]]]


def test_a_series_that_grows_beyond_its_event_is_a_new_alarm_and_takes_what_is_found_with_it() -> None:
    known = [[alarm(ALL), alarm(FAITH)]]
    grown = [alarm(ALL, later=1), alarm("race", later=1)]
    assert [set(event) for event in gather(grown, known)] == [{*known[0]}, {*grown}]


def test_the_same_surge_seen_to_begin_a_day_before_is_no_new_alarm() -> None:
    known = [[alarm(ALL, later=1)]]
    assert gather([alarm(ALL)], known) == [[alarm(ALL, later=1), alarm(ALL)]]
