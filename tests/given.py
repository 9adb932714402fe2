"""Servers that a test run was given from outside, and what it must tidy up there."""

import os
from contextlib import closing

import psycopg2
from psycopg2 import sql

from config.roles import with_database

GIVEN = "HEARD_TEST_GIVEN_"


def outside(name: str) -> str | None:
    """`DATABASE_URL` or `REDIS_URL` as the run was given it, None when it uses servers of its own."""
    return os.environ.get(GIVEN + name)


def drop_database(admin_url: str, database: str) -> None:
    """Drop a database of this run on a server that others use too."""
    try:
        with closing(psycopg2.connect(with_database(admin_url, "postgres"), connect_timeout=5)) as admin:
            admin.autocommit = True
            with admin.cursor() as cursor:
                cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))
    except psycopg2.Error:
        pass  # the server has gone: so has the run's result, which says so
