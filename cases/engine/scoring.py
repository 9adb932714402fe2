"""From what is noticed in an account to the log-odds of each key, and back to the words that made them.

Two layers, both linear. The first weighs each distinct word (and pair of words) for each key, and what stands around
the words that name a group, whichever group it is. The second weighs what
the first says of a key together with what the word lists found for it; its weights are shared by all strands, or
by all kinds, with a little that each key has of its own. For strands the second layer stands once for
each way of telling (people's accounts, what is said, what is posted), mixed by how much the text reads like each.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

import numpy as np

from cases.engine.account import Account
from cases.engine.around import around
from cases.engine.evidence import Evidence, Span, span_of
from cases.engine.features import Noticed, what_tells
from cases.engine.language import says_nothing
from cases.engine.layer import FOREIGN, NOTHING, Around, Features, Layer, Logits, features_of_key, tells_of
from cases.engine.model import Model
from cases.engine.words import PAIR, counted
from reporting.taxonomy import KINDS, STRANDS

ANY: Final = "any"
ACCOUNT: Final = "account"
POST: Final = "post"
"""Whether a text was posted somewhere, rather than said or told to us."""
AS_POSTED: Final = {key: f"posted {key}" for key in STRANDS}
"""The columns of each strand's words as posts alone taught them."""
TOLD, SAID, POSTED, ELSEWHERE = WAYS = ("told", "said", "posted", "foreign")
"""The ways of telling, each with a second layer for strands and thresholds of its own: an account, something said, a
post, and a text in another language than English."""
_MOSTLY_TOLD: Final = 1.1
"""Log-odds by which a text is likelier an account here than among the texts learnt from, of which a seventh are."""
_LEAST_SHARE: Final = 0.02
"""A way of telling that a text has less of is left out."""
FAR: Final = 12.0
"""The first layer's log-odds are kept between -FAR and FAR."""
MIDDLE: Final = 4.0
"""Those of being a post between -MIDDLE and MIDDLE."""
NEAR: Final = 8.0
"""Those of what stands around a group's names between -NEAR and NEAR."""
_LEAST: Final = 0.2  # log-odds that a single word must add to be shown as a reason


def probability(log_odds: float) -> float:
    """Return 1 / (1 + e^-x), without overflow."""
    return 1.0 / (1.0 + math.exp(-log_odds)) if log_odds > -700.0 else 0.0


def logits_by(column: Mapping[str, float]) -> Logits:
    """Return the first layer's log-odds, given by the names of its columns, as the second layer reads them."""
    as_posted = {key: column[name] for key, name in AS_POSTED.items()}
    return Logits(column, as_posted, column[ANY], column[ACCOUNT], max(-MIDDLE, min(MIDDLE, column[POST])))


def shares_of(account: Features, logits: Logits) -> dict[str, float]:
    """Return how much of a text is told in each way of `WAYS`, those it has enough of; together 1."""
    if FOREIGN in account:
        return {ELSEWHERE: 1.0}
    told, posted = probability(logits.account + _MOSTLY_TOLD), probability(logits.post)
    shares = {TOLD: told, SAID: (1 - told) * (1 - posted), POSTED: (1 - told) * posted}
    kept = {way: share for way, share in shares.items() if share >= _LEAST_SHARE}
    total = sum(kept.values())
    return {way: share / total for way, share in kept.items()}


def features_of(
    noticed: Mapping[str, Features],
    account: Features,
    logits: Logits,
    arounds: Mapping[str, Around],
    keys: Iterable[str],
) -> dict[str, Features]:
    """Return for each of `keys` what the second layer weighs, beside what it weighs of the account."""
    return {key: features_of_key(key, noticed.get(key, NOTHING), account, logits, arounds.get(key)) for key in keys}


