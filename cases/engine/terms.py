"""Finding the terms of word lists among the words of an account, in one pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple

from cases.engine.disguise import Disguised
from cases.engine.kept import Kept
from cases.engine.text import Word
from cases.engine.trie import Label, Node, Trie

_WIDEST_GAP: Final = 3
_MOST_HITS: Final = 500
_sentence: Final = itemgetter(Word._fields.index("sentence"))


class Hit(NamedTuple):
    """A term found: the words `first` to `last`, both included."""

    label: Label
    first: int
    last: int


_hit: Final = tuple.__new__
"""Makes a Hit of its fields twice as fast as calling it."""


class _Way(NamedTuple):
    """A node to which words have led, what stands there, and what leads on from it.

    That is `words`, words whose first `size` letters are among `stems`, and what stands behind the gap.
    """

    node: Node
    labels: tuple[Label, ...]
    words: Container[str]
    size: int
    stems: Container[str]
    gap: Node | None


class TermLists:
    """Word lists, ready for `find`. `disguised` knows how people misspell their English words."""

    def __init__(self, trie: Trie) -> None:
        self._root = trie.root
        # The same words begin nearly every account: where they lead is kept.
        self._firsts = Kept(self._first)
        self._led = Kept(self._lead)
        self.disguised = Disguised(trie.plain, self._root.words)

    def find(self, words: Sequence[Word]) -> list[Hit]:
        """Return the terms found, in order of place, the first `_MOST_HITS` of each list.

        Never crosses the end of a sentence. Time is linear in the number of words.
        """
        hits: list[Hit] = []
        forms = [word[0] for word in words]
        ends = _ends_of_sentences(words)
        for first, beginning in enumerate(map(self._firsts.__getitem__, forms)):
            if not beginning:
                continue
            found: list[Hit] = []
            self._follow(beginning, forms, first, first, ends[first], found)
            if len(found) > 1:
                # Each label is one object of the trie: its number is sooner compared than what it says.
                distinct: dict[tuple[int, int], Hit] = {}
                for hit in found:
                    distinct.setdefault((id(hit[0]), hit[2]), hit)
                hits += distinct.values()
            elif found:
                hits += found
        return hits if len(hits) <= _MOST_HITS else _first_of_each(hits)

    def _follow(
        self,
        ways: Iterable[_Way],
        forms: Sequence[tuple[str, ...]],
        first: int,
        last: int,
        end: int,
        hits: list[Hit],
    ) -> None:
        """Note the terms from `first` to `last`, where `ways` have led, and follow every way on.

        No entry has more than a few words: the depth is bounded.
        """
        at = last + 1
        for node, labels, words, size, stems, gap in ways:
            for label in labels:
                hits.append(_hit(Hit, (label, first, last)))
            if at >= end:
                continue
            # Whether a word leads on is asked here and not by a function: it nearly never does.
            for form in forms[at]:
                if form in words or (size and form[:size] in stems):
                    self._follow(self._led[node, forms[at]], forms, first, at, end, hits)
                    break
            if gap is not None:
                words, (size, stems) = gap.words, gap.beginnings
                behind = at + _WIDEST_GAP + 1
                for there in range(at, behind if behind < end else end):
                    for form in forms[there]:
                        if form in words or (size and form[:size] in stems):
                            self._follow(self._led[gap, forms[there]], forms, first, there, end, hits)
                            break

    def _first(self, forms: tuple[str, ...]) -> tuple[_Way, ...]:
        """Return the ways on from the nodes to which a term's first word leads."""
        found = list(self._steps(self._root, forms))
        if "*" in forms[0] and forms[0] not in self._root.words:
            found += self._steps(self._root, self.disguised.uncensored(forms[0]))
        return tuple(map(_way, found))

    def _lead(self, asked: tuple[Node, tuple[str, ...]]) -> tuple[_Way, ...]:
        """Return where a word leads on from a node."""
        return tuple(map(_way, self._steps(*asked)))

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


def _way(node: Node) -> _Way:
    return _Way(node, node.labels, node.words, *node.beginnings, node.gap)


def _first_of_each(hits: Sequence[Hit]) -> list[Hit]:
    """Return the first `_MOST_HITS` of each label."""
    counts: Counter[int] = Counter()
    kept = []
    for hit in hits:
        counts[id(hit.label)] += 1
        if counts[id(hit.label)] <= _MOST_HITS:
            kept.append(hit)
    return kept


def _ends_of_sentences(words: Sequence[Word]) -> list[int]:
    """Return for each word the number of the first word after its sentence."""
    ends: list[int] = []
    for _, sentence in groupby(map(_sentence, words)):
        size = len(list(sentence))
        ends += [len(ends) + size] * size
    return ends
