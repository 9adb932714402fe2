"""Counting at scale: exact as long as that is cheap, then about."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from cases.queries.prepared import Given, put_in, write_with_marks

EXACT = 10_000  # up to here a count is exact


def counted_up_to(rows: "dict[str, QuerySet[Any]]") -> dict[str, int]:
    """How many rows each has, one statement: it stops at the first one past `EXACT`, which then reads `EXACT + 1`."""
    return _count([*rows], *_written(rows))


class PreparedCounts:
    """`counted_up_to` whose statement is written once: `build` makes the querysets of what is given (`Prepared`)."""

    def __init__(self, build: "Callable[..., dict[str, QuerySet[Any]]]") -> None:
        self._build = build
        self._known: tuple[list[str], str, tuple[Any, ...], dict[Any, int]] | None = None

    def of(self, *given: Given) -> dict[str, int]:
        """Each number."""
        if self._known is None:
            sql, parameters, places, names = write_with_marks(self._write, given)
            self._known = names, sql, parameters, places
        names, sql, kept, places = self._known
        return _count(names, sql, put_in(kept, places, given))

    def _write(self, marked: list[Any]) -> tuple[str, list[Any], list[str]]:
        rows = self._build(*marked)
        return *_written(rows), [*rows]


def _written(rows: "dict[str, QuerySet[Any]]") -> tuple[str, list[Any]]:
    columns: list[str] = []
    parameters: list[Any] = []
    for one in rows.values():
        try:
            sql, given = one.order_by().values("pk")[: EXACT + 1].query.sql_with_params()
        except EmptyResultSet:
            columns.append("0")
        else:
            columns.append(f"(SELECT count(*) FROM ({sql}) AS counted)")  # noqa: S608 (compiled by Django)
            parameters += given
    return f"SELECT {', '.join(columns)}", parameters


def _count(names: Sequence[str], sql: str, parameters: Sequence[Any]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return dict(zip(names, cursor.fetchone(), strict=True))


def about(rows: "QuerySet[Any]") -> int:
    """The planner's estimate in two figures, never below `EXACT`: for what has been counted past it."""
    plan = json.loads(rows.order_by().values("pk").explain(format="json"))
    estimate = max(int(plan[0]["Plan"]["Plan Rows"]), EXACT)
    return int(float(f"{estimate:.1e}"))
