"""Whether a model that could be read can be used: every number one, every key there, and an answer to a trial account."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

import numpy as np

from cases.engine.categorise import categorise
from cases.engine.model import Model
from cases.engine.scoring import WAYS
from reporting.taxonomy import KINDS, STRANDS

LONGEST_VERSION: Final = 60
"""Characters of a version's name that are kept."""
_LAYERS: Final = (*WAYS, "kinds")
_TRIAL: Final = ("He called me a paki and spat at me outside the mosque.", "Nazwał mnie brudasem i groził nożem.", "")


def unsound(model: Model) -> str:
    """Return in a few words why a model cannot be used, nothing where it can.

    What is missing that nobody thought of may raise whatever it raises: the caller takes that for unsound too.
    """
    if len(model.version) > LONGEST_VERSION:
        return f"its name is longer than {LONGEST_VERSION - 9} characters"
    thresholds = [(key, model.thresholds.get(way, {}).get(key)) for way in WAYS for key in (*STRANDS, *KINDS)]
    if missing := [key for key, threshold in thresholds if threshold is None]:
        return f"it has no threshold for {missing[0]}"
    if missing := [name for name in _LAYERS if name not in model.layers]:
        return f"it has no layer for {missing[0]}"
    arrays = (model.word_weights, model.bias, model.around_weights, model.around_bias, model.letter_weights)
    if not all(np.isfinite(array).all() for array in arrays) or not _are_numbers(_plain(model)):
        return "some of its weights are no numbers"
    if not all(0.0 <= threshold <= 1.0 for _, threshold in thresholds if threshold is not None):
        return "a threshold is not between 0 and 1"
    for account in _TRIAL:
        categorise(account, near=True, model=model)
    return ""


def _plain(model: Model) -> Iterable[object]:
    for of_way in model.thresholds.values():
        yield from of_way.values()
    for layer in model.header["layers"].values():
        yield from layer["weights"].values()
        for own in layer["keys"].values():
            yield from own.values()


def _are_numbers(values: Iterable[object]) -> bool:
    return all(isinstance(one, int | float) and math.isfinite(one) for one in values)
