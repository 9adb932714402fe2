"""What one instance of `make run` keeps and holds: data folder, lock, ports, keys, its processes' environment."""

import errno
import fcntl
import json
import os
import re
import socket
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, TypedDict

from config.keys import NAMES, keys_for, write_private
from config.wheels import full

ROOT = Path(__file__).resolve().parent.parent
MARK = "HEARD_INSTANCE"  # every process of an instance carries it, so that none is overlooked when stopping
LARGEST_LOG = 10_000_000  # bytes, looked at when starting
LEAST_SPACE = {True: 150_000_000, False: 30_000_000}  # bytes free that a start needs: the first one, later ones
_FULL = (errno.ENOSPC, errno.EDQUOT)
_CREDENTIALS = re.compile(
    r"DATABASE_URL.*|REDIS_URL|PG[A-Z]+|HEARD_.*KEYS?|HEARD_(SURFACE|ROLE)|DJANGO_SETTINGS_MODULE"
)
_NOT_PUBLIC = re.compile(r"(E?MAIL|.*(PASSWORD|SECRET|TOKEN|CREDENTIAL)).*")


class CannotStartError(Exception):
    """The instance cannot start. The message is one sentence that says what to do."""


class Described(TypedDict):
    """What `instance.json` holds while an instance runs."""

    pid: int
    database: dict[str, str]  # URL by role
    redis: str
    keys: dict[str, str]
    port: int
    desk_port: int


def chosen_ports(environment: Mapping[str, str]) -> tuple[int, int]:
    """Port of the public surface and of the desk: PORT (8000) and DESK_PORT (the next one)."""
    public = _port("PORT", environment.get("PORT") or "8000")
    desk = _port("DESK_PORT", environment.get("DESK_PORT") or str(public + 1))
    if public == desk:
        raise CannotStartError(f"PORT and DESK_PORT are both {public}: set them to two different numbers.")
    return public, desk


def open_data_dir(environment: Mapping[str, str]) -> Path:
    """The data folder (DATA_DIR, else `.data` beside manage.py), made if missing and found writable."""
    folder = Path(environment.get("DATA_DIR") or ROOT / ".data").absolute()
    if "\n" in str(folder):
        raise CannotStartError("The path of the data folder holds a line break: set DATA_DIR to another folder.")
    try:
        if not folder.exists():
            folder.mkdir(parents=True)
            # the account of the database server goes through it when we are root; what is in it has its own modes
            folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
        if os.geteuid() and (folder / "postgres.path").exists():
            raise CannotStartError(
                f"The data in {folder} were made by root: start as root, or set DATA_DIR to another folder."
            )
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"\0" * 4096)
        (folder / "log").mkdir(exist_ok=True)
    except OSError as error:
        if error.errno in _FULL:
            raise CannotStartError(full(folder)) from error
        reason = (error.strerror or str(error)).lower()
        raise CannotStartError(
            f"The data folder {folder} cannot be written to ({reason}): give this account the right to, or set"
            " DATA_DIR to another folder."
        ) from error
    return folder


def check_space(folder: Path, *, first: bool) -> None:
    """Raise CannotStartError when the folder's disk has too little room for a start (the first one needs more)."""
    system = os.statvfs(folder)
    needed, free = LEAST_SPACE[first], system.f_bavail * system.f_frsize
    if free < needed:
        raise CannotStartError(
            f"The disk that holds {folder} is full: {free // 1_000_000} MB are left and Heard needs"
            f" {needed // 1_000_000} MB to start; free some space and start again."
        )


def hold(folder: Path) -> IO[str]:
    """Lock the data folder for as long as the file that is given back stays open; the kernel frees it with us."""
    lock = open(folder / "lock", "a+")  # noqa: SIM115 (the caller closes it)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.seek(0)
        pid = lock.read().strip()
        lock.close()
        raise CannotStartError(
            f"Heard already runs on the data in {folder}{f' (process {pid})' if pid else ''}: stop it first, or set"
            " DATA_DIR to another folder."
        ) from error
    lock.truncate(0)
    lock.write(f"{os.getpid()}\n")
    lock.flush()
    return lock


def take_port(port: int, name: str) -> socket.socket:
    """The port, bound on 127.0.0.1 but not listening yet; a web process is given it, and may be replaced on it."""
    taken = socket.socket()
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind(("127.0.0.1", port))
    except OSError as error:
        taken.close()
        if error.errno == errno.EADDRINUSE:
            raise CannotStartError(f"Port {port} is taken by another program: set {name} to a free one.") from error
        raise CannotStartError(
            f"Port {port} may not be used ({error.strerror}): set {name} to one above 1023."
        ) from error
    return taken


def environment_for(
    surface: str, role: str, *, outer: Mapping[str, str], instance: Described, folder: Path
) -> dict[str, str]:
    """Environment of one process: ours without any credential, and the credentials that this process needs.

    `instance` is what `instance.json` holds.
    """
    env = {name: value for name, value in outer.items() if not _CREDENTIALS.fullmatch(name)}
    if surface == "public":
        env = {name: value for name, value in env.items() if not _NOT_PUBLIC.fullmatch(name)}
    env.setdefault("DESK_URL", f"http://localhost:{instance['desk_port']}")
    return env | {
        "HEARD_SURFACE": surface,
        "HEARD_ROLE": role,
        "DATABASE_URL": instance["database"][role],
        "REDIS_URL": instance["redis"],
        **keys_for(surface, instance["keys"]),
        "DATA_DIR": str(folder),
        "PYTHONUTF8": "1",
        "PYTHONUNBUFFERED": "1",
        "LC_ALL": "C.UTF-8",
        MARK: str(folder),
    }


def announce(folder: Path, instance: Described) -> None:
    """Write `instance.json`, by which commands typed by hand find this instance's databases and keys."""
    write_private(folder / "instance.json", json.dumps(instance, indent=1) + "\n")


def product_keys(keys: Mapping[str, str]) -> dict[str, str]:
    """The product's own among all the keys of an instance."""
    return {name: keys[name] for name in NAMES}


def log_file(folder: Path, name: str) -> Path:
    """The log of one process; a long one is set aside first, replacing the one set aside before."""
    path = folder / "log" / f"{name}.log"
    if path.exists() and path.stat().st_size > LARGEST_LOG:
        path.replace(path.with_suffix(".log.1"))
    return path


def _port(name: str, value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 0 < int(value) < 65536:
        raise CannotStartError(f"{name} must be a number from 1 to 65535, not {value!r}.")
    return int(value)
