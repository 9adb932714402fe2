"""One linear layer over named features, whose weights several keys share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

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
    "account_quiet",
)


class Logits(NamedTuple):
    """What the first layer says of a text, in log-odds: of each key, of any strand, of being an account or a post.

    `posted`: of each strand, as learnt of posts alone.
    """

    keys: Mapping[str, float]
    posted: Mapping[str, float]
    any: float
    account: float
    post: float


class Around(NamedTuple):
    """What stands around a group's names says, in log-odds: as learnt of accounts, of what people say and post, and,
    of cues alone, in any language. `cues` counts in other languages than English, the others in English.
    """

    told: float
    said: float
    cues: float


def tells_of(own: Mapping[str, float]) -> str:
    """Return how much of a key was found: `strong`, `mention`, `person` or `nothing`."""
    if not own:
        return "nothing"
    return "strong" if "has_strong" in own else "person" if "has_person" in own else "mention"


def features_of_key(
    key: str, own: Mapping[str, float], account: Mapping[str, float], logits: Logits, around: Around | None = None
) -> Features:
    """Return what the second layer weighs for one key, beside what it weighs of the account.

    `own` is what was noticed for the key, `around` what stands around it (strands only).
    """
    tells = tells_of(own)
    if FOREIGN in account:
        features = {"bias": 1.0, **own, f"foreign_{tells}": 1.0}
        if around is not None:
            features[f"foreign_{tells}_cues"] = around.cues
        return features
    of_one = logits.keys[key]
    features = {
        "bias": 1.0, "words": of_one, "any": logits.any, "told": logits.account, "posted": logits.post, **own,
    }  # fmt: skip
    if (as_posted := logits.posted.get(key)) is not None:
        features["words_posted"] = features[f"{tells}_words_posted"] = as_posted
    if not own:
        features["nothing"] = 1.0
        features["nothing_words"] = of_one
        return features
    features[f"{tells}_words"] = of_one
    features[f"{tells}_any"] = logits.any
    features[f"{tells}_told_by"] = logits.account
    features[f"{tells}_posted"] = logits.post
    if around is not None:
        features["around_told"] = features[f"{tells}_around_told"] = around.told
        features["around_said"] = features[f"{tells}_around_said"] = around.said
    if "account_report" in account or "account_past" in account:
        features[f"{tells}_told"] = 1.0
    if "account_done" in account:
        features[f"{tells}_done"] = account["account_done"]
    for role in _TEMPERS:
        if role in account:
            features[f"{tells}_{role}"] = 1.0
    return features


class Layer:
    """`weights` by the name of the feature, for all keys; `keys`: what each key adds of its own."""

    __slots__ = ("_all", "_foreign", "_quiet", "keys", "weights")

    def __init__(self, weights: dict[str, float], keys: dict[str, dict[str, float]]) -> None:
        self.weights = weights
        self.keys = keys
        self._all = {
            key: {**weights, **{name: weights.get(name, 0.0) + more for name, more in own.items()}}
            for key, own in keys.items()
        }
        # For most keys nothing is noticed: what is then weighed is five numbers.
        self._quiet = {key: self._of_quiet(key) for key in keys}
        nothing = Logits(dict.fromkeys(keys, 0.0), {}, 0.0, 0.0, 0.0)
        self._foreign = {key: self.weigh(key, features_of_key(key, NOTHING, {FOREIGN: 1.0}, nothing)) for key in keys}

    def _of_quiet(self, key: str) -> tuple[float, float, float]:
        fixed = self.of(key, "bias") + self.of(key, "nothing")
        by_words = self.of(key, "words") + self.of(key, "nothing_words")
        return fixed, by_words, self.of(key, "words_posted") + self.of(key, "nothing_words_posted")

    def of(self, key: str, name: str) -> float:
        """Return what one unit of the feature `name` adds to the log-odds of `key`."""
        return self._all[key].get(name, 0.0)

    def weights_of(self, key: str) -> Mapping[str, float]:
        """Return what one unit of each feature adds to the log-odds of `key`; those that are not there add nothing."""
        return self._all[key]

    def weigh(self, key: str, features: Mapping[str, float]) -> float:
        """Return the log-odds of `key`."""
        weights = self._all[key]
        return sum([value * weights[name] for name, value in features.items() if name in weights])

    def weigh_all(
        self, noticed: Mapping[str, Features], account: Mapping[str, float], logits: Logits
    ) -> dict[str, float]:
        """Return the log-odds of every key. `noticed`: for keys with any, what `features_of_key` gave."""
        shared = self.weights
        base = sum([value * shared[name] for name, value in account.items() if name in shared])
        if FOREIGN in account:
            found = {key: base + fixed for key, fixed in self._foreign.items()}
        else:
            quiet = base + shared.get("any", 0.0) * logits.any + shared.get("told", 0.0) * logits.account
            quiet += shared.get("posted", 0.0) * logits.post
            of_keys, as_posted = logits.keys, logits.posted
            found = {
                key: quiet + fixed + by_one * of_keys[key] + (by_posted * as_posted[key] if key in as_posted else 0.0)
                for key, (fixed, by_one, by_posted) in self._quiet.items()
                if key not in noticed
            }
        for key, features in noticed.items():
            found[key] = base + self.weigh(key, features)
        return found
