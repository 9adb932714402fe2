"""Agreement and drift, over the cases in which officers chose before they saw the suggestion."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.engine.measure import Tally, differs, kappa
from cases.queries.held_back import Chosen, chosen_before_shown
from reporting.taxonomy import KINDS, STRANDS

FEWEST = 30
RECENT = timedelta(weeks=4)
BEFORE = timedelta(weeks=12)
_CHANCE = 0.01  # p below which a difference counts as one


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """One key: `n` cases in which officer or machine named it."""

    key: str
    n: int
    precision: float
    recall: float
    f1: float
    kappa: float


@dataclass(frozen=True, slots=True)
class Figures:
    """`nothing`: cases in which the officer found none; in `false_alarms` of them something was suggested.

    `drift` is a sentence.
    """

    cases: int
    too_few: bool
    keys: tuple[KeyFigures, ...]
    drift: str
    nothing: int
    false_alarms: int


def agreement_figures(*, since: datetime, now: datetime) -> Figures:
    """Return precision, recall, F1 and Cohen's kappa of each key, and whether the last weeks differ."""
    cases = list(chosen_before_shown(since))
    nothing = [one for one in cases if not (one.strands or one.kinds)]
    false_alarms = sum(bool(one.suggested_strands or one.suggested_kinds) for one in nothing)
    if len(cases) < FEWEST:
        return Figures(len(cases), True, (), "", len(nothing), false_alarms)
    keys = [
        *(_figures(key, [(key in one.suggested_strands, key in one.strands) for one in cases]) for key in STRANDS),
        *(_figures(key, [(key in one.suggested_kinds, key in one.kinds) for one in cases]) for key in KINDS),
    ]
    told = tuple(line for line in keys if line.n)
    return Figures(len(cases), False, told, _drift(cases, now), len(nothing), false_alarms)


def _figures(key: str, pairs: Sequence[tuple[bool, bool]]) -> KeyFigures:
    tally = Tally(
        sum(a and b for a, b in pairs), sum(a and not b for a, b in pairs), sum(b and not a for a, b in pairs)
    )
    said, chosen = tally.hits + tally.extra, tally.hits + tally.missed
    return KeyFigures(
        key=key,
        n=tally.hits + tally.extra + tally.missed,
        precision=tally.hits / said if said else 0.0,
        recall=tally.hits / chosen if chosen else 0.0,
        f1=tally.f1(),
        kappa=kappa(pairs),
    )


def _drift(cases: Sequence[Chosen], now: datetime) -> str:
    """Compare the share of cases with the same strands in the last four weeks with that of the twelve before."""
    recent = [one for one in cases if one.decided_at >= now - RECENT]
    before = [one for one in cases if now - RECENT - BEFORE <= one.decided_at < now - RECENT]
    if len(recent) < FEWEST or len(before) < FEWEST:
        return "Too few cases in the last 4 weeks, or in the 12 before, to speak of drift."
    same = sum(one.strands == one.suggested_strands for one in recent)
    earlier = sum(one.strands == one.suggested_strands for one in before)
    p = differs(same, len(recent), earlier, len(before))
    share, other = same / len(recent), earlier / len(before)
    verdict = "beyond chance" if p < _CHANCE else "within chance"
    return f"Same strands in {share:.0%} of the last 4 weeks' cases, {other:.0%} of the 12 weeks before: {verdict} (p = {p:.3f})."
