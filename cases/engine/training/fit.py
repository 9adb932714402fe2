"""Fitting the two linear layers. Deterministic: the same texts in the same order give the same numbers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from cases.engine.account import read_account
from cases.engine.around import Growing, around
from cases.engine.features import Noticed
from cases.engine.layer import FOREIGN, Around, Features, Found, Layer, Logits
from cases.engine.model import IN_ANOTHER, IN_ENGLISH, Danger, Numbers
from cases.engine.scoring import ACCOUNT, ANY, AS_POSTED, BY_LETTERS, FAR, NEAR, NOW, POST, found_in, logits_by
from cases.engine.text import Word
from cases.engine.training.corpus import Text, draw
from cases.engine.training.letters import Letters, fit_letters, regression, scaled
from cases.engine.words import PAIR, Known, counted
from reporting.taxonomy import KINDS, STRANDS

Mask = npt.NDArray[np.bool_]

STRAND_KEYS: Final = tuple(STRANDS)
KIND_KEYS: Final = tuple(KINDS)
_OF_WORDS: Final = (*STRAND_KEYS, ANY, ACCOUNT, POST, *KIND_KEYS, *AS_POSTED.values(), NOW)
COLUMNS: Final = (*_OF_WORDS, *BY_LETTERS.values())
_KEY_OF: Final = {column: key for of in (AS_POSTED, BY_LETTERS) for key, column in of.items()}
FEWEST_TEXTS: Final = 5
"""A word is learnt only from so many texts or more: none can be traced to one person."""
FEWEST_PAIRS: Final = 8
FOLDS: Final = 5
WEIGHT: Final = {"account": 3.0, "sentence": 4.0, "message": 3.0, "post": 1.0, "complaint": 1.0}
_WEIGHT_ELSEWHERE: Final = 1 / 3
"""By how much less a text in another language counts, save for danger: letters are shared, and most of what is read is English."""
_WEIGHT_AS_ACCOUNT: Final = {"account": 3.0, "sentence": 1.0, "message": 1.0, "post": 1.0, "complaint": 1.0}
"""A sentence may be a short account: whether a text is one is learnt from sentences with care."""
_WEIGHT_AS_POSTED: Final = {"account": 0.0, "sentence": 0.3, "message": 2.0, "post": 1.0, "complaint": 0.0}
_WEIGHT_AS_DANGER: Final = {"account": 3.0, "sentence": 0.3, "message": 0.3, "post": 0.3, "complaint": 0.3}
"""What is said or posted tells of no danger to anybody here, and is there so that its words are not taken for it."""
_POSTED: Final = frozenset({"post", "message"})
_FEWEST_POSTS: Final = 100
"""What fewer posts have is learnt of all texts alike."""
_FIRST_C: Final = 0.05
_FIRST_C_AS_POSTED: Final = 0.03
_AROUND_C: Final = 1.0
# How much a text of each register teaches what stands around groups: in accounts, and in what people say and post.
_AROUND: Final = {
    "told": {"account": 3.0, "sentence": 0.5, "message": 0.1, "post": 0.02, "complaint": 1.0},
    "said": {"account": 0.3, "sentence": 5.0, "message": 3.0, "post": 0.2, "complaint": 1.0},
    "cues": {"account": 1.0, "sentence": 2.0, "message": 1.0, "post": 0.1, "complaint": 1.0},
}
_SECOND_C: Final = 0.2
_FALSE_ALARMS: Final = 50
"""One in so many accounts in which nobody is in danger now may reach the threshold of danger."""
_READ_SOON: Final = 25
"""One in so many may be read soon because it is told much as danger is."""
_OWN: Final = 0.5
_OWN_NAMES: Final = frozenset(
    {
        "bias",
        "words",
        "words_posted",
        "has_strong",
        "has_mention",
        "has_person",
        "nothing_words",
        "nothing_words_posted",
    }
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text as the layers see it; `around` in the numbers of `NUMBERS`, of cues alone in other languages."""

    text: Text
    words: list[Word]
    noticed: Noticed
    around: dict[str, tuple[int, ...]]
    cues: dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class FirstLayer:
    """Vocabulary and weights: the shape of `weights` is (words, columns). `letters` say the last columns of other words."""

    rows: dict[str, int]
    weights: Numbers
    bias: Numbers
    letters: Letters


@dataclass(frozen=True, slots=True)
class AroundLayer:
    """The same for what stands around a group's names; `rows` by the numbers of `NUMBERS`, in alphabetical order."""

    rows: dict[int, int]
    weights: Numbers
    bias: Numbers

    @property
    def tokens(self) -> list[str]:
        """Return the token of each row, its kind first."""
        return [_token(number) for number in self.rows]


