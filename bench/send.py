"""Send reports through the public form and keep the ledger of those whose code was shown."""

import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bench.crowd import Pace, address_of, each, percentile
from bench.entries import Entry, Ledger
from bench.page import PageError
from bench.visitor import Patience, UnansweredError, Visitor
from bench.walk import Shown, Way, send_report, shown_on
from bench.words import as_typed, canonical, fingerprint, on_the_wire

LONGEST_CUT = 0.05


@dataclass(frozen=True)
class Habits:
    """How the people of a run behave.

    `cut`: share whose connection breaks at a random moment (up to 50 ms) after the report was sent off, and who
    send it again. `reload`: share who reload the sent page, so that the form goes off a second time.
    """

    path: Way = "quick"
    cut: float = 0.0
    reload: float = 0.0
    seed: int = 1


@dataclass(frozen=True)
class Sent:
    """What became of one person's report. `refused` is a kind of failure, or empty."""

    refused: str = ""
    seconds: float = 0.0
    walk_seconds: float = 0.0
    doubled: bool = False
    troubles: Counter[str] = field(default_factory=Counter)


def send_all(
    origin: str, texts: Sequence[str], ledger: Ledger, *, habits: Habits, pace: Pace, patience: Patience
) -> list[Sent]:
    """Send each text once; an entry is durable in `ledger` as soon as its code was shown, and never before."""

    def person(number: int, text: str) -> Sent:
        # Seeded by a string: Python turns a tuple of numbers into a seed differently from release to release.
        draw = random.Random(f"{habits.seed}/{number}")
        cut_after = draw.uniform(0.001, LONGEST_CUT) if draw.random() < habits.cut else None
        reloads = draw.random() < habits.reload
        words = as_typed(text)
        started = time.monotonic()
        with Visitor(origin, address_of(number, habits.seed), patience) as visitor:
            try:
                shown = send_report(visitor, words, habits.path, cut_after=cut_after)
            except (PageError, UnansweredError) as error:
                return Sent(refused=str(error), troubles=visitor.troubles)
            walked = time.monotonic() - started
            ledger.add(_entry(shown, words))
            doubled = reloads and _reloaded_differs(visitor, shown, words, ledger)
            return Sent("", shown.seconds, walked, doubled, visitor.troubles)

    return each(texts, person, pace, "sent")


def _reloaded_differs(visitor: Visitor, shown: Shown, words: str, ledger: Ledger) -> bool:
    """Whether sending the form again made another report: its code, then, is owed as well."""
    try:
        again = shown_on(visitor.reload(), visitor)
    except (PageError, UnansweredError) as error:
        visitor.troubles[f"reload: {error}"] += 1
        return False
    if (again.reference, again.code) == (shown.reference, shown.code):
        return False
    ledger.add(_entry(again, words))
    return True


def _entry(shown: Shown, words: str) -> Entry:
    sent = on_the_wire(words)
    size = len(canonical(sent).encode())
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    return Entry(shown.code, fingerprint(sent), shown.reference, size, at)


def send_summary(asked: int, outcomes: Sequence[Sent], seconds: float, seed: int) -> dict[str, object]:
    """The figures of a run that was asked to send `asked` reports in `seconds`."""
    accepted = [one for one in outcomes if not one.refused]
    sending, walking = [one.seconds for one in accepted], [one.walk_seconds for one in accepted]
    return {
        "name": "ledger_send",
        "value": len(accepted),
        "unit": "reports",
        "n": asked,
        "accepted": len(accepted),
        "refused": len(outcomes) - len(accepted),
        "not_sent": asked - len(outcomes),
        "doubled": sum(one.doubled for one in outcomes),
        "errors": most_common(Counter(one.refused for one in outcomes if one.refused)),
        "tried_again": most_common(sum((one.troubles for one in outcomes), Counter())),
        "p50_s": percentile(sending, 0.50),
        "p95_s": percentile(sending, 0.95),
        "walk_p50_s": percentile(walking, 0.50),
        "walk_p95_s": percentile(walking, 0.95),
        "seconds": round(seconds, 1),
        "per_second": round(len(accepted) / seconds, 2) if seconds > 0 else None,
        "seed": seed,
    }


def most_common(kinds: Counter[str]) -> list[dict[str, object]]:
    """The ten most frequent kinds, the most frequent first."""
    return [{"kind": kind, "n": n} for kind, n in kinds.most_common(10)]
