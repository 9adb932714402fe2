"""The categoriser: an account in, suggestions with their reasons out. It advises; people decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cases.engine.evidence import Evidence, Span
from cases.engine.language import guess_language
from cases.engine.lists import MODEL, TERMS
from cases.engine.priority import Priority, prioritise
from cases.engine.rules import weigh
from cases.engine.text import LOOKED_AT, read_words
from reporting.taxonomy import KINDS, STRANDS

THRESHOLD: Final = 0.5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One key with its score from 0 to 1 and the places in the text, [start, end), that drove it."""

    key: str
    score: float
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Categorisation:
    """What the engine says of one account. An empty list of suggestions means "cannot say"."""

    language: str
    strands: tuple[Suggestion, ...]
    kinds: tuple[Suggestion, ...]
    priority: Priority
    model: str
    looked_at: int
    is_whole: bool

    def as_dict(self) -> dict[str, Any]:
        """Return plain data for JSON. `looked_at` is there only when the text was longer than that."""
        found: dict[str, Any] = {
            "language": self.language,
            "strands": [_plain(suggestion) for suggestion in self.strands],
            "kinds": [_plain(suggestion) for suggestion in self.kinds],
            "priority": {
                "level": self.priority.level,
                "reasons": [
                    {"key": reason.key, "text": reason.text, "evidence": [list(span) for span in reason.evidence]}
                    for reason in self.priority.reasons
                ],
            },
            "model": self.model,
        }
        return found if self.is_whole else {**found, "looked_at": self.looked_at}


def categorise(text: str, *, ticked: Sequence[str] = (), scores: bool = False) -> Categorisation:
    """Suggest strands, kinds and a priority for one account.

    `ticked` are the strands that the reporter chose: they give weight to a mere mention of that group and are
    never listed without words that speak for them; what was ticked is kept elsewhere, as the reporter's own.
    Only suggestions at or above `THRESHOLD` are listed, the likeliest first; with `scores` every key is, in
    the order of the taxonomy. Any string is answered; only its first `LOOKED_AT` characters are looked at.
    """
    words = read_words(text)
    hits = TERMS.find(words)
    strands, kinds = weigh(words, hits, frozenset(ticked))
    _add_parents(strands)
    is_incident = any(evidence.score() >= THRESHOLD for evidence in (*strands.values(), *kinds.values()))
    return Categorisation(
        language=guess_language(text, words),
        strands=_suggest(strands, STRANDS, scores),
        kinds=_suggest(kinds, KINDS, scores),
        priority=prioritise(text, words, hits, is_incident=is_incident),
        model=MODEL,
        looked_at=min(len(text), LOOKED_AT),
        is_whole=len(text) <= LOOKED_AT,
    )


def categorise_many(texts: Iterable[str], *, scores: bool = False) -> Iterator[Categorisation]:
    """Yield the answer for each text, in order, one at a time: the same as `categorise` gives alone."""
    return (categorise(text, scores=scores) for text in texts)


def _add_parents(strands: dict[str, Evidence]) -> None:
    """Let every piece of evidence for a strand speak for its parent too."""
    for key in list(strands):
        parent = STRANDS[key].parent
        if parent is not None:
            for span, weight in strands[key].weighed.items():
                strands[parent].add(span, weight)


def _suggest(found: dict[str, Evidence], keys: Iterable[str], scores: bool) -> tuple[Suggestion, ...]:
    nothing = Evidence()
    every = [
        Suggestion(key, evidence.score(), evidence.spans()) for key in keys for evidence in (found.get(key, nothing),)
    ]
    if scores:
        return tuple(every)
    return tuple(sorted((s for s in every if s.score >= THRESHOLD), key=lambda s: -s.score))


def _plain(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "key": suggestion.key,
        "score": suggestion.score,
        "evidence": [list(span) for span in suggestion.evidence],
    }
