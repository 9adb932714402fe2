"""Watching the processes of an instance: what ends without being told to is started again."""

import http.client
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from config.processes import Child, Pause
from config.wheels import EmbeddedError

LONGEST_WAIT = 30.0  # seconds between two starts of a process that keeps giving up
SETTLED = 20.0  # a process that ran for so many seconds starts anew from the shortest wait


class Server(Protocol):
    """PostgreSQL or Valkey."""

    @property
    def name(self) -> str:
        """What people call it."""

    def poll(self) -> int | None:
        """Exit status once it has ended."""

    def start(self, pause: Pause) -> None:
        """Start and wait until it answers."""


@dataclass
class _Watched:
    name: str
    poll: Callable[[], int | None]
    start: Callable[[], None]
    wait: float = 1.0
    started: float = 0.0
    due: float | None = None  # when it is to be started again


def watch(children: Sequence[Child], servers: Sequence[Server], pause: Pause) -> None:
    """Start again what ends, until `pause` raises. A server at once; others after 1, 2, 4 … 30 seconds.

    A process that was killed is no worse for it: only one that ends by itself waits longer each time.
    """
    now = time.monotonic()
    watched = [
        *(_Watched(server.name, server.poll, lambda s=server: s.start(pause), 0.0, now) for server in servers),  # type: ignore[misc]
        *(_Watched(child.name, child.poll, lambda c=child: _again(c), 1.0, now) for child in children),  # type: ignore[misc]
    ]
    while True:
        for one in watched:
            _look_at(one)
        pause(0.2)


def _look_at(one: _Watched) -> None:
    status, now = one.poll(), time.monotonic()
    if status is None and one.due is None:
        return
    if one.due is None:
        if now - one.started > SETTLED or (status or 0) < 0:
            one.wait = min(one.wait, 1.0)
        one.due = now + one.wait
        how = f"by signal {-status}" if status and status < 0 else f"with status {status}"
        _say(f"{one.name} ended {how}; it is started again{f' in {one.wait:.0f} s' if one.wait else ''}.")
        one.wait = min(max(one.wait * 2, 1.0), LONGEST_WAIT)
    if now >= one.due:
        one.due, one.started = None, now
        try:
            one.start()
        except (EmbeddedError, OSError) as error:
            one.due = now + one.wait
            _say(f"{one.name} cannot be started: {error}")
            one.wait = min(max(one.wait * 2, 1.0), LONGEST_WAIT)


def _again(child: Child) -> None:
    child.stop()  # what it has left behind in its session
    child.start()


def is_live(port: int) -> bool:
    """Whether a web process answers 200 to `/health/live` on this port."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/live", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _say(sentence: str) -> None:
    with suppress(OSError):  # nobody reads us any more; the work goes on
        print(sentence, file=sys.stderr, flush=True)
