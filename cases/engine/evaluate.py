"""`python -m cases.engine.evaluate`: how a model does on texts that it has not seen, by slice, as a Markdown table."""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from cases.engine.categorise import Categorisation, categorise
from cases.engine.measure import Row, Score, calibration_error
from cases.engine.model import SHIPPED, DamagedModelError, Model, load_model
from cases.engine.text import read_words
from cases.engine.training.corpus import SPLITS, BadTrainingDataError, Text, read_corpus, read_posts

# As outside data counts kinds: six of them, a sexual offence as an assault, stalking as harassment.
OUTSIDE: Final = {"sexual_offence": "physical_assault", "stalking": "harassment", "arson_danger": "criminal_damage"}
SIX: Final = ("criminal_damage", "physical_assault", "harassment", "threats", "verbal_abuse", "discrimination")
_TRIES: Final = 5
_NOW: Final = "immediate"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table. 2: something cannot be read, which one sentence says."""
    parser = argparse.ArgumentParser(prog="python -m cases.engine.evaluate", description="Measure a model by slice.")
    parser.add_argument("--model", type=Path, default=SHIPPED, help="default: the shipped one")
    parser.add_argument("--split", choices=SPLITS, default="test", help="which part of the corpus (default test)")
    parser.add_argument("--posts", type=Path, help="labelled posts too: those kept for measuring")
    given = parser.parse_args(arguments)
    try:
        model = load_model(given.model)
        texts = [text for text in read_corpus() if text.split == given.split]
        if given.posts:
            texts += [text for text in read_posts(given.posts) if text.split == given.split]
    except (BadTrainingDataError, DamagedModelError, OSError) as error:
        print(f"Cannot measure: {error}", file=sys.stderr)
        return 2
    for line in table(model, texts):
        print(line)
    return 0


def table(model: Model, texts: Iterable[Text]) -> Iterator[str]:
    """Yield the lines of a Markdown table: a row a slice, then all accounts together."""
    slices: dict[str, list[tuple[Text, Categorisation]]] = defaultdict(list)
    for text in texts:
        said = text, categorise(text.text, scores=True, model=model)
        for name in _slices_of(text):
            slices[name].append(said)
    yield f"Model {model.version}"
    yield ""
    yield (
        "| slice | texts | strands: micro F1 | macro F1 | none: flagged | calibration | kinds: macro F1 (six) | faithfulness "
        "| danger now: rings | others: ring |"
    )
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for name in sorted(slices):
        yield _line(name, slices[name], model)


def _slices_of(text: Text) -> tuple[str, ...]:
    if text.register == "account":
        language = "English accounts" if text.language == "en" else "accounts in other languages"
        return "all accounts", language, f"voice {text.voice}"
    return (f"all {text.register}s", f"voice {text.voice}")


def _line(name: str, said: Sequence[tuple[Text, Categorisation]], model: Model) -> str:
    strands, kinds = Score(), Score()
    rows: list[Row] = []
    none = flagged = 0
    now: list[bool] = []
    others: list[bool] = []
    for text, found in said:
        if text.priority is not None:
            (now if text.priority == _NOW else others).append(found.priority.level == _NOW)
        for one in found.strands:
            if one.key in text.known_strands:
                strands.add(one.key, one.is_listed, one.key in text.strands)
                rows.append((one.key, one.score, one.key in text.strands))
        if not text.strands:
            none += 1
            flagged += any(one.is_listed for one in found.strands if one.key in text.known_strands)
        if text.kinds is not None:
            listed = {OUTSIDE.get(one.key, one.key) for one in found.kinds if one.is_listed}
            true = {OUTSIDE.get(key, key) for key in text.kinds}
            for key in SIX:
                kinds.add(key, key in listed, key in true)
    faithful = faithfulness([text.text for text, found in said if any(one.is_listed for one in found.strands)], model)
    cells = [
        name, str(len(said)), f"{strands.micro():.3f}", f"{strands.macro(3):.3f}",
        f"{flagged} of {none}" if none else "–", f"{calibration_error(rows):.3f}",
        f"{kinds.macro(3):.3f}" if kinds.keys else "–", faithful, _of(now), _of(others),
    ]  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def _of(rings: Sequence[bool]) -> str:
    return f"{sum(rings)} of {len(rings)}" if rings else "–"


def faithfulness(texts: Sequence[str], model: Model, most: int = 200) -> str:
    """Return how much the likeliest strand's score falls without its evidence, and without as many random words.

    Comprehensiveness as in DeYoung et al., ERASER, 2020: mean of p(text) - p(text without the words); random words are
    drawn five times and never from the evidence. An empty string when no text has a suggestion.
    """
    drawn = random.Random(0)  # noqa: S311  (for choosing words to leave out)
    falls: list[float] = []
    others: list[float] = []
    for text in texts[:most]:
        best = max(categorise(text, scores=True, model=model).strands, key=lambda one: one.score)
        words = [place for place in _words_of(text) if not _is_inside(place, best.evidence)]
        inside = [place for place in _words_of(text) if _is_inside(place, best.evidence)]
        if not inside or len(words) < len(inside):
            continue
        falls.append(best.score - _score(_without(text, inside), best.key, model))
        tries = [_without(text, drawn.sample(words, len(inside))) for _ in range(_TRIES)]
        others.append(best.score - sum(_score(one, best.key, model) for one in tries) / _TRIES)
    if not falls:
        return "–"
    return f"{sum(falls) / len(falls):.2f} / {sum(others) / len(others):.2f}"


def _score(text: str, key: str, model: Model) -> float:
    return next(one.score for one in categorise(text, scores=True, model=model).strands if one.key == key)


def _words_of(text: str) -> list[tuple[int, int]]:
    return [(word.start, word.end) for word in read_words(text)]


def _is_inside(place: tuple[int, int], evidence: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place[0] and place[1] <= end for start, end in evidence)


def _without(text: str, places: Sequence[tuple[int, int]]) -> str:
    kept, end = [], 0
    for start, stop in sorted(places):
        kept.append(text[end:start])
        end = max(end, stop)
    return "".join(kept) + text[end:]


if __name__ == "__main__":
    sys.exit(main())
