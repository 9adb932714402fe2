"""From what is noticed in an account to the log-odds of each key, and back to the words that made them.

Two layers, both linear. The first weighs each distinct word (and pair of words) for each key. The second weighs what
the first says of a key together with what the word lists found for it; its weights are shared by all strands, or
by all kinds, with a little that each key has of its own. For strands the second layer stands twice: once for
people's accounts and once for posts, mixed by how much the text reads like an account.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from cases.engine.evidence import Evidence, Span, span_of
from cases.engine.features import Noticed, what_tells
from cases.engine.language import says_nothing
from cases.engine.layer import FOREIGN, NOTHING, Features, Layer, features_of_key, tells_of
from cases.engine.model import Model
from cases.engine.text import Word
from cases.engine.words import PAIR, counted
from reporting.taxonomy import KINDS, STRANDS

ANY: Final = "any"
ACCOUNT: Final = "account"
FAR: Final = 12.0
"""The first layer's log-odds are kept between -FAR and FAR."""
_LEAST: Final = 0.2  # log-odds that a single word must add to be shown as a reason


def probability(log_odds: float) -> float:
    """Return 1 / (1 + e^-x), without overflow."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, log_odds))))


def features_of(
    noticed: Mapping[str, Features], account: Features, logits: Mapping[str, float], keys: Sequence[str]
) -> dict[str, Features]:
    """Return everything that the second layer weighs, for each of `keys`."""
    return {
        key: {**account, **features_of_key(noticed.get(key, NOTHING), account, logits[key], logits[ANY])}
        for key in keys
    }


class Weighing:
    """The layers of a model laid over one account."""

    def __init__(self, model: Model, words: Sequence[Word], noticed: Noticed) -> None:
        self._model = model
        self._words = words
        self._noticed = noticed
        self._found, self._distinct = counted(words, model.rows)
        self._words_found = list(self._found)
        self._rows = [model.rows[key] for key in self._words_found]
        numbers = model.bias
        if self._rows:
            self._gathered = model.word_weights[self._rows]  # a row a word, a column a key
            total = self._gathered.sum(axis=0)
            numbers = np.clip(model.bias + total / math.sqrt(self._distinct), -FAR, FAR)
        self._logits = dict(zip(model.columns, numbers.tolist(), strict=True))
        self._told = probability(self._logits[ACCOUNT])

    def strands(self, ticked: Mapping[str, float]) -> dict[str, float]:
        """Return the probability of each strand. `ticked`: log-odds added where something was found for it.

        A parent is never less likely than the likeliest of its parts.
        """
        noticed = self._noticed.strands
        mixed = [(share, self._weigh(layer, noticed)) for share, layer in self._mix()]
        found: dict[str, float] = {}
        for key in STRANDS:
            log_odds = sum([share * numbers[key] for share, numbers in mixed])
            if key in ticked and key in noticed:
                log_odds += ticked[key]
            found[key] = round(probability(log_odds), 3)
        for key, strand in STRANDS.items():
            if strand.parent is not None:
                found[strand.parent] = max(found[strand.parent], found[key])
        return found

    def kinds(self) -> dict[str, float]:
        """Return the probability of each kind."""
        numbers = self._weigh(self._model.layers["kinds"], self._noticed.kinds)
        return {key: round(probability(numbers[key]), 3) for key in KINDS}

    def _weigh(self, layer: Layer, noticed: Mapping[str, Features]) -> dict[str, float]:
        return layer.weigh_all(noticed, self._noticed.account, self._logits, self._logits[ANY])

    def _mix(self) -> tuple[tuple[float, Layer], ...]:
        layers = self._model.layers
        return (self._told, layers["accounts"]), (1.0 - self._told, layers["posts"])

    def evidence(self, key: str) -> tuple[Span, ...]:
        """Return the places that spoke for `key`, the strongest kept, in order."""
        mix = self._mix() if key in STRANDS else ((1.0, self._model.layers["kinds"]),)
        evidence = Evidence()
        weights: dict[str, float] = {}
        for place, name in self._noticed.places.get(key, ()):
            if name not in weights:
                tells = f"has_{what_tells((name,))}"
                weights[name] = sum([share * (layer.of(key, name) + layer.of(key, tells)) for share, layer in mix])
            evidence.add(place, weights[name])
        self._add_words(evidence, key, mix)
        return evidence.spans()

    def _add_words(self, evidence: Evidence, key: str, mix: Sequence[tuple[float, Layer]]) -> None:
        if not self._rows or FOREIGN in self._noticed.account:
            return
        own = (self._noticed.strands if key in STRANDS else self._noticed.kinds).get(key)
        tells = f"{tells_of(own or NOTHING)}_words"
        slope = sum([share * layer.of(key, name) for share, layer in mix for name in ("words", tells)])
        column = self._gathered[:, self._model.columns.index(key)] * np.float32(slope / math.sqrt(self._distinct))
        for number in np.flatnonzero(column >= _LEAST).tolist():
            word, weight = self._words_found[number], float(column[number])
            if all(map(says_nothing, word.split(PAIR))):
                continue
            for first in self._found[word]:
                evidence.add(span_of(self._words, first, first + 1 if PAIR in word else first), weight)
