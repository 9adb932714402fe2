"""Rows of any table, gathered and sent to PostgreSQL by COPY."""

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_IN_ARRAY = str.maketrans({"\\": "\\\\", '"': '\\"'})
_NULL = "\\N"
Written = Callable[[Any], str]


class Rows:
    """Unsaved rows by table. Their own defaults are filled in by their model, so that a new column needs nothing here.

    `elsewhere` names the table that takes the rows of a model instead of its own.
    """

    def __init__(self, elsewhere: dict[type[models.Model], str] | None = None) -> None:
        self._elsewhere = elsewhere or {}
        self._gathered: dict[type[models.Model], list[models.Model]] = {}

    def add(self, *rows: models.Model) -> None:
        """Keep these rows until `send`. One without a primary key gets it from the database."""
        for row in rows:
            self._gathered.setdefault(type(row), []).append(row)

    def send(self) -> int:
        """Send all that was gathered, in the caller's transaction; return how many rows that were.

        Foreign keys are checked at its end, so that the order of tables does not matter.
        """
        sent = 0
        for model, rows in self._gathered.items():
            _copy(rows, self._elsewhere.get(model, model._meta.db_table))
            sent += len(rows)
        self._gathered.clear()
        return sent


def reserve(model: type[models.Model], count: int) -> Iterator[int]:
    """So many primary keys that nobody else gets."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return iter([row[0] for row in cursor.fetchall()])


def _copy(rows: list[models.Model], table: str) -> None:
    fields = [one for one in rows[0]._meta.concrete_fields if not (one.primary_key and rows[0].pk is None)]
    columns = [(one.attname, _writer(one)) for one in fields]
    text = io.StringIO()
    for row in rows:
        text.write("\t".join([_cell(getattr(row, name), write) for name, write in columns]))
        text.write("\n")
    text.seek(0)
    named = ", ".join(f'"{one.column}"' for one in fields)
    with connection.cursor() as cursor:
        cursor.copy_expert(f'COPY "{table}" ({named}) FROM STDIN', text)


def _cell(value: Any, write: Written) -> str:
    return _NULL if value is None else write(value)


def _writer(field: "models.Field[Any, Any]") -> Written:
    if isinstance(field, models.JSONField):
        return lambda value: json.dumps(value, ensure_ascii=False).translate(_ESCAPED)
    if isinstance(field, ArrayField):
        return lambda value: _array(value).translate(_ESCAPED)
    if isinstance(field, models.BinaryField):
        return lambda value: "\\\\x" + bytes(value).hex()
    if isinstance(field, models.BooleanField):
        return lambda value: "t" if value else "f"
    return lambda value: str(value).translate(_ESCAPED)


def _array(values: list[str]) -> str:
    return "{" + ",".join(f'"{str(value).translate(_IN_ARRAY)}"' for value in values) + "}"
