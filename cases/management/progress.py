"""Progress on a terminal: one line that is written over, and nothing where nobody watches."""

import sys
import time
from types import TracebackType
from typing import TextIO

_EVERY = 0.2  # seconds


class Progress:
    """Says "what: n of m" on a terminal, a few times a second; clears its line at the end.

    It goes to standard error, and stays silent where answers run over the same screen.
    """

    def __init__(self, what: str, *, beside_answers: bool = False, stream: TextIO | None = None) -> None:
        self._what = what
        self._stream = stream or sys.stderr
        self._is_shown = self._stream.isatty() and not (beside_answers and sys.stdout.isatty())
        self._said = 0.0
        self._width = 0

    def __enter__(self) -> "Progress":
        return self

    def __call__(self, done: int, total: int | None = None) -> None:
        """`done` of `total`; without a total only how many there were."""
        now = time.monotonic()
        if not self._is_shown or (now - self._said < _EVERY and done != total):
            return
        self._said = now
        line = f"{self._what}: {done:,}" + (f" of {total:,}" if total is not None else "")
        self._stream.write("\r" + line.ljust(self._width))
        self._stream.flush()
        self._width = len(line)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()
