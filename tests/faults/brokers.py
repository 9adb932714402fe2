"""Rows 4 and 5: the broker is killed, frozen, paused and emptied."""

import time
from collections.abc import Callable

from bench.crowd import percentile
from bench.page import PageError
from bench.visitor import Patience, UnansweredError, Visitor
from tests.faults.figures import Figures
from tests.faults.world import World, wait_until

SLOWEST = 1.5  # seconds, 95 of 100 people are answered sooner
DRAINED = 300.0  # seconds for the backlog
SWEPT = 90.0  # seconds: the longest delay of the sweeper, its interval, and the work itself


def broker_away(world: World, *, seconds: float, rate: float) -> Figures:
    """Frozen, paused and killed, each for so many seconds, while so many people a second report and officers log in."""
    logged_in = {}
    faults: dict[str, Callable[[World, float], None]] = {"frozen": _frozen, "paused": _paused, "killed": _killed}
    for name, fault in faults.items():
        with world.while_sending(max(1, round(seconds * rate)), at_once=8, rate=rate):
            time.sleep(1)
            logged_in[name] = fault(world, seconds)
    drained = world.wait_until_categorised(DRAINED)
    world.send(3)  # a worker may have lived through it and yet take no work any more
    is_working = world.wait_until_categorised(60) is not None
    p95 = percentile([one.seconds for one in world.sent if not one.refused], 0.95)
    broken = world.broken_promises()
    broken += [f"nobody could log in while the broker was {name}" for name, is_in in logged_in.items() if not is_in]
    slow = [f"one in twenty people waited for more than {SLOWEST} s"] if p95 is None or p95 > SLOWEST else []
    if drained is None:
        broken.append("the backlog was not drained after five minutes")
    if not is_working:
        broken.append("the worker takes no work any more")
    more = {"seconds_away": seconds * 3, "seconds_to_drain": drained, "p95_allowed_s": SLOWEST}
    return Figures("fault_04_broker_away", p95, "s", len(world.sent), broken, more, slow)


def broker_emptied(world: World, *, reports: int, times: int) -> Figures:
    """FLUSHALL at random moments."""
    emptied = 0
    with world.while_sending(reports, at_once=4), world.broker() as broker:
        while emptied < times:
            world.pause(0.05, 0.8)
            broker.flushall()
            emptied += 1
    seconds = world.wait_until_categorised(SWEPT)
    broken = world.broken_promises()
    if seconds is None:
        broken.append("a report was uncategorised after the sweep")
    more = {"emptied": emptied, "seconds_allowed": SWEPT}
    return Figures("fault_05_broker_emptied", seconds, "s", reports, broken, more)


def _frozen(world: World, seconds: float) -> bool:
    with world.frozen("valkey"):
        return _log_in_for(world, seconds)


def _paused(world: World, seconds: float) -> bool:
    with world.broker() as broker:
        broker.client_pause(round(seconds * 1000))
        return _log_in_for(world, seconds)


def _killed(world: World, seconds: float) -> bool:
    """Killed again as often as it comes back."""
    until, could = time.monotonic() + seconds, False
    while time.monotonic() < until:
        world.kill(world.processes("valkey"))
        could = _can_log_in(world) or could
        world.pause(0.2, 1.0)
    wait_until(lambda: bool(world.processes("valkey")), 30)
    return could


def _log_in_for(world: World, seconds: float) -> bool:
    until, could = time.monotonic() + seconds, _can_log_in(world)
    time.sleep(max(0.0, until - time.monotonic()))
    return could


def _can_log_in(world: World) -> bool:
    """Name and password are taken, and the second factor is asked for."""
    with Visitor(world.product.desk_url, "203.0.113.7", Patience(10.0, 1)) as officer:
        try:
            form, button = officer.open("/desk/log-in/").primary()
            form.fill("username", "officer")
            form.fill("password", world.product.accounts["officer"])
            return officer.press(form, button).path.startswith("/desk/second-factor/")
        except (PageError, UnansweredError):
            return False