NUMBERS: Final = Growing()
"""The numbers of all tokens around groups' names that were met with in learning."""


def _token(number: int) -> str:
    return " ".join(NUMBERS.tokens[number])


def prepare(texts: Sequence[Text]) -> list[Prepared]:
    """Read each text once."""
    prepared = []
    for text in texts:
        account = read_account(text.text)
        noticed = Noticed(account)
        cues = around(account.words, account.hits, noticed.mentions, NUMBERS, only_cues=True)
        is_foreign = FOREIGN in noticed.account
        tokens = cues if is_foreign else around(account.words, account.hits, noticed.mentions, NUMBERS)
        prepared.append(Prepared(text, account.words, noticed, tokens, cues))
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
    read = _read(texts, rows)
    matrix = scaled(read.found, len(rows), read.sizes)
    present = np.asarray((matrix > 0).sum(axis=0)).ravel()
    rarity = (np.log((len(texts) + 1) / (present + 1)) + 1).astype(np.float32)
    matrix = (matrix @ sp.diags(rarity)).tocsr()
    weights = np.zeros((len(rows), len(COLUMNS)), dtype=np.float32)
    bias = np.full(len(COLUMNS), -FAR, dtype=np.float32)
    even = np.array([WEIGHT[one.text.register] for one in texts])
    importance = even * np.array([1.0 if one.text.language == "en" else _WEIGHT_ELSEWHERE for one in texts])
    gate = np.array([_WEIGHT_AS_ACCOUNT[one.text.register] for one in texts])
    of_danger = np.array([_WEIGHT_AS_DANGER[one.text.register] for one in texts])
    posted = np.array([_WEIGHT_AS_POSTED[one.text.register] if one.text.language == "en" else 0.0 for one in texts])
    is_post = np.array([one.text.register in _POSTED for one in texts])
    for column, key in enumerate(_OF_WORDS):
        known, labels = labels_of(texts, key)
        weigh, c = gate if key in (ACCOUNT, POST) else of_danger if key == NOW else importance, _FIRST_C
        if key in AS_POSTED.values():
            known, weigh, c = known & (posted > 0), posted, _FIRST_C_AS_POSTED
            if labels[known & is_post].sum() < _FEWEST_POSTS:
                same = COLUMNS.index(_KEY_OF[key])
                weights[:, column], bias[column] = weights[:, same], bias[same]
                continue
        if 0 < labels[known].sum() < known.sum():
            fitted = regression(c).fit(matrix[known], labels[known], sample_weight=weigh[known])
            weights[:, column] = fitted.coef_[0] * rarity
            bias[column] = fitted.intercept_[0]
    names = list(rows)
    words = [
        [*(names[row] for row in here if PAIR not in names[row]), *more] for here, more in zip(*read[:2], strict=True)
    ]
    of_letters = [
        (*labels_of(texts, key), even if key == BY_LETTERS[NOW] else importance) for key in BY_LETTERS.values()
    ]
    letters = fit_letters(words, of_letters)
    weights[:, len(_OF_WORDS) :] = [letters.say(name) if PAIR not in name else 0.0 * letters.bias for name in names]
    bias[len(_OF_WORDS) :] = letters.bias
    return FirstLayer(rows, weights.astype(np.float16).astype(np.float32), bias, letters)


class _Read(NamedTuple):
    """Of each text the rows of what is known, the single words that are not, and how many distinct words it has."""

    found: list[list[int]]
    unknown: list[list[str]]
    sizes: list[int]


def _read(texts: Sequence[Prepared], rows: Mapping[str, int]) -> _Read:
    read = _Read([], [], [])
    known = Known(rows)
    for one in texts:
        here, unknown, distinct = known.counted(one.words)
        read.found.append(list(here))
        read.unknown.append(list(unknown))
        read.sizes.append(distinct)
    return read


