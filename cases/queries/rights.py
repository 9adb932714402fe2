"""Which rights the database roles really have, compared with the written matrix."""

from collections.abc import Iterator
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from cases.grants import FUNCTIONS, MATRIX

_COLUMN_VERBS = ("SELECT", "INSERT", "UPDATE")
_TABLE_VERBS = ("DELETE", "TRUNCATE")

# rights through columns cover rights through the table: has_column_privilege is true for both
_BY_COLUMN = """
    SELECT r.role, c.relname, v.verb,
           array_agg(a.attname::text) FILTER (WHERE has_column_privilege(r.role, c.oid, a.attnum, v.verb)), count(*)
    FROM unnest(%s) AS r(role) CROSS JOIN unnest(%s) AS v(verb) CROSS JOIN pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
    GROUP BY r.role, c.relname, v.verb ORDER BY r.role, c.relname, v.verb
"""
_BY_TABLE = """
    SELECT r.role, c.relname, v.verb, has_table_privilege(r.role, c.oid, v.verb)
    FROM unnest(%s) AS r(role) CROSS JOIN unnest(%s) AS v(verb) CROSS JOIN pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
    ORDER BY r.role, c.relname, v.verb
"""
_FUNCTIONS = """
    SELECT r.role, p.oid::regprocedure::text
    FROM unnest(%s) AS r(role) CROSS JOIN pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef AND has_function_privilege(r.role, p.oid, 'EXECUTE')
"""


def differences(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """One sentence for each right that a role has and should not have, or the other way round."""
    roles = list(MATRIX)
    with connection.cursor() as cursor:
        cursor.execute(_BY_COLUMN, [roles, list(_COLUMN_VERBS)])
        for role, table, verb, found, count in cursor.fetchall():
            yield from _compare_columns(role, table, verb, set(found or ()), count)
        cursor.execute(_BY_TABLE, [roles, list(_TABLE_VERBS)])
        for role, table, verb, has in cursor.fetchall():
            if has != (verb in MATRIX[role].get(table, {})):
                yield f"{role} {'may' if has else 'may not'} {verb} {table}"
        yield from _compare_functions(cursor, roles)


def _compare_columns(role: str, table: str, verb: str, found: set[str], count: int) -> Iterator[str]:
    wanted = MATRIX[role].get(table, {}).get(verb)
    if wanted is None:
        if found:
            yield f"{role} may {verb} {table} ({', '.join(sorted(found))})"
    elif not wanted:
        if len(found) < count:
            yield f"{role} may not {verb} the whole of {table}"
    elif found != set(wanted):
        yield f"{role} may {verb} of {table} other columns than written: {', '.join(sorted(found ^ set(wanted)))}"


def _compare_functions(cursor: Any, roles: list[str]) -> Iterator[str]:
    for role in roles:
        for function in FUNCTIONS[role]:
            cursor.execute("SELECT has_function_privilege(%s, %s::regprocedure, 'EXECUTE')", [role, function])
            if cursor.fetchone() != (True,):
                yield f"{role} may not call {function}"
    cursor.execute(
        "SELECT f::regprocedure::text FROM unnest(%s) AS f", [[f for named in FUNCTIONS.values() for f in named]]
    )
    canonical = dict(
        zip([f for named in FUNCTIONS.values() for f in named], [row[0] for row in cursor.fetchall()], strict=True)
    )
    cursor.execute(_FUNCTIONS, [roles])
    for role, function in cursor.fetchall():
        if function not in {canonical[name] for name in FUNCTIONS[role]}:
            yield f"{role} may call {function}"
