"""A queue played through: what rings first, then what is due first; nobody takes two at once."""

from dataclasses import replace

from cases.engine.what_if import Question, play

WITHIN = {"immediate": 0.25, "high": 4.0, "standard": 24.0, "routine": 24.0}
QUESTION = Question(
    arrivals_a_day={"immediate": 1.0, "high": 6.0, "standard": 20.0}, within=WITHIN, fold=1.0, days=7, officers=12,
    minutes=30.0, hours_a_day=8.0,
)  # fmt: skip


def test_the_same_question_has_the_same_answer_and_nothing_is_lost() -> None:
    first = play(QUESTION)
    assert first == play(QUESTION)
    for outcome in first.values():
        assert outcome.arrived == outcome.read + outcome.ends[-1]


def test_with_enough_people_nobody_waits_long() -> None:
    outcome = play(QUESTION)["standard"]
    assert outcome.wait(0.95) < 1
    assert outcome.late == 0


def test_five_times_as_many_fill_the_queue_and_what_is_standard_waits_longest() -> None:
    found = play(replace(QUESTION, fold=5.0, officers=4))
    assert found["standard"].ends == sorted(found["standard"].ends)
    assert found["high"].wait(0.5) < found["standard"].wait(0.5)
    assert found["standard"].share_late() > 0.2
    assert found["immediate"].wait(0.5) < 1


def test_what_is_due_first_is_taken_first_and_what_rings_before_all() -> None:
    waiting = [("standard", 5.0), ("standard", -3.0), ("high", 2.0), ("immediate", 20.0)]
    one = Question(
        arrivals_a_day={}, within=WITHIN, fold=1.0, days=1, officers=1, minutes=60.0, hours_a_day=24.0, waiting=waiting
    )
    found = play(one)
    assert found["immediate"].waits == [0.0]
    assert found["standard"].waits == [1.0, 3.0]  # the one that is late, then high, then the other
    assert found["high"].waits == [2.0]
    assert (found["high"].late, found["standard"].late) == (1, 1)  # read five minutes after it is taken


def test_one_officer_reads_no_more_than_the_hours_hold() -> None:
    waiting = [("standard", 1.0)] * 100
    one = Question(
        arrivals_a_day={}, within=WITHIN, fold=1.0, days=2, officers=1, minutes=60.0, hours_a_day=8.0, waiting=waiting
    )
    found = play(one)["standard"]
    assert found.read == 16
    assert found.ends == [92, 84]


def test_nobody_and_nothing_are_answers_too() -> None:
    assert play(replace(QUESTION, fold=0.0))["standard"].arrived == 0


def test_a_backlog_waits_behind_what_comes_in_until_shortly_before_it_is_due() -> None:
    one = Question(
        arrivals_a_day={}, within=WITHIN, fold=1.0, days=1, officers=1, minutes=60.0, hours_a_day=24.0,
        waiting=[("standard", 23.0)] * 4, backlog=[("high", 3.0), ("high", 20.0)], backlog_before=1.0,
    )  # fmt: skip
    found = play(one)
    assert found["standard"].waits == [0.0, 1.0, 3.0, 4.0]
    assert found["high"].waits == [2.0, 5.0]  # an hour before its time; and when nothing else is left
    assert (found["high"].arrived, found["high"].late) == (2, 0)


def test_a_backlog_that_nobody_comes_to_is_counted_as_waiting_and_late_where_its_time_is_over() -> None:
    found = play(replace(QUESTION, officers=0, arrivals_a_day={}, backlog=[("standard", 30.0), ("standard", 999.0)]))
    assert found["standard"].ends == [2] * 7
    assert (found["standard"].arrived, found["standard"].late) == (2, 1)
