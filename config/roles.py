"""The database's roles: made from an account that may create roles; each process then connects as its own.

What each role may do with which table is granted by `manage.py grant_roles`, after the migrations.
"""

import base64
import hashlib
import hmac
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import psycopg2
from psycopg2 import errors, sql
from psycopg2.extensions import connection, encrypt_password

ROLES = ("owner", "public", "desk", "worker", "auditor")
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gin")
PATIENCE = 5  # seconds for connecting


class RolesError(Exception):
    """The roles cannot be used or made. The message is one sentence that says what to do."""


def ensure_roles(
    admin_url: str, passwords: Mapping[str, str], *, database: str | None = None, createdb: bool = False
) -> dict[str, str]:
    """Make or correct the five roles and the database, and give each role's URL.

    `admin_url` names an account that may create roles; `passwords` has one for each of ROLES. `database` defaults to
    the one the URL names; one that does not exist is made, owned by `heard_owner`. `createdb` lets `heard_owner` make
    databases (for tests). Repeating it changes nothing. Raises RolesError.
    """
    database = database or unquote(urlsplit(admin_url).path.lstrip("/")) or "heard"
    try:
        with closing(_connect_somewhere(admin_url, database)) as admin:
            for role in ROLES:
                _again_on_conflict(lambda role=role: _ensure_role(admin, role, passwords[role], createdb))  # type: ignore[misc]
            _grant_membership(admin)
            _ensure_database(admin, database)
        with closing(_connect(with_database(admin_url, database))) as admin:
            _again_on_conflict(lambda: _prepare_database(admin, database))
    except psycopg2.Error as error:
        raise RolesError(_in_words(error)) from error
    urls = {role: with_login(with_database(admin_url, database), f"heard_{role}", passwords[role]) for role in ROLES}
    for role, url in urls.items():
        check_login(url, f"role heard_{role}")
    return urls


def derived_passwords(admin_url: str) -> dict[str, str] | None:
    """The same passwords for everybody who knows the account's: two instances on one server agree; None without one."""
    secret = unquote(urlsplit(admin_url).password or "")
    if not secret:
        return None
    return {
        role: base64.b32encode(hmac.digest(secret.encode(), f"heard role {role}".encode(), hashlib.sha256))
        .decode()
        .rstrip("=")
        .lower()
        for role in ROLES
    }


def check_login(url: str, name: str) -> None:
    """Raise RolesError when one cannot connect with this URL; `name` is what the message calls it."""
    try:
        _connect(url).close()
    except psycopg2.Error as error:
        raise RolesError(f"{name}: {_in_words(error)}") from error


def with_login(url: str, user: str, password: str) -> str:
    """The URL for another role."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(user, safe='')}:{quote(password, safe='')}@{place}"))


def with_database(url: str, database: str) -> str:
    """The URL for another database."""
    return urlunsplit(urlsplit(url)._replace(path="/" + quote(database, safe="")))


def _connect(url: str) -> connection:
    made = psycopg2.connect(url, connect_timeout=PATIENCE, application_name="heard-setup")
    made.autocommit = True
    return made


def _connect_somewhere(url: str, database: str) -> connection:
    """To the database, or to the server's maintenance database when it does not exist yet."""
    try:
        return _connect(with_database(url, database))
    except psycopg2.OperationalError as error:
        if "does not exist" not in str(error):
            raise
        return _connect(with_database(url, "postgres"))


