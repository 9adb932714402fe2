"""The course of one case in time: who does what when, told as a generator that yields the time of each next step."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from cases.demo.acts import Acts
from cases.demo.arrivals import Arrival
from cases.demo.fates import Ending
from cases.demo.officers import Officers
from cases.demo.reporters import Reporters
from cases.demo.telling import WORDS
from reporting.enums import WishKind

_HOURS_NEEDED = 400  # the longest course of a certain fate, at its slowest
_NEW_CARD, _SAYS_IF_IT_HELPED = 0.12, 0.3
_SOONEST = timedelta(seconds=20)  # between two acts of one officer


class Life:
    """Everything drawn for a case comes from the seed and its number alone."""

    def __init__(self, arrival: Arrival, *, seed: int, officers: Officers, told: set[str], end: datetime) -> None:
        self._rng = rng = Random(f"heard {seed} case {arrival.number}")  # noqa: S311 (repeatable on purpose)
        self._arrival, self._fate, self._end = arrival, arrival.fate, end
        self._more = Random(f"heard {seed} more {arrival.number}")  # noqa: S311 (repeatable on purpose)
        self.reporters = Reporters(arrival, rng, told, self._more)
        self.acts = Acts(arrival, self.reporters, officers, rng)
        self._now = arrival.received_at
        hours_left = (end - arrival.received_at) / timedelta(hours=1)
        self._pace = min(1.0, hours_left / _HOURS_NEEDED) if arrival.fate.certain else 1.0

    def course(self) -> Iterator[datetime]:
        """Yield the time of each step; the step is done when the caller asks for the next one."""
        acts, fate, turns = self.acts, self._fate, self._fate.turns
        yield self._now
        self.reporters.report(self._now, since_the_news=self._news())
        if "pair" in turns:
            yield self._in(0.1, 0.5 if fate.certain else 2)
            self.reporters.report(self._now)
        if fate.ending == Ending.RINGING or not acts.has_reader:
            return
        if acts.alarm:
            yield from self._alarm(fate.alarm)
        if fate.ending == Ending.UNREAD:
            return
        yield self._reading_time()
        acts.open_and_read(self._now)
        if fate.ending == Ending.READ:
            return
        yield from self._decide_and_answer()
        yield from self._turns()
        if fate.ending == Ending.HANDED_BACK:
            yield self._in(1, 20)
            acts.hand_back(self._now)
            return
        yield from self._wait()
        if fate.ending in (Ending.WORKING, Ending.WAITING):
            yield from self._work_until(self._end)
            return
        yield from self._close()

    def _decide_and_answer(self) -> Iterator[datetime]:
        acts, turns = self.acts, self._fate.turns
        if "pair" in turns:
            yield self._in(0.05, 1)
            acts.attach_second(self._now)
        for priority in ("immediate", "high"):
            if priority in turns:
                yield self._in(0.05, 1)
                acts.prioritise(self._now, priority)
        if "immediate" in turns and acts.alarm:
            yield from self._alarm("handed_over")
        yield self._in(0.1, 5)
        acts.decide(self._now)
        late = self._rng.random() < 0.04
        yield self._in(75, 100) if late and not self._fate.certain else self._in(0.3, 40)
        acts.answer_everybody(self._now)

    def _turns(self) -> Iterator[datetime]:
        acts, turns = self.acts, self._fate.turns
        if "detached" in turns:
            yield self._in(0.5, 3)
            acts.detach_second(self._now)
        if "handed_over" in turns:
            yield self._in(1, 30)
            acts.hand_over(self._now)
        if "other_unit" in turns:
            yield self._in(1, 30)
            acts.look_from_outside(self._now)
        if "routine" in turns:
            yield self._in(0.5, 5)
            acts.prioritise(self._now, "routine")
        if "waits_for_us" in turns:
            yield self._in(1, 30)
            acts.hear_from_reporter(self._now)
            self._now = self._end  # the officer has not come to it yet
        elif "writes" in turns and "no_contact" not in turns:
            yield self._in(1, 48)
            acts.hear_from_reporter(self._now)
            yield self._in(1, 50)
            acts.reply_to_message(self._now)
        if "no_contact" not in turns and self._more.random() < _NEW_CARD:
            yield self._later(1, 20)
            self.reporters.wish(WishKind.CONTACT, self._now)
            yield self._later(0.2, 3)
            acts.go_on(self._now, days=self._more.uniform(5, 12))

    def _wait(self) -> Iterator[datetime]:
        if self._fate.ending == Ending.WAITING:
            yield self._in(1, 30)
            self.acts.wait(self._now, days=(self._end - self._now).days + self._rng.randint(3, 15))
            self._now = self._end
        elif "waits" in self._fate.turns:
            yield self._in(1, 30)
            days = self._rng.randint(3, 12)
            self.acts.wait(self._now, days=days)
            self._now += timedelta(days=days)
            yield self._in(9, 20)
            self.acts.resume(self._now)

    def _close(self) -> Iterator[datetime]:
        acts, fate = self.acts, self._fate
        days = 1.5 if fate.certain else min(1 + self._rng.expovariate(1 / 7), 40)
        yield from self._work_until(self._now + timedelta(days=days * self._pace))
        if fate.closing == "person_wants_no_more" and "no_contact" not in fate.turns:
            yield self._later(0.5, 6)
            self.reporters.wish(WishKind.NO_FURTHER, self._now)
        yield self._in(1, 20)
        acts.close(self._now)
        if fate.ending == Ending.PROPOSED:
            return
        if fate.closing == "form_abuse":
            yield self._in(2, 40)
            acts.confirm_abuse(self._now)
        elif "no_contact" not in fate.turns and (fate.ending == Ending.REOPENED or "again" in fate.turns):
            if fate.ending == Ending.REOPENED:  # just now, so that the answer is still owed in time
                self._now = max(self._now, self._end - timedelta(hours=self._rng.uniform(12, 45)))
            yield self._in(1, 8) if fate.certain else self._in(60, 300)
            acts.hear_from_reporter(self._now, again=True)
            if fate.ending == Ending.REOPENED:
                return
            yield self._in(1, 40)
            acts.reply_to_message(self._now, again=True)
            yield self._in(60, 200)
            acts.close(self._now)
        if fate.closing != "form_abuse" and "no_contact" not in fate.turns and self._more.random() < _SAYS_IF_IT_HELPED:
            yield self._later(5, 90)
            self.reporters.wish(WishKind.HELPED, self._now)

    def _work_until(self, until: datetime) -> Iterator[datetime]:
        """Now and then a note and a next action; a few of those come late."""
        while True:
            due_in = self._rng.uniform(5, 12)
            step = due_in * self._rng.choice([0.4, 0.6, 0.7, 0.8, 0.9, 1.15])
            if self._now + timedelta(days=step) >= until:
                return
            yield self._in(step * 24, step * 24)
            self.acts.go_on(self._now, days=self._rng.uniform(5, 12))

    def _alarm(self, outcome: str) -> Iterator[datetime]:
        """Answered within minutes; one in twelve rings for longer than anybody likes."""
        minutes = self._rng.uniform(17, 35) if self._rng.random() < 0.08 else self._rng.uniform(1, 9)
        yield self._after(timedelta(minutes=minutes))
        self.acts.answer_alarm(self._now, "acknowledged")
        yield self._after(timedelta(minutes=self._rng.uniform(1, 4)))
        self.acts.answer_alarm(self._now, outcome or "handed_over")

    def _reading_time(self) -> datetime:
        """Mostly within the promise, in the first half of it; late by hours where fate says so."""
        received, promised = self._arrival.received_at, self.acts.promised_until()
        within = promised - received
        if "late" in self._fate.turns:
            at = promised + timedelta(hours=self._rng.uniform(0.5, 8))
        else:
            share = self._rng.triangular(0.05, 0.97, 0.25)
            at = received + within * (share if not self._fate.certain else min(share, 0.3))
        self._now = max(at, self._now + _SOONEST)
        return self._now

    def _news(self) -> str:
        is_told = self._arrival.is_surge and self._arrival.incident.language == "en" and self._rng.random() < 0.8
        return self._rng.choice(WORDS["since_the_news"]) if is_told else ""

    def _in(self, fewest: float, most: float) -> datetime:
        """The time after some hours, which a certain fate shortens to fit."""
        return self._after(timedelta(hours=self._rng.uniform(fewest, most) * self._pace))

    def _later(self, fewest: float, most: float) -> datetime:
        """The same for what reporters ask for, which leaves the rest of the course as it is drawn."""
        return self._after(timedelta(hours=self._more.uniform(fewest, most) * self._pace))

    def _after(self, time: timedelta) -> datetime:
        self._now += max(time, _SOONEST)
        return self._now
