"""From what is noticed in an account to the log-odds of each key, and back to the words that made them.

Two layers, both linear. The first weighs each distinct word (and pair of words) for each key, the letters that words are
made of, and what stands around the words that name a group, whichever group it is. The second weighs what
the first says of a key together with what the word lists found for it; its weights are shared by all strands, or
by all kinds, with a little that each key has of its own. For strands the second layer stands once for
each way of telling (people's accounts, what is said, what is posted), mixed by how much the text reads like each.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final

import numpy as np

from cases.engine.account import Account
from cases.engine.around import around
from cases.engine.evidence import SHARE, Span, strongest
from cases.engine.features import KIN, Noticed, what_tells
from cases.engine.kept import Kept
from cases.engine.language import says_nothing
from cases.engine.layer import (
    FOREIGN,
    NOTHING,
    Around,
    Features,
    Found,
    Layer,
    Logits,
    Others,
    Slopes,
    foreign_of,
    found_of,
    nothing_of,
    of_account,
)
from cases.engine.model import IN_ANOTHER, IN_ENGLISH, Model, Numbers
from cases.engine.priority import Peril
from cases.engine.rounding import rounded
from cases.engine.words import PAIR, Known, pieces
from reporting.taxonomy import KINDS, STRANDS

ANY: Final = "any"
ACCOUNT: Final = "account"
POST: Final = "post"
"""Whether a text was posted somewhere, rather than said or told to us."""
AS_POSTED: Final = {key: f"posted {key}" for key in STRANDS}
"""The columns of each strand's words as posts alone taught them."""
NOW: Final = "now"
"""Whether somebody is in danger as it is told."""
BY_LETTERS: Final = {key: f"letters {key}" for key in (*STRANDS, ANY, NOW)}
"""The columns of what the letters of words say of each strand, of any, and of danger: the last ones."""
TOLD, SAID, POSTED, ELSEWHERE = WAYS = ("told", "said", "posted", "foreign")
"""The ways of telling, each with a second layer for strands and thresholds of its own: an account, something said, a
post, and a text in another language than English."""
PARTS: Final = tuple((key, strand.parent) for key, strand in STRANDS.items() if strand.parent is not None)
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
_MOST_SPELT: Final = 500
"""Words that the model does not know, whose letters are looked at."""
_LEAST: Final = 0.2  # log-odds that a single word must add to be shown as a reason


def probability(log_odds: float) -> float:
    """Return 1 / (1 + e^-x), without overflow."""
    return 1.0 / (1.0 + math.exp(-log_odds)) if log_odds > -700.0 else 0.0


def logits_by(column: Mapping[str, float]) -> Logits:
    """Return the first layer's log-odds, given by the names of its columns, as the second layer reads them."""
    return Logits(
        keys=column,
        posted={key: column[name] for key, name in AS_POSTED.items()},
        letters={key: column[name] for key, name in BY_LETTERS.items()},
        any=column[ANY],
        account=column[ACCOUNT],
        post=max(-MIDDLE, min(MIDDLE, column[POST])),
        letters_any=column[BY_LETTERS[ANY]],
    )


def shares_of(account: Features, logits: Logits) -> dict[str, float]:
    """Return how much of a text is told in each way of `WAYS`, those it has enough of; together 1."""
    if FOREIGN in account:
        return {ELSEWHERE: 1.0}
    told, posted = probability(logits.account + _MOSTLY_TOLD), probability(logits.post)
    shares = {TOLD: told, SAID: (1 - told) * (1 - posted), POSTED: (1 - told) * posted}
    kept = {way: share for way, share in shares.items() if share >= _LEAST_SHARE}
    total = sum(kept.values())
    return {way: share / total for way, share in kept.items()}


