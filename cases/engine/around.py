"""What stands around the words that name a group, as numbered tokens that a linear layer weighs.

The group itself is left out of the tokens, and so are other groups and slurs: what "they should all be …" says of one
group it says of any, so that what was learnt of groups with many texts holds for those with few.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Final

from cases.engine.context import ILL_KINDS
from cases.engine.kept import Kept
from cases.engine.terms import Hit
from cases.engine.text import Word
from cases.engine.trie import Label
from cases.engine.words import plain
from reporting.taxonomy import STRANDS

Mention = tuple[int, int, str]
"""The first and the last word (both included) of a term that was found for a strand, and the role of its list."""
Numbers = Mapping[str, Mapping[str, int]]
"""The number of each token, by its kind (one of `KINDS`) and what stands there."""

_PLACES: Final = ("-1", "+1", "-2", "+2")  # the word just before, just after, the second one before and after
_PAIRS: Final = ("-21", "+12", "-1+1", "+23", "-32")
_SIDES: Final = ("-", "+", "any")  # a word somewhere before, after, anywhere in a short text
_RUNS: Final = ("<1", ">1", "<2", ">2", "<>", "<>2")
_CUES: Final = ("-c", "+c", *_RUNS)  # cues near by, and in which order they come
_OF_WORDS: Final = (*_PLACES, *_PAIRS, *_SIDES)
KINDS: Final = (*_OF_WORDS, *_CUES, "role")

_WORDS: Final = 8
"""Words looked at on either side."""
_REACH: Final = 12
"""Words on either side among which cues are looked for."""
_NEAR: Final = 4
_SHORT: Final = 60
"""A text of so many words or more is not looked at as a whole."""
_BEGIN, _END = ("^",) * 3, ("$",) * 3
_CUE_OF_ROLE: Final = {
    "hostile": "<h>", "denial": "<n>", "kindness": "<k>", "counter": "<c>", "pride": "<p>", "quote": "<q>",
    "speech": "<q>", "motive": "<m>",
}  # fmt: skip
_ILL: Final = "<i>"
_sentence_of: Final = itemgetter(Word._fields.index("sentence"))
_SLUR, _GROUP = "<s>", "<g>"


class Growing(dict[str, dict[str, int]]):
    """Numbers for learning: every token that is asked for gets the next number."""

    def __init__(self) -> None:
        self.tokens: list[tuple[str, str]] = []
        super().__init__((kind, _OfKind(kind, self.tokens)) for kind in KINDS)


class _OfKind(dict[str, int]):
    def __init__(self, kind: str, tokens: list[tuple[str, str]]) -> None:
        super().__init__()
        self._kind, self._tokens = kind, tokens

    def get(self, word: str, default: object = None) -> int:
        if word not in self:
            self[word] = len(self._tokens)
            self._tokens.append((self._kind, word))
        return self[word]


def around(
    words: Sequence[Word],
    hits: Iterable[Hit],
    mentions: Mapping[str, Sequence[Mention]],
    numbers: Numbers,
    *,
    only_cues: bool = False,
) -> dict[str, tuple[int, ...]]:
    """Return for each strand with mentions the numbers of the distinct tokens around them, in order of finding.

    With `only_cues` what the words themselves are is left out: the cues of all languages are the same.
    """
    if not mentions:
        return {}
    reading = _Reading(words, hits, numbers, only_cues=only_cues)
    of_mentions: dict[tuple[Mention, ...], tuple[int, ...]] = {}  # a strand and its parent often have the same
    found: dict[str, tuple[int, ...]] = {}
    for key, places in mentions.items():
        these = tuple(dict.fromkeys(places))
        if these not in of_mentions:
            of_mentions[these] = reading.tokens_of(these)
        found[key] = of_mentions[these]
    return found


class _Reading:
    """One text: each word's name, `<g>` and `<s>` for groups and slurs, and its cue, empty for most."""

    def __init__(self, words: Sequence[Word], hits: Iterable[Hit], numbers: Numbers, *, only_cues: bool) -> None:
        self._only_cues = only_cues
        self._words = words
        self._numbers = numbers
        self._of_place: dict[tuple[int, int], list[int | None]] = {}
        self._names = names = [_NAMES[forms[0]] for forms, _, _, _ in words]
        self._cues = cues = [""] * len(words)
        for label, first, last in hits:
            name, cue = _SAYS[label]
            if name:
                for at in range(first, last + 1):
                    if names[at] != _SLUR:
                        names[at] = name
            elif cue:
                for at in range(first, last + 1):
                    cues[at] = cues[at] or cue
        self._of = [numbers[kind].get for kind in _OF_WORDS]
        self._everywhere = [*map(numbers["any"].get, names)] if len(words) < _SHORT and not only_cues else []

    def tokens_of(self, mentions: Iterable[Mention]) -> tuple[int, ...]:
        found: list[int | None] = []
        roles = self._numbers["role"]
        for first, last, role in mentions:
            if (first, last) not in self._of_place:
                self._of_place[first, last] = self._tokens(first, last)
            found += self._of_place[first, last]
            found.append(roles.get(role))
        found += self._everywhere
        distinct = dict.fromkeys(found)
        distinct.pop(None, None)
        return tuple(distinct)  # type: ignore[arg-type]  # None is out

    def _tokens(self, first: int, last: int) -> list[int | None]:
        """Return the numbers of what stands around the words `first` to `last`, within their sentence."""
        begin, end = self._sentence(first, last)
        if self._only_cues:
            return self._of_cues(begin, first, last, end)
        names = self._names
        before = names[max(begin, first - _WORDS) : first]
        before.reverse()
        after = names[last + 1 : min(end, last + 1 + _WORDS)]
        a1, a2, a3, *_ = (*before, *_BEGIN)
        b1, b2, b3, *_ = (*after, *_END)
        # Written out, since it is done for every mention: a loop over the kinds would take twice as long.
        at_a1, at_b1, at_a2, at_b2, at_a2a1, at_b1b2, at_a1b1, at_b2b3, at_a3a2, at_before, at_after, _ = self._of
        return [
            at_a1(a1), at_b1(b1), at_a2(a2), at_b2(b2), at_a2a1(f"{a2} {a1}"), at_b1b2(f"{b1} {b2}"),
            at_a1b1(f"{a1} {b1}"), at_b2b3(f"{b2} {b3}"), at_a3a2(f"{a3} {a2}"),
            *map(at_before, before), *map(at_after, after), *self._of_cues(begin, first, last, end),
        ]  # fmt: skip

    def _of_cues(self, begin: int, first: int, last: int, end: int) -> list[int | None]:
        cues, numbers = self._cues, self._numbers
        before = cues[begin:first]
        before.reverse()
        near_before, c1, c2 = _near_and_runs(before)
        near_after, d1, d2 = _near_and_runs(cues[last + 1 : end])
        if not c1 and not d1:
            return [numbers["<>"].get("_"), numbers["<>2"].get(f"_{cues[first]}_")]
        runs = (c1, d1, c1 + c2, d1 + d2, f"{c1}_{d1}", f"{c1}{c2}_{cues[first]}_{d1}{d2}")
        return [
            *map(numbers["-c"].get, near_before),
            *map(numbers["+c"].get, near_after),
            *[numbers[kind].get(run) for kind, run in zip(_RUNS, runs, strict=True)],
        ]

    def _sentence(self, first: int, last: int) -> tuple[int, int]:
        words, sentence = self._words, self._words[first].sentence
        begin = bisect_left(words, sentence, max(0, first - _REACH), first, key=_sentence_of)
        end = bisect_right(words, sentence, first, min(len(words), last + 1 + _REACH), key=_sentence_of)
        return begin, max(last + 1, end)


def _near_and_runs(cues: Iterable[str]) -> tuple[list[str], str, str]:
    """Return the nearest cues with their distance, the first cue, and the first that is another; empty for none."""
    near: list[str] = []
    first = second = ""
    for at, cue in enumerate(cues):
        if cue:
            if at < _NEAR:
                near.append(f"{at}{cue}")
            if not first:
                first = cue
            elif not second and cue != first:
                second = cue
    return near, first, second


def _says(label: Label) -> tuple[str, str]:
    """Return the name that the words of a list bear here, and the cue that they are; empty where they bear none."""
    key, role, _ = label
    if key in STRANDS:
        return "" if role == "harmless" else _SLUR if role in ("slurs", "phrases") else _GROUP, ""
    if key == "context":
        return "", _CUE_OF_ROLE.get(role, "")
    return "", _ILL if role == "sure" and key in ILL_KINDS else ""


_SAYS: Final = Kept(_says)
_NAMES: Final = Kept(plain)
