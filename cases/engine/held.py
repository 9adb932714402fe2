"""How much an account looks like abuse of the form: a robot's filling, an advertisement, a hand run over the keys.

It is a number for ordering and for the lane a case waits in. Nothing is refused or hidden for it, the clock is the
same, and a person reads it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from cases.engine.language import UNKNOWN
from cases.engine.text import LOOKED_AT, Word

THRESHOLD: Final = 0.8
_FEW: Final = 3
_LINK: Final = re.compile(r"(?:https?://|www\.)\S", re.IGNORECASE)
_SELLING: Final = re.compile(
    r"\b(?:buy now|click here|free (?:trial|bonus|spins)|casino|viagra|cialis|seo (?:service|rank)\w*|backlinks?|crypto"
    r"|bitcoin|forex|earn \$|\$\d+ (?:a|per) (?:day|week)|limited offer|discount code|promo code|guest post|payday loans?"
    r"|followers cheap|replica watches|work from home opportunity)\b",
    re.IGNORECASE,
)
_MARKUP: Final = re.compile(
    r"<script|<a href=|\[url=|\{\{.{0,20}\}\}|' or '1'='1|union select|\.\./\.\./", re.IGNORECASE
)
_VOWEL: Final = re.compile("[aeiouyаеиоуыэюяáéíóúàèìòùäöüåøæ]")


class FormAbuse(NamedTuple):
    """A score from 0 to 1 and, in plain words, what made it."""

    score: float
    reasons: tuple[str, ...]

    @property
    def is_likely(self) -> bool:
        """Whether the case should wait in the held lane."""
        return self.score >= THRESHOLD


def score_form_abuse(text: str, words: Sequence[Word], language: str, *, says_something: bool) -> FormAbuse:
    """Return how much `text` looks like abuse of the form.

    `says_something`: a strand, a kind or a danger was found in it, which outweighs everything here: abuse *in* a
    report is what a report is about.
    """
    if says_something:
        return FormAbuse(0.0, ())
    looked_at = text[:LOOKED_AT]
    reasons: list[tuple[float, str]] = []
    if len(_LINK.findall(looked_at)) >= _FEW:
        reasons.append((0.5, "It is full of links."))
    if len({match.casefold() for match in _SELLING.findall(looked_at)}) >= 2:
        reasons.append((0.6, "It reads like an advertisement."))
    elif _SELLING.search(looked_at):
        reasons.append((0.3, "It has words of an advertisement."))
    if _MARKUP.search(looked_at):
        reasons.append((0.6, "It holds markup or commands, as robots send them."))
    if _is_repeated(words):
        reasons.append((0.6, "The same words stand in it over and over."))
    if _is_keys(words, language):
        reasons.append((0.85, "It looks like keys struck at random."))
    doubt = 1.0
    for weight, _ in reasons:
        doubt *= 1.0 - weight
    return FormAbuse(round(1.0 - doubt, 3), tuple(reason for _, reason in reasons))


def _is_repeated(words: Sequence[Word]) -> bool:
    counts = Counter(word.forms[0] for word in words)
    return len(words) >= 30 and len(counts) <= len(words) / 15


def _is_keys(words: Sequence[Word], language: str) -> bool:
    """Tell "asdkjh qwlkej zxmncb": no known small word, and hardly a word that could be spoken."""
    letters = [word.forms[0] for word in words if word.forms[0].isascii() and word.forms[0].isalpha()]
    if language != UNKNOWN or not letters or len(letters) < len(words) / 2 or sum(map(len, letters)) < 12:
        return False
    spoken = sum(1 for word in letters if 0.2 <= len(_VOWEL.findall(word)) / len(word) <= 0.75 and len(word) <= 14)
    return spoken <= len(letters) / 3
