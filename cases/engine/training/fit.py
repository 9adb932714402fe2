"""Fitting the two linear layers. Deterministic: the same texts in the same order give the same numbers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from cases.engine.account import read_account
from cases.engine.features import Noticed
from cases.engine.layer import Features, Layer
from cases.engine.model import Numbers
from cases.engine.scoring import ACCOUNT, ANY, FAR, features_of
from cases.engine.text import Word
from cases.engine.training.corpus import Text, draw
from cases.engine.words import PAIR, counted
from reporting.taxonomy import KINDS, STRANDS

Mask = npt.NDArray[np.bool_]

STRAND_KEYS: Final = tuple(STRANDS)
KIND_KEYS: Final = tuple(KINDS)
COLUMNS: Final = (*STRAND_KEYS, ANY, ACCOUNT, *KIND_KEYS)
FEWEST_TEXTS: Final = 5
"""A word is learnt only from so many texts or more: none can be traced to one person."""
FEWEST_PAIRS: Final = 12
FOLDS: Final = 5
WEIGHT: Final = {"account": 3.0, "sentence": 4.0, "post": 1.0, "complaint": 1.0}
_FIRST_C: Final = 0.1
_SECOND_C: Final = 0.5
_OWN: Final = 0.5
_OWN_NAMES: Final = frozenset({"bias", "words", "has_strong", "has_mention", "has_person", "nothing_words"})


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text as the layers see it."""

    text: Text
    words: list[Word]
    noticed: Noticed


@dataclass(frozen=True, slots=True)
class FirstLayer:
    """Vocabulary and weights: the shape of `weights` is (words, columns)."""

    rows: dict[str, int]
    weights: Numbers
    bias: Numbers


def prepare(texts: Sequence[Text]) -> list[Prepared]:
    """Read each text once."""
    prepared = []
    for text in texts:
        account = read_account(text.text)
        prepared.append(Prepared(text, account.words, Noticed(account)))
    return prepared


def learn_vocabulary(texts: Sequence[Prepared]) -> dict[str, int]:
    """Return the row of each word and pair that enough texts have, in alphabetical order."""
    counts: Counter[str] = Counter()
    for one in texts:
        counts.update(counted(one.words)[0].keys())
    kept = (key for key, n in counts.items() if n >= (FEWEST_PAIRS if PAIR in key else FEWEST_TEXTS))
    return {key: row for row, key in enumerate(sorted(kept))}


def fit_first(texts: Sequence[Prepared]) -> FirstLayer:
    """Fit one logistic regression a column over words weighed by rarity (inverse document frequency)."""
    rows = learn_vocabulary(texts)
    matrix = _count(texts, rows)
    present = np.asarray((matrix > 0).sum(axis=0)).ravel()
    rarity = (np.log((len(texts) + 1) / (present + 1)) + 1).astype(np.float32)
    matrix = (matrix @ sp.diags(rarity)).tocsr()
    weights = np.zeros((len(rows), len(COLUMNS)), dtype=np.float32)
    bias = np.full(len(COLUMNS), -FAR, dtype=np.float32)
    importance = np.array([WEIGHT[one.text.register] for one in texts])
    for column, key in enumerate(COLUMNS):
        known, labels = labels_of(texts, key)
        if 0 < labels[known].sum() < known.sum():
            fitted = _regression(_FIRST_C).fit(matrix[known], labels[known], sample_weight=importance[known])
            weights[:, column] = fitted.coef_[0] * rarity
            bias[column] = fitted.intercept_[0]
    return FirstLayer(rows, weights.astype(np.float16).astype(np.float32), bias)


def _regression(c: float) -> LogisticRegression:
    return LogisticRegression(C=c, solver="liblinear", tol=1e-3, random_state=0, intercept_scaling=10.0)


def _count(texts: Sequence[Prepared], rows: Mapping[str, int]) -> sp.csr_matrix:
    places: list[int] = []
    values: list[float] = []
    ends = [0]
    for one in texts:
        found, distinct = counted(one.words, rows)
        here = [rows[key] for key in found]
        places += here
        values += [1.0 / math.sqrt(distinct or 1)] * len(here)
        ends.append(len(places))
    return sp.csr_matrix(
        (np.array(values, dtype=np.float32), np.array(places, dtype=np.int32), np.array(ends, dtype=np.int32)),
        shape=(len(texts), len(rows)),
    )


