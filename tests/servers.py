"""pytest plugin: the real engines of a test run, started before Django's settings are read, stopped at the end.

`DATABASE_URL` and `REDIS_URL` use servers that are there already, in a database of its own; without them PostgreSQL and
Valkey are started in a temporary folder. Workers of pytest-xdist use the controller's.
"""

import atexit
import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from config.embedded import Postgres, Valkey
from config.keys import NAMES, new_keys
from config.roles import ROLES, RolesError, derived_passwords, ensure_roles, with_database
from config.wheels import EmbeddedError
from tests.given import GIVEN, drop_database
from tests.product import product  # noqa: F401  (the fixture comes with the servers it may use)

_to_undo: list[Callable[[], object]] = []


def role_url(role: str, database: str) -> str:
    """URL with which `role` (`owner`, `public`, `desk`, `worker`, `auditor`) connects to this database of the run."""
    url: str = json.loads(os.environ["HEARD_TEST_ROLES"])[role]
    return with_database(url, database)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    """Before pytest-django reads the settings, which look for DATABASE_URL."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        atexit.register(stop_servers)  # for ends at which pytest does not call pytest_unconfigure
        try:
            start_servers()
        except (EmbeddedError, RolesError) as error:
            stop_servers()
            raise pytest.UsageError(str(error)) from error
    return (yield)


def pytest_unconfigure() -> None:
    """Also after Ctrl-C; in workers there is nothing to stop."""
    stop_servers()


def start_servers() -> None:
    """Set the environment that the product under test reads."""
    folder = Path(tempfile.mkdtemp(prefix="heard-test-"))
    _to_undo.append(lambda: shutil.rmtree(folder, ignore_errors=True))
    if os.geteuid() == 0:
        folder.chmod(0o711)  # the servers' own account must reach what is in it
    (folder / "data" / "static").mkdir(parents=True)  # whitenoise looks for it
    keys = new_keys()
    admin_url, database = os.environ.get("DATABASE_URL"), f"heard_{secrets.token_hex(4)}"
    if admin_url:
        os.environ[GIVEN + "DATABASE_URL"] = admin_url
        passwords = derived_passwords(admin_url) or keys
        _to_undo.append(lambda: drop_database(str(admin_url), database))
    else:
        postgres = Postgres(folder / "postgres", folder / "postgres.log", keys["postgres"], durable=False)
        postgres.start()
        _to_undo.append(postgres.stop)
        admin_url, passwords = postgres.url(), keys
    urls = ensure_roles(admin_url, {role: passwords[role] for role in ROLES}, database=database, createdb=True)
    if url := os.environ.get("REDIS_URL"):
        os.environ[GIVEN + "REDIS_URL"] = url
    else:
        valkey = Valkey(folder / "valkey.log")
        valkey.start()
        _to_undo.append(valkey.stop)
        os.environ["REDIS_URL"] = valkey.url
    os.environ["DATABASE_URL"] = urls["owner"]
    os.environ["HEARD_TEST_ROLES"] = json.dumps(urls)
    os.environ["DATA_DIR"] = str(folder / "data")
    os.environ["HEARD_SURFACE"], os.environ["HEARD_ROLE"] = "all", "owner"
    for name in NAMES:
        os.environ.setdefault(name, keys[name])


def stop_servers() -> None:
    """Undo everything, the latest first. Safe to repeat."""
    while _to_undo:
        _to_undo.pop()()