def labels_of(texts: Sequence[Prepared], key: str) -> tuple[Mask, Mask]:
    """Return for each text whether `key` is known of it, and whether it applies."""
    key = _KEY_OF.get(key, key)
    if key == ANY:
        known = [True] * len(texts)
        labels = [bool(one.text.strands) for one in texts]
    elif key == ACCOUNT:
        known = [one.text.language == "en" for one in texts]
        labels = [one.text.register in ("account", "complaint") for one in texts]
    elif key == POST:
        known = [one.text.language == "en" for one in texts]
        labels = [one.text.register in _POSTED for one in texts]
    elif key == NOW:
        known = [_knows_danger(one.text) for one in texts]
        labels = [one.text.priority == "immediate" for one in texts]
    elif key in STRANDS:
        known = [key in one.text.known_strands for one in texts]
        labels = [key in one.text.strands for one in texts]
    else:
        known = [one.text.kinds is not None for one in texts]
        labels = [key in (one.text.kinds or ()) for one in texts]
    return np.array(known), np.array(labels)


def _knows_danger(text: Text) -> bool:
    """Tell whether it is known of a text that somebody is in danger now, or that nobody is."""
    return text.register != "account" or text.priority is not None


def apply_first(layer: FirstLayer, texts: Sequence[Prepared]) -> Numbers:
    """Return the log-odds, shape (texts, columns)."""
    read = _read(texts, layer.rows)
    found: Numbers = scaled(read.found, len(layer.rows), read.sizes) @ layer.weights + layer.bias
    for row, (words, distinct) in enumerate(zip(read.unknown, read.sizes, strict=True)):
        for word in words:
            found[row, len(_OF_WORDS) :] += layer.letters.say(word) / math.sqrt(distinct)
    return np.clip(found, -FAR, FAR)


@dataclass(frozen=True, slots=True)
class Seen:
    """What first layers say of texts, in order: `logits`, shape (texts, columns), and of each text's strands `arounds`."""

    logits: Numbers
    arounds: list[dict[str, Around]]


def seen_from_outside(texts: Sequence[Prepared]) -> Seen:
    """Return for each text what first layers say that have learnt from other voices only."""
    folds = np.array([fold_of(one.text) for one in texts])
    logits = np.zeros((len(texts), len(COLUMNS)), dtype=np.float32)
    arounds: list[dict[str, Around]] = [{} for _ in texts]
    for fold in range(FOLDS):
        inside = [texts[at] for at in np.flatnonzero(folds != fold).tolist()]
        outside = np.flatnonzero(folds == fold).tolist()
        seen = seen_with(fit_first(inside), fit_around(inside), [texts[at] for at in outside])
        logits[outside] = seen.logits
        for at, one in zip(outside, seen.arounds, strict=True):
            arounds[at] = one
    return Seen(logits, arounds)


def seen_with(first: FirstLayer, of_around: AroundLayer, texts: Sequence[Prepared]) -> Seen:
    """Return what these layers say of texts."""
    return Seen(apply_first(first, texts), apply_around(of_around, texts))


def fit_around(texts: Sequence[Prepared]) -> AroundLayer:
    """Fit what stands around a group's names, over all strands alike: a column for each field of `Around`."""
    rows = _around_vocabulary(texts)
    weights = np.zeros((len(rows), len(_AROUND)), dtype=np.float32)
    bias = np.zeros(len(_AROUND), dtype=np.float32)
    for column, name in enumerate(Around._fields):
        is_of_cues = name == "cues"
        given = [
            (one, key, tokens)
            for one in texts
            if is_of_cues or FOREIGN not in one.noticed.account
            for key, tokens in (one.cues if is_of_cues else one.around).items()
            if key in one.text.known_strands
        ]
        labels = np.array([key in one.text.strands for one, key, _ in given])
        importance = np.array([_AROUND[name][one.text.register] for one, _, _ in given])
        if not 0 < labels.sum() < len(labels):
            continue  # so few texts that nothing can be told apart
        matrix = _count_around([tokens for _, _, tokens in given], rows)
        fitted = LogisticRegression(C=_AROUND_C, solver="liblinear", tol=1e-3, random_state=0).fit(
            matrix, labels, sample_weight=importance
        )
        weights[:, column] = fitted.coef_[0]
        bias[column] = fitted.intercept_[0]
    return AroundLayer(rows, weights.astype(np.float16).astype(np.float32), bias)


def apply_around(layer: AroundLayer, texts: Sequence[Prepared]) -> list[dict[str, Around]]:
    """Return for each text and each of its strands with mentions what stands around them."""
    matrix = _count_around([tokens for one in texts for tokens in one.around.values()], layer.rows)
    numbers = iter(np.clip(matrix @ layer.weights + layer.bias, -NEAR, NEAR).tolist())
    return [{key: Around(*next(numbers)) for key in one.around} for one in texts]


