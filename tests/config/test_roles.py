from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from psycopg2 import errors

from config.embedded import Postgres
from config.keys import new_keys
from config.roles import ROLES, RolesError, derived_passwords, ensure_roles, with_database
from tests.product import temporary_folder


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    """A server of this module's own: roles belong to a whole server."""
    with temporary_folder() as folder:
        postgres = Postgres(folder / "postgres", folder / "log", "superuser's", durable=False)
        try:
            postgres.start()
            run(postgres.url(), "CREATE ROLE boss LOGIN CREATEROLE CREATEDB PASSWORD 'b@ss/ word'")
            yield postgres
        finally:
            postgres.stop()


@pytest.fixture
def admin_url(server: Postgres) -> Iterator[str]:
    """An account that may create roles and databases and is no superuser, as a real server would give one."""
    yield server.url("boss", "b@ss/ word", "theirs")
    run(server.url(), "DROP DATABASE IF EXISTS theirs WITH (FORCE)")
    for role in ROLES:
        run(server.url(), f"DROP ROLE IF EXISTS heard_{role}")


def run(url: str, statement: str) -> list[tuple[object, ...]]:
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []


def derived(url: str) -> dict[str, str]:
    passwords = derived_passwords(url)
    assert passwords
    return passwords


def test_each_role_logs_in_and_only_the_owner_may_create(admin_url: str) -> None:
    urls = ensure_roles(admin_url, derived(admin_url))
    assert set(urls) == set(ROLES)
    run(urls["owner"], "CREATE TABLE made (it int)")
    for role in set(ROLES) - {"owner"}:
        with pytest.raises(errors.InsufficientPrivilege):
            run(urls[role], "CREATE TABLE made_by_others (it int)")
        with pytest.raises(errors.InsufficientPrivilege):
            run(urls[role], "TRUNCATE made")


def test_no_role_has_rights_over_the_server(admin_url: str) -> None:
    urls = ensure_roles(admin_url, derived(admin_url))
    powers = "rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls"
    for row in run(urls["owner"], f"SELECT {powers} FROM pg_roles WHERE rolname LIKE 'heard_%'"):  # noqa: S608
        assert not any(row)


def test_two_instances_on_one_server_do_not_lock_each_other_out(admin_url: str, server: Postgres) -> None:
    first = ensure_roles(admin_url, derived(admin_url))
    second = ensure_roles(with_database(admin_url, "theirs_too"), derived(admin_url))
    try:
        assert run(first["public"], "SELECT 1") == run(second["public"], "SELECT 1") == [(1,)]
    finally:
        run(server.url(), "DROP DATABASE theirs_too WITH (FORCE)")


def test_a_second_call_changes_nothing(admin_url: str, server: Postgres) -> None:
    state = "SELECT rolname, rolpassword FROM pg_authid WHERE rolname LIKE 'heard_%' ORDER BY 1"
    urls = ensure_roles(admin_url, derived(admin_url))
    before = run(server.url(), state)
    assert ensure_roles(admin_url, derived(admin_url)) == urls
    assert run(server.url(), state) == before


def test_a_role_with_another_password_is_given_ours(server: Postgres, admin_url: str) -> None:
    url = with_database(server.url(), "theirs")
    ensure_roles(url, new_keys())
    urls = ensure_roles(url, new_keys())
    assert run(urls["desk"], "SELECT 1") == [(1,)]


def test_the_extensions_are_there_for_the_migrations(admin_url: str) -> None:
    urls = ensure_roles(admin_url, derived(admin_url))
    assert run(urls["owner"], "SELECT similarity('a', 'a'), unaccent('é')") == [(1.0, "e")]


def test_the_owner_may_make_databases_only_when_tests_ask_for_it(server: Postgres, admin_url: str) -> None:
    url = with_database(server.url(), "theirs")
    urls = ensure_roles(url, derived(admin_url))
    with pytest.raises(errors.InsufficientPrivilege):
        run(urls["owner"], "CREATE DATABASE more")
    urls = ensure_roles(url, derived(admin_url), createdb=True)
    run(urls["owner"], "CREATE DATABASE more")
    run(urls["owner"], "DROP DATABASE more")


def test_an_account_that_may_not_create_roles_is_told_so(server: Postgres) -> None:
    run(server.url(), "CREATE ROLE nobody LOGIN PASSWORD 'n'")
    url = server.url("nobody", "n", "postgres")
    with pytest.raises(RolesError, match="let it create roles"):
        ensure_roles(url, derived(url))


def test_a_role_of_that_name_with_power_over_the_server_is_refused(server: Postgres, admin_url: str) -> None:
    run(server.url(), "CREATE ROLE heard_public LOGIN SUPERUSER")
    with pytest.raises(RolesError, match="heard_public has rights that it must not have"):
        ensure_roles(admin_url, derived(admin_url))


def test_passwords_are_derived_only_from_a_password() -> None:
    assert derived_passwords("postgresql://somebody@127.0.0.1/heard") is None
    one, other = derived("postgresql://a:one@x/y"), derived("postgresql://a:other@x/y")
    assert one == derived("postgresql://b:one@z/w")
    assert len({*one.values(), *other.values()}) == 2 * len(ROLES)
    assert not any("one" in password for password in one.values())


def test_no_password_is_in_the_servers_log(server: Postgres, admin_url: str) -> None:
    passwords = derived(admin_url)
    ensure_roles(admin_url, passwords)
    log = Path(server.log).read_text()
    assert not any(password in log for password in passwords.values())
