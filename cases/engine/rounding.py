"""Rounding a probability, as it is done for every key of every account."""

from __future__ import annotations


def rounded(share: float) -> float:
    """Return `round(share, 3)`, in a third of the time."""
    thousandths = share * 1000.0
    nearest = int(thousandths + 0.5)
    if -0.49999 < thousandths - nearest < 0.49999:
        return nearest / 1000
    return round(share, 3)  # two are as near, but for what a float cannot hold
