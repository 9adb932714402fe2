"""The places in an account that spoke for a key, and how strongly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from cases.engine.text import Word

Span = tuple[int, int]

MOST_SPANS: Final = 20
"""Places shown for one key: the strongest are kept."""
_SHARE: Final = 0.25  # of the strongest place's weight


@dataclass(slots=True)
class Evidence:
    """Places that spoke for one key, with the log-odds that each added."""

    weighed: dict[Span, float] = field(default_factory=dict)

    def add(self, span: Span, weight: float) -> None:
        """Count a place; what spoke against the key is no evidence for it."""
        if weight > 0:
            self.weighed[span] = max(weight, self.weighed.get(span, 0.0))

    def spans(self) -> tuple[Span, ...]:
        """Return the strongest places in order, those that overlap joined. What is weak beside them is no reason."""
        least = _SHARE * max(self.weighed.values(), default=0.0)
        strong = [span for span, weight in self.weighed.items() if weight >= least]
        strongest = sorted(strong, key=lambda span: (-self.weighed[span], span))[:MOST_SPANS]
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
