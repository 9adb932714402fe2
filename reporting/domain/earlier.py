"""What somebody writes about an earlier report of theirs: the reference is kept, the secret code never is."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from reporting.domain import crockford, follow_up_code
from reporting.domain.follow_up import reference_behind
from reporting.domain.own_code import MASK

EARLIER = "told_before_reference"
_LENGTH = follow_up_code.SELECTOR_LENGTH + follow_up_code.SECRET_LENGTH
_PIECE = re.compile(r"[^\W_]+")
_MOST_TRIED = 100
_FEWEST_DIGITS = 2


def without_codes(answers: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
    """The answers with each follow-up code in that about an earlier report replaced by the reference of its report.

    What has the shape of a code and opens nothing (stopped, or with a slip in it) is masked. A second call changes nothing.
    """
    given = dict(answers)
    typed = given.get(EARLIER)
    if isinstance(typed, str) and typed.strip():
        given[EARLIER] = _without_codes(typed, now)
    return given


def _without_codes(typed: str, now: datetime) -> str:
    runs = _runs(typed)
    instead = {run: reference_behind(typed[slice(*run)], now=now) for run in runs[:_MOST_TRIED]}
    instead |= {run: MASK for run in runs if not instead.get(run) and _is_written_as_a_code(typed[slice(*run)])}
    # What opens a report comes first: words before a code can make up a run with its beginning.
    chosen: list[tuple[int, int]] = []
    for run in sorted((run for run in runs if instead.get(run)), key=lambda run: instead[run] == MASK):
        if all(run[1] <= start or end <= run[0] for start, end in chosen):
            chosen.append(run)
    for start, end in sorted(chosen, reverse=True):
        typed = typed[:start] + instead[start, end] + typed[end:]
    return typed


def _runs(typed: str) -> list[tuple[int, int]]:
    """Where words that follow each other hold as many characters as a code has, all of its alphabet."""
    pieces = [found.span() for found in _PIECE.finditer(typed)]
    runs: list[tuple[int, int]] = []
    for at, (start, _) in enumerate(pieces):
        for _, end in pieces[at : at + _LENGTH]:
            meant = crockford.read(typed[start:end])
            if len(meant) >= _LENGTH:
                if len(meant) == _LENGTH and all(one in crockford.ALPHABET for one in meant):
                    runs.append((start, end))
                break
    return runs


def _is_written_as_a_code(run: str) -> bool:
    """In groups of four, or all in one, with numbers among the letters: no sentence looks like that."""
    lengths = {len(piece) for piece in _PIECE.findall(run)}
    return lengths in ({4}, {_LENGTH}) and sum(character.isdigit() for character in run) >= _FEWEST_DIGITS
