"""How many reports the public form takes in, how quickly, and whether each can be found again."""

import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.crowd import Pace
from bench.entries import Ledger, read_ledger
from bench.ledger import is_lossy
from bench.product import running_product
from bench.prove import prove_all, prove_summary
from bench.send import Habits, send_all, send_summary
from bench.visitor import Patience
from bench.words import BUILT_IN, choose, read_texts

REPORTS = 300
SEED = 1


def measure() -> Iterator[dict[str, object]]:
    """Send `REPORTS` reports, eight people at a time, to a product of its own; then open every code."""
    texts = choose(read_texts(BUILT_IN), REPORTS, SEED)
    pace, patience = Pace(), Patience()
    with running_product() as origin, TemporaryDirectory(prefix="heard-ledger-") as folder:
        path = Path(folder) / "ledger.jsonl"
        started = time.monotonic()
        with Ledger(path) as ledger:
            sent = send_all(origin, texts, ledger, habits=Habits(seed=SEED), pace=pace, patience=patience)
        figures = send_summary(len(texts), sent, time.monotonic() - started, SEED)
        yield {**figures, "pass": not is_lossy(figures)}
        yield _line("submission_rate", figures["per_second"], "reports/s", figures)
        yield _line("submission_p50", figures["p50_s"], "s", figures)
        yield _line("submission_p95", figures["p95_s"], "s", figures)
        entries, started = read_ledger(path), time.monotonic()
        proved = prove_all(origin, entries, pace=pace, patience=patience, seed=SEED)
        figures = prove_summary(entries, proved, time.monotonic() - started)
        yield {**figures, "pass": bool(entries) and not is_lossy(figures)}


def _line(name: str, value: object, unit: str, figures: dict[str, object]) -> dict[str, object]:
    return {"name": name, "value": value, "unit": unit, "n": figures["accepted"], "at_once": Pace().at_once}
