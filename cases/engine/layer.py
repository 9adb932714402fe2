"""One linear layer over named features, whose weights several keys share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Features = dict[str, float]
NOTHING: Final[Features] = {}


def features_of_key(own: Mapping[str, float], account: Mapping[str, float], of_one: float, of_any: float) -> Features:
    """Return what the second layer weighs for one key, beside what it weighs of the account.

    `own` is what was noticed for the key; `of_one` and `of_any` are the first layer's log-odds that this key, and
    that any strand, applies.
    """
    features = {"bias": 1.0, "words": of_one, "any": of_any, **own}
    if own:
        tells = "strong" if "has_strong" in own else "mention"
        features[f"{tells}_words"] = of_one
        features[f"{tells}_any"] = of_any
        if "account_report" in account or "account_past" in account:
            features[f"{tells}_told"] = 1.0
    else:
        features["nothing"] = 1.0
        features["nothing_words"] = of_one
    return features


class Layer:
    """`weights` by the name of the feature, for all keys; `keys`: what each key adds of its own."""

    __slots__ = ("_quiet", "keys", "weights")

    def __init__(self, weights: dict[str, float], keys: dict[str, dict[str, float]]) -> None:
        self.weights = weights
        self.keys = keys
        # For most keys nothing is noticed: what is then weighed is three numbers.
        self._quiet = {key: self._of_quiet(key) for key in keys}

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

    def weigh_account(self, account: Mapping[str, float]) -> float:
        """Return what the account as a whole adds to every key."""
        return sum([value * self.weights.get(name, 0.0) for name, value in account.items()])

    def weigh_key(
        self, key: str, own: Mapping[str, float], account: Mapping[str, float], of_one: float, of_any: float
    ) -> float:
        """Return the log-odds of `key` beside what `weigh_account` says."""
        if not own:
            fixed, by_one, by_any = self._quiet[key]
            return fixed + by_one * of_one + by_any * of_any
        return self.weigh(key, features_of_key(own, account, of_one, of_any))
