"""The words of a report, with the places marked that drove the machine's suggestion."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from cases.desk.presenters import labels
from cases.models import Voice

MOST_CUES = 500


@dataclass(frozen=True)
class Piece:
    """Words in a row. `why` is empty where nothing is marked; `is_danger` where the cue is one of priority."""

    text: str
    why: str = ""
    is_danger: bool = False


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


def pieces(words: str, cues: Sequence[Cue]) -> list[Piece]:
    """The words cut at every edge of a cue; together they are exactly `words`."""
    cues = [cue for cue in cues if 0 <= cue.start < cue.end and cue.start < len(words)]
    edges = sorted({0, len(words), *(edge for cue in cues for edge in (cue.start, min(cue.end, len(words))))})
    cut: list[Piece] = []
    for start, end in pairwise(edges):
        over = [cue for cue in cues if cue.start <= start and cue.end >= end]
        why = "; ".join(dict.fromkeys(cue.why for cue in over))
        cut.append(Piece(words[start:end], why, any(cue.is_danger for cue in over)))
    return cut


def _cues(source: dict[str, Any], why: str, *, is_danger: bool = False) -> list[Cue]:
    spans = source.get("evidence", [])
    return [Cue(int(span[0]), int(span[1]), why, is_danger) for span in spans if len(span) == 2]
