"""Counting at scale: exact as long as that is cheap, then about."""

import json
from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery

EXACT = 10_000  # up to here a count is exact


class CountUpTo(Subquery):
    """How many rows there are, as a column: it stops at the first one past `EXACT`, which then reads `EXACT + 1`."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, rows: "QuerySet[Any]") -> None:
        super().__init__(rows.order_by().values("pk")[: EXACT + 1])


def about(rows: "QuerySet[Any]") -> int:
    """The planner's estimate in two figures, never below `EXACT`: for what has been counted past it."""
    plan = json.loads(rows.order_by().values("pk").explain(format="json"))
    estimate = max(int(plan[0]["Plan"]["Plan Rows"]), EXACT)
    return int(float(f"{estimate:.1e}"))
