"""One linear layer over named features, whose weights several keys share."""

from __future__ import annotations

from collections.abc import Mapping
from operator import mul
from typing import Final, NamedTuple

Features = dict[str, float]
NOTHING: Final[Features] = {}
FOREIGN: Final = "account_foreign"
"""Says that an account is in another language than English: of its words the first layer has learnt few."""
_FOREIGN_MOST: Final = 4.0
"""What words say in another language is kept between this and its opposite, in log-odds."""
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
_STEPS: Final = (-4.0, -2.0, 0.0, 2.0)
"""Log-odds from which more counts by another slope, so that what is likely counts otherwise than what is not."""
_OF_WORDS: Final = ("words", "lead", *(f"words_over_{step:g}" for step in _STEPS))
"""Those that grow with what words say of the key itself."""
_OF_ACCOUNT: Final = (
    *(f"any_over_{step:g}" for step in _STEPS), "any", "told", "posted", "letters_any", "reported", "done",
    *(temper.replace("account_", "with_") for temper in _TEMPERS),
)  # fmt: skip
"""Those that are the same for all keys."""
WEIGHED: Final = (
    *_OF_WORDS, "words_posted", "letters", "others_words", "others_around", "others_named", "around_told", "around_said",
    *_OF_ACCOUNT,
)  # fmt: skip
"""What is weighed of a key that something was found for, besides what was found: by name, in the order of `Found.numbers`.

Each counts for all keys alike, and once more by how much was found (`strong_words` beside `words`).
"""


class Logits(NamedTuple):
    """What the first layer says of a text, in log-odds: of each key, of any strand, of being an account or a post.

    `posted`: of each strand, as learnt of posts alone. `letters`: of each strand and `letters_any` of any, by the letters
    that words are made of.
    """

    keys: Mapping[str, float]
    posted: Mapping[str, float]
    letters: Mapping[str, float]
    any: float
    account: float
    post: float
    letters_any: float


class Around(NamedTuple):
    """What stands around a group's names says, in log-odds: as learnt of accounts, of what people say and post, and,
    of cues alone, in any language. `cues` counts in other languages than English, the others in English.
    """

    told: float
    said: float
    cues: float


class Others(NamedTuple):
    """What speaks for other keys than one, its parent and its parts: the most that words, and that what stands around
    names, say of any of them, in log-odds. `around` None: none of them is named.
    """

    words: float
    around: float | None = None


class Found(NamedTuple):
    """What the second layer weighs for one key, beside what it weighs of the account.

    `own` by the name of the feature; `numbers` in the order of `WEIGHED`, none where nothing was found for the key or
    the account is in another language. `tells` is how much was found.
    """

    tells: str
    own: Mapping[str, float]
    numbers: tuple[float, ...] = ()

    def features(self) -> Features:
        """Return all of it by name, as it is learnt."""
        named = {name: number for name, number in zip(WEIGHED, self.numbers, strict=False) if number}
        return {**self.own, **named, **{f"{self.tells}_{name}": number for name, number in named.items()}}


def tells_of(own: Mapping[str, float]) -> str:
    """Return how much of a key was found: `strong`, `mention`, `person` or `nothing`."""
    if not own:
        return "nothing"
    return "strong" if "has_strong" in own else "person" if "has_person" in own else "mention"


def of_account(account: Mapping[str, float], logits: Logits) -> tuple[float, ...]:
    """Return the numbers of `_OF_ACCOUNT`."""
    any_of = logits.any
    return (
        *[any_of - step if any_of > step else 0.0 for step in _STEPS], any_of, logits.account, logits.post,
        logits.letters_any, 1.0 if "account_report" in account or "account_past" in account else 0.0,
        account.get("account_done", 0.0), *[1.0 if temper in account else 0.0 for temper in _TEMPERS],
    )  # fmt: skip


def found_of(
    key: str,
    own: Mapping[str, float],
    logits: Logits,
    others: Others,
    around: Around | None,
    rest: tuple[float, ...],
) -> Found:
    """Return what the second layer weighs for one key that something was found for, in an account in English.

    `own` is what was noticed for the key, `around` what stands around it (strands only), `rest` what `of_account` gave.
    """
    words = logits.keys[key]
    lead = words - others.words
    numbers = (
        words, lead if lead > 0.0 else 0.0, *[words - step if words > step else 0.0 for step in _STEPS],
        logits.posted.get(key, 0.0), logits.letters.get(key, 0.0), others.words,
        *((0.0, 0.0) if others.around is None else (others.around, 1.0)),
        *((0.0, 0.0) if around is None else (around.told, around.said)), *rest,
    )  # fmt: skip
    return Found(tells_of(own), {"bias": 1.0, **own}, numbers)


def nothing_of(key: str, logits: Logits) -> Found:
    """Return what it weighs for a key of which nothing was found, in an account in English."""
    words, posted = logits.keys[key], logits.posted.get(key, 0.0)
    of_words = {"words": words, "nothing_words": words, "words_posted": posted, "nothing_words_posted": posted}
    features = {"any": logits.any, "told": logits.account, "posted": logits.post, **of_words}
    return Found("nothing", {"bias": 1.0, "nothing": 1.0, **features})