def _ensure_role(admin: connection, role: str, password: str, createdb: bool) -> None:
    name = f"heard_{role}"
    may_create = createdb and role == "owner"
    with admin.cursor() as cursor:
        cursor.execute(
            "SELECT rolcanlogin, rolcreatedb, rolsuper OR rolcreaterole OR rolreplication OR rolbypassrls"
            " FROM pg_roles WHERE rolname = %s",
            [name],
        )
        found = cursor.fetchone()
        if found and found[2]:
            raise RolesError(f"The role {name} has rights that it must not have: take them away, or drop the role.")
        if found and found[0] and (found[1] or not may_create) and _logs_in(admin, name, password):
            return
        # hashed here, so that the password itself is on no statement that a server may log
        verifier = encrypt_password(password, name, scope=admin, algorithm="scram-sha-256")
        wanted = "LOGIN CREATEDB" if may_create else "LOGIN"
        cursor.execute(
            sql.SQL("{} ROLE {} {} PASSWORD {}").format(
                sql.SQL("ALTER" if found else "CREATE"), sql.Identifier(name), sql.SQL(wanted), sql.Literal(verifier)
            )
        )


def _logs_in(admin: connection, name: str, password: str) -> bool:
    try:
        psycopg2.connect(admin.dsn, user=name, password=password, connect_timeout=PATIENCE).close()
    except psycopg2.OperationalError:
        return False
    return True


def _grant_membership(admin: connection) -> None:
    """The account becomes a member of heard_owner, which PostgreSQL asks of whoever gives an owner to a database."""
    with admin.cursor() as cursor:
        try:
            cursor.execute("SET ROLE heard_owner")
            cursor.execute("RESET ROLE")
        except errors.InsufficientPrivilege:
            _again_on_conflict(lambda: cursor.execute("GRANT heard_owner TO CURRENT_USER"))


def _ensure_database(admin: connection, database: str) -> None:
    with admin.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
        if cursor.fetchone():
            return
        make = "CREATE DATABASE {} OWNER heard_owner TEMPLATE template0 ENCODING 'UTF8'"
        try:
            cursor.execute(sql.SQL(make).format(sql.Identifier(database)))
        except errors.DuplicateDatabase:
            return
        cursor.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database)))


def _prepare_database(admin: connection, database: str) -> None:
    roles = sql.SQL(", ").join(sql.Identifier(f"heard_{role}") for role in ROLES)
    named = sql.Identifier(database)
    with admin.cursor() as cursor:
        cursor.execute("SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()")
        if cursor.fetchone() != ("UTF8",):
            raise RolesError(f"The database {database} must have the encoding UTF8: name another in DATABASE_URL.")
        cursor.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(named, roles))
        cursor.execute(sql.SQL("GRANT CREATE, TEMPORARY ON DATABASE {} TO heard_owner").format(named))
        cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(roles))
        cursor.execute("GRANT CREATE ON SCHEMA public TO heard_owner")
        cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        cursor.execute("SELECT has_schema_privilege('heard_owner', 'public', 'CREATE')")
        if cursor.fetchone() != (True,):
            raise RolesError(
                f"The account in DATABASE_URL may not give rights in the database {database}: make it that database's"
                " owner."
            )
        for extension in EXTENSIONS:
            cursor.execute("SELECT 1 FROM pg_extension WHERE extname = %s", [extension])
            if not cursor.fetchone():
                cursor.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))


def _again_on_conflict(act: Callable[[], None]) -> None:
    """Repeat what another instance's same act has disturbed: roles belong to the whole server."""
    for wait in (0.1, 0.3, 0.9, 0):
        try:
            act()
            return
        except (errors.DuplicateObject, errors.UniqueViolation, errors.InternalError_):
            if not wait:
                raise
            time.sleep(wait)


def _in_words(error: psycopg2.Error) -> str:
    """One sentence of what the server or the driver says, which may take several lines."""
    if (isinstance(error, psycopg2.ProgrammingError) and error.pgcode is None) or "connection option" in str(error):
        return "DATABASE_URL is no address of a database: write postgresql://user:password@host:port/database."
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    said = lines[0].removeprefix("ERROR: ").removeprefix("FATAL: ").strip(" .") if lines else type(error).__name__
    if isinstance(error, errors.InsufficientPrivilege):
        return (
            f"The account in DATABASE_URL may not do what is needed ({said}): let it create roles and own its database."
        )
    return f"The database cannot be used ({said}): put DATABASE_URL right, or unset it to have one made here."
