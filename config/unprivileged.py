"""Database servers refuse to run as root, rightly: then they run as an account of their own.

What that account must read (the servers' programs) or own (the data) is put where it can reach it. No mode of a folder
that exists is ever changed.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from config.processes import Account

NAME = "heard-db"
HOME = Path("/var/lib/heard")


class NoAccountError(Exception):
    """There is no account to run the servers as, and none can be made."""


def server_account() -> Account | None:
    """The servers' own account when we are root, made if missing; None for an ordinary user, who needs none."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--home-dir", str(HOME), "--shell", "/bin/false", NAME]
        with suppress(OSError):  # no such program; or somebody made it in the same moment: the next look decides
            subprocess.run(command, check=False, capture_output=True, stdin=subprocess.DEVNULL)
        try:
            entry = pwd.getpwnam(NAME)
        except KeyError:
            raise NoAccountError from None
    return Account(NAME, entry.pw_uid, entry.pw_gid)


def can(account: Account | None, what: str, path: Path) -> bool:
    """Whether the account may read (`r`), write (`w`) or enter and execute (`x`) this path, tried as that account."""
    if account is None:
        return os.access(path, {"r": os.R_OK, "w": os.W_OK, "x": os.X_OK}[what])
    try:
        return not subprocess.run(
            ["/bin/sh", "-c", f'test -{what} "$0"', path],
            user=account.uid,
            group=account.gid,
            extra_groups=[],
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
        ).returncode
    except OSError as error:
        raise NoAccountError from error


def own_folder(path: Path, account: Account | None) -> None:
    """Make the folder, mode 0700 and the account's own; one that exists is left as it is."""
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        return
    if account:
        os.chown(path, account.uid, account.gid)


def make_home() -> None:
    """Make `HOME`, which every account may pass through; one that exists is left as it is."""
    if not HOME.exists():
        HOME.mkdir(parents=True)
        HOME.chmod(0o755)


def reachable_copy(name: str, sources: list[Path], base: Path) -> Path:
    """Copy of files or folders (paths below `base`) at `HOME/<name>`, readable by all and written by root only."""
    make_home()
    place = HOME / name
    if not place.exists():
        half = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=HOME))
        try:
            copy_open(sources, base, half)
            half.chmod(0o755)
            half.rename(place)
        except OSError:
            shutil.rmtree(half, ignore_errors=True)
            if not place.exists():  # else another start was first with the same
                raise
    return place


def copy_open(sources: list[Path], base: Path, target: Path) -> None:
    """Copy files and folders below `target` by their place below `base`; all may read, programs may be executed."""
    for source in sources:
        copy = target / source.relative_to(base)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, copy)
        else:
            shutil.copy2(source, copy)
    for folder, _, files in os.walk(target):
        if Path(folder) != target:
            os.chmod(folder, 0o755)  # noqa: S103 (programs of a public package)
        for file in files:
            path = Path(folder, file)
            path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
