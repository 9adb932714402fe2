"""`make run`: starts the processes of an instance in order, watches them, and stops all of them.

Run as `python -m config.run`. Ends with status 0 when told to stop, 2 when it cannot start (one sentence says why).
"""

import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from config.embedded import Postgres, Valkey, database_folder
from config.instance import (
    MARK,
    ROOT,
    CannotStartError,
    Described,
    announce,
    check_space,
    chosen_ports,
    environment_for,
    hold,
    log_file,
    open_data_dir,
    product_keys,
    take_port,
)
from config.keys import kept_keys
from config.processes import Child, end_processes, end_with_parent, marked, run_step, stop_together
from config.roles import ROLES, RolesError, check_login, derived_passwords, ensure_roles
from config.signals import Signals, Stopped
from config.watch import is_live, watch
from config.wheels import EmbeddedError, full, is_full

SETUP_LIMIT = 1800  # seconds; a migration of a large database takes its time
MEMORY = "/dev/shm"  # noqa: S108 (gunicorn makes and unlinks a file of its own there)
LIVE_LIMIT = 90  # seconds for both web processes to answer


def main() -> int:
    """Start, watch, stop. Gives the exit status."""
    signals = Signals()
    os.umask(0o077)
    if "MAKELEVEL" in os.environ:
        end_with_parent(signal.SIGTERM)  # make, when killed, takes us along; a shell that ends does not
    try:
        ports = chosen_ports(os.environ)
        folder = open_data_dir(os.environ)
        with hold(folder), take_port(ports[0], "PORT") as public, take_port(ports[1], "DESK_PORT") as desk:
            Instance(folder, public, desk, signals).run()
    except Stopped:
        return 0
    except (CannotStartError, EmbeddedError, RolesError) as error:
        print(f"Heard cannot start. {error}", file=sys.stderr)
    except OSError as error:
        print(f"Heard cannot start. {error.filename or 'The machine'}: {error.strerror or error}.", file=sys.stderr)
    return 2


