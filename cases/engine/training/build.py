"""Building a model: both layers, thresholds chosen on texts kept aside, and the figures that go into its header."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from cases.engine.layer import Around, Layer
from cases.engine.lists import CHECKSUM
from cases.engine.measure import Row, choose_threshold
from cases.engine.model import FORMAT, Numbers, Weights, write_model
from cases.engine.scoring import ELSEWHERE, POSTED, SAID, TOLD, WAYS, probability, shares_of
from cases.engine.training.corpus import Text, draw
from cases.engine.training.fit import (
    COLUMNS,
    KIND_KEYS,
    STRAND_KEYS,
    Prepared,
    Seen,
    as_plain,
    fit_around,
    fit_danger,
    fit_first,
    fit_second,
    found_for,
    logits_of,
    prepare,
    seen_from_outside,
    seen_with,
)

NAME: Final = "linear-9"
Say = Callable[[str], None]

# How much a text of each register teaches the second layer of each way of telling, and one in another language.
_FOREIGN: Final = "foreign"
# The lowest and the highest threshold, and how much of the best F1 one may lack for being higher.
_RANGE: Final = {
    TOLD: (0.25, 0.65, 0.012),
    SAID: (0.25, 0.75, 0.11),
    POSTED: (0.15, 0.65, 0.0),
    ELSEWHERE: (0.25, 0.85, 0.03),
}
_HARMLESS_POSTS: Final = 4
"""One in so many harmless posts and messages counts for thresholds: half of those learnt from are harmless, and hardly a
fifth of those that somebody reports are."""
_TEACHES: Final = {
    TOLD: {"account": 3.0, "sentence": 0.5, "message": 0.0, "post": 0.0, "complaint": 4.0, _FOREIGN: 1.0},
    SAID: {"account": 0.2, "sentence": 5.0, "message": 1.0, "post": 0.1, "complaint": 2.0, _FOREIGN: 1.0},
    POSTED: {"account": 0.0, "sentence": 0.3, "message": 3.0, "post": 1.0, "complaint": 1.0, _FOREIGN: 0.0},
    ELSEWHERE: {"account": 0.2, "sentence": 0.5, "message": 0.0, "post": 0.0, "complaint": 0.2, _FOREIGN: 3.0},
}
_FOREIGN_SENTENCE: Final = 0.5
"""How much of that a sentence in another language teaches: it has the layer of accounts, which matter more."""


def build(texts: Sequence[Text], inputs: dict[str, Any], path: Path, say: Say) -> str:
    """Fit on the texts of `train`, choose thresholds on `tune`, write the model to `path`; return its checksum.

    Texts of `test` are not looked at.
    """
    learning = [one for one in prepare([text for text in texts if text.split == "train"]) if not tells_as_account(one)]
    tuning = prepare([text for text in texts if text.split == "tune"])
    say(f"{len(learning)} texts to learn from, {len(tuning)} to tune on")
    seen = seen_from_outside(learning)
    say("first layers seen from outside")
    layers = layers_of(learning, seen)
    say("second layers fitted")
    first, of_around = fit_first(learning), fit_around(learning)
    say(f"first layers fitted: {len(first.rows)} words and pairs, {len(of_around.rows)} tokens around groups")
    # Thresholds: what was seen from outside of the texts learnt from, and what was kept aside for this.
    tuned = seen_with(first, of_around, tuning)
    thresholds = thresholds_of([*_seen(learning, seen, layers), *_seen(tuning, tuned, layers)])
    header = {
        "format": FORMAT,
        "name": NAME,
        "lists": CHECKSUM,
        "columns": list(COLUMNS),
        "layers": {name: as_plain(layer) for name, layer in layers.items()},
        "thresholds": thresholds,
        "danger": {language: numbers._asdict() for language, numbers in fit_danger(learning, seen).items()},
        "inputs": inputs,
        "learnt_from": len(learning),
        "tuned_on": len(tuning),
    }
    return write_model(
        path,
        header,
        Weights(list(first.rows), first.weights),
        Weights(of_around.tokens, of_around.weights),
        Weights(list(first.letters.rows), first.letters.weights),
        bias=first.bias,
        around_bias=of_around.bias,
    )


def tells_as_account(one: Prepared) -> bool:
    """Tell of a sentence or message that it would be a report here, and is no hatred where sentences are judged.

    "Whoever set fire to the mosque should be in prison" is harmless as something said; as an account it tells of an
    attack on a mosque. What comes in here are accounts: nothing is learnt from it.
    """
    return (
        one.text.register in ("sentence", "message") and not one.text.strands and "account_done" in one.noticed.account
    )


def layers_of(texts: Sequence[Prepared], seen: Seen) -> dict[str, Layer]:
    """Fit the second layers; `seen` is what first layers say of `texts` that have not learnt from them.

    A way of telling of which there are no texts to tell apart is weighed as accounts are.
    """
    weights = {way: _weights(texts, teaches) for way, teaches in _TEACHES.items()}
    layers = {
        way: fit_second(texts, seen, STRAND_KEYS, weighs)
        for way, weighs in weights.items()
        if way == TOLD or _can_be_told_apart(texts, weighs)
    }
    layers = {way: layers.get(way, layers[TOLD]) for way in WAYS}
    return {**layers, "kinds": fit_second(texts, seen, KIND_KEYS, weights[TOLD])}


def _can_be_told_apart(texts: Sequence[Prepared], weights: Numbers) -> bool:
    """Tell whether some text that teaches has a strand, and whether one that could have one lacks it."""
    taught = [one.text for one, weight in zip(texts, weights, strict=True) if weight > 0]
    return any(text.strands for text in taught) and any(text.known_strands - text.strands for text in taught)


def _weights(texts: Sequence[Prepared], teaches: dict[str, float]) -> Numbers:
    return np.array([_taught_by(one.text, teaches) for one in texts], dtype=np.float32)


def _taught_by(text: Text, teaches: dict[str, float]) -> float:
    if text.language == "en":
        return teaches[text.register]
    return teaches[_FOREIGN] * (_FOREIGN_SENTENCE if text.register == "sentence" else 1.0)


def rows_of(one: Prepared, numbers: Numbers, arounds: Mapping[str, Around], layers: dict[str, Layer]) -> list[Row]:
    """Return for each key that is known of a text its probability and whether it applies."""
    rows: list[Row] = []
    logits = logits_of(numbers)
    every = found_for(one, numbers, arounds, [*one.noticed.strands, *one.noticed.kinds])
    strands = {key: every[key] for key in one.noticed.strands}
    mixed = [
        (share, layers[way].weigh_all(strands, one.noticed.account, logits))
        for way, share in shares_of(one.noticed.account, logits).items()
    ]
    for key in STRAND_KEYS:
        if key in one.text.known_strands:
            log_odds = sum(share * found[key] for share, found in mixed)
            rows.append((key, probability(log_odds), key in one.text.strands))
    if one.text.kinds is not None:
        kinds = {key: every[key] for key in one.noticed.kinds}
        found = layers["kinds"].weigh_all(kinds, one.noticed.account, logits)
        rows += [(key, probability(found[key]), key in one.text.kinds) for key in KIND_KEYS]
    return rows


def _seen(texts: Sequence[Prepared], seen: Seen, layers: dict[str, Layer]) -> Iterator[tuple[Text, list[Row]]]:
    for one, numbers, arounds in zip(texts, seen.logits, seen.arounds, strict=True):
        yield one.text, rows_of(one, numbers, arounds, layers)


def thresholds_of(seen: Iterable[tuple[Text, list[Row]]]) -> dict[str, dict[str, float]]:
    """Return by the way of telling the threshold of each strand, over texts told so, and of each kind, over accounts."""
    strands: dict[str, dict[str, list[Row]]] = {way: defaultdict(list) for way in WAYS}
    kinds: dict[str, list[Row]] = defaultdict(list)
    for text, rows in seen:
        way = way_of(text)
        if way == POSTED and not text.strands and draw(text.text) % _HARMLESS_POSTS:
            continue
        for row in rows:
            if row[0] in KIND_KEYS:
                kinds[row[0]].append(row)
            elif way is not None:
                strands[way][row[0]].append(row)
    of_kinds = {key: choose_threshold(kinds[key]) for key in KIND_KEYS}
    return {
        way: {key: choose_threshold(strands[way][key], *_RANGE[way]) for key in STRAND_KEYS} | of_kinds for way in WAYS
    }


def way_of(text: Text) -> str | None:
    """Return the way of telling that a text's register stands for; None: of a complaint."""
    if text.language != "en":
        return ELSEWHERE
    return {"account": TOLD, "sentence": SAID, "message": POSTED, "post": POSTED}.get(text.register)
