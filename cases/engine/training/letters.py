"""Fitting what the letters of words say: so that a word that was never learnt counts by those that it is like."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from cases.engine.model import Numbers
from cases.engine.words import pieces

Mask = npt.NDArray[np.bool_]

_FEWEST: Final = 12
"""A run of letters is learnt only from so many texts or more: none can be traced to one person."""
_C: Final = 0.1


@dataclass(frozen=True, slots=True)
class Letters:
    """Runs of letters and weights: the shape of `weights` is (runs, columns)."""

    rows: dict[str, int]
    weights: Numbers
    bias: Numbers
    _said: dict[str, Numbers] = field(default_factory=dict)

    def say(self, word: str) -> Numbers:
        """Return what the letters of a word add: its runs' weights, divided by the square root of how many are known."""
        if word not in self._said:
            rows = [self.rows[run] for run in pieces(word) if run in self.rows]
            self._said[word] = self.weights[rows].sum(axis=0) / math.sqrt(len(rows) or 1)
        return self._said[word]


def fit_letters(words: Sequence[Sequence[str]], labels: Sequence[tuple[Mask, Mask, Numbers]]) -> Letters:
    """Fit one logistic regression a column over runs of letters weighed by rarity.

    `words` are the distinct words of each text; `labels` say for each column of which texts it is known, to which it
    applies, and how much each counts.
    """
    numbers: dict[str, int] = {}
    texts = [[numbers.setdefault(word, len(numbers)) for word in here] for here in words]
    of_word = [pieces(word) for word in numbers]
    counts: Counter[str] = Counter()
    for here in texts:
        counts.update({run for number in here for run in of_word[number]})
    rows = {run: row for row, run in enumerate(sorted(run for run, n in counts.items() if n >= _FEWEST))}
    rarity = np.array([math.log((len(texts) + 1) / (counts[run] + 1)) + 1 for run in rows], dtype=np.float32)
    known = [[rows[run] for run in runs if run in rows] for runs in of_word]
    matrix = (scaled(texts, len(numbers)) @ scaled(known, len(rows)) @ sp.diags(rarity)).astype(np.float32).tocsr()
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    weights = np.zeros((len(rows), len(labels)), dtype=np.float32)
    bias = np.zeros(len(labels), dtype=np.float32)
    for column, (is_known, applies, importance) in enumerate(labels):
        if 0 < applies[is_known].sum() < is_known.sum():
            fitted = regression(_C, tol=1e-2).fit(
                matrix[is_known], applies[is_known], sample_weight=importance[is_known]
            )
            weights[:, column] = fitted.coef_[0] * rarity
            bias[column] = fitted.intercept_[0]
    return Letters(rows, weights.astype(np.float16).astype(np.float32), bias)


def scaled(found: Sequence[Sequence[int]], width: int, sizes: Sequence[int] | None = None) -> sp.csr_matrix:
    """Return a row for each of `found`, with 1 / √size in its columns. `sizes` None: how many columns a row has."""
    sizes = sizes or [len(here) for here in found]
    values = [1.0 / math.sqrt(size or 1) for here, size in zip(found, sizes, strict=True) for _ in here]
    ends = np.cumsum([0, *map(len, found)])
    places = [place for here in found for place in here]
    return sp.csr_matrix(
        (np.array(values, dtype=np.float32), np.array(places, dtype=np.int32), ends.astype(np.int32)),
        shape=(len(found), width),
    )


def regression(c: float, tol: float = 1e-3) -> LogisticRegression:
    """Return a logistic regression as both first layers are fitted."""
    return LogisticRegression(C=c, solver="liblinear", tol=tol, random_state=0, intercept_scaling=10.0)
