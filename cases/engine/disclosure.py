"""Which counts of boroughs may leave, so that no file taken from another gives a count under five. Pure Python.

One month, one way of dating. A *row* is what is counted, in every borough: incidents or reports, of one strand or of all.
The city's total of each row is known to everybody. Rows lie within one another: what is left of a row without another is a
count too, and so is what two rows have in common that a third tells apart. No such count of one borough, and none of the
boroughs of which it can be worked out together, is from one to four.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from cases.engine.series_keys import ALL, RACIST, is_racist
from cases.engine.suppression import FEWEST, gives_away
from cases.enums import Counted
from reporting.taxonomy import STRANDS

Row = tuple[str, str]
"""What is counted (`incidents`, `reports`), and the strand: a key, `racist_all` or `all`."""

Table = Mapping[Row, Mapping[str, int]]

ROWS: Final[tuple[Row, ...]] = tuple((str(counted), key) for counted in Counted for key in (ALL, RACIST, *STRANDS))
"""In the order in which they may be shown: what comes first gives way last."""

Difference = Mapping[Row, int]


def is_part(part: str, whole: str) -> bool:
    """Whether every incident of one strand is one of the other."""
    if part in (whole, ALL):
        return False
    return whole == ALL or (whole == RACIST and is_racist(part)) or part.startswith(f"{whole}:")


def differences(rows: Collection[Row]) -> Iterator[Difference]:
    """Each way in which rows, added up and subtracted, count something finer than any one of them."""
    for counted, part in rows:
        for other, whole in rows:
            if counted == other and is_part(part, whole):
                yield {(other, whole): 1, (counted, part): -1}
    keys = [key for counted, key in rows if counted == Counted.INCIDENTS]
    for key in keys:
        if (Counted.REPORTS, key) in rows:
            yield {(str(Counted.REPORTS), key): 1, (str(Counted.INCIDENTS), key): -1}
    for counted in Counted:
        both = {(str(counted), "race"): 1, (str(counted), "religion"): 1, (str(counted), RACIST): -1}
        if both.keys() <= set(rows):
            yield both  # those who were attacked for both


def may_be_shown(table: Table, *, boroughs: Collection[str]) -> dict[Row, dict[str, int | None]]:
    """Return every row with None for what is not shown.

    Row by row: hidden is what is small, what would leave a small difference to a row that is shown already, and the
    smallest others until no sum of what is hidden tells either. At worst a whole row is hidden: then nothing is known but
    its total, which everybody knows.
    """
    hidden: dict[Row, set[str]] = {}
    full = {row: {one: table.get(row, {}).get(one, 0) for one in boroughs} for row in ROWS}
    for row in ROWS:
        others = {*hidden, row}
        of_it = [one for one in differences(sorted(others)) if row in one]
        hidden[row] = _hidden(row, full, hidden, of_it)
    return {row: {one: None if one in hidden[row] else full[row][one] for one in boroughs} for row in ROWS}


def _hidden(row: Row, full: Table, before: Mapping[Row, set[str]], of_it: Collection[Difference]) -> set[str]:
    cells, everything = full[row], set(full[row])
    if not any(cells.values()):
        return set()
    found = {one for one, count in cells.items() if 0 < count < FEWEST}
    while found != everything:
        more = _told(row, full, {**before, row: found}, of_it, everything) - found
        if more:
            found |= more
            continue
        if not (found and gives_away(cells, found)) and not _is_small(full, {**before, row: found}, of_it, everything):
            return found
        left = sorted({cells[one] for one in everything - found if cells[one]})
        found = {one for one in everything if one in found or cells[one] == left[0]} if left else everything
    return found


def _told(
    row: Row, full: Table, hidden: Mapping[Row, set[str]], of_it: Collection[Difference], everything: set[str]
) -> set[str]:
    """Boroughs in which the row must be hidden, as the others are shown there or are hidden there together."""
    found: set[str] = set()
    for difference in of_it:
        unknown: set[str] = set().union(*(hidden[one] for one in difference))
        found |= {one for one in everything - unknown if _small(_value(full, difference, {one}))}
        for group in _groups([hidden[one] for one in difference]):
            if group != everything and not group & hidden[row] and _small(_value(full, difference, group)):
                found |= group
    return found


def _is_small(full: Table, hidden: Mapping[Row, set[str]], of_it: Collection[Difference], everything: set[str]) -> bool:
    return any(
        _small(_value(full, difference, group))
        for difference in of_it
        for group in _groups([hidden[one] for one in difference])
        if group != everything
    )


def _groups(sets: Collection[set[str]]) -> list[set[str]]:
    """Boroughs that are known together only: sets of hidden ones that overlap, as one."""
    groups: list[set[str]] = []
    for one in sets:
        if one:
            apart = [group for group in groups if not group & one]
            groups = [*apart, one.union(*(group for group in groups if group & one))]
    return groups


def _value(full: Table, difference: Difference, boroughs: Collection[str]) -> int:
    return sum(sign * full[row][one] for row, sign in difference.items() for one in boroughs)


def _small(count: int) -> bool:
    return 0 < abs(count) < FEWEST
