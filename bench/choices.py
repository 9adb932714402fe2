"""`python -m bench.choices [--posts FILE]`: what each part of the categoriser earns, as a Markdown table.

Every way of categorising learns from the same texts (the first: from posts alone), has its thresholds chosen on a fifth
of the voices that it has not seen, and is measured on the corpus' voices kept for measuring.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from cases.engine.features import is_strong
from cases.engine.layer import Layer
from cases.engine.measure import Row, Score, choose_threshold
from cases.engine.scoring import BY_LETTERS
from cases.engine.training.build import layers_of, rows_of, tells_as_account
from cases.engine.training.corpus import read_corpus, read_posts
from cases.engine.training.fit import (
    COLUMNS,
    STRAND_KEYS,
    Prepared,
    Seen,
    apply_first,
    fit_around,
    fit_first,
    fold_of,
    prepare,
    seen_from_outside,
    seen_with,
)

Rows = list[list[Row]]
Way = Callable[[Sequence[Prepared], Sequence[Prepared]], Rows]
_FEWEST: Final = 5


def main() -> int:
    """Print the table. Takes ten minutes and more."""
    parser = argparse.ArgumentParser(prog="python -m bench.choices", description="What each part of the engine earns.")
    parser.add_argument("--posts", type=Path, help="labelled posts, learnt from and measured on too")
    given = parser.parse_args()
    texts = read_corpus() + (read_posts(given.posts) if given.posts else [])
    learning = [one for one in prepare([text for text in texts if text.split != "test"]) if not tells_as_account(one)]
    test = prepare([text for text in texts if text.split == "test"])
    print("| way | " + " | ".join(f"{name} (n = {len(part)})" for name, part in _slices(test).items()) + " |")
    print("|---|" + "---|" * len(_slices(test)))
    posts = [one for one in learning if one.text.register == "post"]
    ways: dict[str, tuple[Way, Sequence[Prepared]]] = {
        "words of posts alone, plain": (_plain(), posts),
        "words, plain": (_plain(), learning),
        "words and character 3- to 5-grams, plain": (_plain(characters=True), learning),
        "word lists alone": (_lists, learning),
        "first layer: words and pairs": (_first, learning),
        "both layers, without what stands around groups": (_layers(_without_around), learning),
        "both layers, without the letters of words": (_layers(_without_letters), learning),
        "both layers": (_layers(), learning),
    }
    for name, (way, texts_of_way) in ways.items():
        if texts_of_way:
            print(f"| {name} | " + " | ".join(_cells(way, texts_of_way, test)) + " |", flush=True)
    return 0


def _slices(test: Sequence[Prepared]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(test):
        text = one.text
        if text.register == "account":
            found["English accounts" if text.language == "en" else "accounts in other languages"].append(number)
        elif text.register == "sentence":
            found["functional sentences" if text.language == "en" else "sentences in other languages"].append(number)
        elif text.register == "post":
            found["posts"].append(number)
    return found


def _cells(way: Way, learning: Sequence[Prepared], test: Sequence[Prepared]) -> list[str]:
    inside = [one for one in learning if fold_of(one.text) != 0]
    outside = [one for one in learning if fold_of(one.text) == 0]
    seen: dict[str, list[Row]] = defaultdict(list)
    has_accounts = any(one.text.register == "account" for one in outside)
    for one, rows in zip(outside, way(inside, outside), strict=True):
        if not has_accounts or one.text.register in ("account", "sentence"):  # as the shipped thresholds are chosen
            for row in rows:
                seen[row[0]].append(row)
    thresholds = {key: choose_threshold(seen[key]) for key in STRAND_KEYS}
    told = way(learning, test)
    cells = []
    for part in _slices(test).values():
        score, none, flagged = Score(), 0, 0
        for number in part:
            listed = {key for key, probability, _ in told[number] if probability >= thresholds[key]}
            for key, _, applies in told[number]:
                score.add(key, key in listed, applies)
            if not test[number].text.strands:
                none, flagged = none + 1, flagged + bool(listed)
        cells.append(f"{score.micro():.2f} ({flagged / none:.0%} flagged)" if none else f"{score.micro():.2f}")
    return cells


def _rows(test: Sequence[Prepared], numbers: dict[str, Any]) -> Rows:
    return [
        [
            (key, float(numbers[key][at]), key in one.text.strands)
            for key in STRAND_KEYS
            if key in one.text.known_strands
        ]
        for at, one in enumerate(test)
    ]


def _plain(*, characters: bool = False) -> Way:
    def way(learning: Sequence[Prepared], test: Sequence[Prepared]) -> Rows:
        vectorizers = [TfidfVectorizer(min_df=2, ngram_range=(1, 2), sublinear_tf=True)]
        if characters:
            vectorizers.append(TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=5, sublinear_tf=True))
        texts, others = [one.text.text for one in learning], [one.text.text for one in test]
        matrix = sp.hstack([vectorizer.fit_transform(texts) for vectorizer in vectorizers]).tocsr()
        other = sp.hstack([vectorizer.transform(others) for vectorizer in vectorizers]).tocsr()
        found = {}
        for key in STRAND_KEYS:
            known = np.array([key in one.text.known_strands for one in learning])
            labels = np.array([key in one.text.strands for one in learning])
            if labels[known].sum() < _FEWEST:
                found[key] = np.zeros(len(others))
                continue
            fitted = LogisticRegression(C=4.0, solver="liblinear", random_state=0).fit(matrix[known], labels[known])
            found[key] = fitted.predict_proba(other)[:, 1]
        return _rows(test, found)

    return way


def _lists(learning: Sequence[Prepared], test: Sequence[Prepared]) -> Rows:
    return _rows(
        test,
        {key: [float(any(map(is_strong, one.noticed.strands.get(key, ())))) for one in test] for key in STRAND_KEYS},
    )


def _first(learning: Sequence[Prepared], test: Sequence[Prepared]) -> Rows:
    numbers = apply_first(fit_first(learning), test)
    return _rows(test, {key: 1 / (1 + np.exp(-numbers[:, at])) for at, key in enumerate(STRAND_KEYS)})


def _layers(without: Callable[[Seen], Seen] = lambda seen: seen) -> Way:
    """Both layers; `without` takes something out of what first layers say, in learning as in measuring."""

    def way(learning: Sequence[Prepared], test: Sequence[Prepared]) -> Rows:
        seen = seen_with(fit_first(learning), fit_around(learning), test)
        return _weighed(layers_of(learning, without(seen_from_outside(learning))), without(seen), test)

    return way


def _without_around(seen: Seen) -> Seen:
    return Seen(seen.logits, [{} for _ in seen.arounds])


def _without_letters(seen: Seen) -> Seen:
    is_of_letters = np.isin(COLUMNS, list(BY_LETTERS.values()))
    return Seen(np.where(is_of_letters, 0.0, seen.logits), seen.arounds)


def _weighed(layers: dict[str, Layer], seen: Seen, test: Sequence[Prepared]) -> Rows:
    rows = [rows_of(*every, layers) for every in zip(test, seen.logits, seen.arounds, strict=True)]
    return [[row for row in some if row[0] in STRAND_KEYS] for some in rows]


if __name__ == "__main__":
    sys.exit(main())
