"""Querysets whose SQL is written once.

A page asks the same of another case each time, and for what it asks Django takes longer to write the SQL than PostgreSQL
to answer it. What is given each time takes the place of marks that the SQL was written with; rows become objects as ever.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

M = TypeVar("M")
Given = int | str | datetime | Sequence[int]
_ONE = (int, str, datetime)
_FIRST_DAY = datetime(7000, 1, 1, tzinfo=UTC)
_FIRST_MARK = 1 << 52  # no id is as large


@dataclass(frozen=True)
class _Written:
    queryset: Any
    compiler: Any
    sql: str
    parameters: tuple[Any, ...]
    places: dict[Any, int]  # mark to its place among what is given


class Prepared(Generic[M]):
    """`build` makes the queryset of what is given: ids, lists of ids, words, times. Nothing else may change from call to call."""

    def __init__(self, build: Callable[..., "QuerySet[Any, M]"]) -> None:
        self._build = build
        self._written: dict[tuple[Any, ...], _Written] = {}

    def of(self, *given: Given) -> list[M]:
        """The rows. An empty list of ids asks as ever, since that is another question."""
        if any(not isinstance(one, _ONE) and not one for one in given):
            return list(self._build(*given))
        shape = tuple(type(one) if isinstance(one, _ONE) else len(one) for one in given)
        written = self._written.get(shape)
        if written is None:
            try:
                written = self._written[shape] = self._write(given)
            except EmptyResultSet:  # nobody with these rights sees a row
                return []
        return _ask(written, put_in(written.parameters, written.places, given))

    def _write(self, given: Sequence[Given]) -> _Written:
        def write(marked: list[Any]) -> tuple[str, Sequence[Any], Any]:
            queryset = self._build(*marked)
            compiler = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
            return *compiler.as_sql(), (queryset, compiler)

        sql, parameters, places, (queryset, compiler) = write_with_marks(write, given)
        return _Written(queryset, compiler, sql, parameters, places)


def write_with_marks(
    write: Callable[[list[Any]], tuple[str, Sequence[Any], Any]], given: Sequence[Given]
) -> tuple[str, tuple[Any, ...], dict[Any, int], Any]:
    """A statement written with marks in place of what is given, its parameters, and where each mark stands among it.

    Written twice, with other marks: raises `TypeError` where anything but the marks themselves differs, because the
    statement then works something out of what is given, and would be wrong for the next one.
    """
    marked, places = _marks_for(given, 0)
    sql, parameters, more = write(marked)
    again, others = _marks_for(given, 10_000)
    if (sql, _outline(parameters, places)) != ((second := write(again))[0], _outline(second[1], others)):
        raise TypeError("what is given does not stand in the statement by itself")
    return sql, tuple(parameters), places, more


def _marks_for(given: Sequence[Given], first: int) -> tuple[list[Any], dict[Any, int]]:
    marked: list[Any] = []
    places: dict[Any, int] = {}
    for one in given:
        place = len(places)
        number = first + place
        if isinstance(one, str):
            new: list[Any] = [f"mark {number}"]
        elif isinstance(one, datetime):
            new = [_FIRST_DAY + timedelta(days=number)]
        else:
            new = [_FIRST_MARK + number + more for more in range(1 if isinstance(one, int) else len(one))]
        marked.append(new[0] if isinstance(one, _ONE) else new)
        places |= {mark: place + at for at, mark in enumerate(new)}
    return marked, places


def _outline(parameters: Sequence[Any], places: Mapping[Any, int]) -> list[Any]:
    """The parameters, each mark as its place."""

    def outline(one: Any) -> Any:
        if isinstance(one, list | tuple):
            return [outline(each) for each in one]
        if isinstance(one, _ONE) and one in places:
            return "given", places[one]
        return getattr(one, "adapted", one)  # JSON comes wrapped, and no wrapping is like another

    return [outline(one) for one in parameters]


def put_in(parameters: Sequence[Any], places: Mapping[Any, int], given: Sequence[Given]) -> list[Any]:
    """The parameters with what is given in place of the marks."""
    flat = [*_flat(given)]

    def put(one: Any) -> Any:
        if isinstance(one, list | tuple):
            return [put(each) for each in one]
        return flat[places[one]] if isinstance(one, _ONE) and one in places else one

    return [put(one) for one in parameters]


def _flat(given: Sequence[Given]) -> Iterator[Any]:
    for one in given:
        if isinstance(one, _ONE):
            yield one
        else:
            yield from one


def _ask(written: _Written, parameters: list[Any]) -> list[Any]:
    compiler, query = copy(written.compiler), copy(written.queryset.query)
    compiler.connection = connections[DEFAULT_DB_ALIAS]  # each thread has its own
    compiler.as_sql = lambda *_, **__: (written.sql, parameters)
    query.get_compiler = lambda *_, **__: compiler
    rows: Any = QuerySet(written.queryset.model, query=query, using=DEFAULT_DB_ALIAS)
    rows._iterable_class, rows._fields = written.queryset._iterable_class, written.queryset._fields
    return list(rows)