def labels_of(texts: Sequence[Prepared], key: str) -> tuple[Mask, Mask]:
    """Return for each text whether `key` is known of it, and whether it applies."""
    if key == ANY:
        known = [True] * len(texts)
        labels = [bool(one.text.strands) for one in texts]
    elif key == ACCOUNT:
        known = [one.text.register != "sentence" and one.text.language == "en" for one in texts]
        labels = [one.text.register in ("account", "complaint") for one in texts]
    elif key in STRANDS:
        known = [key in one.text.known_strands for one in texts]
        labels = [key in one.text.strands for one in texts]
    else:
        known = [one.text.kinds is not None for one in texts]
        labels = [key in (one.text.kinds or ()) for one in texts]
    return np.array(known), np.array(labels)


def apply_first(layer: FirstLayer, texts: Sequence[Prepared]) -> Numbers:
    """Return the log-odds, shape (texts, columns)."""
    found: Numbers = np.clip(_count(texts, layer.rows) @ layer.weights + layer.bias, -FAR, FAR)
    return found


def first_from_outside(texts: Sequence[Prepared]) -> Numbers:
    """Return for each text the log-odds that a first layer gives which has learnt from other voices only."""
    folds = np.array([fold_of(one.text) for one in texts])
    found = np.zeros((len(texts), len(COLUMNS)), dtype=np.float32)
    for fold in range(FOLDS):
        inside = np.flatnonzero(folds != fold).tolist()
        outside = np.flatnonzero(folds == fold).tolist()
        layer = fit_first([texts[at] for at in inside])
        found[outside] = apply_first(layer, [texts[at] for at in outside])
    return found


def fold_of(text: Text) -> int:
    """Return in which of `FOLDS` a text stands: those of a voice in one; posts are divided by their words."""
    return draw(text.text if text.register in ("post", "complaint") else text.voice) % FOLDS


def fit_second(texts: Sequence[Prepared], logits: Numbers, keys: Sequence[str], weights: Numbers) -> Layer:
    """Fit the layer that all of `keys` share, over every text that knows them and has a weight."""
    rows: list[Features] = []
    labels: list[bool] = []
    importance: list[float] = []
    for one, numbers, weight in zip(texts, logits, weights, strict=True):
        if weight <= 0:
            continue
        named = dict(zip(COLUMNS, map(float, numbers), strict=True))
        noticed = one.noticed.strands if keys is STRAND_KEYS else one.noticed.kinds
        for key, features in features_of(noticed, one.noticed.account, named, keys).items():
            if _is_known(one.text, key):
                own = {f"{key}|{name}": features[name] * _OWN for name in _OWN_NAMES if name in features}
                rows.append({**features, **own})
                labels.append(key in one.text.strands or key in (one.text.kinds or ()))
                importance.append(float(weight))
    vectorizer = DictVectorizer(dtype=np.float32)
    matrix = vectorizer.fit_transform(rows)
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    fitted = LogisticRegression(C=_SECOND_C, solver="liblinear", tol=1e-4, random_state=0, fit_intercept=False).fit(
        matrix, labels, sample_weight=importance
    )
    return _layer(dict(zip(vectorizer.feature_names_, map(float, fitted.coef_[0]), strict=True)), keys)


def _is_known(text: Text, key: str) -> bool:
    return key in text.known_strands if key in STRANDS else text.kinds is not None


def _layer(coefficients: dict[str, float], keys: Sequence[str]) -> Layer:
    shared: dict[str, float] = {}
    own: dict[str, dict[str, float]] = {key: {} for key in keys}
    for name, value in coefficients.items():
        key, bar, rest = name.rpartition("|")
        if bar:
            own[key][rest] = round(value * _OWN, 5)
        else:
            shared[name] = round(value, 5)
    return Layer(shared, own)


def as_plain(layer: Layer) -> dict[str, Any]:
    """Return a layer as data for the model's header."""
    return {"weights": layer.weights, "keys": layer.keys}
