"""Words that hurt to read: slurs, coarse abuse, cruelty in detail. A page may hide them until somebody asks.

Hiding is for whoever reads; it says nothing of what the account is, and nothing is ordered by it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import Final

from cases.engine.account import read_account
from cases.engine.evidence import Span, join_spans, span_of
from cases.engine.text import LOOKED_AT

MASK: Final = "█"
_ROLES: Final = frozenset({"slurs", "reclaimed"})
_SEXUAL: Final = frozenset({("sexual_offence", "sure"), ("harm", "sexual")})
# What no list of the engine holds as a slur, and nobody should have to meet unprepared.
_COARSE: Final = re.compile(
    r"\b(?:c[u*]nts?|bitch(?:es)?|whores?|sluts?|motherf\w+|faeces|excrement|"
    r"rap(?:e|ed|ing)|masturbat\w+|penis|genitals|decapitat\w+|behead\w*|dismember\w*|disembowel\w*|mutilat\w+|"
    r"(?:slit|cut|slash)\w*\s+(?:\w+\s+)?throats?|burn(?:ed|t|ing)?\s+(?:\w+\s+)?alive|"
    r"(?:skull|brains?|guts|intestines|eyeballs?)|pool\s+of\s+blood|covered\s+in\s+blood|blood\s+everywhere|corpses?)\b",
    re.IGNORECASE,
)

# What a word is written with, stars and signs for letters included: a part of one that is left gives the rest away.
_OF_A_WORD: Final = re.compile(r"[\w*@$]+(?:['’][\w*@$]+)*")


def hard_spans(text: str) -> tuple[Span, ...]:
    """Return the places [start, end) of such words, in order, none overlapping; each begins and ends where a word does.

    What lies beyond the first `LOOKED_AT` characters nobody has looked at: it counts as one such place.
    """
    words, hits, _ = read_account(text)
    harmless = {(hit.label.key, place) for hit in hits if hit.label.role == "harmless"
                for place in range(hit.first, hit.last + 1)}  # fmt: skip
    spans = [
        span_of(words, hit.first, hit.last)
        for hit in hits
        if (hit.label.role in _ROLES and (hit.label.key, hit.first) not in harmless)  # "my letterbox" insults nobody
        or (hit.label.key, hit.label.role) in _SEXUAL
    ]
    spans += [match.span() for match in _COARSE.finditer(text[:LOOKED_AT])]
    spans = _whole(text[:LOOKED_AT], spans) if spans else spans
    if len(text) > LOOKED_AT:
        spans.append((LOOKED_AT, len(text)))
    return join_spans(spans)


def _whole(text: str, spans: list[Span]) -> list[Span]:
    """The same places, as far as the words that they begin and end in."""
    words = [match.span() for match in _OF_A_WORD.finditer(text)]
    starts, ends = [start for start, _ in words], [end for _, end in words]
    whole = []
    for start, end in spans:
        first, last = bisect_right(starts, start) - 1, bisect_left(ends, end)
        begins = starts[first] if first >= 0 and ends[first] > start else start
        whole.append((begins, ends[last] if last < len(words) and starts[last] < end else end))
    return whole


def mask(text: str, spans: tuple[Span, ...]) -> str:
    """Return `text` with every character of these places replaced, so that each place stays where it was."""
    pieces, at = [], 0
    for start, end in spans:
        pieces += [text[at:start], MASK * (min(end, len(text)) - start)]
        at = end
    return "".join([*pieces, text[at:]])
