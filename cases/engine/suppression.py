"""Which counts of a table may not be shown: those under five, and those that the others would give away. Pure Python."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

FEWEST: Final = 5


def suppressed(cells: Mapping[str, int], *, total_is_known: bool = True) -> dict[str, int | None]:
    """Return the cells with None for what is not shown.

    Counts from one to four are hidden. Where the total is known, what is hidden can be subtracted from it: one hidden
    cell alone is then as good as shown, and so are several that together stay under five. So the smallest of the
    others is hidden too, until at least two are hidden that make five together. No incident at all gives nobody away
    and may be shown.
    """
    hidden = {key for key, count in cells.items() if 0 < count < FEWEST}
    if not hidden or not total_is_known:
        return _without(cells, hidden)
    others = sorted((count, key) for key, count in cells.items() if count and key not in hidden)
    while others and _gives_away(cells, hidden):
        hidden.add(others.pop(0)[1])
    return dict.fromkeys(cells) if _gives_away(cells, hidden) else _without(cells, hidden)


def _gives_away(cells: Mapping[str, int], hidden: set[str]) -> bool:
    return len(hidden) < 2 or sum(cells[key] for key in hidden) < FEWEST


def _without(cells: Mapping[str, int], hidden: set[str]) -> dict[str, int | None]:
    return {key: None if key in hidden else count for key, count in cells.items()}
