"""Which counts of a table may not be shown: those under five, and those that the others would give away. Pure Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

FEWEST: Final = 5


def suppressed(cells: Mapping[str, int], *, total_is_known: bool = True) -> dict[str, int | None]:
    """Return the cells with None for what is not shown.

    Counts from one to four are hidden. Where the total is known, what is hidden can be subtracted from it: one hidden
    cell alone is then as good as shown, and so are several that together stay under five, or are all ones or all fours.
    So the smallest of the others is hidden too, with all that are alike, as which of them is hidden would tell which is
    the small one; until at least two are hidden of which the sum tells nothing. No incident at all gives nobody away
    and may be shown.
    """
    hidden = {key for key, count in cells.items() if 0 < count < FEWEST}
    if not hidden or not total_is_known:
        return _without(cells, hidden)
    others = sorted({count for key, count in cells.items() if count and key not in hidden})
    while others and gives_away(cells, hidden):
        smallest = others.pop(0)
        hidden |= {key for key, count in cells.items() if count == smallest}
    return dict.fromkeys(cells) if gives_away(cells, hidden) else _without(cells, hidden)


def as_said(count: int, before: Sequence[int]) -> int:
    """A count that differs by fewer than five from what was said before is said as it was: the difference is a count too.

    `before` is what was ever said of it, the newest first; of several that are near the nearest is repeated.
    """
    near = [said for said in before if abs(count - said) < FEWEST]
    return min(near, key=lambda said: abs(count - said), default=count)


def gives_away(cells: Mapping[str, int], hidden: set[str]) -> bool:
    """Whether the sum of what is hidden, which the total gives, tells a count of it."""
    total = sum(cells[key] for key in hidden)
    return len(hidden) < 2 or total < FEWEST or total in (len(hidden), (FEWEST - 1) * len(hidden))


def _without(cells: Mapping[str, int], hidden: set[str]) -> dict[str, int | None]:
    return {key: None if key in hidden else count for key, count in cells.items()}
