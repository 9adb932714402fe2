"""When reports come in: more by day, uneven from day to day, several times as many of one strand after an attack."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from cases.demo.fates import Fate, certain_fates, draw_fate
from cases.demo.incidents import ELSEWHERE, Decks, Incident
from cases.demo.telling import outside_brackets
from cases.engine.categorise import categorise

SURGE_DECK = "anti-muslim"
_SURGE_FROM, _SURGE_DAYS = 40, 5  # fewer reports or days have no usual number to stand out from
BY_HOUR = [2, 1, 1, 1, 1, 2, 3, 6, 8, 8, 8, 8, 9, 8, 8, 9, 10, 10, 10, 10, 10, 9, 7, 4]
_BY_WEEKDAY = [1.0, 1.0, 1.0, 1.0, 1.2, 1.3, 1.1]
_SECOND_WITHIN = timedelta(hours=3)  # a second report of the same comes within this time
_NEVER_YOUNGER = timedelta(minutes=40)  # what rings by chance is answered by then


@dataclass(frozen=True, slots=True)
class Arrival:
    """One incident, when it is reported, and what becomes of it. `number` seeds everything that is drawn for it."""

    number: int
    received_at: datetime
    incident: Incident
    fate: Fate
    is_surge: bool = False


def plan_arrivals(reports: int, *, days: int, seed: int, quiet: bool, now: datetime) -> list[Arrival]:
    """Incidents that together are told of in exactly `reports` reports within `days` before `now`, in any order.

    All but the times is drawn from the seed alone, whatever the hour at which the history is played.
    """
    rng = Random(f"heard {seed} arrivals")  # noqa: S311 (repeatable on purpose)
    decks, calendar = Decks(rng), _Calendar(days, now, rng)
    drawn: list[tuple[datetime, Incident, Fate, bool]] = []
    left = reports
    for fate in certain_fates(quiet=quiet):
        if fate.reports <= left:
            drawn.append((calendar.at_age(fate), _suited(fate, decks), fate, False))
            left -= fate.reports
    for at in calendar.surge(reports, left):
        incident = decks.draw(deck=SURGE_DECK)
        drawn.append((at, incident, _without_pair(draw_fate(incident, rng)), True))
        left -= 1
    while left:
        at, incident = calendar.any_time(), decks.draw()
        fate = draw_fate(incident, rng)
        fate = fate if fate.reports <= left else _without_pair(fate)
        drawn.append((at if fate.reports == 1 else min(at, now - _SECOND_WITHIN), incident, fate, False))
        left -= fate.reports
    return [Arrival(number, *one) for number, one in enumerate(drawn)]


class _Calendar:
    """The days of the history, the last one ending now."""

    def __init__(self, days: int, now: datetime, rng: Random) -> None:
        self._days, self._now, self._rng = days, now, rng
        self._midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
        self._weights = [
            _BY_WEEKDAY[(self._midnight - timedelta(days=ago)).weekday()] * rng.uniform(0.5, 1.5) for ago in range(days)
        ]

    def any_time(self) -> datetime:
        """Some time, busier days and hours first."""
        return self._at(self._rng.choices(range(self._days), self._weights)[0])

    def at_age(self, fate: Fate) -> datetime:
        """A time that leaves the fate as long as it needs, within the history."""
        span = self._days * 24 - 0.2
        youngest, oldest = fate.ages or (span * 0.4, span * 0.95)
        hours = self._rng.uniform(min(youngest, span * 0.97), min(oldest, span))
        return self._now - timedelta(hours=hours)

    def surge(self, reports: int, most: int) -> Iterator[datetime]:
        """Times of a surge: on one day about ten times the usual number of its strand, less on the two after it."""
        if reports < _SURGE_FROM or self._days < _SURGE_DAYS:
            return
        peak = min(max(8, round(11 * 0.15 * reports / self._days)), reports // 6)
        first = max(2, round(self._days * 0.3))
        for offset, count in enumerate((peak, peak // 3, peak // 6)):
            for _ in range(min(count, most)):
                yield self._at(first - offset)
            most -= min(count, most)

    def _at(self, days_ago: int) -> datetime:
        """A time on this day, seldom in the night, that is neither in the future nor before the history."""
        hour = self._rng.choices(range(24), BY_HOUR)[0]
        at = self._midnight - timedelta(days=days_ago) + timedelta(hours=hour, seconds=self._rng.randrange(3600))
        if at > self._now - _NEVER_YOUNGER:
            at -= timedelta(days=1)
        return max(at, self._now - timedelta(days=self._days))


def _without_pair(fate: Fate) -> Fate:
    return Fate(fate.ending, fate.closing, fate.recording, fate.alarm, fate.turns - {"pair"})


def _suited(fate: Fate, decks: Decks) -> Incident:
    wanted = (lambda one: bool(one.second)) if "pair" in fate.turns else _WANTED[fate.wants]
    return decks.draw(wanted)


def _is_high(incident: Incident) -> bool:
    return incident.under_18 or categorise(outside_brackets(incident.words)).priority.level == "high"


def _may_be_high(incident: Incident) -> bool:
    drawn_from_outside = "{after}" in incident.words.lower()
    return incident.under_18 or drawn_from_outside or categorise(incident.words).priority.level == "high"


def _plain(incident: Incident) -> bool:
    return incident.hateful and not (incident.danger or incident.police) and incident.language == "en"


_WANTED: dict[str, Callable[[Incident], bool]] = {
    "hateful": _plain,
    "calm": lambda one: _plain(one) and not _may_be_high(one),
    "pressing": lambda one: _plain(one) and _is_high(one),
    "danger": lambda one: one.danger,
    "police": lambda one: one.police,
    "elsewhere": lambda one: one.deck == ELSEWHERE and not one.abuse,
    "abuse": lambda one: one.abuse,
    "third_hand": lambda one: _plain(one) and one.voice == "third_hand",
    "foreign": lambda one: one.language != "en",
    "online": lambda one: _plain(one) and one.place == "online",
}
