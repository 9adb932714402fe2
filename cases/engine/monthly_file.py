"""Counts by month and borough as a CSV file: `month,borough,mps_strand,strand,count`. Read whole before it is used."""

from __future__ import annotations

from datetime import date
from typing import BinaryIO, Final, NamedTuple

from cases.engine.counts_file import CountsFileError, read_count, read_lines
from cases.engine.series_keys import RACIST
from reporting.taxonomy import STRANDS

COLUMNS: Final = ["month", "borough", "mps_strand", "strand", "count"]
_MOST: Final = 500_000  # rows: forty years of thirty boroughs and as many labels, some 200 MB
_BOTH: Final = "race+religion"  # of a source that counts the two as one: what we call racist incidents (all)


class Month(NamedTuple):
    """How many there were, and the strand that the label stands for or `racist_all`, empty for none."""

    had: int
    strand: str


def read_months(lines: BinaryIO) -> dict[tuple[str, date, str], Month]:
    """Return (label, first day of the month, borough) -> what is said. Raises `CountsFileError` for the first bad line."""
    numbered = read_lines(lines)
    number, header = next(numbered, (1, []))
    if header != COLUMNS:
        raise CountsFileError(number, f"the columns are not {', '.join(COLUMNS)}.")
    found: dict[tuple[str, date, str], Month] = {}
    for number, cells in numbered:
        if len(cells) != len(COLUMNS):
            raise CountsFileError(number, f"{len(cells)} columns where the first line has {len(COLUMNS)}.")
        month, borough, label, strand, count = cells
        if not borough or not label or len(borough) > 80 or len(label) > 80:
            raise CountsFileError(number, "borough and mps_strand need one to 80 characters.")
        key = (label, _first_day(number, month), borough)
        if key in found:
            raise CountsFileError(number, f"{month}, {borough}, {label} stands further up already.")
        if len(found) >= _MOST:
            raise CountsFileError(number, f"more than {_MOST:,} rows.")
        if (had := read_count(number, "count", count)) is None:
            raise CountsFileError(number, "no count; leave out a row without data.")
        found[key] = Month(had, RACIST if strand == _BOTH else strand if strand in STRANDS else "")
    if not found:
        raise CountsFileError(number, "no row follows the first line.")
    return found


def _first_day(number: int, month: str) -> date:
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise CountsFileError(number, f"`{month[:40]}` is not a month such as 2017-06.") from None
    return first