def foreign_of(key: str, own: Mapping[str, float], logits: Logits, around: Around | None) -> Found:
    """Return what it weighs for a key in an account in another language."""
    tells = tells_of(own)
    words, letters = foreign_words(key, logits)
    features = {
        "bias": 1.0, **own, f"foreign_{tells}": 1.0, "foreign_words": words, f"foreign_{tells}_words": words,
        "foreign_letters": letters, f"foreign_{tells}_letters": letters, **_foreign_any(logits),
    }  # fmt: skip
    if around is not None:
        features[f"foreign_{tells}_cues"] = around.cues
    return Found(tells, features)


def foreign_words(key: str, logits: Logits) -> tuple[float, float]:
    """Return what the words of an account in another language, and their letters, say of a key, in log-odds."""
    return _within(logits.keys[key]), _within(logits.letters.get(key, 0.0))


def _foreign_any(logits: Logits) -> Features:
    return {"foreign_any": _within(logits.any), "foreign_letters_any": _within(logits.letters_any)}


def _within(log_odds: float) -> float:
    return max(-_FOREIGN_MOST, min(_FOREIGN_MOST, log_odds))


class Slopes(NamedTuple):
    """By how much the log-odds of a key grow with each unit that is said of it: by words, by words as posts taught them, by
    their letters, and by what stands around its names.
    """

    words: float
    posted: float
    letters: float
    around_told: float
    around_said: float


_SLOPES: Final = tuple(map(WEIGHED.index, ("words_posted", "letters", "around_told", "around_said")))


class Layer:
    """`weights` by the name of the feature, for all keys; `keys`: what each key adds of its own."""

    __slots__ = ("_all", "_foreign", "_numbers", "_quiet", "keys", "weights")

    def __init__(self, weights: dict[str, float], keys: dict[str, dict[str, float]]) -> None:
        self.weights = weights
        self.keys = keys
        self._all = {
            key: {**weights, **{name: weights.get(name, 0.0) + more for name, more in own.items()}}
            for key, own in keys.items()
        }
        self._numbers = {
            (key, tells): tuple([of.get(name, 0.0) + of.get(f"{tells}_{name}", 0.0) for name in WEIGHED])
            for key, of in self._all.items()
            for tells in ("strong", "mention", "person")
        }
        # For most keys nothing is noticed: what is then weighed is five numbers.
        self._quiet = {key: self._of_quiet(key) for key in keys}
        self._foreign = {
            key: (self.of(key, "bias") + self.of(key, "foreign_nothing"), *self._foreign_slopes(key, "nothing"))
            for key in keys
        }

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

    def slopes(self, key: str, found: Found | None) -> Slopes:
        """Return what one unit more adds to the log-odds of `key`, where `found` (None: nothing) stands now."""
        if found is None:
            _, by_words, by_posted = self._quiet[key]
            return Slopes(by_words, by_posted, 0.0, 0.0, 0.0)
        weights = self._numbers[key, found.tells]
        by_words = weights[0] + sum(
            [
                weight
                for weight, number in zip(weights[1 : len(_OF_WORDS)], found.numbers[1:], strict=False)
                if number > 0
            ]
        )
        return Slopes(by_words, *[weights[at] for at in _SLOPES])

    def foreign_slopes(self, key: str, found: Found | None) -> Slopes:
        """Return the same for an account in another language."""
        by_words, by_letters = self._foreign_slopes(key, found.tells if found else "nothing")
        return Slopes(by_words, 0.0, by_letters, 0.0, 0.0)

    def _foreign_slopes(self, key: str, tells: str) -> tuple[float, float]:
        by_words = self.of(key, "foreign_words") + self.of(key, f"foreign_{tells}_words")
        return by_words, self.of(key, "foreign_letters") + self.of(key, f"foreign_{tells}_letters")

    def weigh(self, key: str, found: Found) -> float:
        """Return the log-odds of `key`."""
        weights = self._all[key]
        own = sum([value * weights[name] for name, value in found.own.items() if name in weights])
        if found.numbers:
            own += sum(map(mul, found.numbers, self._numbers[key, found.tells]))
        return own

    def weigh_all(self, noticed: Mapping[str, Found], account: Mapping[str, float], logits: Logits) -> dict[str, float]:
        """Return the log-odds of every key. `noticed`: for keys with any, what `found_of` gave."""
        shared = self.weights
        base = sum([value * shared[name] for name, value in account.items() if name in shared])
        if FOREIGN in account:
            quiet = base + sum([value * shared.get(name, 0.0) for name, value in _foreign_any(logits).items()])
            weighed = {}
            for key, (fixed, by_words, by_letters) in self._foreign.items():
                if key not in noticed:
                    words, letters = foreign_words(key, logits)
                    weighed[key] = quiet + fixed + by_words * words + by_letters * letters
        else:
            quiet = base + shared.get("any", 0.0) * logits.any + shared.get("told", 0.0) * logits.account
            quiet += shared.get("posted", 0.0) * logits.post
            of_keys, as_posted = logits.keys, logits.posted
            weighed = {
                key: quiet + fixed + by_one * of_keys[key] + (by_posted * as_posted[key] if key in as_posted else 0.0)
                for key, (fixed, by_one, by_posted) in self._quiet.items()
                if key not in noticed
            }
        for key, found in noticed.items():
            weighed[key] = base + self.weigh(key, found)
        return weighed