def found_in(
    noticed: Mapping[str, Features],
    account: Features,
    logits: Logits,
    arounds: Mapping[str, Around],
    keys: Iterable[str],
) -> dict[str, Found]:
    """Return for each of `keys` what the second layer weighs, beside what it weighs of the account."""
    if FOREIGN in account:
        return {key: foreign_of(key, noticed.get(key, NOTHING), logits, arounds.get(key)) for key in keys}
    rest = of_account(account, logits)
    return {
        key: found_of(key, own, logits, _others(key, logits, arounds), arounds.get(key), rest)
        if (own := noticed.get(key))
        else nothing_of(key, logits)
        for key in keys
    }


_OTHERS: Final = {
    **{key: tuple(other for other in STRANDS if other not in KIN[key]) for key in STRANDS},
    **{key: tuple(other for other in KINDS if other != key) for key in KINDS},
}


def _others(key: str, logits: Logits, arounds: Mapping[str, Around]) -> Others:
    others = _OTHERS[key]
    around = [arounds[other].told for other in others if other in arounds] if arounds else None
    return Others(max([logits.keys[other] for other in others]), max(around) if around else None)


_HAS: Final[Kept[str, str]] = Kept(lambda name: f"has_{what_tells((name,))}")
"""By the name of a feature, that of the one that tells how much was found."""
_Mix = Sequence[tuple[float, Callable[[str, float], float]]]
"""Shares, each with what gives the weight of a feature for one key."""


class _LaidOut:
    """What of a model can be made ready for all accounts: its words by their row, and the columns of each key."""

    def __init__(self, model: Model) -> None:
        self.known = Known(model.rows)
        self.more = Kept(self._more)  # by the row of a word
        self._words = tuple(model.rows)
        columns = {name: number for number, name in enumerate(model.columns)}
        # Of a strand: by its words, by its words as posts taught them, by their letters; of danger by words and letters.
        named = {
            **{key: (key, AS_POSTED[key], BY_LETTERS[key]) for key in STRANDS},
            **{key: (key,) for key in KINDS},
            NOW: (NOW, BY_LETTERS[NOW]),
        }
        self.columns_of = {key: [columns[name] for name in names] for key, names in named.items()}
        self.agreed = model.agreed_thresholds()
        self._letter_rows, self._letter_weights = model.letter_rows, model.letter_weights
        self.by_letters = Kept(self._by_letters)

    def _more(self, row: int) -> int | None:
        """Return how many words stand behind the first: 1 for a pair. None where it says nothing."""
        words = self._words[row].split(PAIR)
        return None if all(map(says_nothing, words)) else len(words) - 1

    def _by_letters(self, word: str) -> Numbers | None:
        """Return what the letters of a word that is not known say: a number for each of `BY_LETTERS`, None for nothing."""
        rows = [row for run in pieces(word) if (row := self._letter_rows.get(run)) is not None]
        if not rows:
            return None
        weights: Numbers = np.add.reduce(self._letter_weights.take(rows, axis=0), axis=0) / math.sqrt(len(rows))
        return weights


_laid_out: Final = lru_cache(maxsize=2)(_LaidOut)


