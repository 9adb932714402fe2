"""A child process in a session of its own, so that all of it can be stopped, whatever it has started itself."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import psutil

Pause = Callable[[float], None]  # waits that many seconds; raises when the whole is to stop
NAME = "HEARD_PROCESS"  # variable by which a child and what it starts can be told apart
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_PR_SET_PDEATHSIG = 1


class Account(NamedTuple):
    """An account of the machine that a child runs as."""

    name: str
    uid: int
    gid: int


class Child:
    """One program: `start()`, `stop()`, and again. Its output goes to the end of the file `log`.

    `stdout` is an open file that takes its standard output instead.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str | os.PathLike[str]],
        *,
        env: Mapping[str, str],
        log: Path,
        cwd: Path,
        account: Account | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
        patience: float = 10,
        pass_fds: Sequence[int] = (),
        stdout: int | None = None,
    ) -> None:
        self.name, self.command, self.log, self.cwd = name, command, log, cwd
        self.env = {**env, NAME: name}
        self.account, self.stop_signal, self.patience, self.pass_fds = account, stop_signal, patience, pass_fds
        self.stdout = stdout
        self.started_at = 0.0
        self._log_start = 0
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """Of the running program, else None."""
        return self._process.pid if self._process and self._process.returncode is None else None

    def start(self, stdin: bytes | None = None, *, into: int | None = None) -> None:
        """Start it; `stdin` is given to it whole, `into` is an open file that takes its output instead of the log.

        Raises OSError when the program cannot be executed.
        """
        who = self.account
        with open(self.log, "ab") as out:
            self._log_start = out.tell()
            self._process = subprocess.Popen(
                self.command,
                env=self.env,
                cwd=self.cwd,
                stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
                stdout=self.stdout if self.stdout is not None else into or out,
                stderr=into or out,
                start_new_session=True,
                pass_fds=self.pass_fds,
                umask=0o077,
                preexec_fn=lambda: end_with_parent(self.stop_signal),
                user=who.uid if who else None,
                group=who.gid if who else None,
                extra_groups=[] if who else None,
            )
        self.started_at = time.monotonic()
        if stdin is not None and self._process.stdin:
            try:
                self._process.stdin.write(stdin)
                self._process.stdin.close()
            except BrokenPipeError:
                pass  # it has ended already: poll() says so

    def poll(self) -> int | None:
        """Its exit status once it has ended (negative: the signal that ended it), None before."""
        return self._process.poll() if self._process else None

    def said(self) -> str:
        """What it has written to its log since it was started, at most the last 20,000 bytes."""
        with open(self.log, "rb") as log:
            size = os.fstat(log.fileno()).st_size
            log.seek(max(self._log_start, size - 20_000))
            return log.read().decode(errors="replace")

    def stop(self) -> None:
        """Ask it to stop, wait `patience` seconds, then end every process of its session. Safe to repeat."""
        stop_together([self])

    def _ask_to_stop(self) -> None:
        if self._process and self._process.poll() is None:
            self._process.send_signal(self.stop_signal)

    def _end_session(self) -> None:
        if self._process:
            end_processes(session(self._process.pid))
            self._process.wait()
            self._process = None


def stop_together(children: Iterable[Child]) -> None:
    """Stop them side by side, so that the slowest decides how long it takes."""
    waiting = list(children)
    for child in waiting:
        child._ask_to_stop()
    until = time.monotonic() + max((child.patience for child in waiting), default=0)
    while time.monotonic() < until and any(child._process and child._process.poll() is None for child in waiting):
        time.sleep(0.05)
    for child in waiting:
        child._end_session()


def run_step(child: Child, pause: Pause, limit: float) -> tuple[int, str]:
    """Run a program to its end and give its exit status and output; it is ended when `limit` seconds are over.

    The output comes through memory, and only then into the log: the log's disk may be what is full.
    """
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    output = bytearray()
    try:
        try:
            child.start(into=writing)
        finally:
            os.close(writing)
        while (status := child.poll()) is None:
            _drain(reading, output)
            if time.monotonic() - child.started_at > limit:
                return -signal.SIGKILL, f"it did not finish within {limit:.0f} seconds"
            pause(0.05)
        _drain(reading, output)
        return status, output.decode(errors="replace")
    finally:
        child.stop()
        os.close(reading)
        with suppress(OSError), open(child.log, "ab") as log:
            log.write(output)


def _drain(reading: int, output: bytearray) -> None:
    with suppress(BlockingIOError):
        while piece := os.read(reading, 65536):
            output += piece


def session(leader: int) -> list[psutil.Process]:
    """Processes whose session was opened by `leader`, it included while it lives."""
    found = []
    for pid in psutil.pids():
        try:
            if os.getsid(pid) == leader:
                found.append(psutil.Process(pid))
        except (ProcessLookupError, PermissionError, psutil.NoSuchProcess):
            continue
    return found


def marked(name: str, value: str) -> list[psutil.Process]:
    """Processes that were started with the variable `name` at `value`, this one and its parents left out."""
    found = []
    mine = {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}
    for process in psutil.process_iter():
        try:
            if process.pid not in mine and process.environ().get(name) == value:
                found.append(process)
        except (psutil.Error, OSError):
            continue  # ended meanwhile, or another account's: then it is none of ours
    return found


def end_processes(processes: Sequence[psutil.Process], limit: float = 5) -> None:
    """Kill them, and wait until they are gone."""
    for process in processes:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(processes, timeout=limit)


def end_with_parent(sent: signal.Signals) -> None:
    """Ask the kernel to send this process `sent` when its parent ends, `kill -9` included (Linux only)."""
    if _LIBC:
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(sent), 0, 0, 0)
