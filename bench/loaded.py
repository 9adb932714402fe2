"""A desk with many cases, for what is measured at scale.

BENCH_DATA_DIR names a data folder that is kept: loading takes most of the time, and the next measurement finds it loaded.
BENCH_CASES: how many cases.
"""

import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.product import ROOT, Desk, StartError, running_desk

CASES = int(os.environ.get("BENCH_CASES", "100000"))
_LOADED = re.compile(r"(\d+) cases per second")
_COUNTED = "from cases.models import Case; print(Case.objects.count())"
_ACCOUNT = """
from cases.domain.accounts import create_account
from cases.models import Account
unit = Account.objects.get(username="officer").unit
create_account(username={name!r}, password={password!r}, role={role!r}, unit=unit)
"""


@dataclass(frozen=True)
class Loaded:
    """A running desk and how many cases a second it was loaded with; None where it was loaded before."""

    desk: Desk
    rate: int | None

    def line(self) -> Iterator[dict[str, object]]:
        """What loading measured, where it was done now."""
        if self.rate is not None:
            yield {"name": "load_bulk", "value": self.rate, "unit": "cases/s", "n": CASES}


@contextmanager
def loaded_desk() -> Iterator[Loaded]:
    """A product of its own with `CASES` cases. Raises `StartError`."""
    with running_desk(os.environ.get("BENCH_DATA_DIR", "")) as desk:
        yield Loaded(desk, None if int(shell(desk, _COUNTED) or 0) else _load(desk))


def new_account(desk: Desk, role: str) -> tuple[str, str]:
    """Name and password of somebody of the unit that most cases are in, who has never logged in."""
    name, password = f"bench-{secrets.token_hex(4)}", secrets.token_urlsafe(20)
    shell(desk, _ACCOUNT.format(name=name, password=password, role=role))
    return name, password


def shell(desk: Desk, script: str) -> str:
    """What a script of Python prints beside the running product."""
    return manage(desk, "shell", "-v", "0", "-c", script).strip()


def manage(desk: Desk, *command: str) -> str:
    """What a command prints. Raises `StartError` with its last line where it fails."""
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT, env=desk.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise StartError(f"{command[0]}: {(done.stderr or done.stdout).strip().splitlines()[-1:]}")
    return done.stdout


def _load(desk: Desk) -> int:
    said = manage(desk, "load_bulk", "--cases", str(CASES))
    rate = _LOADED.search(said)
    if rate is None:
        raise StartError(f"load_bulk did not load: {said.strip().splitlines()[-1:]}")
    return int(rate[1])