class Weighing:
    """The layers of a model laid over one account."""

    def __init__(self, model: Model, account: Account, noticed: Noticed) -> None:
        self._model = model
        self._words = account.words
        self._noticed = noticed
        self._laid_out = _laid_out(model)
        self._found, unknown, distinct = self._laid_out.known.counted(account.words)
        self._root = math.sqrt(distinct)
        numbers = model.bias
        if self._found:
            self._rows_found = list(self._found)
            self._gathered = model.word_weights.take(self._rows_found, axis=0)  # a row a word
            numbers = model.bias + np.add.reduce(self._gathered, axis=0) / self._root
        self._spelt = self._spell(unknown)
        if self._spelt:
            numbers = numbers.copy()
            numbers[-len(BY_LETTERS) :] += np.add.reduce([weights for _, weights in self._spelt]) / self._root
        numbers = np.minimum(np.maximum(numbers, -FAR), FAR)
        logits = dict(zip(model.columns, numbers.tolist(), strict=True))
        self._logits = logits_by(logits)
        self._shares = shares_of(noticed.account, self._logits)
        self._mixed = tuple((share, model.layers[way]) for way, share in self._shares.items())
        self._evidence: dict[str, tuple[Span, ...]] = {}
        self._places: dict[int, list[Span]] = {}  # of the words found, by their row, as far as they were asked for
        self._arounds = self._weigh_around(account)
        self._strands = found_in(noticed.strands, noticed.account, self._logits, self._arounds, noticed.strands)
        self._kinds = found_in(noticed.kinds, noticed.account, self._logits, {}, noticed.kinds)

    def _spell(self, unknown: Mapping[str, list[int]]) -> list[tuple[list[int], Numbers]]:
        """Return where words stand that the model does not know, each with what its letters say."""
        by_letters = self._laid_out.by_letters
        spelt = [(places, by_letters[word]) for word, places in islice(unknown.items(), _MOST_SPELT)]
        return [(places, weights) for places, weights in spelt if weights is not None]

    def _weigh_around(self, account: Account) -> dict[str, Around]:
        model = self._model
        of_rows: dict[int, Around] = {}  # keys with the same mentions have one and the same tuple
        found: dict[str, Around] = {}
        is_foreign = FOREIGN in self._noticed.account
        tokens = around(account.words, account.hits, self._noticed.mentions, model.around_rows, only_cues=is_foreign)
        for key, rows in tokens.items():
            if id(rows) not in of_rows:
                numbers = model.around_bias
                if rows:
                    numbers = numbers + np.add.reduce(model.around_weights.take(rows, axis=0), axis=0) / math.sqrt(
                        len(rows)
                    )
                of_rows[id(rows)] = Around(
                    *[n if -NEAR <= n <= NEAR else max(-NEAR, min(NEAR, n)) for n in numbers.tolist()]
                )
            found[key] = of_rows[id(rows)]
        return found

    def strands(self, ticked: Mapping[str, float]) -> dict[str, float]:
        """Return the probability of each strand. `ticked`: log-odds added where something was found for it.

        A parent is never less likely than the likeliest of its parts.
        """
        noticed = self._strands
        mixed = [(share, layer.weigh_all(noticed, self._noticed.account, self._logits)) for share, layer in self._mixed]
        if len(mixed) == 1:
            [(_, log_odds)] = mixed  # the only share is the whole
        else:
            log_odds = {key: sum([share * numbers[key] for share, numbers in mixed]) for key in STRANDS}
        for key in ticked:
            if key in noticed:
                log_odds[key] += ticked[key]
        found = {key: rounded(probability(log_odds[key])) for key in STRANDS}
        for key, parent in PARTS:
            found[parent] = max(found[parent], found[key])
        return found

    def kinds(self) -> dict[str, float]:
        """Return the probability of each kind."""
        numbers = self._model.layers["kinds"].weigh_all(self._kinds, self._noticed.account, self._logits)
        return {key: rounded(probability(numbers[key])) for key in KINDS}

    def thresholds(self) -> Mapping[str, float]:
        """Return the probability from which each key is listed."""
        return self._model.thresholds_in(self._shares, self._laid_out.agreed)

    def evidence(self, key: str) -> tuple[Span, ...]:
        """Return the places that spoke for `key`, the strongest kept, in order."""
        if key not in self._evidence:
            self._evidence[key] = self._find_evidence(key)
        return self._evidence[key]

    def _find_evidence(self, key: str) -> tuple[Span, ...]:
        layers = self._mixed if key in STRANDS else ((1.0, self._model.layers["kinds"]),)
        mix = [(share, layer.weights_of(key).get) for share, layer in layers]
        slopes = self._slopes(key, layers)
        weighed: dict[Span, float] = {}
        weights: dict[str, float] = {}
        beside = self._of_around(key, mix, slopes)
        for place, name in self._noticed.places.get(key, ()):
            if name not in weights:
                tells = _HAS[name]
                weights[name] = beside + sum([share * (of(name, 0.0) + of(tells, 0.0)) for share, of in mix])
            if (weight := weights[name]) > 0:  # what spoke against the key is no evidence for it
                weighed[place] = max(weight, weighed.get(place, 0.0))
        self._add_words(weighed, key, slopes[:3] if key in STRANDS else slopes[:1])
        return strongest(weighed)

    def peril(self) -> Peril | None:
        """Return what says that somebody is in danger as it is told; None where that is not likely enough."""
        danger = self._model.danger[IN_ANOTHER if FOREIGN in self._noticed.account else IN_ENGLISH]
        log_odds = danger.log_odds(self._logits.keys[NOW], self._logits.letters[NOW])
        if log_odds < danger.soon:
            return None
        weighed: dict[Span, float] = {}
        self._add_words(weighed, NOW, (danger.words, danger.letters))
        return Peril(log_odds >= danger.threshold, strongest(weighed))

    def _slopes(self, key: str, layers: Sequence[tuple[float, Layer]]) -> Slopes:
        """Return how much of what the first layer says the second one takes over, in all ways of telling together."""
        found = (self._strands if key in STRANDS else self._kinds).get(key)
        if FOREIGN in self._noticed.account:
            return layers[0][1].foreign_slopes(key, found)
        if len(layers) == 1:
            return layers[0][1].slopes(key, found)
        each = [[share * slope for slope in layer.slopes(key, found)] for share, layer in layers]
        return Slopes(*map(sum, zip(*each, strict=True)))

    def _of_around(self, key: str, mix: _Mix, slopes: Slopes) -> float:
        """Return the log-odds that the words around a strand's terms add to each of its places."""
        beside = self._arounds.get(key)
        if beside is None:
            return 0.0
        if FOREIGN in self._noticed.account:
            cues = f"foreign_{self._strands[key].tells}_cues"
            return sum([share * beside.cues * of(cues, 0.0) for share, of in mix])
        return slopes.around_told * beside.told + slopes.around_said * beside.said

    def _add_words(self, weighed: dict[Span, float], key: str, slopes: Sequence[float]) -> None:
        """Add what single words say; `slopes` are those of the key's columns, where there are letters of them last."""
        root = self._root
        # What `strongest` would leave out beside the places of the lists is not even weighed; it draws the exact line.
        least = max(_LEAST * root, SHARE * 0.999 * root * max(weighed.values(), default=0.0))
        if self._found:
            column = self._gathered.take(self._laid_out.columns_of[key], axis=1) @ np.array(slopes, np.float32)
            for row, weighs in zip(self._rows_found, column.tolist(), strict=True):
                if weighs >= least:
                    _add(weighed, self._places[row] if row in self._places else self._places_of(row), weighs / root)
        if slopes[-1] and key in _NUMBER_BY_LETTERS:
            of_letters = _NUMBER_BY_LETTERS[key]
            for numbers, weights in self._spelt:
                if (weighs := slopes[-1] * float(weights[of_letters])) >= least:
                    _add(weighed, [self._words[at][1:3] for at in numbers], weighs / root)

    def _places_of(self, row: int) -> list[Span]:
        """Return where a word or pair of words stands, nowhere if it says nothing."""
        more, words = self._laid_out.more[row], self._words
        places = [] if more is None else [(words[at].start, words[at + more].end) for at in self._found[row]]
        self._places[row] = places
        return places


def _add(weighed: dict[Span, float], places: Iterable[Span], weight: float) -> None:
    for place in places:
        if weight > weighed.get(place, 0.0):
            weighed[place] = weight


_NUMBER_BY_LETTERS: Final = {key: number for number, key in enumerate(BY_LETTERS)}
