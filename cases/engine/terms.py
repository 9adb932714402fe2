"""Finding the terms of word lists among the words of an account, in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from cases.engine.disguise import Disguised
from cases.engine.text import Word
from cases.engine.trie import Label, Node, Trie

_WIDEST_GAP: Final = 3
_MOST_HITS: Final = 500


class Hit(NamedTuple):
    """A term found: the words `first` to `last`, both included."""

    label: Label
    first: int
    last: int


class TermLists:
    """Word lists, ready for `find`. `disguised` knows how people misspell their English words."""

    def __init__(self, trie: Trie) -> None:
        self._root = trie.root
        # The same words begin nearly every account: where they lead is kept.
        self._beginnings = lru_cache(maxsize=65536)(self._begin)
        self.disguised = Disguised(trie.plain, self._root.words)

    def find(self, words: Sequence[Word]) -> list[Hit]:
        """Return the terms found, in order of place, the first `_MOST_HITS` of each list.

        Never crosses the end of a sentence. Time is linear in the number of words.
        """
        hits: list[Hit] = []
        counts: dict[int, int] = {}
        forms = [word.forms for word in words]
        ends = _ends_of_sentences(words)
        for first, beginning in enumerate(map(self._beginnings, forms)):
            if not beginning:
                continue
            found: list[Hit] = []
            for node in beginning:
                if node.labels:
                    found += [Hit(label, first, first) for label in node.labels]
                if node.goes_on and first + 1 < ends[first]:
                    self._walk(node, forms, first, first + 1, ends[first], found)
            if not found:
                continue
            seen: set[tuple[int, int]] = set()
            for hit in found:
                name = id(hit.label)  # each label is one object of the trie
                place = (name, hit.last)
                count = counts.get(name, 0)
                if count < _MOST_HITS and place not in seen:
                    seen.add(place)
                    counts[name] = count + 1
                    hits.append(hit)
        return hits

    def _walk(
        self, node: Node, forms: Sequence[tuple[str, ...]], first: int, at: int, end: int, hits: list[Hit]
    ) -> None:
        """Follow every way on from `node`; no entry has more than a few words, so the depth is bounded."""
        if at >= end:
            return
        # Whether a word leads on is asked here and not by a function: it nearly never does.
        words, (size, beginnings) = node.words, node.beginnings
        if words or size:
            for form in forms[at]:
                if form in words or (size and form[:size] in beginnings):
                    self._take(node, forms, first, at, end, hits)
                    break
        if (gap := node.gap) is not None:
            words, (size, beginnings) = gap.words, gap.beginnings
            for there in range(at, min(at + _WIDEST_GAP + 1, end)):
                for form in forms[there]:
                    if form in words or (size and form[:size] in beginnings):
                        self._take(gap, forms, first, there, end, hits)
                        break

    def _take(
        self, node: Node, forms: Sequence[tuple[str, ...]], first: int, at: int, end: int, hits: list[Hit]
    ) -> None:
        for following in self._steps(node, forms[at]):
            if following.labels:
                hits += [Hit(label, first, at) for label in following.labels]
            if following.goes_on:
                self._walk(following, forms, first, at + 1, end, hits)

    def _begin(self, forms: tuple[str, ...]) -> tuple[Node, ...]:
        """Return the nodes to which a term's first word leads."""
        found = list(self._steps(self._root, forms))
        if "*" in forms[0] and forms[0] not in self._root.words:
            found += self._steps(self._root, self.disguised.uncensored(forms[0]))
        return tuple(found)

    @staticmethod
    def _steps(node: Node, forms: tuple[str, ...]) -> list[Node]:
        found: list[Node] = []
        exact: Node | None
        of_words, stems, lengths = node.words, node.stems, node.stem_lengths
        for form in forms:
            if (exact := of_words.get(form)) is not None:
                found.append(exact)
            if lengths:
                size = len(form)
                for length in lengths:
                    if length > size:
                        break
                    if (stem := stems.get(form[:length])) is not None:
                        found.append(stem)
            if exact is not None:
                break
        return found


def _ends_of_sentences(words: Sequence[Word]) -> list[int]:
    """Return for each word the number of the first word after its sentence."""
    ends = [0] * len(words)
    end, sentence = len(words), -1
    for at in range(len(words) - 1, -1, -1):
        if words[at].sentence != sentence:
            end, sentence = at + 1, words[at].sentence
        ends[at] = end
    return ends
