"""Who could take over which cases, so that nobody has much more than others: a proposal, never an act."""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Holder:
    """Somebody who may be given cases: how many they have, and how many they should have at most (None: no limit)."""

    key: str
    has: int
    most: int | None = None
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Movable:
    """A case that may go to somebody else. `language` is empty where it does not matter who reads it."""

    key: int
    of: str = ""
    language: str = ""
    kept_from: frozenset[str] = frozenset()


def share_out(cases: Sequence[Movable], holders: Sequence[Holder], *, level: bool) -> dict[int, str]:
    """Give each case, in this order, to whoever then has the fewest and may have it; what fits nobody stays.

    Somebody who holds the case's language comes before those who do not. With `level` a case only moves where that
    makes the two more alike: the giver keeps at least as many as the taker gets.
    """
    has = {one.key: one.has for one in holders}
    heap = [(one.has, number) for number, one in enumerate(holders)]
    heapq.heapify(heap)
    given: dict[int, str] = {}
    for case in cases:
        passed, chosen, fallback = [], None, None
        while heap:
            count, number = heapq.heappop(heap)
            passed.append((count, number))
            one = holders[number]
            if one.key == case.of or one.key in case.kept_from or (one.most is not None and count >= one.most):
                continue
            if level and has.get(case.of, 0) - 1 <= count:
                break  # all that follow have as many or more
            if not case.language or case.language in one.languages:
                chosen = number
                break
            fallback = number if fallback is None else fallback
        chosen = fallback if chosen is None else chosen
        for count, number in passed:
            heapq.heappush(heap, (count + (number == chosen), number))
        if chosen is None:
            continue
        given[case.key] = holders[chosen].key
        has[holders[chosen].key] += 1
        if case.of in has:
            has[case.of] -= 1
            heap = [(has[one.key], number) for number, one in enumerate(holders)]
            heapq.heapify(heap)
    return given


def over_average(has: Mapping[str, int]) -> dict[str, int]:
    """How many cases each has beyond the average, rounded down; only those who do."""
    if not has:
        return {}
    average = -(-sum(has.values()) // len(has))
    return {key: count - average for key, count in has.items() if count > average}
