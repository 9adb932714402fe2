"""Which key of ours a series of somebody else's counts stands for. Pure data."""

from __future__ import annotations

from typing import Final

from reporting.taxonomy import RACIST_ALL, STRANDS

RACIST: Final = "racist_all"
"""The key of "racist incidents (all)": each incident once that has `race` or any `religion`."""

ALL: Final = "all"
"""The key of all incidents, each once, whatever strands it has."""

_OTHER_NAMES: Final = {
    "islamophobic": "religion:anti-muslim", "islamophobia": "religion:anti-muslim", "anti_muslim": "religion:anti-muslim",
    "antisemitic": "religion:antisemitic", "anti_semitic": "religion:antisemitic", "antisemitism": "religion:antisemitic",
    "other_racist": "race", "racist": "race", "homophobic": "sexual_orientation", "biphobic": "sexual_orientation",
    "transphobic": "transgender", "disablist": "disability", "faith": "religion",
}  # fmt: skip


def key_of(series: str) -> str:
    """Return the strand that a series stands for; a name that nobody knows stands for itself."""
    name = series.strip().lower().replace("-", "_").replace(" ", "_")
    if series in STRANDS:
        return series
    return _OTHER_NAMES.get(name, name if name in STRANDS else series)


def is_racist(key: str) -> bool:
    """Whether a series counts under "racist incidents (all)"."""
    return key in RACIST_ALL


def holds(wider: str, narrower: str) -> bool:
    """Whether all that counts under one key counts under the other: under itself, its parent, "racist incidents", all."""
    if wider in (ALL, narrower) or narrower.startswith(f"{wider}:"):
        return True
    return wider == RACIST and is_racist(narrower)
