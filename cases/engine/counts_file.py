"""Daily counts as a CSV file: `date`, then one column a series, one row a day. Read whole before anything is said of it.

Pure Python. A missing date or an empty cell is a day without data, never zero. What cannot be read stops at its line.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import BinaryIO, Final

_LONGEST_LINE: Final = 1 << 16  # bytes
_MOST_SERIES: Final = 500
_MOST_CELLS: Final = 2_000_000  # 500 series over eleven years: some 100 MB
_MOST: Final = 1_000_000_000
_YEARS: Final = range(1900, 2101)

Span = tuple[date, date]


class CountsFileError(Exception):
    """Says which line cannot be read, and why."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")


@dataclass(frozen=True, slots=True)
class CountsFile:
    """Days in order, each with a count or None for every series."""

    series: tuple[str, ...]
    days: dict[date, tuple[int | None, ...]]

    def of(self, name: str) -> list[tuple[date, int]]:
        """Return the days of one series that have data."""
        at = self.series.index(name)
        return [(day, count) for day, counts in self.days.items() if (count := counts[at]) is not None]

    def missing_dates(self) -> list[Span]:
        """Return the spans, from and to, that have no row between the first and the last day."""
        return _between(list(self.days))

    def empty_cells(self, name: str) -> list[Span]:
        """Return the spans of rows in which a series has no count."""
        at = self.series.index(name)
        return _joined([day for day, counts in self.days.items() if counts[at] is None])


def read_counts(lines: BinaryIO) -> CountsFile:
    """Read the whole file. Raises `CountsFileError` for the first line that is not as it should be."""
    numbered = read_lines(lines)
    first = next(numbered, None)
    if first is None:
        raise CountsFileError(1, "the file is empty: a first line with `date` and the names of the series is needed.")
    series = _names(*first)
    days: dict[date, tuple[int | None, ...]] = {}
    lines_of: dict[date, int] = {}
    for number, cells in numbered:
        if len(cells) != len(series) + 1:
            raise CountsFileError(number, f"{len(cells)} columns where the first line has {len(series) + 1}.")
        day = _day(number, cells[0])
        if day in days:
            raise CountsFileError(number, f"{day} stands in line {lines_of[day]} already.")
        if (len(days) + 1) * len(series) > _MOST_CELLS:
            raise CountsFileError(number, f"more than {_MOST_CELLS:,} counts: give fewer series or fewer days at once.")
        days[day] = tuple(read_count(number, *pair) for pair in zip(series, cells[1:], strict=True))
        lines_of[day] = number
    if not days:
        raise CountsFileError(first[0], "no day follows the first line.")
    return CountsFile(series, dict(sorted(days.items())))


def read_lines(lines: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of each line that is not empty."""
    number = 0
    while raw := lines.readline(_LONGEST_LINE + 1):
        number += 1
        if len(raw) > _LONGEST_LINE:
            raise CountsFileError(number, f"longer than {_LONGEST_LINE:,} bytes.")
        try:
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            raise CountsFileError(number, "not text in UTF-8.") from None
        if "\0" in text:
            raise CountsFileError(number, "not text: it holds a NUL byte.")
        if not text.strip():
            continue
        try:
            cells = next(csv.reader([text.rstrip("\r\n")], strict=True))
        except csv.Error:
            raise CountsFileError(number, "its quotes do not close.") from None
        yield number, [cell.strip() for cell in cells]


def _names(number: int, cells: list[str]) -> tuple[str, ...]:
    first, *names = cells
    if first != "date":
        raise CountsFileError(number, f"the first column is called {_short(first)}, not `date`.")
    if not names:
        raise CountsFileError(number, "no series follows `date`.")
    if len(names) > _MOST_SERIES:
        raise CountsFileError(number, f"{len(names)} series; {_MOST_SERIES} can be read.")
    for place, name in enumerate(names, start=2):
        if not name:
            raise CountsFileError(number, f"column {place} has no name.")
        if len(name) > 60:
            raise CountsFileError(number, f"the name of column {place} is longer than 60 characters.")
        if name in names[: place - 2]:
            raise CountsFileError(number, f"two columns are called {_short(name)}.")
    return tuple(names)


def _day(number: int, cell: str) -> date:
    try:
        day = date.fromisoformat(cell)
    except ValueError:
        day = None
    if day is None or cell != day.isoformat():
        raise CountsFileError(number, f"{_short(cell)} is not a date such as 2017-06-06.")
    if day.year not in _YEARS:
        raise CountsFileError(number, f"{day} is not between {_YEARS[0]} and {_YEARS[-1]}.")
    return day


def read_count(number: int, name: str, cell: str) -> int | None:
    """Return the count in a cell, None for an empty one."""
    if not cell:
        return None
    digits = cell.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()):
        raise CountsFileError(number, f"{_short(cell)} in column {_short(name)} is not a whole number.")
    if cell != digits:
        raise CountsFileError(number, f"{_short(cell)} in column {_short(name)} is negative.")
    if len(digits) > 10 or int(digits) > _MOST:
        raise CountsFileError(number, f"{_short(cell)} in column {_short(name)} is above {_MOST:,}.")
    return int(digits)


def _short(cell: str) -> str:
    return f"`{cell[:40]}`"


def _between(days: list[date]) -> list[Span]:
    one = timedelta(days=1)
    return [(a + one, b - one) for a, b in pairwise(days) if b - a > one]


def _joined(days: list[date]) -> list[Span]:
    spans: list[Span] = []
    for day in days:
        if spans and day - spans[-1][1] == timedelta(days=1):
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    return spans
