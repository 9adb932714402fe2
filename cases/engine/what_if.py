"""What would happen if: a queue played through hour by hour, in the order in which “take next” takes.

What rings comes first, then what is due first, and a backlog that was imported behind both until shortly before it is due
(`queries/offers.py`); a report's time runs from when it came in, by its priority. Everything
drawn comes from one seed, so that the same question has the same answer.
"""

import heapq
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

RINGS = "immediate"
READ_AFTER = 5.0 / 60  # hours from taking a report until it is read; the officer goes on with it after that
MOST_WAITING = 20_000  # of what waits at the beginning: what is due last is left out
DAY = 24.0


@dataclass(frozen=True)
class Question:
    """Times are hours; `waiting` holds priority and due time of what nobody has at the beginning (negative: late),
    `backlog` the same of what was imported, which comes forward `backlog_before` its time. `entered_late` are reports of
    the four weeks that had been taken days before, left out of `arrivals_a_day`."""

    arrivals_a_day: Mapping[str, float]
    within: Mapping[str, float]
    fold: float
    days: int
    officers: int
    minutes: float
    hours_a_day: float
    waiting: Sequence[tuple[str, float]] = ()
    backlog: Sequence[tuple[str, float]] = ()
    backlog_before: float = 1.0
    entered_late: int = 0
    seed: int = 1


@dataclass
class Outcome:
    """One priority. `ends` is how many wait at the end of each day."""

    arrived: int = 0
    read: int = 0
    late: int = 0
    waits: list[float] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def share_late(self) -> float:
        """Of all that came in or waited: read too late, or still waiting past its time."""
        return self.late / self.arrived if self.arrived else 0.0

    def wait(self, share: float) -> float | None:
        """The waiting time, in hours, that this share of what was taken did not exceed; None where nothing was."""
        if not self.waits:
            return None
        ordered = sorted(self.waits)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def play(question: Question) -> dict[str, Outcome]:
    """Play the days through; what waits at their end counts as late where its time is over."""
    outcomes = {priority: Outcome(ends=[0] * question.days) for priority in question.within}
    waiting: list[tuple[bool, float, int, float, str]] = []
    for number, (priority, due) in enumerate(question.waiting[:MOST_WAITING]):
        heapq.heappush(waiting, (priority != RINGS, due, number, 0.0, priority))
        outcomes[priority].arrived += 1
    later = [(due, number, priority) for number, (priority, due) in enumerate(question.backlog[:MOST_WAITING])]
    heapq.heapify(later)
    for _, _, priority in later:
        outcomes[priority].arrived += 1
    coming, end = _drawn(question), question.days * DAY
    free = [(_at_work(one, 0.0, question), one) for one in range(question.officers)]
    heapq.heapify(free)
    taken: list[tuple[float, float, str]] = []  # from when until when each waited
    step = 0
    while free and free[0][0] < end:
        at, officer = heapq.heappop(free)
        while step < len(coming) and coming[step][0] <= at:
            came, priority = coming[step]
            due = came + question.within[priority]
            heapq.heappush(waiting, (priority != RINGS, due, 2 * MOST_WAITING + step, came, priority))
            step += 1
        while later and (not waiting or later[0][0] - question.backlog_before <= at):
            due, number, priority = heapq.heappop(later)
            heapq.heappush(waiting, (priority != RINGS, due, MOST_WAITING + number, 0.0, priority))
        if waiting:
            _, due, _, came, priority = heapq.heappop(waiting)
            outcome = outcomes[priority]
            outcome.read += 1
            outcome.waits.append(at - came)
            outcome.late += at + READ_AFTER > due
            taken.append((came, at, priority))
            heapq.heappush(free, (_at_work(officer, at + question.minutes / 60, question), officer))
        elif step < len(coming):
            heapq.heappush(free, (_at_work(officer, coming[step][0], question), officer))
        else:
            break  # nothing comes any more
    left = [(came, due, priority) for _, due, _, came, priority in waiting]
    left += [(0.0, due, priority) for due, _, priority in later]
    left += [(came, came + question.within[priority], priority) for came, priority in coming[step:]]
    for _, priority in coming:
        outcomes[priority].arrived += 1
    for _, due, priority in left:
        outcomes[priority].late += due < end
    _count_ends(outcomes, [*taken, *((came, end + 1, priority) for came, _, priority in left)])
    return outcomes


def _drawn(question: Question) -> list[tuple[float, str]]:
    """When each report comes in, in order: independent of each other, alike at every hour."""
    draw, coming = random.Random(question.seed).random, []  # noqa: S311 (no secret: the same question, the same answer)
    for priority, usual in sorted(question.arrivals_a_day.items()):
        rate, at, end = usual * question.fold / DAY, 0.0, question.days * DAY
        while rate > 0 and (at := at - math.log(1.0 - draw()) / rate) < end:  # exponential, as long as the rate says
            coming.append((at, priority))
    return sorted(coming)


def _at_work(officer: int, at: float, question: Question) -> float:
    """The next moment at which this officer takes something: shifts begin evenly through the day, so somebody is there."""
    begins = DAY * officer / question.officers
    into = (at - begins) % DAY
    return at if into < question.hours_a_day else at + DAY - into


def _count_ends(outcomes: dict[str, Outcome], stays: Sequence[tuple[float, float, str]]) -> None:
    more = {priority: [0] * (len(outcome.ends) + 1) for priority, outcome in outcomes.items()}  # than the day before
    for came, until, priority in stays:
        changes = more[priority]
        first, beyond = int(came // DAY), min(int(until // DAY), len(changes) - 1)
        if first < beyond:
            changes[first] += 1
            changes[beyond] -= 1
    for priority, changes in more.items():
        outcomes[priority].ends = list(accumulate(changes[:-1]))