def _around_vocabulary(texts: Sequence[Prepared]) -> dict[int, int]:
    counts: Counter[int] = Counter()
    for one in texts:
        counts.update({token for tokens in one.around.values() for token in tokens})
    kept = sorted((number for number, n in counts.items() if n >= FEWEST_TEXTS), key=_token)
    return {number: row for row, number in enumerate(kept)}


def _count_around(tokens: Sequence[Sequence[int]], rows: Mapping[int, int]) -> sp.csr_matrix:
    found = [[row for token in one if (row := rows.get(token)) is not None] for one in tokens]
    return scaled(found, len(rows))


def fold_of(text: Text) -> int:
    """Return in which of `FOLDS` a text stands: those of a voice in one; posts are divided by their words.

    So are texts in other languages: most of what is known of the words of one stands in one voice.
    """
    by_words = text.register in ("post", "complaint") or text.language != "en"
    return draw(text.text if by_words else text.voice) % FOLDS


def fit_second(texts: Sequence[Prepared], seen: Seen, keys: Sequence[str], weights: Numbers) -> Layer:
    """Fit the layer that all of `keys` share, over every text that knows them and has a weight."""
    rows: list[Features] = []
    labels: list[bool] = []
    importance: list[float] = []
    for one, numbers, arounds, weight in zip(texts, seen.logits, seen.arounds, weights, strict=True):
        if weight <= 0:
            continue
        known = [key for key in keys if _is_known(one.text, key)]
        for key, found in found_for(one, numbers, arounds, known).items():
            features = found.features()
            own = {f"{key}|{name}": features[name] * _OWN for name in _OWN_NAMES if name in features}
            rows.append({**one.noticed.account, **features, **own})
            applies = key in one.text.strands or key in (one.text.kinds or ())
            labels.append(applies)
            importance.append(float(weight))
    vectorizer = DictVectorizer(dtype=np.float32)
    matrix = vectorizer.fit_transform(rows)
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    fitted = LogisticRegression(C=_SECOND_C, solver="liblinear", tol=1e-4, random_state=0, fit_intercept=False).fit(
        matrix, labels, sample_weight=importance
    )
    return _layer(dict(zip(vectorizer.feature_names_, map(float, fitted.coef_[0]), strict=True)), keys)


def fit_danger(texts: Sequence[Prepared], seen: Seen) -> dict[str, Danger]:
    """Fit how much what words say of danger now counts, and their letters; it is likely where hardly anybody else reaches.

    Of accounts in which nobody is in danger now one in `_FALSE_ALARMS` may. By whether they are in English.
    """
    known, labels = labels_of(texts, NOW)
    known &= np.array([one.text.register == "account" for one in texts])
    is_english = np.array([FOREIGN not in one.noticed.account for one in texts])
    return {
        IN_ENGLISH: _fit_danger(seen.logits, labels, known & is_english),
        IN_ANOTHER: _fit_danger(seen.logits, labels, known & ~is_english),
    }


def _fit_danger(logits: Numbers, labels: Mask, known: Mask) -> Danger:
    if not 0 < labels[known].sum() < known.sum():
        return Danger(bias=-FAR, words=0.0, letters=0.0, threshold=0.0, soon=0.0)
    matrix = logits[known][:, [COLUMNS.index(NOW), COLUMNS.index(BY_LETTERS[NOW])]]
    fitted = LogisticRegression(C=1.0, solver="liblinear", random_state=0, intercept_scaling=10.0).fit(
        matrix, labels[known]
    )
    words, letters = (round(float(weight), 5) for weight in fitted.coef_[0])
    bias = round(float(fitted.intercept_[0]), 5)
    others = np.sort(bias + matrix[~labels[known]] @ np.array([words, letters]))[::-1]
    threshold, soon = (math.ceil(others[len(others) // one_in] * 1e4) / 1e4 for one_in in (_FALSE_ALARMS, _READ_SOON))
    return Danger(bias, words, letters, threshold, soon)


def found_for(one: Prepared, numbers: Numbers, arounds: Mapping[str, Around], keys: Sequence[str]) -> dict[str, Found]:
    """Return for each of `keys`, strands or kinds, what the second layer weighs; `numbers` are a text's logits."""
    noticed, logits = one.noticed, logits_of(numbers)
    return {
        **found_in(noticed.strands, noticed.account, logits, arounds, [key for key in keys if key in STRANDS]),
        **found_in(noticed.kinds, noticed.account, logits, {}, [key for key in keys if key in KINDS]),
    }


def logits_of(numbers: Numbers) -> Logits:
    """Return a row of logits by their names."""
    return logits_by(dict(zip(COLUMNS, map(float, numbers), strict=True)))


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
