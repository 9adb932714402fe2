"""How quickly the categoriser reads, on one core."""

import time
from collections.abc import Iterator

from bench.crowd import percentile
from bench.words import BUILT_IN, choose, read_texts

TEXTS = 2_000
SEED = 1


def measure() -> Iterator[dict[str, object]]:
    """Categorise `TEXTS` accounts one by one, after a first that loads the word lists."""
    texts = choose(read_texts(BUILT_IN), TEXTS, SEED)
    started = time.perf_counter()
    from cases.engine.categorise import categorise  # here, because loading it is part of the first answer

    categorise(texts[0])
    yield {"name": "categorise_first", "value": _since(started), "unit": "s", "n": 1}
    each: list[float] = []
    for text in texts:
        started = time.perf_counter()
        categorise(text)
        each.append(time.perf_counter() - started)
    total = sum(each)
    characters = sum(map(len, texts))
    yield {"name": "categorise_rate", "value": round(TEXTS / total, 1), "unit": "texts/s", "n": TEXTS}
    yield {
        "name": "categorise_speed",
        "value": round(characters / total),
        "unit": "characters/s",
        "n": characters,
    }
    yield {"name": "categorise_p95", "value": percentile(each, 0.95), "unit": "s", "n": TEXTS}


def _since(started: float) -> float:
    return round(time.perf_counter() - started, 3)
