"""Many people at once, each from an address of their own, within bounds of number and time."""

import math
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from threading import Event
from typing import TypeVar

MOST_PEOPLE = 100_000
MOST_AT_ONCE = 64
LONGEST = 6 * 3600.0

# The ranges kept free for documentation (RFC 5737): no real person's address.
_IPV4 = ("192.0.2", "198.51.100", "203.0.113")
_IPV4_PEOPLE = 254 * len(_IPV4)

Task = TypeVar("Task")
Done = TypeVar("Done")


@dataclass(frozen=True)
class Pace:
    """`at_once` people together, at most `per_second` beginning (0: as they can), nobody after `deadline` s."""

    at_once: int = 8
    per_second: float = 0.0
    deadline: float = 1800.0

    def __post_init__(self) -> None:
        if not (1 <= self.at_once <= MOST_AT_ONCE and 0 < self.deadline <= LONGEST and self.per_second >= 0):
            raise ValueError(
                f"1 to {MOST_AT_ONCE} at once, no negative rate, and a deadline of at most {LONGEST:.0f} seconds"
            )


def address_of(person: int, seed: int) -> str:
    """A documentation address that no other person of the run has (IPv6: not even the /64)."""
    quarter, rest = divmod(person, 4)
    if rest == 0 and quarter < _IPV4_PEOPLE:
        block, host = divmod((quarter + seed) % _IPV4_PEOPLE, 254)
        return f"{_IPV4[block]}.{host + 1}"
    run = (seed + (person >> 16)) & 0xFFFF
    return f"2001:db8:{run:x}:{person & 0xFFFF:x}::1"


def each(tasks: Sequence[Task], do: Callable[[int, Task], Done], pace: Pace, label: str) -> list[Done]:
    """`do(number, task)` for the tasks, in any order; those not begun by the deadline are left out.

    Ctrl-C lets nobody begin any more and returns what was done. Progress goes to a terminal's stderr.
    """
    if len(tasks) > MOST_PEOPLE:
        raise ValueError(f"at most {MOST_PEOPLE} at a time")
    started, stop, done = time.monotonic(), Event(), []

    def turn(number: int, task: Task) -> Done | None:
        due = started + (number / pace.per_second if pace.per_second else 0.0)
        last = started + pace.deadline
        if due <= last:
            stop.wait(max(0.0, due - time.monotonic()))
        if due > last or stop.is_set() or time.monotonic() > last:
            return None
        return do(number, task)

    with ThreadPoolExecutor(pace.at_once) as pool:
        turns = [pool.submit(turn, number, task) for number, task in enumerate(tasks)]
        shown = 0.0
        while True:
            try:
                for count, finished in enumerate(as_completed(turns), start=1):
                    shown = _progress(label, count, len(turns), shown)
                    if finished.exception() is not None:
                        stop.set()
                break
            except KeyboardInterrupt:
                stop.set()
        for finished in turns:
            result = finished.result()
            if result is not None:
                done.append(result)
    return done


def percentile(seconds: Sequence[float], share: float) -> float | None:
    """The nearest-rank percentile, rounded to tenths of a millisecond; `None` of nothing."""
    if not seconds:
        return None
    ranked = sorted(seconds)
    return round(ranked[max(0, math.ceil(share * len(ranked)) - 1)], 4)


def _progress(label: str, done: int, total: int, shown: float) -> float:
    now = time.monotonic()
    if not sys.stderr.isatty() or (now - shown < 1 and done < total):
        return shown
    print(f"\r{label}: {done} of {total}", end="\n" if done == total else "", file=sys.stderr, flush=True)
    return now
