"""A product of its own for a measurement: own data folder, own ports, own database, gone afterwards."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from time import monotonic

import psutil

from config.instance import MARK
from config.processes import NAME, marked

ROOT = Path(__file__).resolve().parent.parent
START_WITHIN = 300.0
STOP_WITHIN = 60.0


class StartError(RuntimeError):
    """The product did not come up; the message holds the last line it wrote."""


@dataclass(frozen=True)
class Desk:
    """The desk of a running product: its address, and how `manage.py` finds it.

    `public` is the other surface's address.
    """

    url: str
    environment: dict[str, str]
    public: str

    def cpu(self) -> dict[str, float]:
        """Seconds of processor that the web processes (`web`: the desk's) and the database have used since they started."""
        used = {"web": 0.0, "public": 0.0, "database": 0.0}
        for process in marked(MARK, self.environment["DATA_DIR"]):
            with suppress(psutil.Error, KeyError):
                part = {"web-desk": "web", "web-public": "public", "postgres": "database"}.get(
                    process.environ()[NAME], ""
                )
                # PostgreSQL's own processes write their titles over what they were started with.
                for one in {process, *(process.children() if part == "database" else ())} if part else ():
                    times = one.cpu_times()
                    used[part] += times.user + times.system
        return used


@contextmanager
def running_product() -> Iterator[str]:
    """The public address of a product started for the block. Raises `StartError`."""
    with _running() as (public, _):
        yield public


@contextmanager
def running_desk(kept: str = "") -> Iterator[Desk]:
    """The same, for whoever measures the officers' side. `kept`: a data folder that stays, for the next measurement."""
    with _running(kept) as (_, desk):
        yield desk


@contextmanager
def _running(kept: str = "") -> Iterator[tuple[str, Desk]]:
    """Public address and desk.

    Never uses a database or broker named in the environment: reports cannot be deleted again.
    """
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DATABASE_URL", "REDIS_URL", "HEARD_"))
    }
    with tempfile.TemporaryDirectory(prefix="heard-bench-") as folder:
        Path(folder).chmod(0o711)  # when root measures, the database runs under an account of its own and must pass
        public, desk = _free_ports()
        chosen = {
            "DATA_DIR": str(Path(kept).absolute()) if kept else f"{folder}/data",
            "PORT": str(public),
            "DESK_PORT": str(desk),
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "config.run"],
            cwd=ROOT,
            env={**inherited, **chosen},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            _wait_for(process, f"http://localhost:{public}/")
            public_url = f"http://127.0.0.1:{public}"
            yield (
                public_url,
                Desk(f"http://127.0.0.1:{desk}", {**inherited, **chosen}, public_url),
            )
        finally:
            _stop(process)


def _wait_for(process: "subprocess.Popen[str]", ready: str) -> None:
    """Until the address was printed."""
    lines: Queue[str | None] = Queue()
    # Read to the very end, or the product would stall on a full pipe while it is being measured.
    Thread(target=_read, args=(process, lines), daemon=True).start()
    last, give_up_at = "nothing", monotonic() + START_WITHIN
    while monotonic() < give_up_at:
        try:
            line = lines.get(timeout=give_up_at - monotonic())
        except Empty:
            break
        if line is None:
            raise StartError(f"the product stopped while starting; its last line: {last}")
        if line == ready:
            return
        if line:
            last = line
    raise StartError(f"the product was not ready after {START_WITHIN:.0f} s; its last line: {last}")


def _read(process: "subprocess.Popen[str]", lines: "Queue[str | None]") -> None:
    for line in process.stdout or ():
        lines.put(line.strip())
    lines.put(None)


def _stop(process: "subprocess.Popen[str]") -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]
