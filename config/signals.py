"""Signals that stop the whole, noticed only where it is safe: in `pause`."""

import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType

STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Stopped(BaseException):
    """We were told to stop: no error, so nothing that handles errors may swallow it."""


class Signals:
    """From now on SIGTERM, SIGINT (Ctrl-C) and SIGHUP end the next `pause` instead of the process."""

    def __init__(self) -> None:
        self._told = False
        self._make = os.getppid() if "MAKELEVEL" in os.environ and sys.platform == "linux" else 0
        self._caught_by_make = _caught(self._make)
        for number in STOPPING:
            signal.signal(number, self._tell)

    def pause(self, seconds: float) -> None:
        """Wait; raises Stopped as soon as we are told to stop, also when that was before."""
        until = time.monotonic() + seconds
        while True:
            if self._told or self._make_was_told():
                raise Stopped
            left = until - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(left, 0.2))

    def _tell(self, number: int, frame: FrameType | None) -> None:
        self._told = True

    def _make_was_told(self) -> bool:
        """Whether make, our parent, stops because of a SIGINT or SIGHUP sent to it alone, which it does not pass on.

        It then waits for us without catching that signal any more.
        """
        return bool(self._make) and self._caught_by_make & ~_caught(self._make) != 0


def _caught(pid: int) -> int:
    """Set of the stopping signals that the process has a handler for; 0 when that cannot be known."""
    if not pid:
        return 0
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("SigCgt:"):
                return int(line.split()[1], 16) & sum(1 << (number - 1) for number in STOPPING)
    except OSError:
        pass
    return 0