class Instance:
    """The processes of one data folder."""

    def __init__(self, folder: Path, public: socket.socket, desk: socket.socket, signals: Signals) -> None:
        self.folder, self.signals = folder, signals
        self.sockets = {"public": public, "desk": desk}
        self.ports = {name: bound.getsockname()[1] for name, bound in self.sockets.items()}
        self.described = Described(
            pid=os.getpid(), database={}, redis="", keys={}, port=self.ports["public"], desk_port=self.ports["desk"]
        )
        self.keys: dict[str, str] = {}

    def run(self) -> None:
        """Everything, until told to stop (raises Stopped) or unable to start."""
        end_processes(marked(MARK, str(self.folder)))  # left behind by a runner that was killed
        try:
            with self._postgres() as postgres, self._valkey() as valkey, self._announced():
                self._set_up()
                web = [self._web("public"), self._web("desk")]
                others = self._background()
                try:
                    for child in (*web, *others):
                        child.start()
                    self._wait_until_live(web)
                    print(f"http://localhost:{self.ports['public']}/", flush=True)
                    print(f"http://localhost:{self.ports['desk']}/desk/", flush=True)
                    watch([*web, *others], [server for server in (postgres, valkey) if server], self.signals.pause)
                finally:
                    stop_together(web)
                    stop_together(others)
        finally:
            end_processes(marked(MARK, str(self.folder)))

    @contextmanager
    def _postgres(self) -> Iterator[Postgres | None]:
        given = {role: os.environ.get(f"DATABASE_URL_{role.upper()}") for role in ROLES}
        admin_url = os.environ.get("DATABASE_URL")
        place = None if admin_url or all(given.values()) else database_folder(self.folder)
        self._read_keys(made=bool(place and (place / "data").exists()))
        check_space(place.parent if place else self.folder, first=bool(place and not (place / "data").exists()))
        server = (
            Postgres(place, log_file(self.folder, "postgres"), self.keys["postgres"], mark=self._mark)
            if place
            else None
        )
        try:
            if server:
                server.start(self.signals.pause)
                admin_url = server.url()
            urls = {role: url for role, url in given.items() if url}
            for role, url in urls.items():
                check_login(url, f"DATABASE_URL_{role.upper()}")
            if admin_url and len(urls) < len(ROLES):
                passwords = (None if server else derived_passwords(admin_url)) or self.keys
                urls = ensure_roles(admin_url, passwords, database="heard" if server else None) | urls
            self.described["database"] = urls
            yield server
        finally:
            if server:
                server.stop()

    @contextmanager
    def _valkey(self) -> Iterator[Valkey | None]:
        url = os.environ.get("REDIS_URL")
        server = None if url else Valkey(log_file(self.folder, "valkey"), mark=self._mark)
        try:
            if server:
                server.start(self.signals.pause)
            else:
                check_broker(url or "")
            self.described["redis"] = server.url if server else url or ""
            yield server
        finally:
            if server:
                server.stop()

    @contextmanager
    def _announced(self) -> Iterator[None]:
        self.described["keys"] = product_keys(self.keys)
        try:
            announce(self.folder, self.described)
            yield
        finally:
            (self.folder / "instance.json").unlink(missing_ok=True)

    @property
    def _mark(self) -> dict[str, str]:
        return {MARK: str(self.folder)}

    def _read_keys(self, *, made: bool) -> None:
        path = self.folder / "keys.json"
        try:
            self.keys = kept_keys(path, os.environ, may_make=not made)
        except FileNotFoundError as error:
            raise CannotStartError(
                f"{path} is missing, without which nothing in the database can be read: put it back from a copy, or"
                " move the whole data folder away to start afresh."
            ) from error
        except ValueError as error:
            raise CannotStartError(f"{path} is damaged ({error}): put it back from a copy.") from error

    def _environment(self, surface: str, role: str) -> dict[str, str]:
        return environment_for(surface, role, outer=os.environ, instance=self.described, folder=self.folder)

    def _set_up(self) -> None:
        """Passwords of accounts go to our standard output, once; everything else into the log."""
        step = Child(
            "setup",
            [sys.executable, "-m", "config.setup"],
            env=self._environment("all", "owner"),
            log=log_file(self.folder, "setup"),
            cwd=ROOT,
            stdout=sys.stdout.fileno(),
        )
        status, output = run_step(step, self.signals.pause, SETUP_LIMIT)
        if status and is_full(output):
            raise CannotStartError(full(self.folder))
        if status:
            lines = [line.strip() for line in output.splitlines() if line.strip()]
            reason = lines[-1].rstrip(".") if lines else f"exit status {status}"
            raise CannotStartError(f"The step {reason}: see {step.log}.")

    def _web(self, surface: str) -> Child:
        listening = self.sockets[surface].fileno()
        command = [sys.executable, "-m", "gunicorn", "config.wsgi", f"--bind=fd://{listening}"]
        command += ["--workers=2", "--worker-class=gthread", "--threads=4", "--timeout=60", "--graceful-timeout=8"]
        command += ["--limit-request-line=8190"]  # a search in the desk's address: 500 characters, percent-encoded
        # below "error" gunicorn writes addresses of those who call
        command += ["--log-level=error", "--no-control-socket"]
        if os.access(MEMORY, os.W_OK):
            command += [f"--worker-tmp-dir={MEMORY}"]  # the heartbeat of a worker must not wait for a disk
        return Child(
            f"web-{surface}",
            command,
            env=self._environment(surface, surface),
            log=log_file(self.folder, f"web-{surface}"),
            cwd=ROOT,
            pass_fds=[listening],
        )

    def _background(self) -> list[Child]:
        schedule = str(self.folder / "beat")
        celery = [sys.executable, "-m", "celery", "--quiet", "-A", "config"]
        commands = {
            "worker": [
                *celery,
                "worker",
                "--concurrency=2",
                "--loglevel=WARNING",
                "--without-gossip",
                "--without-mingle",
            ],
            "beat": [*celery, "beat", "-S", "config.celery.HeartbeatScheduler", "-s", schedule, "--loglevel=WARNING"],
            "ring": [sys.executable, "manage.py", "ring"],
        }
        env = self._environment("desk", "worker")
        return [
            Child(name, command, env=env, log=log_file(self.folder, name), cwd=ROOT)
            for name, command in commands.items()
        ]

    def _wait_until_live(self, web: list[Child]) -> None:
        until = time.monotonic() + LIVE_LIMIT
        for child, port in zip(web, self.ports.values(), strict=True):
            while not is_live(port):
                if child.poll() is not None or time.monotonic() > until:
                    lines = [line.strip() for line in child.said().splitlines() if line.strip()]
                    reason = lines[-1].rstrip(".") if lines else "it gave no reason"
                    raise CannotStartError(f"The process {child.name} did not start ({reason}): see {child.log}.")
                self.signals.pause(0.1)


def check_broker(url: str) -> None:
    """Raise CannotStartError when no broker answers at `REDIS_URL`."""
    try:
        redis.Redis.from_url(url, socket_connect_timeout=5, socket_timeout=5).ping()
    except (redis.RedisError, ValueError, OSError) as error:
        raise CannotStartError(
            "The broker in REDIS_URL does not answer: put it right, or unset it to have one started here."
        ) from error


if __name__ == "__main__":
    sys.exit(main())
