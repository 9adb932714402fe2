"""What speaks for a key, and how strongly: pieces of evidence and their sum."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from cases.engine.text import Word

Span = tuple[int, int]

MOST_SPANS: Final = 20
"""Places shown for one key: the strongest are kept."""
_COUNTED: Final = 3


@dataclass(slots=True)
class Evidence:
    """Weighted places for one key. A weight is a probability in (0, 1)."""

    weighed: dict[Span, float] = field(default_factory=dict)

    def add(self, span: Span, weight: float) -> None:
        self.weighed[span] = max(weight, self.weighed.get(span, 0.0))

    def score(self) -> float:
        """Return 1 - Π(1 - weight) over the strongest few places: repetition alone is no proof."""
        doubt = 1.0
        for weight in sorted(self.weighed.values(), reverse=True)[:_COUNTED]:
            doubt *= 1.0 - weight
        return round(1.0 - doubt, 3)

    def spans(self) -> tuple[Span, ...]:
        """Return the strongest places in order, those that touch or overlap joined."""
        strongest = sorted(self.weighed, key=lambda span: (-self.weighed[span], span))[:MOST_SPANS]
        return join_spans(strongest)


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
