"""Counting at scale: exact as long as that is cheap, then about."""

import json
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

EXACT = 10_000  # up to here a count is exact


def counted_up_to(rows: "dict[str, QuerySet[Any]]") -> dict[str, int]:
    """How many rows each has, one statement: it stops at the first one past `EXACT`, which then reads `EXACT + 1`."""
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
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}", parameters)
        return dict(zip(rows, cursor.fetchone(), strict=True))


def about(rows: "QuerySet[Any]") -> int:
    """The planner's estimate in two figures, never below `EXACT`: for what has been counted past it."""
    plan = json.loads(rows.order_by().values("pk").explain(format="json"))
    estimate = max(int(plan[0]["Plan"]["Plan Rows"]), EXACT)
    return int(float(f"{estimate:.1e}"))