class Weighing:
    """The layers of a model laid over one account."""

    def __init__(self, model: Model, account: Account, noticed: Noticed) -> None:
        self._model = model
        self._words = account.words
        self._noticed = noticed
        self._found, self._distinct = counted(account.words, model.rows)
        self._words_found = list(self._found)
        numbers = model.bias
        if self._found:
            self._gathered = model.word_weights.take(
                [model.rows[key] for key in self._words_found], axis=0
            )  # a row a word
            numbers = model.bias + np.add.reduce(self._gathered, axis=0) / math.sqrt(self._distinct)
            numbers = np.minimum(np.maximum(numbers, -FAR), FAR)
        logits = dict(zip(model.columns, numbers.tolist(), strict=True))
        self._logits = logits_by(logits)
        self._shares = shares_of(noticed.account, self._logits)
        self._mixed = tuple((share, model.layers[way]) for way, share in self._shares.items())
        self._evidence: dict[str, tuple[Span, ...]] = {}
        self._arounds = self._weigh_around(account)

    def _weigh_around(self, account: Account) -> dict[str, Around]:
        model = self._model
        of_rows: dict[tuple[int, ...], Around] = {}
        found: dict[str, Around] = {}
        is_foreign = FOREIGN in self._noticed.account
        tokens = around(account.words, account.hits, self._noticed.mentions, model.around_rows, only_cues=is_foreign)
        for key, rows in tokens.items():
            if rows not in of_rows:
                numbers = model.around_bias
                if rows:
                    numbers = numbers + np.add.reduce(model.around_weights.take(rows, axis=0), axis=0) / math.sqrt(
                        len(rows)
                    )
                of_rows[rows] = Around(*[max(-NEAR, min(NEAR, number)) for number in numbers.tolist()])
            found[key] = of_rows[rows]
        return found

    def strands(self, ticked: Mapping[str, float]) -> dict[str, float]:
        """Return the probability of each strand. `ticked`: log-odds added where something was found for it.

        A parent is never less likely than the likeliest of its parts.
        """
        noticed, account = self._noticed.strands, self._noticed.account
        features = features_of(noticed, account, self._logits, self._arounds, noticed)
        mixed = [(share, layer.weigh_all(features, account, self._logits)) for share, layer in self._mixed]
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
        noticed, account = self._noticed.kinds, self._noticed.account
        features = features_of(noticed, account, self._logits, {}, noticed)
        numbers = self._model.layers["kinds"].weigh_all(features, account, self._logits)
        return {key: round(probability(numbers[key]), 3) for key in KINDS}

    def thresholds(self) -> Mapping[str, float]:
        """Return the probability from which each key is listed."""
        return self._model.thresholds_in(self._shares)

    def evidence(self, key: str) -> tuple[Span, ...]:
        """Return the places that spoke for `key`, the strongest kept, in order."""
        if key not in self._evidence:
            self._evidence[key] = self._find_evidence(key)
        return self._evidence[key]

    def _find_evidence(self, key: str) -> tuple[Span, ...]:
        mix = self._mixed if key in STRANDS else ((1.0, self._model.layers["kinds"]),)
        evidence = Evidence()
        weights: dict[str, float] = {}
        beside = self._of_around(key, mix)
        for place, name in self._noticed.places.get(key, ()):
            if name not in weights:
                tells = f"has_{what_tells((name,))}"
                weights[name] = beside + sum(
                    [share * (layer.of(key, name) + layer.of(key, tells)) for share, layer in mix]
                )
            evidence.add(place, weights[name])
        self._add_words(evidence, key, mix)
        return evidence.spans()

    def _of_around(self, key: str, mix: Sequence[tuple[float, Layer]]) -> float:
        """Return the log-odds that the words around a strand's terms add to each of its places."""
        beside = self._arounds.get(key)
        if beside is None:
            return 0.0
        tells = tells_of(self._noticed.strands[key])
        if FOREIGN in self._noticed.account:
            return sum(share * beside.cues * layer.of(key, f"foreign_{tells}_cues") for share, layer in mix)
        return sum(
            share * number * (layer.of(key, f"around_{name}") + layer.of(key, f"{tells}_around_{name}"))
            for share, layer in mix
            for name, number in (("told", beside.told), ("said", beside.said))
        )

    def _add_words(self, evidence: Evidence, key: str, mix: Sequence[tuple[float, Layer]]) -> None:
        if not self._found or FOREIGN in self._noticed.account:
            return
        own = (self._noticed.strands if key in STRANDS else self._noticed.kinds).get(key)
        tells = f"{tells_of(own or NOTHING)}_words"
        column = self._slope(mix, key, "words", tells) * self._gathered[:, self._model.columns.index(key)]
        if as_posted := AS_POSTED.get(key):
            slope = self._slope(mix, key, "words_posted", f"{tells}_posted")
            column = column + slope * self._gathered[:, self._model.columns.index(as_posted)]
        least = _LEAST * math.sqrt(self._distinct)
        for number, weighs in enumerate(column.tolist()):
            if weighs < least:
                continue
            word, weight = self._words_found[number], weighs / math.sqrt(self._distinct)
            if _says_nothing(word):
                continue
            for first in self._found[word]:
                evidence.add(span_of(self._words, first, first + 1 if PAIR in word else first), weight)

    @staticmethod
    def _slope(mix: Sequence[tuple[float, Layer]], key: str, *names: str) -> float:
        """Return how much of the first layer's log-odds the second one takes over."""
        return sum([share * layer.of(key, name) for share, layer in mix for name in names])


@lru_cache(maxsize=32768)
def _says_nothing(word: str) -> bool:
    return all(map(says_nothing, word.split(PAIR)))
