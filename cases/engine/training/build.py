"""Building a model: both layers, thresholds chosen on texts kept aside, and the figures that go into its header."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from cases.engine.layer import Layer
from cases.engine.lists import CHECKSUM
from cases.engine.measure import Row, choose_threshold
from cases.engine.model import FORMAT, Numbers, write_model
from cases.engine.scoring import ACCOUNT, features_of, probability
from cases.engine.training.corpus import Text
from cases.engine.training.fit import (
    COLUMNS,
    KIND_KEYS,
    STRAND_KEYS,
    Prepared,
    apply_first,
    as_plain,
    first_from_outside,
    fit_first,
    fit_second,
    prepare,
)

NAME: Final = "linear-1"
Say = Callable[[str], None]

# How much a text of each register teaches the second layer for accounts and the one for posts.
_TEACHES_ACCOUNTS: Final = {"account": 3.0, "sentence": 1.0, "post": 0.0, "complaint": 4.0}
_TEACHES_POSTS: Final = {"account": 0.2, "sentence": 5.0, "post": 1.0, "complaint": 2.0}
_FOREIGN: Final = 1.0


def build(texts: Sequence[Text], inputs: dict[str, Any], path: Path, say: Say) -> str:
    """Fit on the texts of `train`, choose thresholds on `tune`, write the model to `path`; return its checksum.

    Texts of `test` are not looked at.
    """
    learning = prepare([text for text in texts if text.split == "train"])
    tuning = prepare([text for text in texts if text.split == "tune"])
    say(f"{len(learning)} texts to learn from, {len(tuning)} to tune on")
    logits = first_from_outside(learning)
    say("first layer seen from outside")
    layers = layers_of(learning, logits)
    say("second layer fitted")
    first = fit_first(learning)
    say(f"first layer fitted: {len(first.rows)} words and pairs")
    # Thresholds: what was seen from outside of the texts learnt from, and what was kept aside for this.
    every = [*learning, *tuning]
    seen = np.concatenate([logits, apply_first(first, tuning)]) if tuning else logits
    thresholds = _thresholds(every, seen, layers)
    header = {
        "format": FORMAT,
        "name": NAME,
        "lists": CHECKSUM,
        "columns": list(COLUMNS),
        "layers": {name: as_plain(layer) for name, layer in layers.items()},
        "thresholds": thresholds,
        "inputs": inputs,
        "learnt_from": len(learning),
        "tuned_on": len(tuning),
    }
    return write_model(path, header, list(first.rows), first.weights, first.bias)


def layers_of(texts: Sequence[Prepared], logits: Numbers) -> dict[str, Layer]:
    """Fit the second layers; `logits` are what first layers say of `texts` that have not learnt from them."""
    return {
        "accounts": fit_second(texts, logits, STRAND_KEYS, _weights(texts, _TEACHES_ACCOUNTS)),
        "posts": fit_second(texts, logits, STRAND_KEYS, _weights(texts, _TEACHES_POSTS)),
        "kinds": fit_second(texts, logits, KIND_KEYS, _weights(texts, _TEACHES_ACCOUNTS)),
    }


def _weights(texts: Sequence[Prepared], teaches: dict[str, float]) -> Numbers:
    return np.array(
        [max(teaches[one.text.register], _FOREIGN if one.text.language != "en" else 0.0) for one in texts],
        dtype=np.float32,
    )


def rows_of(one: Prepared, numbers: Numbers, layers: dict[str, Layer]) -> list[Row]:
    """Return for each key that is known of a text its probability and whether it applies."""
    logits = dict(zip(COLUMNS, map(float, numbers), strict=True))
    rows: list[Row] = []
    told = probability(logits[ACCOUNT])
    for key, features in features_of(one.noticed.strands, one.noticed.account, logits, STRAND_KEYS).items():
        if key in one.text.known_strands:
            as_account, as_post = layers["accounts"].weigh(key, features), layers["posts"].weigh(key, features)
            rows.append((key, probability(told * as_account + (1 - told) * as_post), key in one.text.strands))
    if one.text.kinds is not None:
        for key, features in features_of(one.noticed.kinds, one.noticed.account, logits, KIND_KEYS).items():
            rows.append((key, probability(layers["kinds"].weigh(key, features)), key in one.text.kinds))
    return rows


def _thresholds(texts: Sequence[Prepared], logits: Numbers, layers: dict[str, Layer]) -> dict[str, float]:
    """Return the threshold of each key: for strands over accounts, since these are what is read."""
    found: dict[str, list[Row]] = defaultdict(list)
    for one, numbers in zip(texts, logits, strict=True):
        if one.text.register in ("account", "sentence"):
            for row in rows_of(one, numbers, layers):
                found[row[0]].append(row)
    return {key: choose_threshold(found[key]) for key in (*STRAND_KEYS, *KIND_KEYS)}
