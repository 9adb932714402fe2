"""One case that was found, in words, with the places where they stand."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.presenters import labels, times
from cases.desk.presenters.hidden import Veil
from cases.desk.presenters.what_it_is import what_it_is
from cases.engine.findable import START, STOP, shown
from cases.queries.search_passages import OPENING, Excerpt, Hit

MOST_EXCERPTS = 3
LONGEST = 600  # characters of a passage: a word may be as long as a report
_HIT = re.compile(f"{START}(.*?){STOP}", re.DOTALL)

FIELD_HELP = (
    ("state:open", gettext_lazy("new, in_progress, waiting, closed, or open for all that are not closed")),
    ("priority:high", gettext_lazy("immediate, high, standard or routine")),
    ("strand:race", gettext_lazy("race, religion, anti-muslim, antisemitic, disability and so on")),
    ("kind:threats", gettext_lazy("threats, physical_assault, online_abuse and so on")),
    ("officer:me", gettext_lazy("a user name, me or nobody")),
    ("area:peckham", gettext_lazy("a part of the place as it was given")),
    ("language:pl", gettext_lazy("a code of two letters, or the name: polish")),
    ("channel:phone", gettext_lazy("web, phone, counter, letter, officer, api or import")),
    ("lane:held", gettext_lazy("main, held, or batch for an imported backlog")),
    ("email:name@example.org", gettext_lazy("whoever reported and may be reached at this very address")),
    ("phone:“020 7946 0018”", gettext_lazy("whoever reported and may be reached at this very number")),
    ("from:1/3/2027", gettext_lazy("received on that day or later")),
    ("until:31/3/2027", gettext_lazy("received on that day or earlier")),
)


@dataclass(frozen=True)
class Piece:
    """Words in a row, looked for or not."""

    text: str
    is_hit: bool


@dataclass(frozen=True)
class Passage:
    """Where it stands, and what stands there."""

    where: str
    pieces: list[Piece]
    is_cut_before: bool
    is_cut_behind: bool


@dataclass(frozen=True)
class SearchHit:
    """What the list shows of a case."""

    hit: Hit
    state: str
    state_colour: str
    priority: str
    priority_colour: str
    received: str
    what_it_is: str
    officer: str
    opening: str
    is_cut: bool
    passages: list[Passage]


def search_hit(hit: Hit, veil: Veil) -> SearchHit:
    """Say of a case what the list shows."""
    case = hit.case
    return SearchHit(
        hit=hit,
        state=labels.state(case.state),
        state_colour=labels.state_colour(case.state),
        priority=labels.priority(case.priority),
        priority_colour=labels.priority_colour(case.priority),
        received=times.moment(case.received_at),
        what_it_is=what_it_is(case, hit.ticked, is_blind=hit.is_blind).in_short,
        officer=case.officer.known_as if case.officer else "",
        opening="" if hit.excerpts else veil.over(shown(hit.opening[:OPENING])),
        is_cut=len(hit.opening) > OPENING,
        passages=[_passage(one, hit, veil) for one in hit.excerpts[:MOST_EXCERPTS]],
    )


def pieces(marked: str) -> list[Piece]:
    """Marked words cut at their marks; a mark without its other half is dropped."""
    cut = _HIT.split(marked)
    found = [Piece(shown(re.sub(f"[{START}{STOP}]", "", text)), place % 2 == 1) for place, text in enumerate(cut)]
    room, fitting = LONGEST, []
    for piece in found:
        if piece.text and room > 0:
            fitting.append(Piece(piece.text[:room], piece.is_hit))
        room -= len(piece.text)
    return fitting


def _passage(excerpt: Excerpt, hit: Hit, veil: Veil) -> Passage:
    where = _("Report %s and its messages") % excerpt.reference if excerpt.reference else _("Notes and decisions")
    if hit.references == [excerpt.reference]:
        where = _("Report and messages")
    found = pieces(excerpt.text)
    texts = veil.cut_up([piece.text for piece in found])
    shown_pieces = [Piece(text, piece.is_hit) for text, piece in zip(texts, found, strict=True)]
    return Passage(where, shown_pieces, excerpt.is_cut_before, excerpt.is_cut_behind)
