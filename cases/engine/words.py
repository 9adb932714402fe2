"""How an account becomes what the linear model counts: its distinct words, and pairs of words that stand together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from cases.engine.kept import Kept
from cases.engine.text import Word

_LONGEST: Final = 24
PAIR: Final = " "
_RUNS: Final = (3, 4, 5)
_OF_IDENTIFIERS: Final = re.compile(r"[\d@]")


def plain(form: str) -> str:
    """Return how a word is counted: all numbers alike, nothing endless."""
    return "0" if form.isdigit() else form[:_LONGEST]


def counted(words: Sequence[Word]) -> tuple[dict[str, list[int]], int]:
    """Return each distinct word or pair with the numbers of the words where it stands (a pair: the first of the two).

    And the number of distinct words. Pairs never cross the end of a sentence.
    """
    found: dict[str, list[int]] = {}
    distinct: set[str] = set()
    before, sentence = "", -1
    for number, word in enumerate(words):
        one = plain(word.forms[0])
        distinct.add(one)
        found.setdefault(one, []).append(number)
        if word.sentence == sentence:
            found.setdefault(before + PAIR + one, []).append(number - 1)
        before, sentence = one, word.sentence
    return found, len(distinct)


def pieces(word: str) -> list[str]:
    """Return the distinct runs of three to five letters of a word, its beginning and its end told by a blank.

    Runs that hold a digit or an @ are left out: numbers of houses, cars and telephones are made of them, and addresses.
    Bojanowski, Grave, Joulin, Mikolov: Enriching word vectors with subword information, TACL 2017.
    """
    whole = f" {word} "
    size = len(whole)
    runs = dict.fromkeys(whole[at : at + run] for run in _RUNS for at in range(size - run + 1))
    return [run for run in runs if not _OF_IDENTIFIERS.search(run)] if _OF_IDENTIFIERS.search(word) else list(runs)


class Known:
    """The words and pairs of words that a model knows, by their numbers in `rows`."""

    def __init__(self, rows: Mapping[str, int]) -> None:
        self._rows = rows
        # By their first word: to ask for a pair, none has to be put together.
        self._pairs: dict[str, dict[str, int]] = {}
        for known, row in rows.items():
            first, is_pair, second = known.partition(PAIR)
            if is_pair:
                self._pairs.setdefault(first, {})[second] = row
        self._of = Kept(self._find)

    def counted(self, words: Sequence[Word]) -> tuple[dict[int, list[int]], dict[str, list[int]], int]:
        """Return what `counted` does: what is known by its number, and single words that are not known by themselves.

        A disguised word counts as the first of its forms that is known.
        """
        found: dict[int, list[int]] = {}
        unknown: dict[str, list[int]] = {}
        distinct: set[str] = set()
        of = self._of
        pairs_of_before: dict[str, int] | None = None
        sentence = -1
        for number, (forms, _, _, of_sentence) in enumerate(words):
            one, row, pairs = of[forms]
            distinct.add(one)
            if row is not None:
                if row in found:
                    found[row].append(number)
                else:
                    found[row] = [number]
            else:
                unknown.setdefault(one, []).append(number)
            if pairs_of_before is not None and of_sentence == sentence:
                pair = pairs_of_before.get(one)
                if pair is not None:
                    if pair in found:
                        found[pair].append(number - 1)
                    else:
                        found[pair] = [number - 1]
            pairs_of_before, sentence = pairs, of_sentence
        return found, unknown, len(distinct)

    def _find(self, forms: tuple[str, ...]) -> tuple[str, int | None, dict[str, int] | None]:
        """Return how a word is counted, its number, and the numbers of the pairs that it begins, by their second word."""
        ways = [plain(form) for form in forms]
        one = next((way for way in ways if way in self._rows), ways[0])
        return one, self._rows.get(one), self._pairs.get(one)
