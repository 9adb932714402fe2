"""`python -m bench.posts --posts FILE`: labelled posts as an outsider would measure them, as a Markdown table.

A tenth of the posts is measured on, drawn by its text; those that stand nearly the same among the others are left out.
Only strands that a source could label count, and of them those at the top: whoever labels posts elsewhere hardly parts
religions. Two readings, since both are in use: all posts, and those alone that somebody found hateful. Beside the model
stands a plain one of words, learning from the other nine tenths: weighed by class, at a threshold of one half.

With `--unseen` each large source in turn is measured on, whole, by models that have learnt from everything else. It says
what to expect of posts that others collected and labelled. It trains a model a source, which takes some minutes each.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from cases.engine.categorise import categorise
from cases.engine.measure import Score
from cases.engine.model import SHIPPED, Model, load_model
from cases.engine.train import read_inputs
from cases.engine.training.build import build
from cases.engine.training.corpus import CORPUS, Text, read_posts
from reporting.taxonomy import STRANDS

TOP: Final = tuple(key for key, strand in STRANDS.items() if strand.parent is None)
_FEWEST: Final = 10
_LARGE: Final = 1_000
_SHINGLE: Final = 5
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_LEFT_OUT: Final = re.compile(r"@\w+|https?://\S+|<\w+>|\b(?:user|url)\b")

Listed = Sequence[frozenset[str]]


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.posts", description="Measure a model on labelled posts.")
    parser.add_argument("--posts", type=Path, required=True, help="labelled posts, as for cases.engine.train")
    parser.add_argument("--model", type=Path, default=SHIPPED, help="default: the shipped one")
    parser.add_argument("--unseen", action="store_true", help="on sources that were not learnt from, each in turn")
    given = parser.parse_args()
    if given.unseen:
        with tempfile.TemporaryDirectory() as folder:
            for line in unseen(given.posts, Path(folder)):
                print(line, flush=True)
        return 0
    posts = [text for text in read_posts(given.posts) if text.register == "post"]
    learning = [text for text in posts if text.split == "train"]
    test = without_near_copies([text for text in posts if text.split == "test"], learning)
    model = load_model(given.model)
    for line in table(test, {model.version: listed_by(model, test), "words, plain": plain(learning, test)}):
        print(line)
    return 0


def unseen(posts: Path, folder: Path) -> Iterator[str]:
    """Yield the lines of a table for each source of `_LARGE` posts or more. Models are written to `folder`."""
    texts, inputs = read_inputs(CORPUS, posts, None)
    sources = Counter(text.voice for text in texts if text.register == "post")
    for source in sorted(source for source, count in sources.items() if count >= _LARGE):
        others = [text for text in texts if text.voice != source]
        path = folder / "others.npz"
        print(f"without {source}:", file=sys.stderr)
        build(others, inputs, path, lambda line: print(line, file=sys.stderr, flush=True))
        test = [text for text in texts if text.voice == source]
        learning = [text for text in others if text.register == "post" and text.split == "train"]
        listed = listed_by(load_model(path), test)
        yield from table(test, {"learnt from the others": listed, "words, plain": plain(learning, test)})


def listed_by(model: Model, test: Sequence[Text]) -> Listed:
    """Return what a model suggests."""
    return [frozenset(one.key for one in categorise(text.text, model=model).strands) for text in test]


def without_near_copies(test: Sequence[Text], learning: Sequence[Text]) -> list[Text]:
    """Return the texts that share less than half of their runs of five words with all texts learnt from together."""
    known = {run for text in learning for run in _runs(text.text)}
    kept = []
    for text in test:
        runs = _runs(text.text)
        if 2 * len(runs & known) < len(runs):
            kept.append(text)
    return kept


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _LETTERS.findall(_LEFT_OUT.sub(" ", text.casefold()))
    return {tuple(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1))}


def plain(learning: Sequence[Text], test: Sequence[Text]) -> Listed:
    """Return what one logistic regression a strand finds, over words and pairs weighed by rarity."""
    vectorizer = TfidfVectorizer(min_df=2, ngram_range=(1, 2), sublinear_tf=True)
    matrix = vectorizer.fit_transform([text.text for text in learning])
    other = vectorizer.transform([text.text for text in test])
    listed: list[set[str]] = [set() for _ in test]
    for key in TOP:
        known = np.array([key in text.known_strands for text in learning])
        labels = np.array([key in text.strands for text in learning])
        if labels[known].sum() < _FEWEST:
            continue
        fitted = LogisticRegression(C=4.0, solver="liblinear", class_weight="balanced", random_state=0)
        fitted.fit(matrix[known], labels[known])
        for at in np.flatnonzero(fitted.predict(other)).tolist():
            listed[at].add(key)
    return [frozenset(keys) for keys in listed]


def table(test: Sequence[Text], ways: Mapping[str, Listed]) -> Iterator[str]:
    """Yield the lines: a row a way, reading and source. F1 over keys that at least `_FEWEST` posts have."""
    slices: dict[str, list[int]] = defaultdict(list)
    several = len({text.voice for text in test}) > 1
    for number, text in enumerate(test):
        for name in [*(["all sources"] if several else []), text.voice.removeprefix("posts-")]:
            slices[f"{name}, all posts"].append(number)
            if text.strands:
                slices[f"{name}, hateful ones"].append(number)
    yield "| posts | n | " + " | ".join(f"{way}: macro F1 / micro F1 / harmless flagged" for way in ways) + " |"
    yield "|---|---|" + "---|" * len(ways)
    for name in sorted(slices):
        cells = [_cell([(test[at], listed[at]) for at in slices[name]]) for listed in ways.values()]
        yield f"| {name} | {len(slices[name])} | " + " | ".join(cells) + " |"


def _cell(found: Sequence[tuple[Text, frozenset[str]]]) -> str:
    score, none, flagged = Score(), 0, 0
    for text, listed in found:
        keys = [key for key in TOP if key in text.known_strands]
        for key in keys:
            score.add(key, key in listed, key in text.strands)
        if not text.strands:
            none, flagged = none + 1, flagged + any(key in listed for key in keys)
    share = f"{flagged / none:.0%}" if none else "–"
    return f"{score.macro(_FEWEST):.3f} / {score.micro():.3f} / {share}"


if __name__ == "__main__":
    sys.exit(main())
