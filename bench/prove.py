"""Open every code of a ledger and compare the fingerprint: the whole promise in one comparison."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from bench.crowd import Pace, address_of, each
from bench.entries import Entry, duplicates
from bench.page import PageError
from bench.send import most_common
from bench.visitor import Patience, UnansweredError, Visitor
from bench.walk import open_report

Verdict = Literal["same", "wrong fingerprint", "wrong reference", "failed"]


@dataclass(frozen=True)
class Proved:
    """What one code showed. `error` is a kind of failure when it did not open."""

    verdict: Verdict
    error: str = ""
    troubles: Counter[str] = field(default_factory=Counter)


def prove_all(origin: str, entries: Sequence[Entry], *, pace: Pace, patience: Patience, seed: int = 1) -> list[Proved]:
    """Open each entry's code at `/follow-up/`, each from an address of its own."""

    def person(number: int, entry: Entry) -> Proved:
        with Visitor(origin, address_of(number, seed), patience) as visitor:
            try:
                page = open_report(visitor, entry.code)
            except (PageError, UnansweredError) as error:
                return Proved("failed", str(error), visitor.troubles)
            verdict: Verdict = "same"
            if page.marked("fingerprint") != entry.fingerprint:
                verdict = "wrong fingerprint"
            elif page.marked("reference") not in (None, entry.reference):
                verdict = "wrong reference"
            return Proved(verdict, "", visitor.troubles)

    return each(entries, person, pace, "proved")


def prove_summary(entries: Sequence[Entry], outcomes: Sequence[Proved], seconds: float) -> dict[str, object]:
    """The figures; `value` counts the entries that opened and showed what was sent."""
    verdicts = Counter(one.verdict for one in outcomes)
    return {
        "name": "ledger_prove",
        "value": verdicts["same"],
        "unit": "reports",
        "n": len(entries),
        "opened": len(outcomes) - verdicts["failed"],
        "wrong_fingerprint": verdicts["wrong fingerprint"],
        "wrong_reference": verdicts["wrong reference"],
        "failed": verdicts["failed"],
        "not_tried": len(entries) - len(outcomes),
        "duplicates": duplicates(entries),
        "errors": most_common(Counter(one.error for one in outcomes if one.error)),
        "tried_again": most_common(sum((one.troubles for one in outcomes), Counter())),
        "seconds": round(seconds, 1),
    }
