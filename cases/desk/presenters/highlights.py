"""The words of a report, with the places marked that drove the machine's suggestion."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from cases.desk.presenters import labels
from cases.engine.evidence import Span
from cases.models import Voice

MOST_CUES = 500


@dataclass(frozen=True)
class Piece:
    """Words in a row. `why` is empty where nothing is marked; `is_danger` where the cue is one of priority.

    `hidden` counts the characters that are not shown: the text is then empty.
    """

    text: str
    why: str = ""
    is_danger: bool = False
    hidden: int = 0


@dataclass(frozen=True)
class Cue:
    """A marked place, [start, end) in characters, and what it speaks for."""

    start: int
    end: int
    why: str
    is_danger: bool = False


def cues_of(voices: Iterable[Voice]) -> list[Cue]:
    """What the machine's voices point at."""
    cues: list[Cue] = []
    for voice in voices:
        for kind, name in (("strands", labels.strands), ("kinds", labels.kinds)):
            for one in voice.details.get(kind, []):
                cues += _cues(one, name([one.get("key", "")])[0])
        for reason in voice.details.get("priority", {}).get("reasons", []):
            cues += _cues(reason, _(reason.get("text", "")), is_danger=True)
    return cues[:MOST_CUES]


def pieces(words: str, cues: Sequence[Cue], hidden: Sequence[Span] = ()) -> list[Piece]:
    """The words cut at every edge of a cue; together they are exactly `words`, less the places that are `hidden`.

    `hidden` are in order and do not overlap; each is one piece, whatever cues lie in it.
    """
    cues = [cue for cue in cues if 0 <= cue.start < cue.end and cue.start < len(words)]
    places = [(start, min(end, len(words))) for start, end in hidden if start < len(words)]
    starts, ends = [start for start, _ in places], dict(places)

    def is_inside(edge: int) -> bool:
        at = bisect_left(starts, edge) - 1
        return at >= 0 and edge < places[at][1]

    of_cues = {min(edge, len(words)) for cue in cues for edge in (cue.start, cue.end)}
    edges = sorted({0, len(words), *starts, *ends.values(), *(edge for edge in of_cues if not is_inside(edge))})
    cut: list[Piece] = []
    for start, end in pairwise(edges):
        over = [cue for cue in cues if cue.start < end and cue.end > start]
        why = "; ".join(dict.fromkeys(cue.why for cue in over))
        is_hidden = start in ends
        text = "" if is_hidden else words[start:end]
        cut.append(Piece(text, why, any(cue.is_danger for cue in over), end - start if is_hidden else 0))
    return cut


def _cues(source: dict[str, Any], why: str, *, is_danger: bool = False) -> list[Cue]:
    spans = source.get("evidence", [])
    return [Cue(int(span[0]), int(span[1]), why, is_danger) for span in spans if len(span) == 2]
