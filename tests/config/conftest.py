"""Folders that a database server under an account of its own can reach, and what a start that fails must show."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.instance import MARK, ROOT
from config.processes import marked
from tests.product import clean_environment, free_ports, temporary_folder

Refused = Callable[..., str]


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder, deleted afterwards."""
    with temporary_folder() as place:
        yield place


@pytest.fixture
def refused(folder: Path) -> Refused:
    """Starts the product with these variables, which it must refuse in one sentence; gives that sentence."""

    def start(**environment: str) -> str:
        ports = free_ports()
        defaults = {"DATA_DIR": str(folder / "data"), "PORT": str(ports[0]), "DESK_PORT": str(ports[1])}
        chosen = defaults | environment
        done = subprocess.run(
            [sys.executable, "-m", "config.run"],
            cwd=ROOT,
            env=clean_environment() | chosen,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 2, done.stderr
        assert done.stdout == ""
        assert len(done.stderr.splitlines()) == 1, done.stderr
        assert done.stderr.startswith("Heard cannot start. ")
        assert marked(MARK, chosen["DATA_DIR"]) == []
        return done.stderr

    return start


@pytest.fixture
def root() -> None:
    """Skips the test for an ordinary user."""
    if os.geteuid() != 0:
        pytest.skip("needs root")
