"""The whole product as a stranger starts it, for tests that speak to it from outside: fixture `product`."""

import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psutil
import pytest

from config.instance import MARK, ROOT
from config.processes import NAME, end_processes, end_with_parent, marked
from config.roles import with_database
from tests.given import drop_database, outside

START_LIMIT, STOP_LIMIT = 180, 60  # seconds
_OURS = re.compile(r"HEARD_.*|DATABASE_URL.*|REDIS_URL|DATA_DIR|PORT|DESK_PORT|DESK_URL|PYTEST_.*|DJANGO_.*|MAKE.*")


@dataclass
class Product:
    """A running instance."""

    folder: Path
    runner: "subprocess.Popen[str]"
    ports: tuple[int, int]
    output: list[str] = field(default_factory=list)

    @property
    def public_url(self) -> str:
        """Without a slash at the end."""
        return f"http://localhost:{self.ports[0]}"

    @property
    def desk_url(self) -> str:
        """Without a slash at the end."""
        return f"http://localhost:{self.ports[1]}"

    @property
    def accounts(self) -> dict[str, str]:
        """Password by name of the demonstration accounts, as printed."""
        return dict(line.split()[1:3] for line in self.output if line.startswith("account "))

    @property
    def env(self) -> dict[str, str]:
        """Environment for a command typed by hand beside the running instance."""
        return clean_environment() | {"DATA_DIR": str(self.folder)}

    @property
    def log_dir(self) -> Path:
        """Where each process writes `<name>.log`."""
        return self.folder / "log"

    @property
    def instance(self) -> dict[str, Any]:
        """What `instance.json` holds: URLs of the databases by role, of the broker, keys, ports."""
        described: dict[str, Any] = json.loads((self.folder / "instance.json").read_text())
        return described

    @property
    def processes(self) -> dict[str, psutil.Process]:
        """Leading processes by name: web-public, web-desk, worker, beat, ring, and postgres, valkey when embedded."""
        found = {}
        for process in marked(MARK, str(self.folder)):
            with suppress(psutil.Error, ProcessLookupError, KeyError):  # KeyError: between its fork and its exec
                if os.getsid(process.pid) == process.pid:
                    found[process.environ()[NAME]] = process
        return found

    def manage(
        self, *arguments: str, stdin: str | None = None, limit: float = 120
    ) -> "subprocess.CompletedProcess[str]":
        """Run `manage.py` as somebody would by hand; the result has `returncode`, `stdout`, `stderr`."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            env=self.env,
            cwd=ROOT,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=limit,
        )

    def stop(self, sent: signal.Signals = signal.SIGTERM) -> int:
        """Stop it as a person would and give the exit status; kills what does not stop in a minute."""
        if self.runner.poll() is None:
            self.runner.send_signal(sent)
        try:
            return self.runner.wait(STOP_LIMIT)
        except subprocess.TimeoutExpired:
            self.runner.kill()
            raise

    def left(self) -> list[psutil.Process]:
        """Processes of the instance that still run."""
        return marked(MARK, str(self.folder))


def clean_environment() -> dict[str, str]:
    """Ours without what the test run has set for itself."""
    return {name: value for name, value in os.environ.items() if not _OURS.fullmatch(name)}


def free_ports() -> tuple[int, int]:
    """Two ports of loopback that nobody uses now."""
    with socket.socket() as first, socket.socket() as second:
        first.bind(("127.0.0.1", 0))
        second.bind(("127.0.0.1", 0))
        return first.getsockname()[1], second.getsockname()[1]


@contextmanager
def running_product(
    folder: Path | None = None, *, stops_well: bool = True, own_servers: bool = False, **environment: str
) -> Iterator[Product]:
    """Start the product on `folder` (a new temporary one without), wait for its addresses, stop it at the end.

    Uses the servers that the test run was given from outside, in a database of its own; else, and with `own_servers`
    (for tests that kill them), embedded ones. Asserts that it stops with status 0 and leaves no process, unless
    `stops_well=False`.
    """
    if not folder:
        with (
            temporary_folder() as place,
            running_product(place, stops_well=stops_well, own_servers=own_servers, **environment) as product,
        ):
            yield product
        return
    ports = free_ports()
    given, undo = ({}, None) if own_servers else _servers()
    log = open(folder.with_name(folder.name + ".err"), "w+")  # noqa: SIM115 (closed below)
    env = clean_environment() | given | {"DATA_DIR": str(folder), "PORT": str(ports[0]), "DESK_PORT": str(ports[1])}
    runner = subprocess.Popen(
        [sys.executable, "-m", "config.run"],
        env=env | environment,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: end_with_parent(signal.SIGTERM),
    )
    product = Product(folder, runner, ports)
    try:
        _wait_until_up(product, log.name)
        yield product
        if stops_well:
            assert product.stop() == 0, Path(log.name).read_text()
            assert product.left() == []
    finally:
        with suppress(subprocess.TimeoutExpired):
            product.stop()
        end_processes(product.left())
        log.close()
        Path(log.name).unlink()
        if undo:
            drop_database(*undo)


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that a database server under an account of its own can reach, as a person's would be; gone at the end."""
    outer = Path(tempfile.mkdtemp(prefix="heard-product-"))
    if os.geteuid() == 0:
        outer.chmod(0o711)
    try:
        yield outer
    finally:
        shutil.rmtree(outer, ignore_errors=True)


@pytest.fixture(scope="session")
def product() -> Iterator[Product]:
    """The product, one for each worker of the test run, started when first asked for."""
    with running_product() as running:
        yield running


def _servers() -> tuple[Mapping[str, str], tuple[str, str] | None]:
    """Variables for servers given from outside, and the database to drop at the end."""
    given, undo = {}, None
    if admin_url := outside("DATABASE_URL"):
        database = f"heard_product_{secrets.token_hex(4)}"
        given["DATABASE_URL"], undo = with_database(admin_url, database), (admin_url, database)
    if redis_url := outside("REDIS_URL"):
        number = 1 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
        given["REDIS_URL"] = urlunsplit(urlsplit(redis_url)._replace(path=f"/{number}"))
    return given, undo


def _wait_until_up(product: Product, errors: str) -> None:
    """Reads what it prints up to the desk's address, which is its last line."""
    until = time.monotonic() + START_LIMIT
    assert product.runner.stdout
    while time.monotonic() < until:
        line = product.runner.stdout.readline()
        if not line:
            raise AssertionError(f"The product did not start: {Path(errors).read_text()}")
        product.output.append(line.rstrip("\n"))
        if line.rstrip().endswith("/desk/"):
            return
    raise AssertionError(f"The product was not up after {START_LIMIT} seconds: {Path(errors).read_text()}")
