"""The places in an account that spoke for a key, and how strongly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from cases.engine.text import Word

Span = tuple[int, int]

MOST_SPANS: Final = 20
"""Places shown for one key: the strongest are kept."""
SHARE: Final = 0.4
"""Of the strongest place's weight: what has less is not shown."""


def strongest(weighed: Mapping[Span, float]) -> tuple[Span, ...]:
    """Return the strongest places in order, those that overlap joined. What is weak beside them is no reason.

    `weighed` are places that spoke for one key, with the log-odds that each added.
    """
    if not weighed:
        return ()
    least = SHARE * max(weighed.values())
    strong = [span for span, weight in weighed.items() if weight >= least]
    if len(strong) > MOST_SPANS:
        strong = sorted(strong, key=lambda span: (-weighed[span], span))[:MOST_SPANS]
    return join_spans(strong)


def join_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return `spans` in order with overlapping ones joined."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def span_of(words: Sequence[Word], first: int, last: int) -> Span:
    """Return the place in the original text of the words `first` to `last`, both included."""
    return words[first].start, words[last].end
