"""Which alarms are of one event: a strand with its parent or with all incidents, a borough inside the city. Pure Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from cases.engine.series_keys import ALL, RACIST, holds

TOGETHER: Final = timedelta(days=2)
"""By how much the days of two alarms of one event may lie apart."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One series that stood out on a day; `chance` of so many on quiet days. The empty borough is the whole city."""

    key: str
    borough: str
    day: date
    chance: float
    is_backlog: bool = False

    def is_near(self, other: Alarm) -> bool:
        """Whether both are of the same days, and both a backlog or neither."""
        return abs(self.day - other.day) <= TOGETHER and self.is_backlog == other.is_backlog

    def is_in(self, other: Alarm) -> bool:
        """Whether the other counts all that this one does."""
        return other.borough in ("", self.borough) and holds(other.key, self.key)


Event = list[Alarm]
"""Its first is the one that it is called by."""

IsMostly = Callable[[Alarm, Alarm], bool]
"""Whether the incidents of a borough (the first) are mostly of a city's strand (the second)."""


def gather(
    found: Iterable[Alarm], known: Sequence[Event] = (), *, is_mostly: IsMostly = lambda _, __: False
) -> list[Event]:
    """Put alarms newly found to the events that they are of, and return all events: the known ones first, in their order.

    A new event is called by its least likely alarm; of two alike by that of the city, and of the narrower strand. A
    series of an event that alarms again on a later day has grown beyond what it was: that is a new event.
    """
    events = [list(event) for event in known]
    ordered = sorted(found, key=lambda one: (one.day, one.chance, one.borough, -_depth(one.key), one.key))
    for _, of_day in groupby(ordered, lambda one: one.day):
        for group in _groups(list(of_day), is_mostly):
            event = next((one for one in reversed(events) if _may_join(group, one, is_mostly)), None)
            if event is None:
                events.append(group)
            else:
                event.extend(group)
    return events


def _depth(key: str) -> int:
    return next((at for at, wide in enumerate((key == ALL, key == RACIST, ":" not in key)) if wide), 3)


def _groups(alarms: list[Alarm], is_mostly: IsMostly) -> list[Event]:
    """Those that hang together by one or by several steps; each in the order given."""
    groups: list[Event] = []
    for one in alarms:
        near = [group for group in groups if any(_hang_together(one, other, is_mostly) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append(sorted([one, *(other for group in near for other in group)], key=alarms.index))
    return groups


def _hang_together(one: Alarm, other: Alarm, is_mostly: IsMostly) -> bool:
    if not one.is_near(other):
        return False
    if one.is_in(other) or other.is_in(one):
        return True
    return bool(one.borough) != bool(other.borough) and is_mostly(*sorted((one, other), key=lambda it: not it.borough))


def _may_join(group: Event, event: Event, is_mostly: IsMostly) -> bool:
    seen = {(one.key, one.borough): one.day for one in event}
    if any(seen.get((one.key, one.borough), one.day) < one.day for one in group):
        return False
    return any(_hang_together(one, other, is_mostly) for one in group for other in event)
