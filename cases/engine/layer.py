"""One linear layer over named features, whose weights several keys share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Features = dict[str, float]
NOTHING: Final[Features] = {}
FOREIGN: Final = "account_foreign"
"""Says that an account is in another language than English: the first layer has hardly learnt its words."""
# What an account holds besides, wherever it stands, that takes hatred back or turns it round.
_TEMPERS: Final = (
    "account_counter",
    "account_kindness",
    "account_pride",
    "account_denial",
    "account_excused",
    "account_quote",
)


def tells_of(own: Mapping[str, float]) -> str:
    """Return how much of a key was found: `strong`, `mention`, `person` or `nothing`."""
    if not own:
        return "nothing"
    return "strong" if "has_strong" in own else "person" if "has_person" in own else "mention"


def features_of_key(own: Mapping[str, float], account: Mapping[str, float], of_one: float, of_any: float) -> Features:
    """Return what the second layer weighs for one key, beside what it weighs of the account.

    `own` is what was noticed for the key; `of_one` and `of_any` are the first layer's log-odds that this key, and
    that any strand, applies.
    """
    tells = tells_of(own)
    if FOREIGN in account:
        return {"bias": 1.0, **own, f"foreign_{tells}": 1.0}
    features = {"bias": 1.0, "words": of_one, "any": of_any, **own}
    if own:
        features[f"{tells}_words"] = of_one
        features[f"{tells}_any"] = of_any
        if "account_report" in account or "account_past" in account:
            features[f"{tells}_told"] = 1.0
        for role in _TEMPERS:
            if role in account:
                features[f"{tells}_{role}"] = 1.0
    else:
        features["nothing"] = 1.0
        features["nothing_words"] = of_one
    return features


class Layer:
    """`weights` by the name of the feature, for all keys; `keys`: what each key adds of its own."""

    __slots__ = ("_foreign", "_quiet", "keys", "weights")

    def __init__(self, weights: dict[str, float], keys: dict[str, dict[str, float]]) -> None:
        self.weights = weights
        self.keys = keys
        # For most keys nothing is noticed: what is then weighed is three numbers.
        self._quiet = {key: self._of_quiet(key) for key in keys}
        self._foreign = {key: self.weigh(key, features_of_key(NOTHING, {FOREIGN: 1.0}, 0.0, 0.0)) for key in keys}

    def _of_quiet(self, key: str) -> tuple[float, float, float]:
        fixed = self.weigh(key, features_of_key(NOTHING, NOTHING, 0.0, 0.0))
        one = self.weigh(key, features_of_key(NOTHING, NOTHING, 1.0, 0.0)) - fixed
        return fixed, one, self.weigh(key, features_of_key(NOTHING, NOTHING, 0.0, 1.0)) - fixed

    def of(self, key: str, name: str) -> float:
        """Return what one unit of the feature `name` adds to the log-odds of `key`."""
        return self.weights.get(name, 0.0) + self.keys[key].get(name, 0.0)

    def weigh(self, key: str, features: Mapping[str, float]) -> float:
        """Return the log-odds of `key`."""
        shared, own = self.weights, self.keys[key]
        total = sum([value * shared.get(name, 0.0) for name, value in features.items()])
        return total + sum([weight * features[name] for name, weight in own.items() if name in features])

    def weigh_all(
        self,
        noticed: Mapping[str, Mapping[str, float]],
        account: Mapping[str, float],
        logits: Mapping[str, float],
        of_any: float,
    ) -> dict[str, float]:
        """Return the log-odds of every key. `noticed`: the features of those with any; `logits` of the first layer."""
        base = sum([value * self.weights.get(name, 0.0) for name, value in account.items()])
        if FOREIGN in account:
            found = {key: base + fixed for key, fixed in self._foreign.items()}
        else:
            found = {
                key: base + fixed + by_one * logits[key] + by_any * of_any
                for key, (fixed, by_one, by_any) in self._quiet.items()
            }
        for key, own in noticed.items():
            found[key] = base + self.weigh(key, features_of_key(own, account, logits[key], of_any))
        return found
