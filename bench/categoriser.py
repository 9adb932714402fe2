"""How quickly the categoriser loads and reads, on one core, and what memory it takes for itself."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Iterator
from typing import Final

import psutil

from bench.crowd import percentile

ROUNDS: Final = 5
_MB: Final = 1_000_000

# What is made to be slow, long or strange: each must be answered within a second.
HOSTILE: Final = {
    "nothing": "",
    "emoji": "\U0001f621",
    "10_mb": "They shouted at my mum outside the mosque. " * 240_000,
    "repeats": "muslim " * 100_000,
    "one_word": "a" * 1_000_000,
    "stars": "n*" * 100_000,
    "signs": "(((" * 100_000,
    "numbers": "0 (" * 100_000,
    "handles": "@" * 200_000,
    "scripts": "p\u0430k\u0456 \u0645\u0633\u0644\u0645 \u4f60\u597d \u05d9\u05d4\u05d5\u05d3\u05d9 " * 20_000,
    "marks": "e" + "\u0301" * 200_000,
    "nul": "\0" * 200_000,
    "never_seen": " ".join(
        "".join(chr(97 + number * 7919 // 26**place % 26) for place in range(5)) for number in range(33_000)
    ),
}


def measure() -> Iterator[dict[str, object]]:
    """Load lists and model, then read the corpus' English accounts, several times over.

    `categorise_load` is told in seconds with the libraries that it needs, `categorise_load_others` is what the first
    account in another language takes longer, `categorise_memory` in MB beyond what
    Python had before, the rate in accounts a second in one stream, and the time of one account in seconds.
    """
    before = _memory()
    started = time.perf_counter()
    from cases.engine.categorise import categorise, categorise_many  # here: loading it is what is measured

    categorise("They shouted at him on the bus and it was not the first time.")
    yield {"name": "categorise_load", "value": round(time.perf_counter() - started, 3), "unit": "s", "n": 1}
    started = time.perf_counter()
    categorise("Ein Mann hat mich angeschrien und bespuckt.")  # the lists of other languages are built when needed
    yield {"name": "categorise_load_others", "value": round(time.perf_counter() - started, 3), "unit": "s", "n": 1}
    yield {"name": "categorise_memory", "value": round((_memory() - before) / _MB, 1), "unit": "MB", "n": 1}
    gc.freeze()

    from cases.engine.training.corpus import read_corpus

    texts = [text.text for text in read_corpus() if text.register == "account" and text.language == "en"]
    rates = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        for _found in categorise_many(texts):
            pass
        rates.append(len(texts) / (time.perf_counter() - started))
    words = sum(len(text.split()) for text in texts) / len(texts)
    yield {
        "name": "categorise_rate", "value": round(statistics.median(rates), 1), "unit": "accounts/s", "n": len(texts),
        "words": round(words, 1), "slowest": round(min(rates), 1), "rounds": ROUNDS,
    }  # fmt: skip
    each = []
    for text in texts:
        started = time.perf_counter()
        categorise(text)
        each.append(time.perf_counter() - started)
    yield {"name": "categorise_one_p95", "value": percentile(each, 0.95), "unit": "s", "n": len(texts)}
    yield {"name": "categorise_one_p50", "value": percentile(each, 0.5), "unit": "s", "n": len(texts)}
    for name, text in HOSTILE.items():
        started = time.perf_counter()
        categorise(text)
        took = round(time.perf_counter() - started, 3)
        yield {"name": f"categorise_hostile_{name}", "value": took, "unit": "s", "n": 1}
    yield {"name": "categorise_memory_after", "value": round((_memory() - before) / _MB, 1), "unit": "MB", "n": 1}


def _memory() -> int:
    return int(psutil.Process().memory_info().rss)
